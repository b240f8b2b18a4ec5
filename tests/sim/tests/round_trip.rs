//! The way there and back: what was pulled is no edit, what was edited arrives, and nothing beside it moves.

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::records::Product;
use unopim_sim::unopim::{State, Version};

/// Target and attribute: every type of attribute that a catalogue of these has, each once.
const ROWS: &[(&str, &str)] = &[
    ("attribute:pa_brand", "brand"),
    ("attribute:pa_features", "features"),
    ("attribute:pa_care", "care"),
    ("attribute:pa_stocked", "manage_stock"),
    ("custom:Released", "release_date"),
    ("meta:available", "available_from"),
    ("meta:url_key", "url_key"),
    ("meta:cost", "cost"),
    ("meta:rating", "rating"),
    ("meta:net_length", "net_length"),
    ("weight", "weight"),
    ("purchase_note", "care_note"),
    ("tags", "tags"),
];

/// Fields that a hand edits, with what it writes and what UnoPim must hold then.
const EDITS: &[(&str, &str, &str)] = &[
    ("name", "name", "By hand"),
    ("description", "description", "<p>By hand</p>"),
    ("short_description", "short_description", "<p>In short</p>"),
    ("weight", "weight", "7.25"),
];

fn host(mut state: State) -> Host {
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.listens = true;
    host
}

fn catalogues(version: Version) -> [State; 2] {
    let mut taken = recorded::state(Version::V1_0);
    taken.version = version;
    [generate(&Plan { version, images: false, ..Plan::new(7, 60) }), taken]
}

fn run(host: &mut Host, job: &Value) -> RunResult {
    let mut run = full_pull();
    run["job"] = job.clone();
    run["settings"]["cooldown_seconds"] = json!(0);
    let attributes = &host.unopim.state.attributes;
    let rows = ROWS.iter().filter(|(_, attribute)| attributes.contains(attribute));
    let rows: Vec<Value> =
        rows.map(|(target, attribute)| json!({"target": target, "attribute": attribute})).collect();
    run["mapping"]["attributes"]["default"]["en_US"] = json!(rows);
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn pull(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "pull", "scope": "full"}))
}

fn push(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "push", "scope": "all"}))
}

fn sent(host: &Host) -> Vec<String> {
    let writes =
        host.unopim.log.iter().filter(|asked| asked.method != "GET" && !asked.target.contains("oauth"));
    writes.map(|asked| format!("{} {} {}", asked.method, asked.target, asked.body)).collect()
}

/// Where a product keeps its value of an attribute; nothing where it has none that is filled.
fn place(state: &State, product: &Product, code: &str) -> Option<String> {
    let attribute = state.attributes.get(code)?;
    let section = match (attribute.per_channel, attribute.per_locale) {
        (false, false) => "/common",
        (false, true) => "/locale_specific/en_US",
        (true, false) => "/channel_specific/default",
        (true, true) => "/channel_locale_specific/default/en_US",
    };
    let place = format!("{section}/{code}");
    let text = product.values.pointer(&place)?.as_str()?;
    (!text.trim().is_empty()).then_some(place)
}

#[test]
fn a_value_of_every_type_survives_the_way_there_and_back() {
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let result = push(&mut host);
            assert_eq!(sent(&host), Vec::<String>::new(), "{version:?}: {:?}", result.counts);
            assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        }
    }
}

#[test]
fn every_edit_arrives_and_nothing_beside_it_moves() {
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let state = &host.unopim.state;
            let mut expected: Vec<(String, Value)> = Vec::new();
            let mut edits = Vec::new();
            for product in state.products.rows().filter(|p| p.parent.is_none()) {
                let mut values = product.values.clone();
                if host.shop.by_sku(&product.sku).is_some() && product.super_attributes.is_empty() {
                    for (field, code, value) in EDITS {
                        let Some(place) = place(state, product, code) else { continue };
                        *values.pointer_mut(&place).unwrap() = json!(value);
                        edits.push((product.sku.clone(), *field, *value));
                    }
                }
                expected.push((product.sku.clone(), values));
            }
            assert!(!edits.is_empty(), "{version:?}: there is something to edit");
            for (sku, field, value) in edits {
                host.shop.edit(&sku, field, json!(value));
            }
            push(&mut host);
            for (sku, values) in expected {
                let now = &host.unopim.state.products.get(&sku).unwrap().values;
                assert_eq!(*now, values, "{version:?}: {sku}");
            }
            let again = pull(&mut host);
            assert_eq!(again.counts.writes, 0, "{version:?}: {:?}", again.counts);
            let before = sent(&host).len();
            push(&mut host);
            assert_eq!(sent(&host).len(), before, "{version:?}");
        }
    }
}
