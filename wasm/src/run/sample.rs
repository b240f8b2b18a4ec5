//! A few products as UnoPim lists them: what a mapping is looked at with before anything is pulled.

use std::borrow::Cow;

use serde_json::json;

use super::filter::filter;
use super::io::Io;
use super::singles::{read_paths, segment};
use super::spec::Sample;
use crate::error::Fault;
use crate::plain::text_field;
use crate::plan::Rows;
use crate::source::decode_page;

/// The most that is read: a screen shows them, it does not pull them.
const MOST: usize = 1_000;

/// Configurables are read one by one; their variants in the sample show how they turn out.
const MOST_PARENTS: usize = 20;

const PATIENCE: u32 = 3;

/// The first products of the list, and the configurables of the variants among them.
pub async fn read_sample(io: &Io, configurable: &str, sample: &Sample) -> Result<Rows<'static>, Fault> {
    let size = sample.size.clamp(1, MOST);
    let limit = size.min(100);
    let mut query = vec![("limit", limit.to_string())];
    if !sample.family.is_empty() {
        query.push(filter("family", "IN", &json!([sample.family])));
    }
    let mut rows: Vec<(Option<String>, String)> = Vec::new();
    for page in 1.. {
        let asked = [query.clone(), vec![("page", page.to_string())]].concat();
        let got = io.get("products", &asked, PATIENCE).await.map_err(|f| f.fault)?;
        let decoded = decode_page(&got.body).map_err(|e| e.fault("products"))?;
        rows.extend(decoded.rows.iter().map(|row| (text_field(row, "parent"), (*row).to_owned())));
        let last = decoded.last_page.is_some_and(|last| page >= last);
        if last || decoded.rows.len() < limit || rows.len() >= size {
            break;
        }
    }
    rows.truncate(size);
    let mut parents: Vec<String> = Vec::new();
    for parent in rows.iter().filter_map(|(parent, _)| parent.as_ref()) {
        if parents.len() < MOST_PARENTS && !parents.contains(parent) {
            parents.push(parent.clone());
        }
    }
    let paths: Vec<String> =
        parents.iter().map(|parent| format!("{configurable}/{}", segment(parent))).collect();
    // Variants whose configurable was not read could not be planned: they are left out.
    let kept = |parent: Option<&String>| parent.is_none_or(|parent| parents.contains(parent));
    let products = rows
        .into_iter()
        .filter(|(parent, _)| kept(parent.as_ref()))
        .map(|(_, row)| Cow::Owned(row))
        .collect();
    Ok(Rows { configurables: read_paths(io, &paths).await?, products })
}
