//! Hands that meet the engine at any moment of a run.

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::store::Shop;
use unopim_sim::unopim::records::{Kind, Product};
use unopim_sim::unopim::{State, Version};

const SKU: &str = "full-1";

fn host(mut state: State) -> Host {
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn run(host: &mut Host, run: &Value) -> RunResult {
    match host.run(run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn status(host: &Host, sku: &str) -> Option<String> {
    host.shop.by_sku(sku).map(|(_, product)| product.status().to_owned())
}

fn to_the_trash(shop: &mut Shop) {
    let id = shop.by_sku(SKU).unwrap().0;
    shop.trash(id);
}

#[test]
fn what_goes_to_the_trash_at_any_moment_of_a_run_stays_there() {
    let fields = json!({"sku": SKU, "name": "Before", "status": "publish"});
    for step in 0..200 {
        let mut host = host(recorded::state(Version::V3_0_0));
        host.shop.add("simple", 0, fields.as_object().unwrap());
        host.owner.later = Some((step, to_the_trash));
        run(&mut host, &full_pull());
        if host.owner.later.is_some() {
            assert!(step > 20, "the run was over after {step} steps");
            return;
        }
        run(&mut host, &full_pull());
        assert_eq!(status(&host, SKU).as_deref(), Some("trash"), "after step {step}");
    }
}

#[test]
fn an_edit_at_any_moment_of_a_run_is_there_or_on_record() {
    fn edit(shop: &mut Shop) {
        shop.edit(SKU, "name", json!("By hand"));
    }
    for step in 0..200 {
        let mut host = host(recorded::state(Version::V3_0_0));
        run(&mut host, &full_pull());
        let product = host.unopim.state.products.get_mut(SKU).unwrap();
        product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("By UnoPim");
        host.unopim.state.touch();
        host.owner.later = Some((step, edit));
        run(&mut host, &full_pull());
        if host.owner.later.is_some() {
            return;
        }
        let name = host.shop.field(SKU, "name");
        let on_record = host.shop.operations.iter().any(|row| {
            let fields = row.op["fields"].as_array().into_iter().flatten();
            row.outcome == "done"
                && fields.into_iter().any(|f| f["old"] == "By hand" && f["new"] == "By UnoPim")
        });
        assert!(name == Some(json!("By hand")) || on_record, "after step {step} it is {name:?}");
    }
}

/// With pictures mapped.
fn with_pictures() -> Value {
    let mut run = full_pull();
    run["mapping"]["attributes"]["default"]["en_US"] =
        json!([{"target": "image", "attribute": "image"}, {"target": "gallery", "attribute": "gallery"}]);
    run
}

#[test]
fn pictures_come_onto_products_whoever_decides() {
    for policy in ["unopim", "woocommerce", "review"] {
        let mut host = host(generate(&Plan::new(7, 20)));
        let mut pull = with_pictures();
        pull["settings"]["conflict_policy"] = json!(policy);
        run(&mut host, &pull);
        pull["job"] = json!({"kind": "images"});
        run(&mut host, &pull);
        for product in host.unopim.state.products.rows().filter(|p| p.parent.is_none()) {
            let path = product.values["common"]["image"].as_str().unwrap();
            let id = host.library.rows.iter().find(|row| row.path == path).unwrap().id;
            assert_eq!(host.shop.field(&product.sku, "image"), Some(json!(id)), "{policy}: {}", product.sku);
        }
    }
}

#[test]
fn pictures_that_waited_since_before_their_row_went_are_not_written() {
    let mut host = host(generate(&Plan::new(7, 20)));
    run(&mut host, &with_pictures());
    let mut images = full_pull();
    images["job"] = json!({"kind": "images"});
    run(&mut host, &images);
    assert!(host.shop.products.values().all(|product| !product.fields.contains_key("image")));
}

#[test]
fn what_an_undo_took_back_stays_away() {
    let mut host = host(recorded::state(Version::V3_0_0));
    run(&mut host, &full_pull());
    let mut product = Product::new("new-1", Kind::Simple, "default", 1_789_000_000_000);
    product.values["channel_locale_specific"] = json!({"default": {"en_US": {"name": "New"}}});
    host.unopim.state.products.add(product);
    host.unopim.state.touch();
    assert_eq!(run(&mut host, &full_pull()).counts.created, 1);
    let mut undo = full_pull();
    undo["job"] = json!({"kind": "undo", "run": host.runs});
    run(&mut host, &undo);
    run(&mut host, &full_pull());
    assert_eq!(status(&host, "new-1").as_deref(), Some("trash"));
    let before = (host.shop.writes, host.shop.loaded);
    run(&mut host, &full_pull());
    assert_eq!((host.shop.writes, host.shop.loaded), before);
    assert_eq!(status(&host, "new-1").as_deref(), Some("trash"));
}
