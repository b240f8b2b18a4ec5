//! A product of the shop with its variations.

use super::super::io::{Io, SourceFault};
use super::super::spec::PushScope;
use super::item::{Item, Parent, later};
use super::page::{Candidate, Whole, together};
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap};
use crate::source::option_codes;
use crate::store::{ShopProduct, kind};
use crate::wire::Level;

impl Pusher {
    /// A page of products, each with what became of it; what is a translation of another comes after all that is not.
    pub async fn products(
        &mut self,
        io: &Io,
        rows: &[ShopProduct],
    ) -> Result<Vec<(u64, Disposition)>, Fault> {
        let mut out = Vec::with_capacity(rows.len());
        let language = self.channels.first().settings.language.clone();
        let makes = self.makes_products();
        let is_other = |row: &&ShopProduct| {
            language.is_some() && (!makes || row.language.is_some() && row.language != language)
        };
        let (mut translations, own): (Vec<ShopProduct>, Vec<ShopProduct>) =
            rows.iter().cloned().partition(|row| is_other(&row));
        let variations = self.variations_of(io, &own).await?;
        let mut new = Vec::new();
        for rows in together(&own, &variations) {
            for whole in self.read_wholes(io, rows, &variations).await? {
                let id = whole.product.snapshot.id;
                let disposition = self.whole(io, &whole).await?;
                if matches!(disposition, Disposition::Done) && !whole.product.is_linked() && !self.dry {
                    let row = rows.iter().find(|row| row.id == id);
                    new.extend(row.into_iter().flat_map(|row| row.translations.values().copied()));
                }
                out.push((id, disposition));
            }
        }
        // What UnoPim did not know before could not be translated there.
        new.retain(|id| translations.iter().all(|row| row.id != *id));
        if !new.is_empty() {
            translations.extend(self.shop_products(io, &new).await?);
        }
        self.translations(io, translations, &mut out).await?;
        Ok(out)
    }

    async fn whole(&mut self, io: &Io, whole: &Whole) -> Result<Disposition, Fault> {
        later(io, (PRODUCT, whole.product.key()), self.bring_whole(io, whole).await)
    }

    async fn bring_whole(&mut self, io: &Io, whole: &Whole) -> Result<Disposition, SourceFault> {
        let product = &whole.product;
        // A mirror owns what UnoPim has; variations that it lacks go there all the same.
        let mirrored = self.is_left_to_mirror(product) && whole.variations.iter().any(|v| !v.is_linked());
        if let Some(disposition) = self.refusal(io, product).filter(|_| !mirrored) {
            return Ok(disposition);
        }
        let variable = product.snapshot.kind == kind::VARIABLE;
        let none = SortedMap::new();
        let linked_axes = self.linked_axes(product);
        let parent = Parent { key: product.key().to_owned(), raw: None, axes: linked_axes.clone() };
        let item = Item { candidate: product, parent: None, axes: &linked_axes, codes: &none };
        let edited = !mirrored && item.is_edited(self) && self.is_planned(PRODUCT, product.key());
        let of_parent = |candidate| Item { candidate, parent: Some(&parent), axes: &[], codes: &none };
        let variations: Vec<&Candidate> = whole
            .variations
            .iter()
            .filter(|v| !mirrored || !v.is_linked())
            .filter(|v| of_parent(v).is_edited(self) && self.is_planned(PRODUCT, v.key()))
            .collect();
        if !edited && variations.is_empty() {
            self.leave_unedited(io, product.key(), 1 + whole.variations.len() as u64);
            return Ok(Disposition::Done);
        }
        let pulled = std::iter::once(product).chain(variations.iter().copied());
        if let Some(later) = self.cooling(io, product.key(), pulled) {
            return Ok(later);
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
        let raw = io.get_record(&self.path(product.key(), true)).await?;
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
        let raw = io.get_record(&self.path(key, true)).await?;
        let axes = raw.as_ref().map(|raw| option_codes(&raw["super_attributes"])).unwrap_or_default();
        Ok(Some(Parent { key: key.to_owned(), raw, axes: self.with_taxonomies(axes) }))
    }

    /// What was saved and equals the last synchronisation.
    pub fn leave_unedited(&self, io: &Io, key: &str, items: u64) {
        io.checkpoint(|c| c.counts.unchanged += items);
        // Of a whole shop it is only counted.
        if !self.dry && self.scope.is_some_and(|scope| scope != PushScope::All) {
            let message = "It was saved, but equals what was last synchronised: echo suppress".to_owned();
            let hint = "Nothing to do; nothing was lost.";
            Self::tell(io, Level::Info, PRODUCT, key, ("echo", message, hint));
        }
    }

    /// What a pull wrote just now is pushed when its time is over.
    pub fn cooling<'c>(
        &self,
        io: &Io,
        key: &str,
        candidates: impl Iterator<Item = &'c Candidate>,
    ) -> Option<Disposition> {
        let links = candidates.flat_map(|c| c.links.iter().zip(&self.channels.0));
        let seconds = links
            .filter_map(|(link, knowledge)| {
                Self::cooldown(io, knowledge, link.as_ref()?.pulled_at.as_deref())
            })
            .max()?;
        let message = format!("It was pulled just now; the edit is sent in {seconds} seconds");
        let hint = "Wait, or lower Cooldown seconds on Channels & Stores.";
        io.checkpoint(|c| c.counts.skipped += 1);
        Self::tell(io, Level::Info, PRODUCT, key, ("cooldown", message, hint));
        Some(Disposition::Later { seconds, code: "cooldown" })
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
        let answer = self.channels.first().links_of(io, ids).await?;
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
