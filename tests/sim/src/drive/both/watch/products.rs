//! Products: what moved is in a row's place, and a hand has touched the row's field.

use serde_json::Value;

use super::super::super::ledger::Place;
use super::{Held, Look, Seen, at, fields_of, moved};

impl Look<'_> {
    pub(super) fn products(&self, before: &Seen, after: &Seen, out: &mut Vec<String>) {
        for (sku, held) in &before.products {
            match after.products.get(sku) {
                None if self.goes(sku, before, after) => {}
                None => out.push(format!("{sku}: a push took it out of UnoPim")),
                Some(now) => self.product(sku, held, now, out),
            }
        }
        for sku in after.products.keys().filter(|sku| !before.products.contains_key(*sku)) {
            // Somebody may have deleted it while it was on its way.
            let is_removed = self.host.owner.removed.contains_key(sku) && !before.removed.contains(sku);
            if self.host.shop.by_sku(sku).is_none() && !is_removed {
                out.push(format!("{sku}: a push made it, and the shop has none"));
            }
        }
    }

    /// A variant goes with the product that it belongs to.
    fn goes(&self, sku: &str, before: &Seen, after: &Seen) -> bool {
        let mut at = Some(sku);
        while let Some(code) = at {
            if self.may_go(code, before, after) {
                return true;
            }
            at = before.products[code].above.as_deref();
        }
        false
    }

    fn product(&self, sku: &str, held: &Held, now: &Held, out: &mut Vec<String>) {
        if self.is_mirrored() && held != now {
            out.push(format!("{sku}: a push moved what a mirror owns"));
        }
        if (held.parent, &held.family, &held.axes) != (now.parent, &now.family, &now.axes) {
            out.push(format!("{sku}: parent, family or axes moved"));
        }
        let shop = &self.host.shop;
        let linked = shop.link("product", "default", sku).map(|link| link.id);
        let Some(id) = linked.or_else(|| shop.by_sku(sku).map(|(id, _)| id)) else {
            if held.values != now.values || held.enabled != now.enabled {
                out.push(format!("{sku}: written, and not linked"));
            }
            return;
        };
        if held.enabled != now.enabled && !self.by_hand(id, "status") {
            out.push(format!("{sku}: status moved, and no hand did it"));
        }
        for place in moved(&held.values, &now.values) {
            let (old, new) = (at(&held.values, &place), at(&now.values, &place));
            let mut say =
                |why: &str| out.push(format!("{sku} #{id}: {} {old} → {new}: {why}", place.join(".")));
            match place[0].as_str() {
                "categories" => self.list(sku, id, "category", "categories", (old, new), &mut say),
                "associations" => {
                    let field = match place.get(1).map(String::as_str) {
                        Some("up_sells") => "upsells",
                        Some("cross_sells") => "cross_sells",
                        _ => "related",
                    };
                    self.list(sku, id, "product", field, (old, new), &mut say);
                }
                // A price is stored as a whole: a variant's own brings along what it had from its parent.
                _ if self.is_price(&place) && old.is_null() && new == at(&held.effective, &place) => {}
                _ => self.value(sku, id, &place, (old, new), &mut say),
            }
        }
        self.effective(sku, id, held, now, out);
    }

    /// What a variant has in effect stays, but where it was written; what both times came from above is its parent's to say.
    fn effective(&self, sku: &str, id: u64, held: &Held, now: &Held, out: &mut Vec<String>) {
        for place in moved(&held.effective, &now.effective) {
            let whole = &place[..depth(&place[0]).min(place.len())];
            let stored = |held: &Held| !at(&held.values, whole).is_null();
            if matches!(place[0].as_str(), "categories" | "associations") || !(stored(held) || stored(now)) {
                continue;
            }
            let (old, new) = (at(&held.effective, &place), at(&now.effective, &place));
            let mut say = |why: &str| {
                out.push(format!("{sku} #{id}: in effect {} {old} → {new}: {why}", place.join(".")));
            };
            self.value(sku, id, &place, (old, new), &mut say);
        }
    }

    pub(super) fn by_hand(&self, id: u64, field: &str) -> bool {
        self.host.owner.touched.contains(&Place::product(id, field))
    }

    pub(super) fn kind(&self, code: &str) -> &str {
        self.host.unopim.state.attributes.get(code).map_or("", |a| a.kind.as_str())
    }

    fn is_price(&self, place: &[String]) -> bool {
        place.get(depth(&place[0]) - 1).is_some_and(|code| self.kind(code) == "price")
    }

    fn value(
        &self,
        sku: &str,
        id: u64,
        place: &[String],
        (old, new): (&Value, &Value),
        say: &mut impl FnMut(&str),
    ) {
        let Some(code) = attribute_of(place) else {
            // UnoPim takes nothing back that names what it has deleted, wherever it stands.
            if !self.notes.is_stale(sku, &place.join("."), old, new) {
                say("another channel's or language's");
            }
            return;
        };
        let kind = self.kind(code);
        // It may store codes as a list, and then takes them back as text alone.
        let is_spelled = matches!(kind, "multiselect" | "checkbox") && codes(old) == codes(new);
        if is_spelled || self.notes.is_stale(sku, &place.join("."), old, new) {
            return;
        }
        if kind == "price"
            && place.last().map(String::as_str) != Some("EUR")
            && place.last().map(String::as_str) != Some(code)
        {
            return say("another currency's");
        }
        let fields = fields_of(self.run, code);
        if fields.is_empty() {
            return say("no row maps it");
        }
        if fields
            .iter()
            .any(|field| matches!(field.as_str(), "stock_quantity" | "stock_status" | "manage_stock"))
        {
            return say("stock is the shop's alone");
        }
        if self.is_file(code) {
            self.pictures(id, &fields, (old, new), say);
        }
        if !fields.iter().any(|field| self.by_hand(id, field)) {
            say("no hand did it");
        }
    }
}

/// The attribute whose value stands at a place of this channel and language.
pub fn attribute_of(place: &[String]) -> Option<&str> {
    let named: Vec<&str> = place.iter().map(String::as_str).collect();
    match named[..] {
        ["common", code, ..]
        | ["locale_specific", "en_US", code, ..]
        | ["channel_specific", "default", code, ..]
        | ["channel_locale_specific", "default", "en_US", code, ..] => Some(code),
        _ => None,
    }
}

/// Parts of a place down to its attribute.
fn depth(section: &str) -> usize {
    match section {
        "channel_locale_specific" => 4,
        "locale_specific" | "channel_specific" => 3,
        _ => 2,
    }
}

/// Codes of a list, or of comma text.
pub fn codes(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        Value::String(text) => {
            text.split(',').map(|code| code.trim().to_owned()).filter(|c| !c.is_empty()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_are_the_same_however_they_are_written() {
        assert_eq!(codes(&json!("a, b,")), codes(&json!(["a", "b"])));
        assert_ne!(codes(&json!("a,b")), codes(&json!("b,a")));
    }
}
