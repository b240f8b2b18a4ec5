//! Products and variations as they are written.

use serde_json::{Value, json};

use super::apply::{Refusal, refuse};
use super::records::Product;
use super::shop::{DEFAULT_CATEGORY, Shop, list, number, text};

impl Shop {
    pub(super) fn write_product(&mut self, operation: &Value) -> Result<u64, Refusal> {
        let creating = text(operation, "action") == "create";
        let id = number(operation, "id");
        let mut product = if creating {
            Product {
                kind: text(operation, "kind").into(),
                parent: number(operation, "parent"),
                ..Product::default()
            }
        } else {
            self.products
                .get(&id)
                .cloned()
                .ok_or_else(|| refuse("gone", "", format!("#{id} is not in the shop"), "Pull it again."))?
        };
        if product.kind == "simple" && text(operation, "kind") == "variable" {
            product.kind = "variable".into();
        }
        for field in list(operation, "fields").iter().filter(|f| f["write"] == json!(true)) {
            let value = self.resolved(&field["new"])?;
            product.fields.insert(text(field, "field").to_owned(), value);
        }
        let sku = product.sku().to_owned();
        let taken = self.products.iter().any(|(other, p)| {
            (creating || *other != id) && !sku.is_empty() && p.sku().eq_ignore_ascii_case(&sku)
        });
        if taken {
            let hint = "Rename one of the two, or link the right item.";
            return Err(refuse("sku_taken", "sku", format!("The SKU {sku} is in use"), hint));
        }
        if product.kind == "variation"
            && self.products.get(&product.parent).is_none_or(|p| p.kind != "variable")
        {
            let message = format!("#{} is no variable product", product.parent);
            return Err(refuse("parent_missing", "parent", message, "Pull the parent first."));
        }
        let none = product.fields.get("categories").is_none_or(|c| c.as_array().is_some_and(Vec::is_empty));
        if none && product.kind != "variation" {
            product.fields.insert("categories".into(), json!([DEFAULT_CATEGORY]));
        }
        product.saves += 1;
        self.writes += 1;
        let id = if creating { self.id() } else { id };
        self.products.insert(id, product);
        Ok(id)
    }

    /// Ids in place of references, wherever they stand in a value.
    pub(super) fn resolved(&self, value: &Value) -> Result<Value, Refusal> {
        match value {
            Value::Object(map) => {
                if let Some(reference) = map.get("ref").and_then(Value::as_str) {
                    let (entity, code) = reference.split_once(':').unwrap_or(("", reference));
                    return self
                        .links
                        .iter()
                        .find(|((e, _, c), _)| e == entity && c == code)
                        .map(|(_, link)| json!(link.id))
                        .ok_or_else(|| {
                            refuse(
                                "unresolved",
                                "",
                                format!("{reference} is not in the shop"),
                                "Pull the structure first.",
                            )
                        });
                }
                map.iter()
                    .map(|(k, v)| Ok((k.clone(), self.resolved(v)?)))
                    .collect::<Result<_, _>>()
                    .map(Value::Object)
            }
            Value::Array(items) => {
                items.iter().map(|v| self.resolved(v)).collect::<Result<_, _>>().map(Value::Array)
            }
            other => Ok(other.clone()),
        }
    }
}
