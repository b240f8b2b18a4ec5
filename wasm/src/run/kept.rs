//! Structure lists by `ETag`: where UnoPim says that a page did not change, the catalogue's records stand in for it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ordered::SortedMap;
use crate::plain::read_value;
use crate::wire::CatalogRecord;

/// What one page of a list said, without its records.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Page {
    codes: Vec<String>,
    #[serde(default)]
    last: Option<u64>,
}

#[derive(Debug, Default)]
pub struct Kept {
    /// By list and page: `ETag` and what it said.
    pages: SortedMap<String, (String, Page)>,
    /// By kind and code.
    records: SortedMap<String, SortedMap<String, Value>>,
    fresh: Vec<CatalogRecord>,
}

/// A page that was answered from the catalogue.
pub struct KeptPage {
    pub rows: Vec<Value>,
    pub last: Option<u64>,
}

impl Kept {
    pub fn fill(&mut self, records: Vec<CatalogRecord>) {
        let mut by_kind: SortedMap<String, Vec<(String, Value)>> = SortedMap::new();
        for record in records {
            if record.kind == "page" {
                if let Ok(page) = read_value(record.body) {
                    self.pages.insert(record.code, (record.hash, page));
                }
            } else {
                by_kind.entry(record.kind).or_default().push((record.code, record.body));
            }
        }
        for (kind, records) in by_kind {
            self.records.entry(kind).or_default().extend(records);
        }
    }

    /// The `ETag` to send, if every record of the page is at hand.
    pub fn etag(&self, page: &str, kind: &str) -> Option<String> {
        let (etag, said) = self.pages.get(page)?;
        let records = self.records.get(kind)?;
        said.codes.iter().all(|code| records.contains_key(code)).then(|| etag.clone())
    }

    pub fn page(&self, page: &str, kind: &str) -> Option<KeptPage> {
        let (_, said) = self.pages.get(page)?;
        let records = self.records.get(kind)?;
        let rows = said.codes.iter().filter_map(|code| records.get(code).cloned()).collect();
        Some(KeptPage { rows, last: said.last })
    }

    /// Remembers a page that came anew.
    pub fn note(&mut self, page: &str, etag: &str, rows: &[Value], last: Option<u64>) {
        let codes: Option<Vec<String>> =
            rows.iter().map(|row| row.get("code")?.as_str().map(ToOwned::to_owned)).collect();
        // A record without a code could not be found again.
        let Some(codes) = codes else { return };
        let body = serde_json::to_value(Page { codes, last }).unwrap_or_default();
        self.fresh.push(CatalogRecord { kind: String::new(), code: page.into(), hash: etag.into(), body });
    }

    /// Pages to be written to the catalogue, once their records are there.
    pub fn take_fresh(&mut self) -> Vec<CatalogRecord> {
        std::mem::take(&mut self.fresh)
    }

    /// Nothing is asked of it any more; catalogues are large.
    pub fn forget(&mut self) {
        *self = Self { fresh: std::mem::take(&mut self.fresh), ..Self::default() };
    }
}
