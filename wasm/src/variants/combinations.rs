//! Which options the variants of a configurable use, and which combinations are told twice.

use std::collections::BTreeMap;

use crate::plan::Catalog;
use crate::source::Product;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Combinations {
    /// Per axis the options in use, in UnoPim's order.
    pub axes: Vec<(String, Vec<String>)>,
    /// SKUs whose combination another variant has: the first by SKU keeps it.
    pub doubles: Vec<String>,
    /// SKUs that lack an option for some axis.
    pub incomplete: Vec<String>,
}

impl Combinations {
    pub fn of(product: &Product, axes: &[String], catalog: &Catalog) -> Self {
        let mut used: Vec<(String, Vec<String>)> = axes.iter().map(|a| (a.clone(), Vec::new())).collect();
        let mut seen: BTreeMap<Vec<&str>, &str> = BTreeMap::new();
        let mut out = Self::default();
        let mut variants: Vec<_> = product.variants.iter().collect();
        variants.sort_by(|a, b| a.sku.cmp(&b.sku));
        if axes.is_empty() {
            out.incomplete = variants.into_iter().map(|v| v.sku.clone()).collect();
            return out;
        }
        for variant in variants {
            let listed =
                |axis: &str, code: &str| !catalog.has_options(axis) || catalog.option(axis, code).is_some();
            let option = |axis: &String| {
                let code = variant.options.iter().find(|(a, _)| a == axis).map(|(_, o)| o.as_str());
                code.filter(|code| listed(axis, code))
            };
            let Some(combination) = axes.iter().map(option).collect::<Option<Vec<&str>>>() else {
                out.incomplete.push(variant.sku.clone());
                continue;
            };
            if seen.contains_key(&combination) {
                out.doubles.push(variant.sku.clone());
                continue;
            }
            for ((_, options), code) in used.iter_mut().zip(&combination) {
                if options.iter().all(|o| o != code) {
                    options.push((*code).to_owned());
                }
            }
            seen.insert(combination, &variant.sku);
        }
        for (axis, options) in &mut used {
            options.sort_by_key(|o| (catalog.option_place(axis, o).unwrap_or(usize::MAX), o.clone()));
        }
        out.axes = used;
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Attribute, Wanted};
    use serde_json::json;

    fn tee(variants: &serde_json::Value) -> Product {
        let row = json!({"sku":"tee","type":"configurable","super_attributes":["color","size"],"variants":variants,"values":{}});
        Product::decode(&row.to_string(), &Wanted::new(&[] as &[Attribute], "default", &[])).unwrap()
    }

    #[test]
    fn the_first_by_sku_keeps_a_double_combination() {
        let tee = tee(&json!([
            {"sku":"b","attributes":{"color":"red","size":"S"}},
            {"sku":"a","attributes":{"color":"red","size":"S"}},
            {"sku":"c","attributes":{"color":"blue"}},
            {"sku":"d","attributes":[]}]));
        let c = Combinations::of(&tee, &["color".into(), "size".into()], &Catalog::default());
        assert_eq!(c.doubles, ["b"]);
        assert_eq!(c.incomplete, ["c", "d"]);
        assert_eq!(
            c.axes,
            [("color".to_owned(), vec!["red".to_owned()]), ("size".to_owned(), vec!["S".to_owned()])]
        );
    }

    #[test]
    fn the_grid_names_what_is_missing() {
        let tee = tee(&json!([
            {"sku":"a","attributes":{"color":"red","size":"S"}},
            {"sku":"b","attributes":{"color":"blue","size":"M"}}]));
        let c = Combinations::of(&tee, &["color".into(), "size".into()], &Catalog::default());
        let grid = super::super::Grid::of(&tee, &c, &crate::plan::Axes::default(), &Catalog::default(), &[]);
        assert_eq!(grid.missing, [["blue", "S"], ["red", "M"]]);
        assert_eq!(grid.missing_count, 2);
    }
}
