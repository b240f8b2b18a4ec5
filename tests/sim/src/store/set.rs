//! One field of a product as it is set: what it accepts, and what becomes of the value.

use serde_json::{Value, json};

use super::fields::{belongs_to, known, price_of};
use super::operation::{Refusal, refuse};
use super::records::Product;
use super::reserved;
use super::shop::{SHIPPING_CLASSES, Shop, TAX_CLASSES, list};
use super::slugs::slugged;
use super::text::{html, line, meta};

/// Taxonomies that have fields of their own, or are WooCommerce's own business.
const RESERVED_TAXONOMIES: [&str; 5] =
    ["product_cat", "product_tag", "product_shipping_class", "product_type", "product_visibility"];

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
        if !belongs_to(field, product) {
            // It was a simple product until now: what it does not have may be taken away.
            let taken_away = product.kind == "variable" && (new.is_null() || new == "");
            if taken_away && !matches!(field, "axes" | "grouped") {
                product.fields.remove(field);
                return Ok(());
            }
            let message = format!("An item of the kind {} has no {field} of its own.", product.kind);
            return Err(refuse("not_applicable", field, message, "Write it to the product that has it."));
        }
        let value = self.value_of(product, field, new, channel)?;
        if field == "stock_quantity" {
            product.fields.insert("manage_stock".into(), json!(!value.is_null()));
        }
        if value.is_null() {
            product.fields.remove(field);
        } else {
            product.fields.insert(field.to_owned(), value);
        }
        Ok(())
    }

    fn value_of(&self, product: &Product, field: &str, new: &Value, channel: &str) -> Result<Value, Refusal> {
        let text = new.as_str().unwrap_or_default();
        let of_variation = product.is_variation();
        Ok(match field {
            "name" => json!(line(text)),
            "sku" => json!(sku(text)?),
            "slug" => json!(slugged(&line(text))),
            "gtin" => json!(gtin(text)?),
            "description" | "short_description" | "purchase_note" => json!(html(text)),
            "regular_price" | "sale_price" | "weight" | "length" | "width" | "height" => {
                json!(amount(field, new)?)
            }
            _ if price_of(field).is_some() => json!(amount(field, new)?),
            "stock_quantity" if new.is_null() => Value::Null,
            "low_stock_amount" if new.is_null() || new == "" => Value::Null,
            "stock_quantity" => json!(pieces(field, new)?.to_string()),
            "low_stock_amount" => json!(pieces(field, new)?.abs().to_string()),
            "sale_start" | "sale_end" => time(field, new)?,
            "stock_status" => one_of(field, new, &["instock", "outofstock", "onbackorder"])?,
            "status" if of_variation => one_of(field, new, &["publish", "private"])?,
            "status" => one_of(field, new, &["publish", "draft", "pending", "private"])?,
            "menu_order" => json!(new.as_i64().unwrap_or_default()),
            _ if new.is_null() && !field.contains(':') && field != "axes" => Value::Null,
            "manage_stock" | "featured" | "sold_individually" | "reviews_allowed" | "virtual" => {
                flag(field, new)?
            }
            "backorders" => one_of(field, new, &["no", "notify", "yes"])?,
            "tax_status" => one_of(field, new, &["taxable", "shipping", "none"])?,
            "catalog_visibility" => one_of(field, new, &["visible", "catalog", "search", "hidden"])?,
            "tax_class" if new == "standard" => json!(""),
            "tax_class" if of_variation && new == "parent" => new.clone(),
            "tax_class" => one_of(field, new, &TAX_CLASSES)?,
            "shipping_class" => self.shipping_class(new)?,
            "categories" => self.terms("product_cat", field, new.as_array(), channel)?,
            "tags" => self.terms("product_tag", field, new.as_array(), channel)?,
            "upsells" | "cross_sells" | "related" | "grouped" => {
                self.listed(field, new, channel, "product_missing", |id| self.products.contains_key(&id))?
            }
            "gallery" => self.attached(field, new, channel)?,
            "image" => self.attached(field, &json!([new]), channel)?[0].clone(),
            "axes" => self.axes(new, channel)?,
            _ => self.set_grouped(product, field, new, channel)?,
        })
    }

    pub(super) fn attached(&self, field: &str, new: &Value, channel: &str) -> Result<Value, Refusal> {
        self.listed(field, new, channel, "attachment_missing", |id| self.attachments.contains(&id))
    }

    /// Ids of records that exist, in their order, each once.
    fn listed(
        &self,
        field: &str,
        new: &Value,
        channel: &str,
        missing: &'static str,
        exists: impl Fn(u64) -> bool,
    ) -> Result<Value, Refusal> {
        let mut ids = Vec::new();
        for entry in new.as_array().into_iter().flatten() {
            let id = self.resolved(entry, channel, field)?;
            if !exists(id) {
                let message = format!("The shop has no #{id} any more.");
                return Err(refuse(
                    missing,
                    field,
                    message,
                    "Run the pull again, which finds or creates it.",
                ));
            }
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(json!(ids))
    }

    fn shipping_class(&self, new: &Value) -> Result<Value, Refusal> {
        let known = self.terms.get(SHIPPING_CLASSES).into_iter().flatten();
        let known: Vec<&str> = known.map(|t| t.slug.as_str()).chain([""]).collect();
        one_of("shipping_class", new, &known)
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
        if group == "taxonomy" {
            if RESERVED_TAXONOMIES.contains(&name) || name.starts_with("pa_") {
                let message = format!("Terms of {name} are a field of their own.");
                return Err(refuse("taxonomy_reserved", field, message, "Use the field that has them."));
            }
            if !self.has_taxonomy(name) {
                let message = format!("Products of this shop have no taxonomy {name}.");
                return Err(refuse(
                    "taxonomy_missing",
                    field,
                    message,
                    "Activate the plugin that registers it.",
                ));
            }
            return self.terms(name, field, new.as_array(), channel);
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

/// WooCommerce would drop what is no digit and no hyphen.
fn gtin(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return Ok(text);
    }
    let message = "A GTIN, UPC, EAN or ISBN has digits and hyphens only.".into();
    Err(refuse("unknown_value", "gtin", message, "Correct the number in UnoPim."))
}

fn amount(field: &str, new: &Value) -> Result<String, Refusal> {
    if new.is_null() || new == "" { Ok(String::new()) } else { decimal(field, new).map(ToOwned::to_owned) }
}

/// Stock is counted in whole pieces.
fn pieces(field: &str, new: &Value) -> Result<i64, Refusal> {
    let whole = decimal(field, new)?.split('.').next().unwrap_or_default();
    Ok(whole.parse().unwrap_or_default())
}

/// `2026-11-23T10:00:00`.
fn time(field: &str, new: &Value) -> Result<Value, Refusal> {
    let number = |text: &str| text.parse::<u32>().ok();
    let sound = |text: &str| {
        let shape = |(at, byte): (usize, u8)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        };
        text.len() == 19
            && text.bytes().enumerate().all(shape)
            && number(&text[5..7]).is_some_and(|month| (1..=12).contains(&month))
            && number(&text[8..10]).is_some_and(|day| (1..=31).contains(&day))
            && number(&text[11..13]).is_some_and(|hour| hour < 24)
            && number(&text[14..16]).is_some_and(|minute| minute < 60)
            && number(&text[17..]).is_some_and(|second| second < 60)
    };
    if new.is_null() || new.as_str().is_some_and(sound) {
        return Ok(new.clone());
    }
    let message = format!("{new} is no date and time.");
    Err(refuse("unknown_value", field, message, "Its form is 2026-11-23T10:00:00."))
}

fn flag(field: &str, new: &Value) -> Result<Value, Refusal> {
    let message = || format!("{new} is neither true nor false.");
    let hint = "Map the field to a boolean attribute.";
    new.as_bool().map(|b| json!(b)).ok_or_else(|| refuse("unknown_value", field, message(), hint))
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
