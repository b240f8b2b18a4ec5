//! What each channel makes of UnoPim's item, and what it decides about it.

use serde_json::Value;

use super::super::io::Io;
use super::super::structure::Knowledge;
use super::Pusher;
use super::item::Item;
use crate::diff::Wish;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plain::json_of;
use crate::plan::{
    Decided, FilesKnown, Known, Outgoing, Role, ShopTerms, borrowed, files_said, hidden_level,
};
use crate::source::{Product, Wanted};
use crate::store::Bases;
use crate::variants::Combinations;

/// What one channel makes of UnoPim's item.
pub struct View<'k> {
    pub knowledge: &'k Knowledge,
    pub product: Product,
    pub role: Role,
}

impl Pusher {
    pub fn view<'k>(knowledge: &'k Knowledge, raw: &Value, item: &Item) -> Result<View<'k>, Fault> {
        let wanted = Wanted::new(
            &knowledge.resolved.attributes,
            &knowledge.settings.channel,
            &knowledge.settings.locale_chain,
        );
        let mut product = Product::decode(&json_of(raw), &wanted)?;
        knowledge.complete_leaf(&mut product);
        if let (true, Some(parent)) =
            (knowledge.capabilities.inheritance, item.parent.and_then(|p| p.raw.as_ref()))
        {
            let parent = Product::decode(&json_of(parent), &wanted)?;
            product.inherit(&parent.values, parent.categories.as_ref());
        }
        let role = match item.role() {
            Role::Variable { axes } => {
                let axes: Vec<String> = axes.into_iter().map(|(code, _)| code).collect();
                Role::Variable { axes: Combinations::of(&product, &axes, &knowledge.catalog).axes }
            }
            role => role,
        };
        Ok(View { knowledge, product, role })
    }

    /// Decides the fields of an item for every channel. `raw` is nothing where it is to be created.
    pub fn decide(
        &self,
        item: &Item,
        raw: Option<&Value>,
        family: &str,
        shop_ids: &SortedMap<String, u64>,
        files: &FilesKnown,
    ) -> Result<Vec<Decided>, Fault> {
        let held = item.candidate.held();
        let empty = Bases::new();
        let mut out = Vec::new();
        for (place, (knowledge, link)) in self.channels.0.iter().zip(&item.candidate.links).enumerate() {
            let above = item.candidate.above(place);
            let context = knowledge.target_context();
            let terms = ShopTerms::of(&knowledge.shop);
            let view = raw.map(|raw| Self::view(knowledge, raw, item)).transpose()?;
            let target = view.as_ref().map(|v| context.build(&v.product, &v.role));
            let lent = view.as_ref().map(|v| borrowed(&v.product, &context)).unwrap_or_default();
            let context_of = link.as_ref().map_or(&Value::Null, |link| &link.context);
            let shown = &item.candidate.snapshot.fields;
            let said = target.as_ref().map(|t| files_said(t, &knowledge.resolved, shown, context_of, files));
            let said = said.unwrap_or_default();
            let role = item.role();
            let parent = item.parent.and_then(|p| p.raw.as_ref()).map(|raw| &raw["values"]);
            let inherited = parent.filter(|_| knowledge.capabilities.inheritance);
            let outgoing = Outgoing {
                context: &context,
                key: item.key(),
                role: &role,
                known: raw.zip(target.as_ref()).map(|(raw, target)| Known {
                    raw,
                    target,
                    inherited,
                    borrowed: &lent,
                    level: item.parent.and_then(|p| hidden_level(raw, &p.key, &knowledge.capabilities)),
                    files: &said,
                }),
                family,
                snapshot: &item.candidate.snapshot,
                bases: link.as_ref().map_or(&empty, |l| &l.bases),
                above: &above,
                held: &held,
                choices: self.choices.get(item.key()),
                terms: &terms,
            };
            // A channel that ends at its root says nothing of what lies outside.
            let outside = knowledge.settings.root_only
                && item.parent.is_none()
                && view.as_ref().is_some_and(|v| !context.in_channel(&v.product));
            let is_linked = link.is_some() || item.candidate.original.is_some();
            if outside || (knowledge.settings.mirror && is_linked) {
                out.push(Decided::default());
                continue;
            }
            let mut decided = outgoing.decide();
            if item.parent.is_none() && !knowledge.settings.translates {
                outgoing.decide_categories(&mut decided);
                outgoing.decide_associations(item.codes, shop_ids, &mut decided);
            }
            out.push(decided);
        }
        // What several channels share is the highest one's to say.
        let mut said: Vec<String> = Vec::new();
        for decided in &mut out {
            decided.changes.retain(|change| !said.contains(&change.path));
            decided.files.retain(|files| !said.contains(&files.path));
            said.extend(decided.changes.iter().map(|c| c.path.clone()));
            said.extend(decided.files.iter().map(|f| f.path.clone()));
        }
        Ok(out)
    }

    /// The SKUs that UnoPim's item names, as far as they are in the shop.
    pub async fn shop_ids(&self, io: &Io, raw: Option<&Value>) -> Result<SortedMap<String, u64>, Fault> {
        let skus = raw.map(Outgoing::named_skus).unwrap_or_default();
        if skus.is_empty() {
            return Ok(SortedMap::new());
        }
        let links = self.channels.first().read_links(io, skus, &[]).await?;
        Ok(links.links.into_iter().filter(|l| l.id > 0).map(|l| (l.code, l.id)).collect())
    }

    /// What UnoPim's item asks of the shop, field by field.
    pub fn target_of(knowledge: &Knowledge, raw: &Value, item: &Item) -> Result<Vec<(String, Wish)>, Fault> {
        let view = Self::view(knowledge, raw, item)?;
        let target = knowledge.target_context().build(&view.product, &view.role);
        Ok(target.fields.into_iter().map(|f| (f.field.into_owned(), f.wish)).collect())
    }
}
