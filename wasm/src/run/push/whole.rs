//! A product of the shop with its variations.

use super::super::io::{Io, SourceFault};
use super::item::{Item, Parent, later};
use super::page::{Candidate, Whole, together};
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap};
use crate::source::option_codes;
use crate::store::{LinksOfAnswer, ShopProduct, kind};
use crate::wire::{Level, Request};

impl Pusher {
    /// What is not in the language of the channel is a translation of what is.
    fn without_translations(
        &self,
        io: &Io,
        rows: &[ShopProduct],
        out: &mut Vec<(u64, Disposition)>,
    ) -> Vec<ShopProduct> {
        let language = &self.channels.first().settings.language;
        let is_other =
            |row: &&ShopProduct| language.is_some() && row.language.is_some() && row.language != *language;
        for row in rows.iter().filter(is_other) {
            io.checkpoint(|c| c.counts.skipped += 1);
            let key = if row.sku.is_empty() { format!("#{}", row.id) } else { row.sku.clone() };
            let message = "It is a translation, and is not pushed".to_owned();
            let hint = "Enter the text in UnoPim, in its language; the next pull brings it.";
            Self::tell(io, Level::Info, PRODUCT, &key, ("translation", message, hint));
            out.push((row.id, Disposition::Skipped));
        }
        rows.iter().filter(|row| !is_other(row)).cloned().collect()
    }

    /// A page of products, each with what became of it.
    pub async fn products(
        &mut self,
        io: &Io,
        rows: &[ShopProduct],
    ) -> Result<Vec<(u64, Disposition)>, Fault> {
        let mut out = Vec::with_capacity(rows.len());
        let own = self.without_translations(io, rows, &mut out);
        if own.is_empty() {
            return Ok(out);
        }
        let variations = self.variations_of(io, &own).await?;
        for rows in together(&own, &variations) {
            for whole in self.read_wholes(io, rows, &variations).await? {
                let disposition = self.whole(io, &whole).await?;
                out.push((whole.product.snapshot.id, disposition));
            }
        }
        Ok(out)
    }

    async fn whole(&mut self, io: &Io, whole: &Whole) -> Result<Disposition, Fault> {
        later(io, (PRODUCT, whole.product.key()), self.bring_whole(io, whole).await)
    }

    async fn bring_whole(&mut self, io: &Io, whole: &Whole) -> Result<Disposition, SourceFault> {
        let product = &whole.product;
        if let Some(disposition) = self.refusal(io, product) {
            return Ok(disposition);
        }
        let variable = product.snapshot.kind == kind::VARIABLE;
        let none = SortedMap::new();
        let linked_axes = self.linked_axes(product);
        let parent = Parent { key: product.key().to_owned(), raw: None, axes: linked_axes.clone() };
        let item = Item { candidate: product, parent: None, axes: &linked_axes, codes: &none };
        let edited = item.is_edited(self) && self.is_planned(PRODUCT, product.key());
        let of_parent = |candidate| Item { candidate, parent: Some(&parent), axes: &[], codes: &none };
        let variations: Vec<&Candidate> = whole
            .variations
            .iter()
            .filter(|v| of_parent(v).is_edited(self) && self.is_planned(PRODUCT, v.key()))
            .collect();
        if !edited && variations.is_empty() {
            io.checkpoint(|c| c.counts.unchanged += 1 + whole.variations.len() as u64);
            if self.tells_echoes {
                let message = "It was saved, but equals what was last synchronised: echo suppress".to_owned();
                let hint = "Nothing to do; nothing was lost.";
                Self::tell(io, Level::Info, PRODUCT, product.key(), ("echo", message, hint));
            }
            return Ok(Disposition::Done);
        }
        let pulled = std::iter::once(product).chain(variations.iter().copied());
        if let Some(seconds) = self.cooling(io, pulled) {
            let message = format!("It was pulled just now; the edit is sent in {seconds} seconds");
            let hint = "Wait, or lower Cooldown seconds on Channels & Stores.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Info, PRODUCT, product.key(), ("cooldown", message, hint));
            return Ok(Disposition::Later { seconds, code: "cooldown" });
        }
        let axes = if variable {
            match self.axes(io, product).await? {
                Ok(axes) => axes,
                Err(fault) => return Ok(self.refuse(io, &item, &fault)),
            }
        } else {
            Vec::new()
        };
        let codes = self.codes_of(io, product).await?;
        let mut disposition = Disposition::Done;
        if edited {
            let item = Item { candidate: product, parent: None, axes: &axes, codes: &codes };
            disposition = self.item(io, &item).await?;
            // Without their parent in UnoPim variants have no place there.
            if !matches!(disposition, Disposition::Done) && !product.is_linked() {
                return Ok(disposition);
            }
        }
        if variations.is_empty() {
            return Ok(disposition);
        }
        let raw = self.read_raw(io, &self.path(product.key(), true)).await?;
        let axes = match &raw {
            Some(raw) if !option_codes(&raw["super_attributes"]).is_empty() => {
                self.with_taxonomies(option_codes(&raw["super_attributes"]))
            }
            _ => axes,
        };
        let parent = Parent { key: product.key().to_owned(), raw, axes };
        for candidate in variations {
            if let Some(told) = self.refusal(io, candidate) {
                disposition = worse(disposition, told);
                continue;
            }
            let item = Item { candidate, parent: Some(&parent), axes: &[], codes: &none };
            let became = self.item(io, &item).await?;
            disposition = worse(disposition, became);
        }
        if !product.is_linked() && !self.dry {
            // Only now UnoPim shows which options its variants use.
            let item = Item { candidate: product, parent: None, axes: &parent.axes, codes: &codes };
            self.remember(io, &item).await?;
        }
        Ok(disposition)
    }

    /// The configurable of a variation, as UnoPim holds it now.
    pub async fn parent_of(&self, io: &Io, candidate: &Candidate) -> Result<Option<Parent>, SourceFault> {
        let key = candidate.link().and_then(|link| link.context.get("parent")?.as_str());
        let Some(key) = key.filter(|_| candidate.snapshot.kind == kind::VARIATION) else { return Ok(None) };
        let raw = self.read_raw(io, &self.path(key, true)).await?;
        let axes = raw.as_ref().map(|raw| option_codes(&raw["super_attributes"])).unwrap_or_default();
        Ok(Some(Parent { key: key.to_owned(), raw, axes: self.with_taxonomies(axes) }))
    }

    /// Seconds until what a pull wrote may be pushed.
    fn cooling<'c>(&self, io: &Io, candidates: impl Iterator<Item = &'c Candidate>) -> Option<u64> {
        candidates
            .flat_map(|c| c.links.iter().zip(&self.channels.0))
            .filter_map(|(link, knowledge)| {
                Self::cooldown(io, knowledge, link.as_ref()?.pulled_at.as_deref())
            })
            .max()
    }

    /// SKUs of the products that a product's links name.
    async fn codes_of(&self, io: &Io, product: &Candidate) -> Result<SortedMap<u64, String>, Fault> {
        let mut ids: Vec<u64> = self
            .channels
            .0
            .iter()
            .flat_map(|k| &k.resolved.associations)
            .filter_map(|(_, field)| product.snapshot.fields.get(field))
            .flat_map(|f| f.v.as_array().into_iter().flatten().filter_map(serde_json::Value::as_u64))
            .collect();
        ids.order();
        ids.dedup();
        if ids.is_empty() {
            return Ok(SortedMap::new());
        }
        let channel = self.channels.first().settings.link_channel();
        let answer: LinksOfAnswer =
            io.ask_one(|id| Request::LinksOf { id, entity: "product", channel, ids }).await?;
        Ok(answer.links.into_iter().map(|link| (link.id, link.code)).collect())
    }
}

/// What most needs to be looked at again.
fn worse(a: Disposition, b: Disposition) -> Disposition {
    let rank = |d: &Disposition| match d {
        Disposition::Again(_) => 0,
        Disposition::Later { .. } => 1,
        Disposition::Parked => 2,
        Disposition::Skipped | Disposition::Done => 3,
    };
    if rank(&b) < rank(&a) { b } else { a }
}
