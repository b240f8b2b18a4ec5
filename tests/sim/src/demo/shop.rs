//! What is in the shop: categories, attributes, products, and one product's variants as a grid.

use serde_json::Value;

use super::text::{Out, head};
use crate::store::{Product, Shop, Term};

/// How many products are listed.
const LISTED: usize = 12;

fn field(product: &Product, name: &str) -> String {
    product.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn terms_of<'s>(shop: &'s Shop, taxonomy: &str) -> Vec<&'s Term> {
    let mut terms: Vec<&Term> = shop.terms.get(taxonomy).into_iter().flatten().collect();
    terms.sort_by_key(|t| (t.order, t.name.clone()));
    terms
}

fn variations(shop: &Shop, id: u64) -> Vec<&Product> {
    shop.products.values().filter(|p| p.is_variation() && p.parent == id).collect()
}

pub fn show(shop: &Shop, out: &mut Out) -> Result<(), String> {
    head(out, "What is in the shop now")?;
    out.line("   Categories")?;
    show_categories(shop, 0, 0, out)?;
    out.line("")?;
    let rows: Vec<Vec<String>> = shop
        .attributes
        .iter()
        .map(|a| {
            let terms = terms_of(shop, &format!("pa_{}", a.slug));
            let names: Vec<&str> = terms.iter().map(|t| t.name.as_str()).collect();
            vec![a.name.clone(), names.join(", ")]
        })
        .collect();
    out.table(&["Attribute", "Terms, in UnoPim’s order"], &rows)?;
    let products: Vec<(u64, &Product)> =
        shop.products.iter().filter(|(_, p)| !p.is_variation()).map(|(id, p)| (*id, p)).collect();
    let variable = products.iter().filter(|(_, p)| p.kind == "variable").count();
    let live: Vec<_> = products.iter().filter(|(_, p)| p.status() == "publish").collect();
    out.line(&format!(
        "\n   {} products ({variable} variable), {} published, the others drafts as UnoPim has them:\n",
        products.len(),
        live.len()
    ))?;
    let rows: Vec<Vec<String>> = live
        .iter()
        .take(LISTED)
        .map(|(id, p)| {
            let count = variations(shop, *id).len();
            let count = if count == 0 { String::new() } else { count.to_string() };
            vec![p.sku().to_owned(), p.kind.clone(), field(p, "name"), price(shop, *id, p), count]
        })
        .collect();
    out.table(&["SKU", "Type", "Name", "Price", "Variations"], &rows)
}

/// A variable product shows the range of its variations.
fn price(shop: &Shop, id: u64, product: &Product) -> String {
    if product.kind != "variable" {
        return field(product, "regular_price");
    }
    let mut prices: Vec<(f64, String)> = variations(shop, id)
        .into_iter()
        .filter_map(|v| Some((field(v, "regular_price").parse().ok()?, field(v, "regular_price"))))
        .collect();
    prices.sort_by(|a, b| a.0.total_cmp(&b.0));
    match (prices.first(), prices.last()) {
        (Some((_, low)), Some((_, high))) if low == high => low.clone(),
        (Some((_, low)), Some((_, high))) => format!("{low}–{high}"),
        _ => String::new(),
    }
}

fn show_categories(shop: &Shop, parent: u64, depth: usize, out: &mut Out) -> Result<(), String> {
    // The shop's own default category is no news.
    let ours = |t: &&Term| t.parent == parent && t.slug != "uncategorized";
    for term in terms_of(shop, "product_cat").into_iter().filter(ours) {
        out.line(&format!("      {}{}", "   ".repeat(depth), term.name))?;
        show_categories(shop, term.id, depth + 1, out)?;
    }
    Ok(())
}

/// The variants of the product that has most: first axis down, second across.
pub fn show_grid(shop: &Shop, out: &mut Out) -> Result<(), String> {
    let variable = shop.products.iter().filter(|(_, p)| p.kind == "variable");
    let Some((id, product)) = variable.max_by_key(|(id, _)| variations(shop, **id).len()) else {
        return Ok(());
    };
    let all = variations(shop, *id);
    let Some(axes) = all.first().and_then(|v| v.fields.get("axes")?.as_object()) else { return Ok(()) };
    let mut axes = axes.keys().cloned();
    let (Some(down), across) = (axes.next(), axes.next()) else { return Ok(()) };
    head(
        out,
        &format!("Its variants, as a customer can buy them: {} ({})", field(product, "name"), product.sku()),
    )?;
    let at = |v: &Product, axis: &str| v.fields["axes"][axis].as_str().unwrap_or_default().to_owned();
    let options = |axis: &str| -> Vec<String> {
        let slugs = terms_of(shop, axis).into_iter().map(|t| t.slug.clone());
        slugs.filter(|slug| all.iter().any(|v| at(v, axis) == *slug)).collect()
    };
    let columns = across.as_deref().map_or_else(|| vec![String::new()], &options);
    let cell = |row: &str, column: &str| {
        let fits =
            |v: &&&Product| at(v, &down) == row && across.as_deref().is_none_or(|axis| at(v, axis) == column);
        let found: Vec<String> = all.iter().filter(fits).map(|v| offer(v)).collect();
        if found.is_empty() { "∅".to_owned() } else { found.join(", ") }
    };
    let rows: Vec<Vec<String>> = options(&down)
        .iter()
        .map(|row| std::iter::once(row.clone()).chain(columns.iter().map(|c| cell(row, c))).collect())
        .collect();
    let corner = across.as_ref().map_or_else(|| down.clone(), |across| format!("{down} × {across}"));
    let titles: Vec<&str> =
        std::iter::once(corner.as_str()).chain(columns.iter().map(String::as_str)).collect();
    out.table(&titles, &rows)
}

/// WooCommerce sells what is published and priced.
fn offer(variation: &Product) -> String {
    let price = field(variation, "regular_price");
    let sold = variation.status() == "publish" && !price.is_empty();
    format!("{} {}", variation.sku(), if sold { &price } else { "not for sale" })
}
