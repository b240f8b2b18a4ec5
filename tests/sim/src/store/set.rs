//! One field of a product as it is set: what it accepts, and what becomes of the value.

use serde_json::{Value, json};

use super::fields::{belongs_to, known};
use super::operation::{Refusal, refuse};
use super::records::Product;
use super::reserved;
use super::shop::{Shop, list};
use super::text::{html, line, meta};

/// WooCommerce looks products up by at most so many characters.
const LONGEST_SKU: usize = 100;

impl Shop {
    /// Null takes the field away, or empties it where it cannot be absent.
    pub(super) fn set(
        &self,
        product: &mut Product,
        field: &str,
        new: &Value,
        channel: &str,
    ) -> Result<(), Refusal> {
        known("product", field)?;
        if !belongs_to(field, &product.kind) {
            let message = format!("An item of the kind {} has no {field} of its own.", product.kind);
            return Err(refuse("not_applicable", field, message, "Write it to the product that has it."));
        }
        let text = new.as_str().unwrap_or_default();
        let value = match field {
            "name" => json!(line(text)),
            "sku" => json!(sku(text)?),
            "description" | "short_description" => json!(html(text)),
            "regular_price" | "sale_price" => json!(price(field, new)?),
            "stock_quantity" if new.is_null() => Value::Null,
            "stock_quantity" => json!(quantity(new)?),
            "stock_status" => one_of(field, new, &["instock", "outofstock", "onbackorder"])?,
            "status" if product.is_variation() => one_of(field, new, &["publish", "private"])?,
            "status" => one_of(field, new, &["publish", "draft", "pending", "private"])?,
            "menu_order" => json!(new.as_i64().unwrap_or_default()),
            "categories" => self.terms("product_cat", field, new.as_array(), channel)?,
            "axes" => self.axes(new, channel)?,
            _ => self.set_grouped(product, field, new, channel)?,
        };
        if value.is_null() {
            product.fields.remove(field);
        } else {
            product.fields.insert(field.to_owned(), value);
        }
        Ok(())
    }

    /// Attributes and meta: `group:name`.
    fn set_grouped(
        &self,
        product: &Product,
        field: &str,
        new: &Value,
        channel: &str,
    ) -> Result<Value, Refusal> {
        let (group, name) = field.split_once(':').unwrap_or_default();
        if group == "meta" {
            // WooCommerce's own keys; other keys that begin with `_` are somebody else's and may be written.
            if reserved::META.contains(&name) {
                let message = format!("WooCommerce keeps its own data under {name}.");
                return Err(refuse("meta_reserved", field, message, "Choose another key."));
            }
            let text = new.as_str().map_or_else(|| new.to_string(), ToOwned::to_owned);
            return Ok(if new.is_null() { Value::Null } else { json!(meta(&text)) });
        }
        if new.is_null() {
            return Ok(Value::Null);
        }
        let is_attribute = |f: &&String| f.starts_with("attribute:") || f.starts_with("custom:");
        let place = product.fields.get(field).and_then(|now| now["position"].as_i64());
        let place = place.unwrap_or_else(|| {
            i64::try_from(product.fields.keys().filter(is_attribute).count()).unwrap_or_default()
        });
        let position = new["position"].as_i64().unwrap_or(place);
        let visible = new["visible"].as_bool().unwrap_or(true);
        if group == "custom" {
            let values: Vec<String> =
                list(new, "values").iter().map(|v| line(v.as_str().unwrap_or_default())).collect();
            return Ok(json!({"values": values, "visible": visible, "position": position}));
        }
        if !self.has_taxonomy(name) {
            let message = format!("The shop has no attribute {name}.");
            return Err(refuse(
                "attribute_missing",
                field,
                message,
                "Run a full pull, which creates attributes.",
            ));
        }
        let terms = self.terms(name, field, new["terms"].as_array(), channel)?;
        let variation = new["variation"].as_bool().unwrap_or(false);
        Ok(json!({"terms": terms, "visible": visible, "variation": variation, "position": position}))
    }

    /// Ids of terms that exist, ascending, each once.
    fn terms(
        &self,
        taxonomy: &str,
        field: &str,
        terms: Option<&Vec<Value>>,
        channel: &str,
    ) -> Result<Value, Refusal> {
        let mut ids = Vec::new();
        for term in terms.into_iter().flatten() {
            let id = self.resolved(term, channel, field)?;
            self.term_of(taxonomy, id).ok_or_else(|| term_missing(id, taxonomy, field))?;
            ids.push(id);
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(json!(ids))
    }

    fn axes(&self, new: &Value, channel: &str) -> Result<Value, Refusal> {
        let mut axes = serde_json::Map::new();
        for (taxonomy, option) in new.as_object().into_iter().flatten() {
            let slug = match option {
                Value::String(slug) => slug,
                reference => {
                    let id = self.resolved(reference, channel, "axes")?;
                    &self.term_of(taxonomy, id).ok_or_else(|| term_missing(id, taxonomy, "axes"))?.slug
                }
            };
            axes.insert(taxonomy.clone(), json!(slug));
        }
        Ok(Value::Object(axes))
    }
}

fn term_missing(id: u64, taxonomy: &str, field: &str) -> Refusal {
    let message = format!("The term #{id} of {taxonomy} does not exist any more.");
    refuse("term_missing", field, message, "Run a full pull, which creates missing terms.")
}

fn sku(text: &str) -> Result<String, Refusal> {
    let sku = line(text);
    let length = sku.chars().count();
    if length <= LONGEST_SKU {
        return Ok(sku);
    }
    let message = format!("The SKU has {length} characters, at most {LONGEST_SKU} are looked up.");
    Err(refuse("sku_too_long", "sku", message, "Shorten the SKU in UnoPim."))
}

fn price(field: &str, new: &Value) -> Result<String, Refusal> {
    if new.is_null() || new == "" { Ok(String::new()) } else { decimal(field, new).map(ToOwned::to_owned) }
}

/// Stock is counted in whole pieces.
fn quantity(new: &Value) -> Result<String, Refusal> {
    let text = decimal("stock_quantity", new)?;
    let whole = text.split('.').next().unwrap_or_default();
    Ok(whole.parse::<i64>().unwrap_or_default().to_string())
}

/// Digits and one point, such as `12.50`.
fn decimal<'a>(field: &str, new: &'a Value) -> Result<&'a str, Refusal> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sound = |text: &str| {
        let text = text.strip_prefix('-').unwrap_or(text);
        text.split_once('.').map_or_else(|| digits(text), |(whole, rest)| digits(whole) && digits(rest))
    };
    new.as_str().filter(|text| sound(text)).ok_or_else(|| {
        let message = format!("{new} is not a decimal number.");
        refuse("not_numeric", field, message, "Digits and one point only, such as 12.50.")
    })
}

fn one_of(field: &str, new: &Value, known: &[&str]) -> Result<Value, Refusal> {
    if new.as_str().is_some_and(|text| known.contains(&text)) {
        return Ok(new.clone());
    }
    let message = format!("{new} is none of {}.", known.join(", "));
    Err(refuse("unknown_value", field, message, "Map the value to one that the shop knows."))
}
