//! Two-level trees: one variable product with both axes, whether UnoPim shows the levels or not.

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::recorded;
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::records::{Kind, Product};
use unopim_sim::unopim::{State, Version};

const AT: u64 = 1_780_000_000_000;

/// A jacket in two colours (the upper level) and two sizes.
fn with_tree(state: &mut State) {
    let family = state.products.get("tee").expect("recorded").family.clone();
    let product = |sku: &str, kind, parent, common: Value| {
        let mut product = Product::new(sku, kind, &family, AT);
        product.parent = parent;
        product.values = json!({"common": common});
        product.values["common"]["sku"] = json!(sku);
        product
    };
    let mut jacket = product("jacket", Kind::Configurable, None, json!({}));
    jacket.super_attributes = vec!["color".into(), "size".into()];
    jacket.values["channel_locale_specific"] =
        json!({"default": {"en_US": {"name": "Jacket", "price": {"EUR": "120"}}}});
    let jacket = state.products.add(jacket);
    for (color, code) in [("Red", "r"), ("Green", "g")] {
        let group =
            product(&format!("jacket-{code}"), Kind::VariantGroup, Some(jacket), json!({"color": color}));
        let group = state.products.add(group);
        for size in ["S", "L"] {
            let sku = format!("jacket-{code}-{size}");
            state.products.add(product(&sku, Kind::Simple, Some(group), json!({"size": size})));
        }
    }
    state.touch();
}

fn unpulled(version: Version) -> Host {
    let mut state = recorded::state(version);
    let (credentials, _) = add_integrations(&mut state);
    with_tree(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn pulled(version: Version) -> Host {
    let mut host = unpulled(version);
    full(&mut host);
    host
}

fn full(host: &mut Host) -> RunResult {
    run(host, &full_pull())
}

fn run(host: &mut Host, job: &Value) -> RunResult {
    match host.run(job) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn axes(host: &Host, sku: &str) -> Value {
    host.shop.by_sku(sku).map_or(Value::Null, |(_, product)| product.fields["axes"].clone())
}

/// Terms of an attribute on the variable product, by their names.
fn offered(host: &Host, attribute: &str) -> Vec<String> {
    let (_, jacket) = host.shop.by_sku("jacket").expect("it was pulled");
    let value = &jacket.fields[&format!("attribute:{attribute}")];
    assert_eq!(value["variation"], true);
    let ids = value["terms"].as_array().expect("a list").iter().filter_map(Value::as_u64);
    let terms = &host.shop.terms[attribute];
    ids.map(|id| terms.iter().find(|t| t.id == id).expect("it exists").slug.clone()).collect()
}

#[test]
fn both_versions_give_the_same_variable_product() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let host = pulled(version);
        assert_eq!(axes(&host, "jacket-r-S"), json!({"pa_color": "red", "pa_size": "s"}), "{version:?}");
        assert_eq!(axes(&host, "jacket-g-L"), json!({"pa_color": "green", "pa_size": "l"}), "{version:?}");
        assert_eq!(offered(&host, "pa_color"), ["red", "green"]);
        assert_eq!(offered(&host, "pa_size"), ["s", "l"]);
        assert!(host.shop.by_sku("jacket-r").is_none(), "a level is no product");
    }
}

#[test]
fn a_plan_of_a_tree_is_the_whole_tree() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = unpulled(version);
        let mut dry = full_pull();
        dry["job"]["dry"] = json!(true);
        run(&mut host, &dry);
        let mut apply = full_pull();
        apply["job"] = json!({"kind": "apply", "plan": 1, "channel": "default", "locale": "en_US"});
        run(&mut host, &apply);
        assert_eq!(offered(&host, "pa_color"), ["red", "green"], "{version:?}");
        assert_eq!(offered(&host, "pa_size"), ["s", "l"], "{version:?}");
        let writes = host.shop.writes;
        full(&mut host);
        assert_eq!(host.shop.writes - writes, 0, "{version:?}: nothing is left to do");
    }
}

#[test]
fn a_tree_in_step_is_not_looked_at() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = pulled(version);
        full(&mut host);
        let (writes, loaded) = (host.shop.writes, host.shop.loaded);
        full(&mut host);
        assert_eq!((host.shop.writes - writes, host.shop.loaded - loaded), (0, 0), "{version:?}");
    }
}

#[test]
fn leaves_inherit_what_their_configurable_says() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = pulled(version);
        let price = |host: &Host| {
            host.shop.by_sku("jacket-r-S").map(|(_, leaf)| leaf.fields["regular_price"].clone())
        };
        assert_eq!(price(&host), Some(json!("120")));
        let jacket = host.unopim.state.products.get_mut("jacket").expect("it is there");
        jacket.values["channel_locale_specific"]["default"]["en_US"]["price"]["EUR"] = json!("99");
        host.unopim.state.touch();
        full(&mut host);
        assert_eq!(price(&host), Some(json!("99")), "{version:?}");
    }
}

#[test]
fn a_new_leaf_with_a_new_option_widens_its_configurable() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = pulled(version);
        let state = &mut host.unopim.state;
        let group = state.products.id_of("jacket-r");
        let family = state.products.get("tee").expect("recorded").family.clone();
        let mut leaf = Product::new("jacket-r-M", Kind::Simple, &family, AT);
        leaf.parent = group;
        leaf.values = json!({"common": {"sku": "jacket-r-M", "size": "M"}});
        state.products.add(leaf);
        state.touch();
        full(&mut host);
        assert_eq!(axes(&host, "jacket-r-M"), json!({"pa_color": "red", "pa_size": "m"}), "{version:?}");
        assert_eq!(offered(&host, "pa_size"), ["s", "m", "l"]);
    }
}

fn one(sku: &str) -> Value {
    let mut job = full_pull();
    job["job"] = json!({"kind": "pull", "scope": "one", "skus": [sku]});
    job
}

#[test]
fn a_leaf_and_a_tree_are_pulled_alone() {
    for version in [Version::V3_0_0, Version::V3_0_1] {
        let mut host = pulled(version);
        let price = |host: &Host, sku: &str| {
            host.shop.by_sku(sku).map(|(_, leaf)| leaf.fields["regular_price"].clone())
        };
        let set = |host: &mut Host, sku: &str, price: &str| {
            let product = host.unopim.state.products.get_mut(sku).expect("it is there");
            product.values["channel_locale_specific"] =
                json!({"default": {"en_US": {"name": "Jacket", "price": {"EUR": price}}}});
            host.unopim.state.touch();
        };
        set(&mut host, "jacket-r-S", "77");
        run(&mut host, &one("jacket-r-S"));
        assert_eq!(price(&host, "jacket-r-S"), Some(json!("77")), "{version:?}");
        set(&mut host, "jacket", "66");
        run(&mut host, &one("jacket"));
        assert_eq!(price(&host, "jacket-g-L"), Some(json!("66")), "{version:?}");
        assert_eq!(price(&host, "jacket-r-S"), Some(json!("77")), "{version:?}");
        assert_eq!(axes(&host, "jacket-r-S"), json!({"pa_color": "red", "pa_size": "s"}), "{version:?}");
    }
}
