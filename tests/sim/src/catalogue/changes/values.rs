//! Values of products, in every section.

use serde_json::{Value, json};

use super::Office;
use crate::unopim::records::{Kind, Section};

/// Attributes that people edit.
const EDITED: [&str; 20] = [
    "name",
    "short_description",
    "description",
    "price",
    "sale_price",
    "cost",
    "brand",
    "features",
    "tags",
    "care",
    "care_note",
    "weight",
    "length",
    "gtin",
    "rating",
    "release_date",
    "available_from",
    "manage_stock",
    "net_length",
    "url_key",
];

impl Office<'_> {
    pub(super) fn set_value(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind != Kind::VariantGroup)?;
        let code = *self.random.pick(&EDITED);
        let value = self.value_of(code)?;
        self.put(id, code, Some(value))
    }

    /// Null and an empty text are two ways to empty a value; a key that is gone says nothing.
    pub(super) fn empty_value(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind != Kind::VariantGroup)?;
        let code = *self.random.pick(&EDITED);
        let value = self.random.pick(&[Some(json!(null)), Some(json!("")), None]).clone();
        self.put(id, code, value)
    }

    fn value_of(&mut self, code: &str) -> Option<Value> {
        let attribute = self.state.attributes.get(code)?;
        let options: Vec<String> = attribute.options.iter().map(|o| o.code.clone()).collect();
        let kind = attribute.kind.clone();
        let stamp = self.stamp();
        let list = kind == "multiselect" || kind == "checkbox";
        Some(match code {
            "price" => json!({"EUR": format!("{stamp}.50"), "USD": format!("{stamp}.75")}),
            // Some sales are none.
            "sale_price" => json!({"EUR": format!("{}.0{}", stamp % 90, stamp % 7 + 1)}),
            "cost" => json!({"EUR": format!("{}.25", stamp % 1000)}),
            _ if list => {
                let (one, other) = (self.pick(options.clone())?, self.pick(options)?);
                if stamp.is_multiple_of(2) { json!(format!("{one},{other}")) } else { json!([one, other]) }
            }
            _ if kind == "select" => json!(self.pick(options)?),
            "weight" | "length" => json!(format!("{}.{:02}", stamp / 1000, stamp % 90 + 1)),
            "gtin" => json!(format!("40{stamp}")),
            "rating" => json!((stamp % 90).to_string()),
            "release_date" => json!(format!("2026-{:02}-{:02}", 1 + stamp % 12, 1 + stamp % 28)),
            "available_from" => json!(format!("2026-{:02}-{:02} 08:30:00", 1 + stamp % 12, 1 + stamp % 28)),
            "manage_stock" => json!(if stamp.is_multiple_of(2) { "true" } else { "false" }),
            "net_length" => json!({
                "unit": "CENTIMETER", "amount": format!("{}.5000", stamp % 500), "family": "Length",
                // As UnoPim stores it: of a hundredth six decimals.
                "base_data": format!("{}.{:02}5000", stamp % 500 / 100, stamp % 500 % 100),
                "base_unit": "METER", "symbol": "cm",
            }),
            "description" | "short_description" => json!(format!("<p>Written {stamp}</p>")),
            "url_key" => json!(format!("key-{stamp}")),
            _ => json!(format!("Text {stamp}")),
        })
    }

    /// Sets a value where the attribute's flags put it; none takes the key away.
    fn put(&mut self, id: u64, code: &str, value: Option<Value>) -> Option<String> {
        let section = self.state.attributes.get(code)?.scope();
        let told = format!(
            "{}: {code} = {}",
            self.sku(id),
            value.as_ref().map_or("gone".to_owned(), ToString::to_string)
        );
        let path: &[&str] = match section {
            Section::Common => &["common"],
            Section::Locale => &["locale_specific", "en_US"],
            Section::Channel => &["channel_specific", "default"],
            Section::ChannelLocale => &["channel_locale_specific", "default", "en_US"],
        };
        self.changed(id, |product| {
            let mut slot = &mut product.values;
            for key in path {
                slot = &mut slot[*key];
                if !slot.is_object() {
                    *slot = json!({});
                }
            }
            match value {
                Some(value) => slot[code] = value,
                None => {
                    if let Some(map) = slot.as_object_mut() {
                        map.remove(code);
                    }
                }
            }
        });
        Some(told)
    }

    pub(super) fn flip_status(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind != Kind::VariantGroup)?;
        self.changed(id, |product| product.enabled = !product.enabled);
        Some(format!("{}: status flipped", self.sku(id)))
    }
}
