//! The lists of a product: its categories and its links to other products.

use serde_json::{Value, json};

use super::decide::Outward;
use super::fields::{Decided, Outbound, Outgoing, said_by, told};
use crate::diff::{Wish, has_grown, source_of};
use crate::ordered::SortedMap;
use crate::plan::operation::BaseSource;
use crate::plan::target::Role;
use crate::reason::Reason;
use crate::source::option_codes;
use crate::store::SnapshotField;
use crate::wire::Level;

/// UnoPim's fixed types of links; every version knows these and no others by REST.
pub const FIXED: [&str; 3] = ["up_sells", "cross_sells", "related_products"];

const CATEGORIES: &str = "categories";

impl Outgoing<'_> {
    /// Whether somebody put the product elsewhere, or named other products beside it; variations have neither.
    pub fn is_list_edited(&self) -> bool {
        if matches!(self.role, Role::Variation { .. }) || self.context.settings.translates {
            return false;
        }
        self.lists().any(|field| {
            let Some(shop) = self.snapshot.fields.get(field) else { return false };
            // Where a product without a category goes, nobody has put it.
            let mut put = ids(&shop.v);
            put.retain(|id| field != CATEGORIES || !self.context.store.default_categories.contains(id));
            match self.bases.get(field) {
                Some(_) if self.is_told(field, shop) => false,
                Some(base) => base.1 != shop.h || has_grown(base, shop, &json!(put)),
                None => !put.is_empty(),
            }
        })
    }

    pub(super) fn is_list(&self, field: &str) -> bool {
        self.lists().any(|list| list == field)
    }

    fn lists(&self) -> impl Iterator<Item = &str> {
        let linked = self.context.resolved.associations.iter();
        let linked = linked.filter(|(kind, field)| FIXED.contains(&kind.as_str()) && field != "grouped");
        linked.map(|(_, field)| field.as_str()).chain([CATEGORIES])
    }

    /// Codes of the product's categories in UnoPim: only those that shop categories stand for are added or taken away.
    pub fn decide_categories(&self, out: &mut Decided) {
        let Some(shop) = self.snapshot.fields.get("categories") else { return };
        let ids: Vec<u64> = ids(&shop.v);
        // What UnoPim has deleted it does not take back.
        let there = |code: &&str| self.context.catalog.categories().iter().any(|c| c.code == *code);
        let code_of = |id: &u64| self.terms.category(*id).filter(there);
        let codes: Vec<&str> = ids.iter().filter_map(code_of).collect();
        let known: Vec<u64> = ids.iter().copied().filter(|id| code_of(id).is_some()).collect();
        let defaults = &self.context.store.default_categories;
        let gone: Vec<&str> =
            ids.iter().filter(|id| !known.contains(id)).filter_map(|id| self.terms.category(*id)).collect();
        let is_complete = ids
            .iter()
            .all(|id| defaults.contains(id) || known.contains(id) || self.terms.category(*id).is_some());
        if !is_complete {
            out.open.push("categories".into());
        }
        let wish = self.known.and_then(|k| k.target.field("categories")).map(|f| &f.wish);
        // Shop categories that UnoPim does not know are no difference.
        let seen = SnapshotField { v: json!(known), h: shop.h.clone() };
        let outward = self.outward("categories", wish, &seen);
        let is_in_step = self.bases.get(CATEGORIES).is_some_and(|(_, held)| *held == shop.h);
        let is_known = is_in_step || self.is_told(CATEGORIES, shop);
        if !gone.is_empty() && (outward != Outward::Same || !is_known) {
            let message = format!("UnoPim has these categories no more: {}", gone.join(", "));
            let hint = "Take the product out of them, or unlink them to have them created anew.";
            let code = "gone_in_unopim";
            out.notes.push(self.note(Level::Warn, code, message, hint, CATEGORIES));
            // UnoPim may say nothing of the product's categories, and nothing goes there: it is told once.
            if outward == Outward::Same {
                let base = BaseSource { src: said_by(wish), shop: Some(told(&shop.h)) };
                out.bases.insert(CATEGORIES.to_owned(), Some(base));
            }
        }
        let reason = match outward {
            Outward::Send(reason) => reason,
            other => return Self::leave("categories", other, shop, wish, out),
        };
        let held: Vec<String> =
            self.known.and_then(|k| k.raw["values"].get("categories")).map(option_codes).unwrap_or_default();
        let mut list: Vec<String> = held
            .iter()
            .filter(|code| codes.contains(&code.as_str()) || !self.terms.is_category(code))
            .cloned()
            .collect();
        for code in codes {
            if list.iter().all(|known| known != code) {
                list.push(code.to_owned());
            }
        }
        if list == held {
            return Self::leave("categories", Outward::Settled(said_by(wish)), shop, wish, out);
        }
        let old = if self.known.is_some() { json!(held) } else { Value::Null };
        out.changes.push(Outbound {
            field: "categories".into(),
            path: "categories".into(),
            old,
            value: Some(json!(list)),
            reason,
        });
    }

    /// SKUs of linked products. `codes`: of shop products by id; `shop`: which of UnoPim's SKUs the shop has, by id.
    pub fn decide_associations(
        &self,
        codes: &SortedMap<u64, String>,
        shop_ids: &SortedMap<String, u64>,
        out: &mut Decided,
    ) {
        for (kind, field) in &self.context.resolved.associations {
            if !FIXED.contains(&kind.as_str()) || field == "grouped" {
                continue;
            }
            let Some(shop) = self.snapshot.fields.get(field) else { continue };
            let held: Vec<String> = self
                .known
                .and_then(|k| k.raw["values"]["associations"].get(kind))
                .map(option_codes)
                .unwrap_or_default();
            // A list that UnoPim has never filled says nothing: what somebody names in the shop is taken.
            let says = !held.is_empty() || self.bases.get(field).is_some();
            let wish = self.known.filter(|_| says).map(|_| {
                let ids: Vec<u64> = held.iter().filter_map(|sku| shop_ids.get(sku)).copied().collect();
                Wish::Set(json!(ids))
            });
            // What UnoPim does not know was added by hand and stays the shop's.
            let own = ids(&shop.v);
            let known: Vec<u64> = own.iter().copied().filter(|id| codes.contains_key(id)).collect();
            let seen = SnapshotField { v: json!(known), h: shop.h.clone() };
            let outward = self.outward(field, wish.as_ref(), &seen);
            let is_complete = known.len() == own.len();
            if !is_complete {
                self.tell_unknown(field, shop, (&own, &known), &outward, out);
            }
            let reason = match outward {
                Outward::Send(reason) => reason,
                // A product that UnoPim does not have yet may come there later.
                Outward::Settled(_) if !is_complete => continue,
                other => {
                    Self::leave(field, other, shop, wish.as_ref(), out);
                    continue;
                }
            };
            let mut list: Vec<String> = known.iter().filter_map(|id| codes.get(id)).cloned().collect();
            list.extend(held.iter().filter(|sku| !shop_ids.contains_key(*sku)).cloned());
            let mut seen = Vec::new();
            list.retain(|sku| {
                !seen.contains(sku) && {
                    seen.push(sku.clone());
                    true
                }
            });
            if !is_complete {
                out.open.push(field.clone());
            }
            if list == held {
                Self::leave(field, Outward::Settled(said_by(wish.as_ref())), shop, wish.as_ref(), out);
                continue;
            }
            let old = if self.known.is_some() { json!(held) } else { Value::Null };
            out.changes.push(Outbound {
                field: field.clone(),
                path: format!("associations.{kind}"),
                old,
                value: Some(json!(list)),
                reason,
            });
        }
    }

    /// What UnoPim does not know of a list stays the shop's, which is told once; when it has come there, the list is sent.
    fn tell_unknown(
        &self,
        field: &str,
        shop: &SnapshotField,
        (own, known): (&[u64], &[u64]),
        outward: &Outward,
        out: &mut Decided,
    ) {
        let waits = told(&told(&shop.h));
        let base = self.bases.get(field);
        let is_edited = base.is_none_or(|base| base.1 != shop.h || has_grown(base, shop, &shop.v));
        let is_ours = matches!(outward, Outward::Same | Outward::Settled(_) | Outward::Send(_));
        if !is_ours || !is_edited || base.is_some_and(|base| base.1 == waits) {
            return;
        }
        let unknown = own.iter().filter(|id| !known.contains(id)).map(|id| format!("#{id}"));
        let message = format!(
            "{field} goes without what UnoPim does not know: {}",
            unknown.collect::<Vec<_>>().join(", ")
        );
        let hint =
            "Nothing to do for products that are pushed later: the list follows them. Take out what is gone.";
        out.notes.push(self.note(Level::Info, Reason::NotLinked.code(), message, hint, field));
        let before = base.filter(|_| *outward == Outward::Same);
        let src = before.map_or_else(|| source_of(&json!(known)), |base| base.0.clone());
        out.bases.insert(field.to_owned(), Some(BaseSource { src, shop: Some(waits) }));
    }

    /// The fields of ids that a shop item's links name.
    pub fn named_products(&self) -> Vec<u64> {
        let fields = self.context.resolved.associations.iter().map(|(_, field)| field);
        fields.filter_map(|field| self.snapshot.fields.get(field)).flat_map(|f| ids(&f.v)).collect()
    }

    /// The SKUs that UnoPim's item names.
    pub fn named_skus(raw: &Value) -> Vec<String> {
        let of = |kind: &&str| raw["values"]["associations"].get(*kind).map(option_codes).unwrap_or_default();
        FIXED.iter().flat_map(of).collect()
    }

    fn leave(field: &str, outward: Outward, shop: &SnapshotField, wish: Option<&Wish>, out: &mut Decided) {
        match outward {
            Outward::Settled(_) if out.open.iter().any(|open| open == field) => {}
            Outward::Settled(src) => {
                let base = BaseSource { src, shop: Some(shop.h.clone()) };
                out.bases.insert(field.to_owned(), Some(base));
            }
            Outward::Overruled(_) => out.overruled.push(field.to_owned()),
            Outward::Held { asked } => Self::hold(field, wish, shop, asked, out),
            Outward::Same | Outward::Send(_) => {}
        }
    }
}

fn ids(value: &Value) -> Vec<u64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}
