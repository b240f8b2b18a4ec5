//! UnoPim has no version endpoint: what it can do is recognised by what it does.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::io::{Got, Io, SourceFault};
use crate::error::Fault;
use crate::plain::{field_of, value_in};
use crate::source::decode_page;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools)] // independent answers of a probe
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Capabilities {
    /// Cursor paging, date filters and `ETag`s (3.0).
    pub cursor: bool,
    pub configurable_path: String,
    pub swatches: bool,
    /// Children are stored without their parents' values (3.0).
    pub inheritance: bool,
    pub variant_groups: bool,
    pub measurement: bool,
    pub status: bool,
    /// Permission keys that the integration lacks.
    pub denied: Vec<String>,
}

impl Default for Capabilities {
    fn default() -> Self {
        Self {
            cursor: false,
            configurable_path: "configrable-products".into(),
            swatches: false,
            inheritance: false,
            variant_groups: false,
            measurement: false,
            status: true,
            denied: Vec::new(),
        }
    }
}

/// What a pull reads, and the permission key for each.
const READS: [(&str, &str); 9] = [
    ("locales", "api.settings.locales"),
    ("channels", "api.settings.channels"),
    ("currencies", "api.settings.currencies"),
    ("categories", "api.catalog.categories"),
    ("category-fields", "api.catalog.category_fields"),
    ("attributes", "api.catalog.attributes"),
    ("attribute-groups", "api.catalog.attribute_groups"),
    ("families", "api.catalog.families"),
    ("products", "api.catalog.products"),
];

/// Places in [`READS`].
const ATTRIBUTES: usize = 5;
const PRODUCTS: usize = 8;

pub async fn probe_job(io: Io) -> Result<Value, Fault> {
    io.step("probe");
    let capabilities = probe(&io).await?;
    serde_json::to_value(capabilities).map_err(|e| Fault::new("internal", "", e.to_string(), "Report this."))
}

fn one() -> Vec<(&'static str, String)> {
    vec![("limit", "1".to_owned())]
}

pub async fn probe(io: &Io) -> Result<Capabilities, Fault> {
    let mut reads: Vec<(String, Vec<(&str, String)>)> =
        READS.iter().map(|(path, _)| ((*path).to_owned(), one())).collect();
    // Every list takes the cursor where one does; attributes are always there, and no product can spoil them.
    reads[ATTRIBUTES].1.push(("pagination_type", "search_after".to_owned()));
    for path in ["configurable-products", "association-types"] {
        reads.push((path.to_owned(), one()));
    }
    reads.push(("measurement".to_owned(), Vec::new()));
    let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
    let [.., configurables, associations, measurement] = answers.as_slice() else {
        return Err(Fault::new("internal", "", "The probe lost its answers", "Report this."));
    };
    let mut capabilities = Capabilities::default();
    for ((path, key), answer) in READS.iter().zip(&answers) {
        match answer {
            Err(SourceFault { status: 403, .. }) => capabilities.denied.push((*key).to_owned()),
            // A product that UnoPim cannot serve says nothing about UnoPim; the listing steps over it.
            Err(SourceFault { status: 500, .. }) | Ok(_) if *path == "products" => {}
            Err(fault) => return Err(not_unopim(fault)),
            Ok(got) => {
                decode_page(&got.body).map_err(|e| e.fault(""))?;
            }
        }
    }
    let (attributes, products) = (&answers[ATTRIBUTES], &answers[PRODUCTS]);
    capabilities.cursor =
        attributes.as_ref().is_ok_and(|got| decode_page(&got.body).is_ok_and(|p| p.cursor.is_some()));
    capabilities.inheritance = capabilities.cursor;
    capabilities.variant_groups = is_data(associations);
    capabilities.measurement = is_data(measurement);
    // A permission that is missing, or a row that breaks the page, is still an address that exists.
    if is_data(configurables) || matches!(configurables, Err(SourceFault { status: 403 | 500, .. })) {
        capabilities.configurable_path = "configurable-products".into();
    }
    capabilities.swatches = has_key(attributes, "swatch_type");
    // No product to look at: assumed, as every version since 0.2 has it.
    let rows =
        products.as_ref().ok().and_then(|got| decode_page(&got.body).ok()).map_or(0, |page| page.rows.len());
    capabilities.status = rows == 0 || has_key(products, "status");
    if !capabilities.status {
        let message = "This UnoPim is too old: its products carry no status";
        return Err(Fault::new(
            "unopim_too_old",
            "",
            message,
            "UnoPim 0.2 or newer is needed; update UnoPim.",
        ));
    }
    Ok(capabilities)
}

fn not_unopim(fault: &SourceFault) -> Fault {
    if fault.status == 404 {
        let hint =
            "Check the address: it is the one UnoPim's own pages are opened with, without a path behind it.";
        return Fault::new("not_unopim", "url", "There is no UnoPim API at this address", hint);
    }
    fault.fault.clone()
}

/// Data, not a web page with status 200.
fn is_data(answer: &Result<Got, SourceFault>) -> bool {
    answer.as_ref().is_ok_and(|got| value_in(&got.body).is_ok())
}

fn has_key(answer: &Result<Got, SourceFault>, key: &'static str) -> bool {
    let Ok(got) = answer else { return false };
    decode_page(&got.body).is_ok_and(|page| page.rows.first().is_some_and(|row| field_of(row, key).is_some()))
}
