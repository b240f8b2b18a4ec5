//! Which options the variants of a configurable use, and which combinations are told twice.

use serde_json::{Value, json};

use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{AT, Catalog};
use crate::source::{Product, Variant};
use crate::store::{ProductLink, ProductMatch, kind};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Combinations {
    /// Per axis the options in use, in UnoPim's order.
    pub axes: Vec<(String, Vec<String>)>,
    /// SKUs whose combination another variant has: who stands there in the shop keeps it, else the first by SKU.
    pub doubles: Vec<String>,
    /// SKUs that lack an option for some axis.
    pub incomplete: Vec<String>,
}

impl Combinations {
    pub fn of(product: &Product, axes: &[String], catalog: &Catalog) -> Self {
        Self::held(product, axes, catalog, &SortedSet::new())
    }

    /// `holders`: SKUs that stand at their combination in the shop already.
    pub fn held(product: &Product, axes: &[String], catalog: &Catalog, holders: &SortedSet<&str>) -> Self {
        let mut used: Vec<(String, Vec<String>)> = axes.iter().map(|a| (a.clone(), Vec::new())).collect();
        let mut seen: SortedMap<Vec<&str>, &str> = SortedMap::new();
        let mut out = Self::default();
        let mut variants: Vec<_> = product.variants.iter().collect();
        variants.order_by_key(|v| (!holders.contains(v.sku.as_str()), v.sku.as_str()));
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
            options.order_by_key(|o| (catalog.option_place(axis, o).unwrap_or(usize::MAX), o.clone()));
        }
        out.axes = used;
        out
    }
}

/// The variants that stand in the shop where UnoPim has them: a newcomer does not take their place.
pub fn holders<'p>(
    product: &'p Product,
    axes: &[String],
    links: &[ProductLink],
    matches: &[ProductMatch],
) -> SortedSet<&'p str> {
    let own = links.iter().map(|link| (link.code.as_str(), (link.kind.as_str(), &link.context)));
    // One that another channel has put there stands there too.
    let others = matches.iter().map(|found| (found.code.as_str(), (found.kind.as_str(), &found.context)));
    let contexts: SortedMap<&str, (&str, &Value)> = own.chain(others).collect();
    let stands = |variant: &&Variant| {
        let Some((kind, context)) = contexts.get(variant.sku.as_str()) else { return false };
        let options = variant.options.iter().filter(|(axis, _)| axes.contains(axis));
        let at: Value = options.map(|(axis, option)| (axis.clone(), json!(option))).collect();
        *kind == kind::VARIATION
            && context.get("parent").and_then(Value::as_str) == Some(&product.sku)
            && context.get(AT) == Some(&at)
    };
    product.variants.iter().filter(stands).map(|v| v.sku.as_str()).collect()
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
    fn who_stands_there_already_keeps_a_double_combination() {
        let tee = tee(&json!([
            {"sku":"a","attributes":{"color":"red","size":"S"}},
            {"sku":"b","attributes":{"color":"red","size":"S"}}]));
        let axes = ["color".to_owned(), "size".to_owned()];
        let doubles = |list: &str, at: serde_json::Value| {
            let row =
                json!({"code": "b", "id": 61, "kind": "variation", "context": {"parent": "tee", "at": at}});
            let known: crate::store::LinksAnswer = serde_json::from_value(json!({list: [row]})).unwrap();
            let holders = holders(&tee, &axes, &known.links, &known.matches);
            Combinations::held(&tee, &axes, &Catalog::default(), &holders).doubles
        };
        // By a link of its own, or by that of another channel.
        for list in ["links", "matches"] {
            assert_eq!(doubles(list, json!({"color": "red", "size": "S"})), ["a"]);
            assert_eq!(
                doubles(list, json!({"color": "blue", "size": "S"})),
                ["b"],
                "it comes from elsewhere"
            );
        }
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
