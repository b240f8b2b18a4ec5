//! Products read by their SKU: there is no list that could be asked for several.

use std::borrow::Cow;

use serde_json::Value;

use super::io::Io;
use crate::error::Fault;
use crate::plan::Rows;
use crate::source::{Attribute, Kind, Product, Wanted};

/// Children of a configurable that are read one by one.
const CHILDREN: usize = 2_000;

/// What single reads brought, and what UnoPim does not know.
#[derive(Default)]
pub struct Read {
    pub rows: Rows<'static>,
    pub unknown: Vec<(String, Fault)>,
}

/// Each SKU by a single read on both product endpoints, a configurable with its children.
pub async fn read_rows(io: &Io, configurable: &str, skus: &[String]) -> Result<Read, Fault> {
    let Read { mut rows, mut unknown } = Read::default();
    for sku in skus {
        let path = segment(sku);
        let reads =
            [(format!("products/{path}"), Vec::new()), (format!("{configurable}/{path}"), Vec::new())];
        let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
        let [simple, parent] = <[_; 2]>::try_from(answers)
            .map_err(|_| Fault::new("internal", "", "two answers were due", "Report this."))?;
        match (simple, parent) {
            (Ok(got), _) => {
                let row = text(got.body);
                // A variant is shown with its parent, whose axes it needs.
                let parent = serde_json::from_str::<Value>(&row)
                    .ok()
                    .and_then(|v| v["parent"].as_str().map(ToOwned::to_owned));
                if let Some(parent) = parent.filter(|p| !p.is_empty())
                    && let Ok(got) = io.get(&format!("{configurable}/{}", segment(&parent)), &[], 2).await
                {
                    rows.configurables.push(Cow::Owned(text(got.body)));
                }
                rows.products.push(Cow::Owned(row));
            }
            (_, Ok(got)) => {
                let row = text(got.body);
                rows.products.extend(children(io, &row).await?);
                rows.configurables.push(Cow::Owned(row));
            }
            (Err(a), Err(b)) if a.status == 404 && b.status == 404 => {
                unknown.push((sku.clone(), unknown_sku(sku)));
            }
            (Err(a), Err(b)) => return Err(if a.status == 404 { b.fault } else { a.fault }),
        }
    }
    Ok(Read { rows, unknown })
}

fn unknown_sku(sku: &str) -> Fault {
    let message = format!("UnoPim has no product with the SKU {sku}");
    Fault::new("not_found", "sku", message, "Check the SKU in UnoPim.")
}

async fn children(io: &Io, row: &str) -> Result<Vec<Cow<'static, str>>, Fault> {
    let Ok(product) = Product::decode(row, &Wanted::new(&[] as &[Attribute], "", &[])) else {
        return Ok(Vec::new());
    };
    if product.kind != Kind::Configurable {
        return Ok(Vec::new());
    }
    let skus: Vec<String> = product.variants.into_iter().take(CHILDREN).map(|v| v.sku).collect();
    read_skus(io, &skus).await
}

/// Products by single reads; those that UnoPim does not serve are left out.
pub async fn read_skus(io: &Io, skus: &[String]) -> Result<Vec<Cow<'static, str>>, Fault> {
    let paths: Vec<String> = skus.iter().map(|sku| format!("products/{}", segment(sku))).collect();
    read_paths(io, &paths).await
}

pub async fn read_paths(io: &Io, paths: &[String]) -> Result<Vec<Cow<'static, str>>, Fault> {
    let mut out = Vec::new();
    for some in paths.chunks(10) {
        let reads: Vec<_> = some.iter().map(|path| (path.clone(), Vec::new())).collect();
        let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
        out.extend(answers.into_iter().flatten().map(|got| Cow::Owned(text(got.body))));
    }
    Ok(out)
}

pub fn text(body: Vec<u8>) -> String {
    String::from_utf8(body).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// A SKU as a segment of a path.
pub fn segment(sku: &str) -> String {
    let mut out = String::with_capacity(sku.len());
    for byte in sku.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
