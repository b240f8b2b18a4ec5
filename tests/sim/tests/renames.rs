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
    let mut host = pulled(version);
    rename(&mut host, "s-000002", "s-two");
    host
}

fn pulled(version: Version) -> Host {
    let mut host = unpulled(version);
    full(&mut host);
    host
}

fn unpulled(version: Version) -> Host {
    let mut state = generate(&Plan::new(7, 40));
    state.version = version;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn rename(host: &mut Host, from: &str, to: &str) {
    let state = &mut host.unopim.state;
    let id = state.products.id_of(from).expect("the generated catalogue has it");
    state.products.rename(id, to);
    state.products.by_id_mut(id).expect("it was there").values["common"]["sku"] = json!(to);
    state.touch();
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
fn what_is_asked_about_already_is_not_asked_about_as_a_deletion() {
    for version in Version::ALL {
        let mut host = renamed(version);
        let mut asking = full_pull();
        asking["settings"]["guard"] = json!({"product": 0});
        assert!(matches!(host.run(&asking), Ended::Done(_)), "{version:?}");
        assert_eq!(host.shop.items.values().filter(|item| item.state == "renamed").count(), 1);
        let id = host.unopim.state.products.id_of("s-000004").expect("the generated catalogue has it");
        host.unopim.state.products.delete(id);
        host.unopim.state.touch();
        assert!(matches!(host.run(&asking), Ended::Asked(_)), "{version:?}");
        assert_eq!(
            (&host.asked["count"], &host.asked["keys"]),
            (&json!(1), &json!(["s-000004"])),
            "{version:?}"
        );
    }
}

/// A variant of the generated catalogue.
fn variant(host: &Host) -> String {
    let mut rows = host.unopim.state.products.rows();
    rows.find(|p| p.parent.is_some() && host.shop.by_sku(&p.sku).is_some()).expect("a variant").sku.clone()
}

#[test]
fn a_renamed_variant_waits_for_a_word_and_keeps_its_place() {
    for version in Version::ALL {
        let mut host = pulled(version);
        let sku = variant(&host);
        let (id, _) = host.shop.by_sku(&sku).expect("it was pulled");
        rename(&mut host, &sku, "another");
        for _ in 0..2 {
            let result = full(&mut host);
            let counts = (result.counts.created, result.counts.deleted, result.counts.parked);
            assert_eq!((counts, result.counts.skipped), ((0, 0, 0), 1), "{version:?}");
        }
        let choices = json!({"another": {"renamed": "unopim"}});
        run(&mut host, &json!({"kind": "pull", "scope": "one", "skus": ["another"], "choices": choices}));
        assert_eq!(host.shop.by_sku("another").map(|(id, _)| id), Some(id), "{version:?}");
        let writes = host.shop.writes;
        full(&mut host);
        assert_eq!(host.shop.writes, writes, "{version:?}: nothing is left to do");
    }
}

#[test]
fn variants_made_in_one_second_are_told_apart_by_their_place() {
    let mut host = unpulled(Version::V2_1);
    let state = &mut host.unopim.state;
    let parent = state.products.rows().find_map(|p| p.parent).expect("a variant");
    let ids: Vec<u64> =
        state.products.iter().filter(|(_, p)| p.parent == Some(parent)).map(|(id, _)| id).collect();
    for id in &ids {
        state.products.by_id_mut(*id).expect("it is there").created = 1_700_000_000_000;
    }
    full(&mut host);
    let skus: Vec<String> =
        ids[..2].iter().map(|id| host.unopim.state.products.by_id(*id).expect("it").sku.clone()).collect();
    rename(&mut host, &skus[0], "first");
    rename(&mut host, &skus[1], "second");
    full(&mut host);
    let asked: Vec<(&str, &Value)> = host
        .shop
        .items
        .iter()
        .filter(|(_, item)| item.state == "renamed")
        .map(|((_, _, _, code), item)| (code.as_str(), &item.body["renamed_from"]))
        .collect();
    assert_eq!(asked, [("first", &json!(skus[0])), ("second", &json!(skus[1]))]);
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

#[test]
fn what_a_plan_brought_is_known_again_among_many_made_in_one_second() {
    for version in Version::ALL {
        let mut host = unpulled(version);
        let ids: Vec<u64> = host.unopim.state.products.iter().map(|(id, _)| id).collect();
        for id in ids {
            host.unopim.state.products.by_id_mut(id).expect("it is there").created = 1_700_000_000_000;
        }
        run(&mut host, &json!({"kind": "pull", "scope": "full", "dry": true}));
        run(&mut host, &json!({"kind": "apply", "plan": 1, "channel": "default", "locale": "en_US"}));
        rename(&mut host, "s-000002", "s-two");
        let result = full(&mut host);
        let counts = (result.counts.created, result.counts.deleted, result.counts.skipped);
        assert_eq!(counts, (0, 0, 1), "{version:?}");
    }
}

/// The row that asked is gone with its answer, but not what both sides say otherwise.
#[test]
fn what_both_sides_have_waits_once_the_two_are_the_same() {
    for version in Version::ALL {
        let mut host = pulled(version);
        host.shop.edit("s-000002", "meta:brand", json!("By hand"));
        rename(&mut host, "s-000002", "s-two");
        let wish = |job: Value| {
            let mut run = full_pull();
            run["job"] = job;
            run["settings"]["conflict_policy"] = json!("review");
            let rows = run["mapping"]["attributes"]["default"]["en_US"].as_array_mut().expect("rows");
            rows.push(json!({"target": "meta:brand", "attribute": "brand"}));
            run
        };
        let full = wish(json!({"kind": "pull", "scope": "full"}));
        let choices = json!({"s-two": {"renamed": "unopim"}});
        let said = wish(json!({"kind": "pull", "scope": "one", "skus": ["s-two"], "choices": choices}));
        for run in [&full, &said, &full] {
            assert!(matches!(host.run(run), Ended::Done(_)), "{version:?}");
        }
        let held = host.shop.items.iter().find(|((lane, ..), _)| lane == "held");
        let ((.., code), item) = held.unwrap_or_else(|| panic!("{version:?}: the brand waits"));
        assert_eq!(
            (code.as_str(), &item.body["fields"][0]["field"], &item.body["fields"][0]["shop"]),
            ("s-two", &json!("meta:brand"), &json!("By hand")),
            "{version:?}"
        );
    }
}
