//! The variant grid: every combination of the axes' options, with what is missing, double or incomplete.

use serde::Serialize;
use serde_json::Value;

use super::Combinations;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{Axes, Catalog, Operation, attribute_slug, is_cut, term_slug};
use crate::source::{Product, label};
use crate::store::{ProductLink, VariationRow};

/// Missing combinations beyond this are counted, not listed.
const LISTED: usize = 2000;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Grid {
    pub key: String,
    pub axes: Vec<GridAxis>,
    pub cells: Vec<Cell>,
    /// Combinations that no variant has, in the order of the axes.
    pub missing: Vec<Vec<String>>,
    pub missing_count: usize,
    /// Variations of the shop that no variant stands for.
    pub orphans: Vec<Orphan>,
    /// Slugs that were cut or hashed, of axes and of their options.
    pub cut_slugs: Vec<CutSlug>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Orphan {
    pub id: u64,
    pub sku: String,
    /// Taxonomy → slug of the term, as the shop has them.
    pub axes: SortedMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CutSlug {
    /// `color`, or `color/red` for an option.
    pub code: String,
    pub slug: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GridAxis {
    pub code: String,
    pub label: String,
    pub options: Vec<GridOption>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GridOption {
    pub code: String,
    pub label: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Cell {
    pub sku: String,
    pub options: Vec<Option<String>>,
    pub state: CellState,
    pub enabled: Option<bool>,
    pub price: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum CellState {
    Ok,
    Double,
    Incomplete,
}

impl Grid {
    pub fn of(
        product: &Product,
        combinations: &Combinations,
        known: &Axes,
        catalog: &Catalog,
        chain: &[String],
    ) -> Self {
        let axes: Vec<GridAxis> = combinations
            .axes
            .iter()
            .map(|(code, options)| GridAxis {
                code: code.clone(),
                label: catalog.attribute(code).map_or_else(|| code.clone(), |a| a.label(chain)),
                options: options
                    .iter()
                    .map(|option| GridOption {
                        code: option.clone(),
                        label: catalog
                            .option(code, option)
                            .and_then(|c| label(&c.labels, chain))
                            .unwrap_or(option)
                            .to_owned(),
                    })
                    .collect(),
            })
            .collect();
        let mut cells: Vec<Cell> = product
            .variants
            .iter()
            .map(|variant| Cell {
                sku: variant.sku.clone(),
                options: axes
                    .iter()
                    .map(|axis| variant.options.iter().find(|(a, _)| *a == axis.code).map(|(_, o)| o.clone()))
                    .collect(),
                state: if combinations.doubles.contains(&variant.sku) {
                    CellState::Double
                } else if combinations.incomplete.contains(&variant.sku) {
                    CellState::Incomplete
                } else {
                    CellState::Ok
                },
                enabled: None,
                price: None,
            })
            .collect();
        cells.order_by(|a, b| a.sku.cmp(&b.sku));
        let (missing, missing_count) = missing(&axes, &cells);
        let cut_slugs = cut_slugs(&axes, known);
        Self { key: product.sku.clone(), axes, cells, missing, missing_count, orphans: Vec::new(), cut_slugs }
    }

    /// Prices and states of the variations, from their operations; and what the shop has beside them.
    pub fn fill(&mut self, operations: &[Operation], links: &[ProductLink], variations: &[VariationRow]) {
        let products = operations.iter().filter(|op| op.entity == "product");
        let planned: SortedMap<&str, &Operation> = products.map(|op| (op.key.as_str(), op)).collect();
        let linked: SortedMap<&str, u64> = links.iter().map(|l| (l.code.as_str(), l.id)).collect();
        let stands_at = |sku: &str| {
            let known = planned.get(sku).and_then(|op| op.id);
            [known, linked.get(sku).copied()].into_iter().flatten()
        };
        if let Some(parent) = stands_at(&self.key).next() {
            let ours: SortedSet<u64> = self.cells.iter().flat_map(|cell| stands_at(&cell.sku)).collect();
            self.orphans = variations
                .iter()
                .filter(|row| row.parent == parent && !ours.contains(&row.id))
                .map(|row| Orphan { id: row.id, sku: row.sku.clone(), axes: row.axes.clone() })
                .collect();
        }
        for cell in &mut self.cells {
            let Some(operation) = planned.get(cell.sku.as_str()) else { continue };
            let value = |name: &str| operation.fields.iter().find(|f| f.field == name).map(|f| &f.new);
            cell.price = value("regular_price").and_then(Value::as_str).map(ToOwned::to_owned);
            cell.enabled = value("status").and_then(Value::as_str).map(|s| s == "publish");
        }
    }
}

fn cut_slugs(axes: &[GridAxis], known: &Axes) -> Vec<CutSlug> {
    let mut out = Vec::new();
    for axis in axes {
        let mut tell = |code: String, of: &str, slug: String| {
            if is_cut(of, &slug) {
                out.push(CutSlug { code, slug });
            }
        };
        // A slug that a row chose is as long as somebody wanted it.
        if known.get(&axis.code).is_some_and(|a| a.slug == attribute_slug(&axis.code)) {
            tell(axis.code.clone(), &axis.code, attribute_slug(&axis.code));
        }
        for option in &axis.options {
            tell(format!("{}/{}", axis.code, option.code), &option.code, term_slug(&option.code));
        }
    }
    out
}

fn missing(axes: &[GridAxis], cells: &[Cell]) -> (Vec<Vec<String>>, usize) {
    if axes.is_empty() || axes.iter().any(|a| a.options.is_empty()) {
        return (Vec::new(), 0);
    }
    let present: SortedSet<Vec<&str>> = cells
        .iter()
        .filter_map(|c| c.options.iter().map(Option::as_deref).collect::<Option<Vec<_>>>())
        .collect();
    let total = axes.iter().fold(1usize, |n, axis| n.saturating_mul(axis.options.len()));
    let mut listed = Vec::new();
    let mut at = vec![0; axes.len()];
    for _ in 0..total.min(100_000) {
        let combination: Vec<&str> =
            axes.iter().zip(&at).map(|(axis, i)| axis.options[*i].code.as_str()).collect();
        if listed.len() < LISTED && !present.contains(&combination) {
            listed.push(combination.into_iter().map(ToOwned::to_owned).collect());
        }
        for (i, axis) in at.iter_mut().zip(axes).rev() {
            *i += 1;
            if *i < axis.options.len() {
                break;
            }
            *i = 0;
        }
    }
    (listed, total.saturating_sub(present.len()))
}
