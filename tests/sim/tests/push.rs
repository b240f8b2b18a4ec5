//! A shop's edits on their way to UnoPim, on every contract version.

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::Product;

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1];

fn host(version: Version) -> Host {
    let mut state = generate(&Plan { version, images: false, ..Plan::new(7, 60) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.listens = true;
    host
}

fn job(job: &Value) -> Value {
    let mut run = full_pull();
    run["job"] = job.clone();
    run["settings"]["cooldown_seconds"] = json!(0);
    run["settings"]["default_family"] = json!("apparel");
    run
}

fn run(host: &mut Host, run: &Value) -> RunResult {
    match host.run(run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn pull(host: &mut Host) -> RunResult {
    run(host, &job(&json!({"kind": "pull", "scope": "full"})))
}

fn push(host: &mut Host, scope: &str) -> RunResult {
    run(host, &job(&json!({"kind": "push", "scope": scope})))
}

fn product<'h>(host: &'h Host, sku: &str) -> &'h Product {
    host.unopim.state.products.rows().find(|p| p.sku == sku).expect("the product is in UnoPim")
}

/// A simple product that is in the shop, with a name.
fn single(host: &Host) -> String {
    let mut rows = host.unopim.state.products.rows();
    let fits = |p: &&Product| {
        p.parent.is_none()
            && p.super_attributes.is_empty()
            && p.values["channel_locale_specific"]["default"]["en_US"]["name"].is_string()
            && host.shop.by_sku(&p.sku).is_some()
    };
    rows.find(fits).map(|p| p.sku.clone()).expect("a simple product")
}

fn name_of(product: &Product) -> &Value {
    &product.values["channel_locale_specific"]["default"]["en_US"]["name"]
}

#[test]
fn an_edit_goes_out_alone_and_comes_back_as_nothing() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        host.shop.items.clear();
        let before = push(&mut host, "all");
        assert_eq!(before.counts.writes, 0, "{version:?}: nothing was edited {:?}", before.counts);
        let sku = single(&host);
        let known = product(&host, &sku).clone();
        host.shop.edit(&sku, "name", json!("By hand"));
        let result = push(&mut host, "queue");
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?}", result.error);
        assert_eq!((result.counts.writes, result.counts.updated), (1, 1), "{version:?} {:?}", result.counts);
        let mut expected = known.values.clone();
        expected["channel_locale_specific"]["default"]["en_US"]["name"] = json!("By hand");
        assert_eq!(product(&host, &sku).values, expected, "{version:?}: nothing else moved");
        assert!(host.shop.items.keys().all(|(lane, ..)| lane != "push"), "{version:?}: the lane is empty");
        let again = pull(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?}: the pull finds nothing to do {:?}", again.counts);
        let again = push(&mut host, "all");
        assert_eq!(again.counts.writes, 0, "{version:?}");
        assert_eq!(name_of(product(&host, &sku)), "By hand");
    }
}

#[test]
fn a_new_product_is_created_once() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let fields =
            json!({"sku": "new-mug", "name": "New mug", "regular_price": "12.50", "status": "publish"});
        host.shop.add("simple", 0, fields.as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.created, 1, "{version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, "new-mug")), "New mug");
        let count = host.unopim.state.products.rows().count();
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        assert_eq!(host.unopim.state.products.rows().count(), count);
    }
}

#[test]
fn a_dry_run_sends_nothing_and_its_plan_is_carried_out_as_it_is() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        host.shop.edit(&sku, "name", json!("By hand"));
        let plan = host.runs + 1;
        let dry = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        assert_eq!((dry.counts.writes, dry.counts.updated), (0, 1), "{version:?} {:?}", dry.counts);
        assert_ne!(name_of(product(&host, &sku)), "By hand");
        let result = run(&mut host, &job(&json!({"kind": "apply", "plan": plan})));
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, &sku)), "By hand");
        let undone = host.runs;
        let result = run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_ne!(name_of(product(&host, &sku)), "By hand");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}: undone counts as in step");
    }
}
