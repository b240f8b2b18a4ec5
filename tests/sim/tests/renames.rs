//! A SKU renamed in UnoPim: neither a second product nor a deletion, until somebody has said what it is.

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;

fn run(host: &mut Host, job: &Value) -> RunResult {
    let mut run = full_pull();
    run["job"] = job.clone();
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn full(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "pull", "scope": "full"}))
}

/// A shop that holds a catalogue of which one SKU was renamed since.
fn renamed(version: Version) -> Host {
    let mut state = generate(&Plan::new(7, 40));
    state.version = version;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    full(&mut host);
    let state = &mut host.unopim.state;
    let id = state.products.id_of("s-000002").expect("the generated catalogue has it");
    state.products.rename(id, "s-two");
    state.products.by_id_mut(id).expect("it was there").values["common"]["sku"] = json!("s-two");
    state.touch();
    host
}

#[test]
fn a_renamed_sku_waits_for_a_word() {
    for version in Version::ALL {
        let mut host = renamed(version);
        for _ in 0..2 {
            let result = full(&mut host);
            assert_eq!((result.counts.created, result.counts.deleted, result.counts.skipped), (0, 0, 1));
        }
        let held: Vec<_> = host.shop.items.values().filter(|item| item.state == "renamed").collect();
        assert_eq!(held.len(), 1);
        assert_eq!(held[0].body["renamed_from"], "s-000002");
        assert!(host.shop.by_sku("s-000002").is_some() && host.shop.by_sku("s-two").is_none());
    }
}

#[test]
fn the_same_product_keeps_its_place_and_its_hand_edits() {
    let mut host = renamed(Version::V3_0_0);
    full(&mut host);
    let (id, _) = host.shop.by_sku("s-000002").expect("it is still there");
    let edited = json!("Edited by hand");
    host.shop.products.get_mut(&id).expect("it is there").fields.insert("name".into(), edited.clone());
    let choices = json!({"s-two": {"renamed": "unopim"}});
    run(&mut host, &json!({"kind": "pull", "scope": "one", "skus": ["s-two"], "choices": choices}));
    let (now, product) = host.shop.by_sku("s-two").expect("the SKU was written");
    assert_eq!((now, &product.fields["name"]), (id, &edited));
    assert!(host.shop.items.is_empty());
    let before = host.shop.writes;
    let result = full(&mut host);
    assert_eq!((host.shop.writes - before, result.counts.skipped), (0, 0));
}

#[test]
fn two_products_become_two() {
    let mut host = renamed(Version::V2_1);
    full(&mut host);
    let choices = json!({"s-two": {"renamed": "shop"}});
    let one = json!({"kind": "pull", "scope": "one", "skus": ["s-two"], "choices": choices});
    assert_eq!(run(&mut host, &one).counts.created, 1);
    assert_eq!(full(&mut host).counts.deleted, 1);
    let (_, old) = host.shop.by_sku("s-000002").expect("the trash keeps it");
    assert_eq!(old.status(), "trash");
}
