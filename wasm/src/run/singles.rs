//! Products read by their SKU.

use std::borrow::Cow;

use super::filter::filter;
use super::io::{Io, SourceFault};
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plain::text_field;
use crate::plan::Rows;
pub use crate::source::segment;
use crate::source::{Attribute, Kind, Product, Wanted, decode_page};

/// The reason of a code that UnoPim does not have.
pub const NOT_FOUND: &str = "not_found";

/// Children of a configurable that are read.
const CHILDREN: usize = 2_000;

/// So few are read one by one at once.
const FEW: usize = 2;

/// Rows of a page.
const PAGE: usize = 100;

/// What single reads came to.
#[derive(Default)]
pub struct Named {
    pub rows: Rows<'static>,
    /// SKUs that UnoPim does not have or does not serve, with the reason.
    pub unserved: Vec<(String, Fault)>,
}

/// Each SKU by a single read on both product endpoints, a configurable with its children, a variant with its parent.
pub async fn read_rows(io: &Io, configurable: &str, skus: &[String]) -> Result<Named, Fault> {
    let mut named = Named::default();
    let rows = &mut named.rows;
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
                if let Some(parent) = text_field(&row, "parent") {
                    rows.configurables.extend(read_tree(io, configurable, &parent).await?);
                }
                rows.products.push(Cow::Owned(row));
            }
            (_, Ok(got)) => {
                let row = text(got.body);
                rows.products.extend(children(io, &row).await?);
                rows.configurables.push(Cow::Owned(row));
            }
            (Err(a), Err(b)) => named.unserved.push((sku.clone(), unknown_sku(sku, a, b))),
        }
    }
    Ok(named)
}

/// The configurable of a variant, over the level between them where UnoPim shows levels.
pub async fn read_tree(
    io: &Io,
    configurable: &str,
    parent: &str,
) -> Result<Option<Cow<'static, str>>, Fault> {
    let mut at = parent.to_owned();
    for _ in 0..2 {
        let got = match io.get(&format!("{configurable}/{}", segment(&at)), &[], 2).await {
            Ok(got) => text(got.body),
            Err(fault) if fault.fatal => return Err(fault.fault),
            Err(_) => return Ok(None),
        };
        match text_field(&got, "parent") {
            Some(above) => at = above,
            None => return Ok(Some(Cow::Owned(got))),
        }
    }
    Ok(None)
}

fn unknown_sku(sku: &str, a: SourceFault, b: SourceFault) -> Fault {
    if a.status == 404 && b.status == 404 {
        return Fault::new(
            NOT_FOUND,
            sku,
            format!("UnoPim has no product with the SKU {sku}"),
            "Check the SKU in UnoPim.",
        );
    }
    let fault = if a.status == 404 { b.fault } else { a.fault };
    Fault { path: sku.to_owned(), ..fault }
}

async fn children(io: &Io, row: &str) -> Result<Vec<Cow<'static, str>>, Fault> {
    let Ok(product) = Product::decode(row, &Wanted::new(&[] as &[Attribute], "", &[])) else {
        return Ok(Vec::new());
    };
    if product.kind != Kind::Configurable {
        return Ok(Vec::new());
    }
    let skus: Vec<String> = product.variants.into_iter().take(CHILDREN).map(|v| v.sku).collect();
    let mut found =
        if skus.len() > FEW { list_children(io, &product.sku, &skus).await? } else { SortedMap::new() };
    let mut out = Vec::with_capacity(skus.len());
    for some in skus.chunks(10) {
        let missing: Vec<String> = some.iter().filter(|sku| !found.contains_key(*sku)).cloned().collect();
        out.extend(some.iter().filter_map(|sku| found.remove(sku)).map(Cow::Owned));
        out.extend(read_skus(io, &missing).await?);
    }
    Ok(out)
}

/// Products by single reads; those that UnoPim does not serve are left out.
pub async fn read_skus(io: &Io, skus: &[String]) -> Result<Vec<Cow<'static, str>>, Fault> {
    let paths: Vec<String> = skus.iter().map(|sku| format!("products/{}", segment(sku))).collect();
    read_paths(io, &paths).await
}

/// Variants by SKU as UnoPim lists them by their parent, page by page. Versions that mistake the parent list nothing of use, and a
/// page that cannot be served ends it: who calls reads the rest one by one.
async fn list_children(io: &Io, parent: &str, skus: &[String]) -> Result<SortedMap<String, String>, Fault> {
    let wanted: SortedSet<&str> = skus.iter().map(String::as_str).collect();
    let mut found = SortedMap::new();
    for page in 1..=skus.len().div_ceil(PAGE) {
        let query =
            [filter("parent", "=", &parent.into()), ("limit", PAGE.to_string()), ("page", page.to_string())];
        let got = match io.get("products", &query, 1).await {
            Ok(got) => got,
            Err(fault) if fault.fatal => return Err(fault.fault),
            Err(_) => break,
        };
        let Ok(listed) = decode_page(&got.body) else { break };
        let before = found.len();
        for row in listed.rows {
            let named = text_field(row, "sku");
            if let Some(sku) = named.filter(|sku| wanted.contains(sku.as_str())) {
                found.insert(sku, row.to_owned());
            }
        }
        if found.len() == before {
            break;
        }
    }
    Ok(found)
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
