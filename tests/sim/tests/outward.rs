//! Behaviours of the checklist that are about pushes, on the contract versions that they concern.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::Level;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::Product;

use common::pushes::{host, job, product, pull, run, sent, told};

fn queue() -> Value {
    job(&json!({"kind": "push", "scope": "queue"}))
}

/// A product that stands by itself, whose price is a map with an amount in euros.
fn priced(host: &Host) -> String {
    let mut rows = host.unopim.state.products.rows();
    let fits = |p: &&Product| {
        let price = &p.values["channel_locale_specific"]["default"]["en_US"]["price"];
        p.parent.is_none()
            && p.super_attributes.is_empty()
            && price["EUR"].is_string()
            && host.shop.by_sku(&p.sku).is_some()
    };
    rows.find(fits).map(|p| p.sku.clone()).expect("a product with a price")
}

#[test]
fn what_a_pull_wrote_is_no_edit() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = priced(&host);
        let name = host.shop.field(&sku, "name").unwrap();
        // Saved, and nothing edited.
        host.shop.edit(&sku, "name", name);
        run(&mut host, &queue());
        let rows = told(&host, "echo");
        assert_eq!(
            (rows.len(), rows[0].level, rows[0].key.as_str()),
            (1, Level::Info, sku.as_str()),
            "{version:?}"
        );
        assert!(rows[0].message.contains("echo suppress"), "{}", rows[0].message);
        assert_eq!(sent(&host), 0, "{version:?}");
    }
}

#[test]
fn a_price_goes_out_in_its_currency_alone() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = priced(&host);
        let place = |host: &Host| {
            product(host, &sku).values["channel_locale_specific"]["default"]["en_US"]["price"].clone()
        };
        let mut prices = place(&host);
        prices["USD"] = json!("77.10");
        host.unopim.state.products.get_mut(&sku).unwrap().values["channel_locale_specific"]["default"]["en_US"]
            ["price"] = prices.clone();
        host.unopim.state.touch();
        host.shop.edit(&sku, "regular_price", json!("12.34"));
        run(&mut host, &queue());
        prices["EUR"] = json!("12.34");
        assert_eq!(place(&host), prices, "{version:?}");
    }
}

#[test]
fn without_a_family_or_a_value_nothing_is_made_and_the_reason_is_told() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let fields = json!({"sku": "new-mug", "name": "New mug", "status": "publish"});
    host.shop.add("simple", 0, fields.as_object().unwrap());
    let mut without = queue();
    without["settings"]["default_family"] = json!("");
    run(&mut host, &without);
    let rows = told(&host, "no_family");
    assert!(rows.len() == 1 && rows[0].hint.is_some(), "{rows:?}");
    host.logs.clear();
    host.shop.add("simple", 0, json!({"sku": "bare-mug", "status": "publish"}).as_object().unwrap());
    run(&mut host, &queue());
    let rows = told(&host, "no_values");
    assert!(rows.len() == 1 && rows[0].hint.is_some(), "{rows:?}");
    assert!(host.unopim.state.products.get("bare-mug").is_none());
}

/// A variable product of the shop with the ids of its variations.
fn variable(host: &Host) -> (u64, Vec<u64>) {
    let shop = &host.shop;
    let children = |id: u64| shop.products.iter().filter(move |(_, p)| p.parent == id).map(|(id, _)| *id);
    let found = shop.products.iter().filter(|(_, p)| p.kind == "variable");
    found
        .map(|(id, _)| (*id, children(*id).collect::<Vec<_>>()))
        .find(|(_, c)| c.len() > 1)
        .expect("a variable product")
}

#[test]
fn a_variant_holds_what_was_edited_and_nothing_of_its_parents() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = host(version);
        pull(&mut host);
        let (_, variations) = variable(&host);
        let sku = host.shop.products[&variations[0]].sku().to_owned();
        let mut expected = product(&host, &sku).values.clone();
        host.shop.edit(&sku, "regular_price", json!("43.21"));
        let result = run(&mut host, &queue());
        assert_eq!(result.counts.writes, 1, "{version:?}: {:?}", result.counts);
        expected["channel_locale_specific"]["default"]["en_US"]["price"]["EUR"] = json!("43.21");
        let now = &product(&host, &sku).values;
        let keys = |values: &Value, section: &str| -> Vec<String> {
            values[section].as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
        };
        assert_eq!(keys(now, "common"), keys(&expected, "common"), "{version:?}");
        assert_eq!(
            now["channel_locale_specific"]["default"]["en_US"]["price"]["EUR"], "43.21",
            "{version:?}"
        );
    }
}

#[test]
fn a_variation_that_stands_for_any_option_stays_and_says_why() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let (parent, _) = variable(&host);
    let fields = json!({"sku": "any-mug", "axes": {}, "regular_price": "5", "status": "publish"});
    host.shop.add("variation", parent, fields.as_object().unwrap());
    run(&mut host, &queue());
    let rows = told(&host, "any_axis");
    assert!(rows.len() == 1 && rows[0].hint.is_some(), "{:?}", host.logs);
    assert!(host.unopim.state.products.get("any-mug").is_none());
}

#[test]
fn an_option_whose_code_another_attribute_has_too_leaves_that_one_alone() {
    for version in Version::ALL {
        let mut host = host(version);
        let twin = host.unopim.state.attributes.get("brand").unwrap().options[0].code.clone();
        let other = host.unopim.state.attributes.rows().find(|a| a.code != "brand" && !a.options.is_empty());
        let other = other.map(|a| a.code.clone()).expect("another select attribute");
        host.unopim.state.attributes.get_mut(&other).unwrap().options[0].code.clone_from(&twin);
        host.unopim.state.touch();
        pull(&mut host);
        let labels = |host: &Host, attribute: &str| {
            let attribute = host.unopim.state.attributes.get(attribute).unwrap();
            attribute.options.iter().find(|o| o.code == twin).map(|o| o.labels.clone())
        };
        let before = labels(&host, &other);
        let id = host.shop.link("option", "", &format!("brand/{twin}")).expect("the term").id;
        let taxonomy = "pa_brand";
        host.shop.edit_term(taxonomy, id, |term| term.name = "Renamed".into());
        run(&mut host, &queue());
        assert_eq!(labels(&host, &other), before, "{version:?}");
    }
}

#[test]
fn an_edit_of_nothing_but_lists_goes_out() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = priced(&host);
        let other = host.unopim.state.products.rows().find(|p| {
            p.parent.is_none()
                && p.sku != sku
                && host.shop.by_sku(&p.sku).is_some_and(|(_, p)| p.kind == "simple")
        });
        let other = other.map(|p| p.sku.clone()).expect("another product");
        let code = host.unopim.state.categories.rows().map(|c| c.code.clone());
        let code = code.into_iter().find(|c| host.shop.link("category", "default", c).is_some()).unwrap();
        let term = host.shop.link("category", "default", &code).unwrap().id;
        host.shop.edit(&sku, "categories", json!([term]));
        run(&mut host, &queue());
        assert_eq!(product(&host, &sku).values["categories"], json!([code]), "{version:?}");
        let id = host.shop.by_sku(&other).unwrap().0;
        host.shop.edit(&sku, "upsells", json!([id]));
        run(&mut host, &queue());
        assert_eq!(product(&host, &sku).values["associations"]["up_sells"], json!([other]), "{version:?}");
    }
}

#[test]
fn what_woocommerce_says_by_itself_is_nobodys_edit() {
    for version in Version::ALL {
        let mut host = host(version);
        let rows = json!([{"target": "featured", "attribute": "manage_stock"}, {"target": "menu_order", "attribute": "rating"}]);
        for state in [&mut host.unopim.state] {
            let skus: Vec<String> = state.products.rows().map(|p| p.sku.clone()).collect();
            for sku in skus {
                for section in ["common", "channel_specific"] {
                    let values = &mut state.products.get_mut(&sku).unwrap().values;
                    for holder in [format!("/{section}"), format!("/{section}/default")] {
                        if let Some(map) = values.pointer_mut(&holder).and_then(Value::as_object_mut) {
                            map.remove("manage_stock");
                            map.remove("rating");
                        }
                    }
                }
            }
            state.touch();
        }
        let with = |kind: &Value| {
            let mut run = job(kind);
            run["mapping"]["attributes"]["default"]["en_US"] = rows.clone();
            run
        };
        run(&mut host, &with(&json!({"kind": "pull", "scope": "full"})));
        run(&mut host, &with(&json!({"kind": "push", "scope": "all"})));
        assert_eq!(sent(&host), 0, "{version:?}");
    }
}
