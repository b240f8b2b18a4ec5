//! Generated catalogues: always the same, always whole.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{client_of, configurables, plan, state};
use serde_json::Value;
use unopim_sim::catalogue::mutate::mutate;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::unopim::Version::{self, V1_0, V3_0_0};
use unopim_sim::unopim::records::Kind;
use unopim_sim::unopim::{Request, State, handle};

/// Everything that a client can read, as bytes.
fn dump(state: State) -> Vec<u8> {
    let mut client = client_of(state);
    let mut out = Vec::new();
    let version = client.state.version;
    for path in ["attributes", "categories", "families", "channels", "products", configurables(version)] {
        for row in client.all(path, 100) {
            out.extend_from_slice(row.to_string().as_bytes());
        }
    }
    let paths: Vec<String> = client.state.media.paths().map(str::to_owned).collect();
    for path in paths.iter().take(20) {
        out.extend_from_slice(&client.state.media.bytes(path).unwrap());
    }
    out
}

fn rich(version: Version) -> Plan {
    Plan { edge_share: 300, two_level_share: 300, ..plan(version, 400) }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for version in Version::ALL {
        assert!(dump(generate(&rich(version))) == dump(generate(&rich(version))), "{version:?}");
    }
    let other = Plan { seed: 12, ..rich(V3_0_0) };
    assert!(dump(generate(&rich(V3_0_0))) != dump(generate(&other)));
}

#[test]
fn a_catalogue_has_as_many_rows_as_were_asked_for() {
    for products in [0, 1, 2, 17, 250] {
        for two_level_share in [0, 500] {
            let plan = Plan { two_level_share, ..plan(V3_0_0, products) };
            assert_eq!(generate(&plan).products.len(), products);
        }
    }
}

#[test]
fn about_the_asked_share_of_rows_belongs_to_configurables() {
    let state = state(V3_0_0, 4000);
    let rows =
        state.products.rows().filter(|row| row.kind == Kind::Configurable || row.parent.is_some()).count();
    assert!((1200..2000).contains(&rows), "{rows} of 4000");
}

#[test]
fn a_simple_product_is_about_as_big_as_a_real_one() {
    let mut client = client_of(state(V1_0, 200));
    let sizes: Vec<usize> = common::single_skus(&client)
        .iter()
        .map(|sku| client.get(&format!("products/{sku}")).body.len())
        .collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((2000..3500).contains(&mean), "mean size {mean}");
}

#[test]
fn references_inside_a_catalogue_without_edges_hold() {
    let state = generate(&Plan { two_level_share: 200, ..plan(V3_0_0, 600) });
    for product in state.products.rows() {
        let common = product.common().unwrap();
        for (code, value) in common.as_object().unwrap() {
            let attribute = state.attributes.get(code).unwrap_or_else(|| panic!("{code} exists"));
            match (attribute.kind.as_str(), value) {
                ("select", Value::String(option)) => assert!(attribute.option(option).is_some(), "{option}"),
                ("image", Value::String(path)) => assert!(state.media.contains(path), "{path}"),
                ("gallery", Value::Array(paths)) => {
                    assert!(paths.iter().all(|path| state.media.contains(path.as_str().unwrap())));
                }
                _ => {}
            }
        }
        for code in product.values.get("categories").and_then(Value::as_array).into_iter().flatten() {
            assert!(state.categories.contains(code.as_str().unwrap()), "{code}");
        }
    }
}

#[test]
fn no_two_variants_share_a_combination() {
    for version in Version::ALL {
        let state = state(version, 600);
        let mut seen = BTreeSet::new();
        for product in state.products.rows().filter(|row| row.parent.is_some()) {
            let common = product.common().unwrap();
            let key = (product.parent, common["color"].to_string(), common["size"].to_string());
            assert!(seen.insert(key), "{} repeats a combination", product.sku);
        }
    }
}

#[test]
fn the_category_tree_is_three_to_four_levels_deep() {
    let state = state(V3_0_0, 10);
    let depth = |mut id: u64| {
        let mut depth = 1;
        while let Some(parent) = state.categories.by_id(id).unwrap().parent {
            (id, depth) = (parent, depth + 1);
        }
        depth
    };
    let deepest = state.categories.iter().map(|(id, _)| depth(id)).max().unwrap();
    assert!((3..=4).contains(&deepest));
}

#[test]
fn edges_bring_every_odd_shape() {
    let state = generate(&Plan { edge_share: 1000, ..plan(V3_0_0, 300) });
    let simple: Vec<&Value> =
        state.products.rows().filter(|row| row.parent.is_none()).map(|row| &row.values).collect();
    let any = |test: &dyn Fn(&Value) -> bool| simple.iter().any(|values| test(values));
    assert!(any(&|values| values.is_null()));
    assert!(any(&|values| values["channel_locale_specific"]["default"]["en_US"]["price"].is_string()));
    assert!(any(&|values| values["locale_specific"] == serde_json::json!([])));
    assert!(any(&|values| values["channel_locale_specific"].get("gone_channel").is_some()));
    assert!(any(&|values| values["common"]["gallery"].is_string()));
    assert!(any(&|values| values["common"].get("hologram").is_some()));
    assert!(any(&|values| values["common"]["weight"].is_null() && values["common"]["image"] == ""));
    let positions: BTreeMap<&str, usize> =
        state.categories.rows().enumerate().map(|(at, category)| (category.code.as_str(), at)).collect();
    assert!(positions["moved_child"] < positions["late_parent"], "the child comes before its parent");
}

#[test]
fn mutating_changes_exactly_what_it_names() {
    let before = state(V3_0_0, 300);
    let mut after = before.clone();
    let changed: BTreeSet<String> = mutate(&mut after, 5, 40, common::NOW).into_iter().collect();
    assert_eq!(changed.len(), 40);
    for (id, product) in before.products.iter() {
        let now = after.products.by_id(id).unwrap();
        assert_eq!(now.values != product.values, changed.contains(&product.sku), "{}", product.sku);
        assert_eq!(now.updated == common::NOW, changed.contains(&product.sku));
    }
    let mut again = before.clone();
    assert_eq!(mutate(&mut again, 5, 40, common::NOW).into_iter().collect::<BTreeSet<_>>(), changed);
}

#[test]
fn the_recorded_catalogue_is_what_the_server_listed() {
    let state = recorded::state(V3_0_0);
    let count = |kind| state.products.rows().filter(|row| row.kind == kind).count();
    assert_eq!((count(Kind::Simple), count(Kind::Configurable)), (43, 5));
    assert_eq!((state.attributes.len(), state.categories.len(), state.channels.len()), (53, 10, 2));
    assert_eq!((state.families.len(), state.locales.len(), state.currencies.len()), (4, 212, 90));
    let mut client = client_of(state);
    let tee = client.get("configurable-products/tee").value();
    assert_eq!(tee["variants"].as_array().unwrap().len(), 10);
    assert_eq!(tee["created_at"], "2026-11-23T08:41:25.000000Z");
}

#[test]
fn tokens_of_the_recording_do_not_work_in_the_served_catalogue() {
    let mut state = recorded::state(V1_0);
    let tokens: Vec<String> = state.accounts.access.keys().cloned().collect();
    for token in tokens {
        let request = Request::get("/api/v1/rest/products").bearer(&token);
        assert_eq!(handle(&mut state, &request, common::NOW).status, 401);
    }
}
