//! The way there and back: what was pulled is no edit, every field that is edited arrives, and nothing beside it moves.

mod trip;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use trip::{edits, rows};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::products::resolve::effective;
use unopim_sim::unopim::records::{Kind, Product};
use unopim_sim::unopim::version::Inheritance;
use unopim_sim::unopim::{State, Version};

fn host(mut state: State) -> Host {
    state.settings.throttle = false;
    rows::extend(&mut state);
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.listens = true;
    for class in ["bulky", "heavy"] {
        host.shop.add_term("product_shipping_class", 0, class, class);
    }
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
    run["mapping"] = rows::mapping(&host.unopim.state);
    run["store"]["tax_classes"] = json!(["reduced-rate", "zero-rate"]);
    run["store"]["shipping_classes"] = json!(["bulky", "heavy"]);
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

/// What UnoPim is to hold of a product.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    enabled: bool,
    values: Value,
}

/// Values without the differences that say nothing: emptied sections, codes as a list or as text, amounts with more zeros.
fn plain(state: &State, value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("amount") => {
            let amount = map["amount"].as_str().and_then(|text| text.parse::<f64>().ok());
            json!({"unit": map["unit"], "amount": amount})
        }
        Value::Object(map) => {
            let kind = |code: &str| state.attributes.get(code).map_or("", |a| a.kind.as_str());
            let spelled = map.iter().map(|(code, value)| match (kind(code), value) {
                ("multiselect" | "checkbox", Value::Array(codes)) => {
                    let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
                    (code.clone(), json!(codes.join(",")))
                }
                ("boolean", Value::Bool(flag)) => (code.clone(), json!(flag.to_string())),
                _ => (code.clone(), plain(state, value)),
            });
            let is_nothing = |value: &Value| *value == json!({}) || *value == json!([]);
            Value::Object(spelled.filter(|(_, value)| !is_nothing(value)).collect())
        }
        other => other.clone(),
    }
}

fn wanted(state: &State, product: &Product) -> Wanted {
    Wanted { enabled: product.enabled, values: plain(state, &product.values) }
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

/// Where UnoPim holds another value than it should, a line each.
fn differences(host: &Host, expected: &BTreeMap<String, Wanted>) -> Vec<String> {
    let state = &host.unopim.state;
    let mut out = Vec::new();
    for (sku, want) in expected {
        let Some(product) = state.products.get(sku) else {
            out.push(format!("{sku} is gone"));
            continue;
        };
        let now = wanted(state, product);
        if now.enabled != want.enabled {
            out.push(format!("{sku}: enabled is {}", now.enabled));
        }
        leaves(&want.values, &now.values, sku, &mut out);
    }
    out
}

fn leaves(want: &Value, now: &Value, place: &str, out: &mut Vec<String>) {
    match (want, now) {
        _ if want == now => {}
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                leaves(&want[key], &now[key], &format!("{place}.{key}"), out);
            }
        }
        _ => out.push(format!("{place} is {now}, not {want}")),
    }
}

/// Edits whatever a row brings of a product, and tells what UnoPim must hold then.
fn edit_all(host: &mut Host, id: u64, product: &Product, fields: &mut BTreeSet<String>) -> Value {
    let state = host.unopim.state.clone();
    let inherits = state.version.inheritance() == Inheritance::Resolved;
    let held = if inherits { effective(&state, product) } else { product.values.clone() };
    let family = state.families.get(&product.family);
    let carried = |code: &str| {
        family.is_some_and(|f| f.groups.iter().flat_map(|g| &g.attributes).any(|(known, _)| known == code))
    };
    let mapping = rows::mapping(&state);
    let core = mapping["core"].as_object().into_iter().flatten();
    let core = core.map(|(field, row)| (field.clone(), row["attribute"].clone()));
    let own = mapping["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let own =
        own.map(|row| (row["target"].as_str().unwrap_or_default().to_owned(), row["attribute"].clone()));
    let mut values = product.values.clone();
    let mut edited = Map::new();
    let number = usize::try_from(id).unwrap_or_default();
    for (field, code) in core.chain(own) {
        let Some(attribute) = state.attributes.get(code.as_str().unwrap_or_default()) else { continue };
        if !carried(&attribute.code) {
            continue;
        }
        let place = edits::place(attribute);
        let present = place.iter().fold(&held, |at, key| &at[*key]);
        let Some(edit) = edits::edit(host, id, &field, attribute, present, number) else { continue };
        fields.insert(field.clone());
        edited.insert(field, edit.shop);
        if let Some(value) = edit.unopim {
            let mut at = &mut values;
            for key in place {
                if !at.is_object() {
                    *at = json!({});
                }
                at = &mut at[key];
            }
            *at = value;
        }
    }
    host.shop.edit_item(id, &edited);
    values
}

#[test]
fn every_edit_arrives_and_nothing_beside_it_moves() {
    let mut fields = BTreeSet::new();
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let products: Vec<Product> = host.unopim.state.products.rows().cloned().collect();
            let mut expected: BTreeMap<String, Wanted> = BTreeMap::new();
            for product in &products {
                let state = &host.unopim.state;
                let mut want = wanted(state, product);
                let link = host.shop.link("product", "default", &product.sku).map(|link| link.id);
                let there = link.and_then(|id| host.shop.products.get(&id).map(|held| (id, held.clone())));
                if let Some((id, held)) = there.filter(|_| product.kind != Kind::VariantGroup) {
                    let values = edit_all(&mut host, id, product, &mut fields);
                    want.values = plain(&host.unopim.state, &values);
                    // Every third one changes its status.
                    if id % 3 == 0 {
                        let (on, off) = ("publish", if held.is_variation() { "private" } else { "draft" });
                        want.enabled = held.status() != on;
                        host.shop.edit(&product.sku, "status", json!(if want.enabled { on } else { off }));
                        fields.insert("status".into());
                    }
                }
                expected.insert(product.sku.clone(), want);
            }
            let result = push(&mut host);
            let wrong = differences(&host, &expected);
            let told: BTreeSet<String> = host
                .logs
                .iter()
                .filter(|log| log.op == "push" && log.code != "unchanged")
                .map(|log| format!("{} {} {:?}: {}", log.code, log.key, log.field, log.message))
                .collect();
            assert!(wrong.is_empty(), "{version:?} {:?}: {wrong:#?}\n{told:#?}", result.counts);
            let again = pull(&mut host);
            assert_eq!(again.counts.writes, 0, "{version:?}: {:?}", again.counts);
            let before = sent(&host).len();
            push(&mut host);
            assert_eq!(sent(&host).len(), before, "{version:?}");
        }
    }
    assert!(fields.len() > 30, "{fields:?}");
}
