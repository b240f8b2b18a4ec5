//! What a run alone can say: each code of docs/reasons.md has a case that makes a run say it.

use std::path::Path;

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::faults::{Fault, Faults, Kind};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;

fn host(version: Version) -> Host {
    let mut state = generate(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 150) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn run(host: &mut Host, change: impl Fn(&mut Value)) -> RunResult {
    let mut job = full_pull();
    change(&mut job);
    match host.run(&job) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

/// The keys of the rows that a run has written under a code; each has a remedy.
fn told(host: &Host, code: &str) -> Vec<String> {
    let rows = host.logs.iter().filter(|log| log.code == code);
    rows.inspect(|log| assert!(log.hint.is_some(), "{code} without a remedy"))
        .map(|log| log.key.clone())
        .collect()
}

fn failure(result: &RunResult) -> &str {
    assert_eq!(result.status, RunStatus::Failed);
    result.error.as_ref().map_or("", |fault| fault.code.as_str())
}

fn single(host: &Host) -> String {
    let mut rows = host.unopim.state.products.rows();
    rows.find(|p| p.parent.is_none() && p.super_attributes.is_empty() && p.values.is_object())
        .map(|p| p.sku.clone())
        .expect("a simple product")
}

/// UnoPim has one of its simple products no more.
fn delete_one(host: &mut Host) -> String {
    let sku = single(host);
    let products = &mut host.unopim.state.products;
    let id = products.iter().find(|(_, p)| p.sku == sku).map(|(id, _)| id).expect("it is there");
    products.delete(id);
    host.unopim.state.touch();
    sku
}

#[test]
fn a_channel_that_is_gone_ends_the_run() {
    let mut host = host(Version::V3_0_0);
    let result = run(&mut host, |job| job["settings"]["channel"] = json!("nowhere"));
    assert_eq!(failure(&result), "channel_gone");
}

#[test]
fn a_preview_without_a_sku_says_so() {
    let mut host = host(Version::V3_0_0);
    let result = run(&mut host, |job| job["job"] = json!({"kind": "preview", "skus": []}));
    assert_eq!(failure(&result), "no_sku");
}

#[test]
fn languages_and_currencies_that_do_not_hold_are_told() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |job| {
        job["settings"]["locale"] = json!("xx_XX");
        job["settings"]["default_locale"] = json!("xx_XX");
        job["settings"]["price_currency"] = Value::Null;
    });
    assert_eq!(told(&host, "locale_inactive"), ["xx_XX"]);
    assert_eq!(told(&host, "no_currency"), ["default"]);
}

#[test]
fn currencies_that_the_shop_does_not_sell_in_are_told_once() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |job| job["settings"]["currencies"] = json!(["GBP"]));
    assert_eq!(told(&host, "currency_skipped"), ["default"]);
    run(&mut host, |job| job["settings"]["currencies"] = json!(["USD"]));
    assert_eq!(told(&host, "currency_skipped").len(), 1, "it sells in every currency of the channel");
}

#[test]
fn a_root_that_is_not_listed_is_told() {
    let mut host = host(Version::V3_0_0);
    let channel = host.unopim.state.channels.get_mut("default").expect("a channel");
    channel.root_category = "felled".into();
    host.unopim.state.touch();
    run(&mut host, |_| {});
    assert_eq!(told(&host, "root_missing"), ["default"]);
}

#[test]
fn a_taxonomy_that_the_shop_does_not_have_is_told() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |job| {
        let rows = &mut job["mapping"]["attributes"]["default"]["en_US"];
        let mut list = rows.as_array().cloned().unwrap_or_default();
        list.push(json!({"target": "taxonomy:product_nowhere", "attribute": "brand"}));
        *rows = Value::Array(list);
    });
    assert_eq!(told(&host, "taxonomy_missing"), ["product_nowhere"]);
}

#[test]
fn an_old_page_in_place_of_the_next_is_not_taken_for_it() {
    let mut host = host(Version::V2_1);
    let mut fault = Fault::new(Kind::RepeatPage, 1_000_000);
    fault.target = "/rest/products?".into();
    host.unopim.faults = Faults::new(1, vec![fault]);
    run(&mut host, |_| {});
    assert!(!told(&host, "repeated_page").is_empty());
}

#[test]
fn what_is_skipped_instead_of_deleted_is_told() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |_| {});
    let sku = delete_one(&mut host);
    run(&mut host, |job| job["settings"]["on_delete"] = json!("skip"));
    assert!(host.shop.by_sku(&sku).is_some());
    assert_eq!(told(&host, "deletion_skipped"), [sku]);
}

#[test]
fn a_listing_with_a_hole_deletes_nothing() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |_| {});
    let sku = single(&host);
    host.unopim.state.poisoned.insert(sku.clone());
    host.unopim.state.touch();
    run(&mut host, |_| {});
    assert!(!told(&host, "listing_incomplete").is_empty());
    assert!(host.shop.by_sku(&sku).is_some());
}

#[test]
fn files_of_what_is_not_in_the_shop_wait() {
    let mut host = host(Version::V3_0_0);
    let body = json!({"fields": {"image": ["product/1/image/a.jpg"]}, "kind": "simple", "name": "Ghost"});
    let item = json!({"lane": "image", "entity": "product", "channel": "default", "code": "ghost", "id": 0,
        "state": "waiting", "tries": 0, "in": 0, "error_code": "", "body": body});
    assert!(host.shop.answer(&json!({"id": 1, "do": "items.write", "items": [item], "remove": []})).is_ok());
    run(&mut host, |job| job["job"] = json!({"kind": "images"}));
    let wish = json!({"id": 1, "do": "items.read", "lane": "image", "channel": "default", "states": ["retry"],
        "due": false, "after": 0, "limit": 10});
    let Ok(left) = host.shop.answer(&wish) else { panic!("the shop answers") };
    assert_eq!(
        (&left["items"][0]["code"], &left["items"][0]["error_code"]),
        (&json!("ghost"), &json!("not_in_shop"))
    );
}

#[test]
fn what_was_deleted_for_good_cannot_be_taken_back() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, |_| {});
    let sku = delete_one(&mut host);
    run(&mut host, |job| job["settings"]["on_delete"] = json!("delete"));
    assert!(host.shop.by_sku(&sku).is_none());
    let last = host.shop.run;
    run(&mut host, |job| job["job"] = json!({"kind": "undo", "run": last}));
    assert_eq!(told(&host, "not_undoable"), [sku]);
}

#[test]
#[allow(clippy::disallowed_methods)] // a test reads the documentation and its neighbours
fn every_code_of_a_run_is_named_by_a_test() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let mut tests = String::new();
    let folders = [
        "tests",
        "../../wasm/src/run",
        "../../wasm/src/run/io",
        "../../wasm/src/source",
        "../e2e/whole/chapters",
        "../php/wordpress",
        "../php/unit",
    ];
    for folder in folders {
        let Ok(files) = std::fs::read_dir(here.join(folder)) else { panic!("{folder} is gone") };
        for file in files.flatten() {
            let text = read(&file.path());
            // Of the engine's own files only what stands among their tests.
            let from = if folder.contains("wasm") { text.find("mod tests") } else { Some(0) };
            tests.push_str(from.map_or("", |from| &text[from..]));
        }
    }
    let page = read(&here.join("../../docs/reasons.md"));
    let section =
        page.split("## Of runs").nth(1).expect("the section").split("\n## ").next().unwrap_or_default();
    let codes = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let missing: Vec<&str> = codes.filter(|code| !names(&tests, code)).collect();
    assert_eq!(missing, SEEN_ELSEWHERE, "a code without a test, or with one by now");
}

/// Needs a hand between two steps of a run: the stories have many, but only chance decides which of them says it.
const SEEN_ELSEWHERE: [&str; 1] = [concat!("changed_since", "_read")];

/// Whether a text names the code as a word of its own.
fn names(text: &str, code: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(code)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + code.len()..].chars().next()))
}
