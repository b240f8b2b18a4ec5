//! Products as they are read.

use serde_json::{Value, json};

use super::fields::{CORE, OF_SALES, belongs_to, price_of};
use super::links::others;
use super::records::Product;
use super::shop::{Shop, list, text, with_wish};
use super::values::hashed;

impl Shop {
    pub(super) fn read_products(&mut self, request: &Value) -> Value {
        let fields: Vec<String> =
            list(request, "fields").iter().filter_map(|f| f.as_str().map(Into::into)).collect();
        let others = others(request);
        let items: Vec<Value> = list(request, "ids")
            .iter()
            .filter_map(Value::as_u64)
            .filter_map(|id| self.snapshot_beside(text(request, "channel"), &others, id, &fields))
            .collect();
        self.loaded += items.len() as u64;
        json!({ "items": items })
    }

    pub(super) fn snapshot(&self, channel: &str, id: u64, fields: &[String]) -> Option<Value> {
        self.snapshot_beside(channel, &[], id, fields)
    }

    fn snapshot_beside(&self, channel: &str, others: &[&str], id: u64, fields: &[String]) -> Option<Value> {
        let product = self.products.get(&id)?;
        let mut names = if fields.iter().any(|f| f == "*") { everything(product) } else { Vec::new() };
        names.extend(fields.iter().filter(|f| *f != "*").cloned());
        let bases = self.bases_of(id, channel, others);
        let row = json!({
            "id": id, "kind": product.kind, "status": product.status(), "parent": product.parent,
            "sku": product.sku(), "fields": hashed(names, |field| self.of_product(product, field)), "bases": bases,
        });
        Some(with_wish(row, self.wishes.get(&id)))
    }

    pub(super) fn read_variations(&self, request: &Value) -> Value {
        let parents: Vec<u64> = list(request, "parents").iter().filter_map(Value::as_u64).collect();
        let wanted = |p: &Product| p.is_variation() && p.status() != "trash" && parents.contains(&p.parent);
        let mut found: Vec<(u64, &Product)> =
            self.products.iter().filter(|(_, p)| wanted(p)).map(|(id, p)| (*id, p)).collect();
        found.sort_by_key(|(id, p)| {
            (p.parent, p.fields.get("menu_order").and_then(Value::as_i64).unwrap_or_default(), *id)
        });
        let variations: Vec<Value> = found
            .into_iter()
            .map(|(id, p)| {
                let axes = self.of_product(p, "axes");
                json!({"id": id, "parent": p.parent, "sku": p.sku(), "axes": axes})
            })
            .collect();
        json!({ "variations": variations })
    }
}

/// What `*` stands for: the core fields of the kind, all attributes, all public meta.
fn everything(product: &Product) -> Vec<String> {
    // Those of sales are asked of variable products too, and are null there.
    let own = CORE.into_iter().filter(|f| belongs_to(f, product) || OF_SALES.contains(f));
    let is_group = |f: &&String| f.contains(':') && price_of(f).is_none();
    let groups = |f: &&String| is_group(f) && !f.starts_with("meta:_") && !f.starts_with("taxonomy:");
    own.map(ToOwned::to_owned).chain(product.fields.keys().filter(groups).cloned()).collect()
}
