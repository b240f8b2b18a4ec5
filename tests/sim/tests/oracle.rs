//! The stories are green when `differences` is silent: here every kind of damage makes it speak.

use serde_json::{Value, json};
use unopim_sim::catalogue::recorded;
use unopim_sim::drive::{Ended, Host, differences, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::store::{Product, Shop};
use unopim_sim::unopim::Version;

/// A pulled shop, damaged, and what is said of it.
fn said(damage: impl FnOnce(&mut Shop)) -> Vec<String> {
    let mut state = recorded::state(Version::V3_0_0);
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    assert!(matches!(host.run(&full_pull()), Ended::Done(_)));
    let told = |host: &Host| differences(&host.unopim.state, &host.shop, &full_pull());
    assert_eq!(told(&host), Vec::<String>::new(), "before the damage");
    damage(&mut host.shop);
    told(&host)
}

/// Exactly these lines, each given by its beginning.
fn expect(damage: impl FnOnce(&mut Shop), lines: &[&str]) {
    let said = said(damage);
    let fits = said.len() == lines.len() && said.iter().zip(lines).all(|(said, line)| said.starts_with(line));
    assert!(fits, "expected {lines:#?}, said {said:#?}");
}

fn product<'s>(shop: &'s mut Shop, sku: &str) -> &'s mut Product {
    let (id, _) = shop.by_sku(sku).unwrap();
    shop.products.get_mut(&id).unwrap()
}

fn linked(shop: &Shop, entity: &str, channel: &str, code: &str) -> u64 {
    shop.link(entity, channel, code).unwrap().id
}

fn key(entity: &str, channel: &str, code: &str) -> (String, String, String) {
    (entity.into(), channel.into(), code.into())
}

#[test]
fn a_changed_field_is_seen() {
    for (field, value) in [
        ("name", json!("Other")),
        ("regular_price", json!("9.51")),
        ("description", json!("<p>e</p>")),
        ("short_description", json!("")),
        ("status", json!("draft")),
        ("meta:url_key", json!("other")),
        ("attribute:pa_brand", Value::Null),
    ] {
        let damage = |shop: &mut Shop| drop(product(shop, "full-1").fields.insert(field.into(), value));
        expect(damage, &[&format!("full-1: {field} is")]);
    }
}

#[test]
fn a_price_that_is_gone_is_seen() {
    expect(
        |shop| drop(product(shop, "tee-red-s").fields.remove("regular_price")),
        &["tee-red-s: regular_price is"],
    );
}

#[test]
fn a_removed_product_is_seen() {
    let remove = |shop: &mut Shop| {
        let id = shop.by_sku("full-1").unwrap().0;
        shop.delete(id);
    };
    expect(remove, &["full-1: not in the shop"]);
}

#[test]
fn a_second_product_of_one_sku_is_seen() {
    let duplicate = |shop: &mut Shop| {
        let twin = product(shop, "full-1").clone();
        shop.products.insert(900_000, twin);
    };
    expect(duplicate, &["full-1: twice in the shop"]);
}

#[test]
fn a_moved_category_is_seen() {
    let move_to_the_top = |shop: &mut Shop| {
        let id = linked(shop, "category", "default", "men_shirts");
        let terms = shop.terms.get_mut("product_cat").unwrap();
        terms.iter_mut().find(|t| t.id == id).unwrap().parent = 0;
    };
    expect(move_to_the_top, &["category men_shirts: below #0"]);
}

#[test]
fn a_product_in_another_category_is_seen() {
    expect(
        |shop| drop(product(shop, "full-1").fields.insert("categories".into(), json!([1]))),
        &["full-1: in categories"],
    );
}

#[test]
fn two_links_to_one_product_are_seen() {
    let link_twice = |shop: &mut Shop| {
        let link = shop.link("product", "default", "full-1").unwrap().clone();
        shop.links.insert(key("product", "default", "full-1-again"), link);
    };
    expect(link_twice, &["product #"]);
}

#[test]
fn a_lost_link_is_seen() {
    expect(|shop| drop(shop.links.remove(&key("product", "default", "full-1"))), &["full-1: not linked"]);
}

#[test]
fn exchanged_links_are_seen() {
    let exchange = |shop: &mut Shop| {
        let (red, green) =
            (linked(shop, "option", "", "color/Red"), linked(shop, "option", "", "color/Green"));
        shop.links.get_mut(&key("option", "", "color/Red")).unwrap().id = green;
        shop.links.get_mut(&key("option", "", "color/Green")).unwrap().id = red;
    };
    let said = said(exchange);
    assert!(said.iter().any(|line| line.starts_with("option color/Red: named Green")), "{said:#?}");
}

#[test]
fn options_in_another_order_are_seen() {
    let reverse = |shop: &mut Shop| {
        for term in shop.terms.get_mut("pa_size").unwrap() {
            term.order = -term.order;
        }
    };
    let said = said(reverse);
    assert!(said.iter().any(|line| line.starts_with("option size/")), "{said:#?}");
}

#[test]
fn a_variation_at_another_place_is_seen() {
    let turn = |shop: &mut Shop| {
        let variation = product(shop, "tee-red-s");
        variation.fields.get_mut("axes").unwrap()["pa_color"] = json!("green");
    };
    expect(turn, &["tee-red-s: stands at"]);
    let orphan = |shop: &mut Shop| product(shop, "tee-red-s").parent = 900_000;
    expect(orphan, &["tee-red-s: below #900000"]);
}

#[test]
fn a_product_that_stopped_offering_its_options_is_seen() {
    let damage = |shop: &mut Shop| drop(product(shop, "mat").fields.remove("attribute:pa_material"));
    let said = said(damage);
    assert!(said.iter().any(|line| line.starts_with("mat: does not offer")), "{said:#?}");
}

#[test]
fn a_product_of_another_kind_is_seen() {
    expect(|shop| product(shop, "full-1").kind = "variable".into(), &["full-1: variable instead of simple"]);
}
