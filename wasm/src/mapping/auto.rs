//! Proposals for empty rows: exact code, then lower-cased code, then label. Filled rows are left alone.

use serde::Serialize;

use super::document::{CORE_FIELDS, CoreRow, Mapping, Row, Write};
use super::resolve::resolve;
use crate::ordered::Sort as _;
use crate::plan::{Catalog, RunSettings};
use crate::source::{Attribute, AttributeType, by_position};

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AutoMapped {
    pub mapping: Mapping,
    /// Paths of the rows that were filled.
    pub filled: Vec<String>,
}

/// The attribute codes tried for each core field, in this order, and the label that means the same.
fn defaults(field: &str) -> (&'static [&'static str], &'static str) {
    match field {
        "sku" => (&["sku"], "sku"),
        "name" => (&["name"], "name"),
        "regular_price" => (&["price", "regular_price"], "price"),
        "sale_price" => (&["special_price", "sale_price"], "special price"),
        "stock_quantity" => (&["stock", "inventory"], "stock"),
        "stock_status" => (&["stock_status"], "stock status"),
        "description" => (&["description"], "description"),
        "short_description" => (&["short_description"], "short description"),
        "status" => (&["status"], "status"),
        _ => (&[], ""),
    }
}

/// The attribute that fits best; a label that several attributes share fills nothing.
fn propose<'a>(catalog: &'a Catalog, codes: &[&str], label: &str, chain: &[String]) -> Option<&'a Attribute> {
    let exact = codes.iter().find_map(|code| catalog.attribute(code));
    let lower =
        || codes.iter().find_map(|code| catalog.attributes().find(|a| a.code.to_lowercase() == *code));
    let by_label = || {
        let mut found = catalog.attributes().filter(|a| a.label(chain).to_lowercase() == label);
        found.next().filter(|_| found.next().is_none())
    };
    exact.or_else(lower).or_else(by_label)
}

/// Fills empty rows: the nine core fields, and a product attribute for every select of the catalogue that no row uses.
pub fn auto_map(
    mapping: &Mapping,
    catalog: &Catalog,
    channel: &str,
    locale: &str,
    chain: &[String],
) -> AutoMapped {
    let mut out = mapping.clone();
    let mut filled = Vec::new();
    let settings = RunSettings { channel: channel.into(), locale: locale.into(), ..RunSettings::default() };
    let settings = settings.completed();
    for field in CORE_FIELDS {
        if matches!(out.core.get(field), Some(Some(row)) if !row.attribute.is_empty()) {
            continue;
        }
        let (codes, label) = defaults(field);
        let found = if field == "status" {
            Some("status".to_owned())
        } else {
            propose(catalog, codes, label, chain).map(|a| a.code.clone())
        };
        let Some(attribute) = found else { continue };
        let mut trial = Mapping::default();
        let row = Some(CoreRow { attribute, clear_when_empty: false });
        trial.core.insert(field.to_owned(), row.clone());
        // A row that could not be saved is not proposed.
        if resolve(&trial, catalog, &settings).rows.is_empty() {
            continue;
        }
        out.core.insert(field.to_owned(), row);
        filled.push(format!("core.{field}"));
    }
    let used: Vec<String> = out.core.values().flatten().map(|row| row.attribute.clone()).collect();
    let rows = out.attributes.entry(channel.to_owned()).or_default().entry(locale.to_owned()).or_default();
    let mut selects: Vec<&Attribute> = catalog
        .attributes()
        .filter(|a| matches!(a.kind, AttributeType::Select | AttributeType::Multiselect))
        .filter(|a| !used.contains(&a.code) && rows.iter().all(|row| row.attribute != a.code))
        .collect();
    selects.order_by(|a, b| by_position(a.position, &a.code).cmp(&by_position(b.position, &b.code)));
    for attribute in selects {
        let target = format!("attribute:pa_{}", crate::plan::attribute_slug(&attribute.code));
        if rows.iter().any(|row| row.target == target) {
            continue;
        }
        filled.push(format!("attributes.{channel}.{locale}.{}", rows.len()));
        let write = Write::default();
        rows.push(Row {
            target,
            attribute: attribute.code.clone(),
            clear_when_empty: false,
            visible: true,
            write,
            unit: None,
            create_options: true,
        });
    }
    AutoMapped { mapping: out, filled }
}
