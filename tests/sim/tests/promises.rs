//! Behaviours of the checklist that are about whole runs.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::{Level, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, differences, full_pull};
use unopim_sim::faults::{Fault, Faults, Kind};
use unopim_sim::unopim::{State, Version};

use common::host_of;
use common::pushes::run;

const ALWAYS: u32 = 1_000_000;

fn host(version: Version, products: usize) -> Host {
    host_of(generate(&Plan { version, images: false, ..Plan::new(7, products) }))
}

fn changes(watermark: &Value) -> Value {
    let mut job = full_pull();
    job["job"] = json!({"kind": "pull", "scope": "changes"});
    job["watermark"] = watermark.clone();
    job
}

fn simple(state: &State) -> Vec<String> {
    let rows = state.products.rows().filter(|p| p.parent.is_none() && p.super_attributes.is_empty());
    rows.filter(|p| p.values.is_object()).map(|p| p.sku.clone()).collect()
}

fn rename(host: &mut Host, sku: &str) {
    let now = host.unopim.now(host.now);
    let product = host.unopim.state.products.get_mut(sku).unwrap();
    product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!(format!("New {sku}"));
    product.updated = now;
    host.unopim.state.touch();
}

#[test]
fn a_full_pull_takes_its_fourteen_steps_in_order() {
    const STEPS: [&str; 14] = [
        "channels",
        "locales",
        "currencies",
        "attribute_groups",
        "attributes",
        "options",
        "families",
        "references",
        "categories",
        "products",
        "variants",
        "associations",
        "tags",
        "images",
    ];
    for version in Version::ALL {
        let mut host = host_of(generate(&Plan { version, ..Plan::new(7, 60) }));
        let mut job = full_pull();
        job["mapping"]["attributes"]["default"]["en_US"] = json!([
            {"target": "taxonomy:product_brand", "attribute": "brand"}, {"target": "tags", "attribute": "color"},
            {"target": "image", "attribute": "image"},
        ]);
        run(&mut host, &job);
        // A step that asks the host for nothing passes unseen.
        let places: Vec<_> =
            host.steps.iter().filter_map(|step| STEPS.iter().position(|s| s == step)).collect();
        assert!(places.is_sorted() && places.len() > 10, "{version:?}: {:?}", host.steps);
        assert_eq!(places.last(), Some(&13), "{version:?}: {:?}", host.steps);
    }
}

#[test]
fn one_malformed_product_among_a_thousand_is_parked_alone() {
    let mut host = host(Version::V3_0_0, 1_000);
    let sku = simple(&host.unopim.state)[500].clone();
    host.unopim.state.products.get_mut(&sku).unwrap().values = Value::Null;
    host.unopim.state.touch();
    let all = host.unopim.state.products.len() as u64;
    let result = run(&mut host, &full_pull());
    assert_eq!((result.counts.created, result.counts.parked), (all - 1, 1));
    let parked: Vec<_> = host.shop.items.iter().filter(|((lane, ..), _)| lane == "parked").collect();
    let [((.., code), item)] = parked[..] else { panic!("{parked:?}") };
    assert_eq!((code, item.error_code.as_str()), (&sku, "malformed"));
    for part in ["message", "hint"] {
        assert!(item.body[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {}", item.body);
    }
    assert_eq!(item.body["field"], "values", "it names the place");
    assert_eq!(differences(&host.unopim.state, &host.shop, &full_pull()), Vec::<String>::new());
}

#[test]
fn pull_changes_misses_nothing_in_any_zone() {
    for version in Version::ALL {
        for zone in [-660, 0, 840] {
            let mut state = generate(&Plan { version, images: false, ..Plan::new(7, 120) });
            state.settings.zone_minutes = zone;
            let mut host = host_of(state);
            let watermark = run(&mut host, &full_pull()).value["watermark"].clone();
            host.now += 60_000;
            for sku in simple(&host.unopim.state).iter().take(7) {
                rename(&mut host, sku);
            }
            host.now += 1_000;
            let result = run(&mut host, &changes(&watermark));
            assert_eq!(result.counts.updated, 7, "{version:?} at {zone} minutes");
            assert_eq!(differences(&host.unopim.state, &host.shop, &full_pull()), Vec::<String>::new());
        }
    }
}

/// At the end of daylight saving UnoPim's own clock shows an hour twice, and what is written in the second is read as written in the first.
#[test]
fn what_changes_in_the_hour_that_comes_twice_is_not_missed() {
    for version in Version::ALL {
        let mut host = host(version, 60);
        let sku = simple(&host.unopim.state)[0].clone();
        // The newest row is seconds old when the listing begins, as in a catalogue that somebody works in.
        rename(&mut host, &sku);
        let mut watermark = run(&mut host, &full_pull()).value["watermark"].clone();
        for minutes in [1, 14, 44] {
            host.now += minutes * 60_000;
            let before = run(&mut host, &changes(&watermark));
            assert_eq!(before.counts.writes, 0, "{version:?}");
            watermark = before.value["watermark"].clone();
            host.now += 1_000;
            rename(&mut host, &sku);
            let product = host.unopim.state.products.get_mut(&sku).unwrap();
            product.values["channel_locale_specific"]["default"]["en_US"]["name"] =
                json!(format!("After {minutes}"));
            product.updated -= 3_600_000;
            let result = run(&mut host, &changes(&watermark));
            assert_eq!(result.counts.updated, 1, "{version:?}, {minutes} minutes on");
            watermark = result.value["watermark"].clone();
        }
        assert_eq!(differences(&host.unopim.state, &host.shop, &full_pull()), Vec::<String>::new());
    }
}

#[test]
fn a_page_that_one_host_has_begun_and_another_ends_is_counted_once() {
    let mut small = full_pull();
    small["settings"]["batch_size"] = json!(4);
    let whole = run(&mut host(Version::V3_0_0, 120), &small).counts;
    for steps in (20..60).step_by(5) {
        let mut host = host(Version::V3_0_0, 120);
        host.dies_after = Some(steps);
        assert!(matches!(host.run(&small), Ended::Crashed), "after {steps} steps");
        host.dies_after = None;
        assert_eq!(run(&mut host, &small).counts, whole, "after {steps} steps");
    }
}

#[test]
fn a_row_that_changes_behind_the_cursor_comes_with_the_next_changes() {
    let mut host = host(Version::V3_0_0, 260);
    let first = simple(&host.unopim.state)[0].clone();
    run(&mut host, &full_pull());
    host.unopim.log.clear();
    // The process dies where the listing has passed the first page.
    let passed = |host: &Host| {
        let mut asked = host.unopim.log.iter().map(|asked| asked.target.as_str());
        asked.any(|target| target.contains("/products?") && target.contains("search_after="))
    };
    for steps in 1..200 {
        host.checkpoint = Value::Null;
        host.dies_after = Some(steps);
        assert!(matches!(host.run(&full_pull()), Ended::Crashed), "after {steps} steps");
        if passed(&host) {
            break;
        }
    }
    host.dies_after = None;
    rename(&mut host, &first);
    let watermark = run(&mut host, &full_pull()).value["watermark"].clone();
    let name = host.shop.field(&first, "name");
    assert_ne!(name, Some(json!(format!("New {first}"))), "the listing was past it");
    run(&mut host, &changes(&watermark));
    assert_eq!(host.shop.field(&first, "name"), Some(json!(format!("New {first}"))));
}

#[test]
fn an_interrupted_listing_takes_nothing_away() {
    for version in Version::ALL {
        let mut host = host(version, 250);
        run(&mut host, &full_pull());
        let there = host.shop.products.len();
        for sku in simple(&host.unopim.state).iter().take(3) {
            let id =
                host.unopim.state.products.iter().find(|(_, p)| p.sku == *sku).map(|(id, _)| id).unwrap();
            host.unopim.state.products.delete(id);
        }
        host.unopim.state.touch();
        let mut broken = Fault::new(Kind::Crash, ALWAYS);
        broken.target = "/rest/products?".into();
        host.unopim.faults = Faults::new(1, vec![broken]);
        host.run(&full_pull());
        let lying = host.shop.products.values().filter(|p| p.status() == "trash").count();
        assert_eq!((host.shop.products.len(), lying), (there, 0), "{version:?}");
        host.checkpoint = Value::Null;
        host.unopim.faults = Faults::none();
        run(&mut host, &full_pull());
        let lying = host.shop.products.values().filter(|p| p.status() == "trash").count();
        assert_eq!(lying, 3, "{version:?}: a whole listing does");
    }
}

#[test]
fn a_429_is_waited_for_and_no_item_is_lost() {
    let mut host = host(Version::V3_0_0, 150);
    let mut busy = Fault::new(Kind::TooMany { seconds: 7 }, ALWAYS);
    busy.left = Some(3);
    busy.target = "/products?".into();
    host.unopim.faults = Faults::new(1, vec![busy]);
    let before = host.now;
    let result = run(&mut host, &full_pull());
    assert_eq!(result.status, RunStatus::Done, "{:?}", result.error);
    assert!(host.now - before >= 3 * 7_000, "as long as UnoPim said, each time");
    assert_eq!(differences(&host.unopim.state, &host.shop, &full_pull()), Vec::<String>::new());
    assert!(host.logs.iter().all(|log| log.level != Level::Error));
}
