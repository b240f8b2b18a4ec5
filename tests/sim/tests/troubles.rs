//! What goes wrong with UnoPim's answers ends as a row with a remedy; everything else arrives.

use serde_json::{Value, json};
use unopim_engine::wire::{Level, RunResult, RunStatus};
use unopim_sim::catalogue::generate::{Plan, generate};
use unopim_sim::drive::{Ended, Host, differences, full_pull};
use unopim_sim::faults::{Fault, Faults, Kind};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::{State, Version};

const ALWAYS: u32 = 1_000_000;

fn host(version: Version, products: usize) -> Host {
    let mut state = generate(&Plan { version, images: false, ..Plan::new(7, products) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn fault(kind: Kind, target: &str) -> Faults {
    let mut fault = Fault::new(kind, ALWAYS);
    fault.target = target.into();
    Faults::new(1, vec![fault])
}

fn done(host: &mut Host) -> RunResult {
    match host.run(&full_pull()) {
        Ended::Done(result) => *result,
        other => panic!("the run did not end: {other:?}"),
    }
}

fn rows<'h>(host: &'h Host, code: &str) -> Vec<&'h unopim_engine::wire::Log> {
    host.logs.iter().filter(|log| log.code == code).collect()
}

fn missing(host: &Host) -> Vec<String> {
    differences(&host.unopim.state, &host.shop, &full_pull())
}

fn first_simple(state: &State) -> String {
    state
        .products
        .iter()
        .find(|(_, p)| p.parent.is_none() && p.super_attributes.is_empty())
        .map(|(_, p)| p.sku.clone())
        .unwrap()
}

#[test]
fn a_page_that_is_cut_off_is_read_in_smaller_ones() {
    for (version, target) in [
        (Version::V2_1, "limit=100&page=2"),
        (Version::V3_0_0, "limit=100&pagination_type=search_after&search_after="),
    ] {
        let mut host = host(version, 250);
        host.unopim.faults = fault(Kind::Truncate, target);
        assert_eq!(done(&mut host).status, RunStatus::Done, "{version:?}");
        assert_eq!(missing(&host), Vec::<String>::new(), "{version:?}");
    }
}

#[test]
fn rows_that_stay_cut_off_are_named_and_nothing_is_saved_for_them() {
    let mut host = host(Version::V2_1, 60);
    host.unopim.faults = fault(Kind::Truncate, "/rest/products?");
    let result = done(&mut host);
    assert_eq!(result.status, RunStatus::DoneWithErrors);
    let rows = rows(&host, "truncated_answer");
    assert!(!rows.is_empty() && rows.iter().all(|row| row.level == Level::Error && row.hint.is_some()));
    assert!(host.shop.products.values().all(|p| p.kind == "variable"), "only the other listing arrived");
}

#[test]
fn one_bad_row_spoils_no_other() {
    for version in [Version::V1_0, Version::V2_1, Version::V3_0_0] {
        let mut host = host(version, 230);
        let sku = first_simple(&host.unopim.state);
        host.unopim.state.poisoned.insert(sku.clone());
        host.unopim.state.touch();
        assert_eq!(done(&mut host).status, RunStatus::DoneWithErrors, "{version:?}");
        let wrong = missing(&host);
        assert_eq!(wrong, [format!("{sku}: not in the shop")], "{version:?}");
        assert!(host.logs.iter().any(|log| log.level == Level::Error && log.hint.is_some()), "{version:?}");
    }
}

#[test]
fn a_product_with_null_values_is_parked_and_the_rest_continues() {
    let mut host = host(Version::V3_0_0, 120);
    let sku = first_simple(&host.unopim.state);
    let id = host.unopim.state.products.iter().find(|(_, p)| p.sku == sku).map(|(id, _)| id).unwrap();
    host.unopim.state.products.by_id_mut(id).unwrap().values = Value::Null;
    host.unopim.state.touch();
    let result = done(&mut host);
    assert_eq!((result.status, result.counts.parked), (RunStatus::DoneWithErrors, 1));
    let rows = rows(&host, "malformed");
    assert_eq!(rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), [sku.as_str()]);
    assert!(rows[0].hint.is_some() && host.shop.by_sku(&sku).is_none());
    assert_eq!(missing(&host), Vec::<String>::new());
}

#[test]
fn an_unknown_attribute_type_is_named_and_harmless() {
    let mut host = host(Version::V3_0_0, 40);
    let hologram = host.unopim.state.attributes.rows().find(|a| a.kind == "hologram").map(|a| a.code.clone());
    let code = hologram.unwrap_or_else(|| {
        let (_, attribute) =
            host.unopim.state.attributes.iter_mut().find(|(_, a)| a.code == "url_key").unwrap();
        attribute.kind = "hologram".into();
        attribute.code.clone()
    });
    host.unopim.state.touch();
    let mut run = full_pull();
    run["mapping"]["attributes"]["default"]["en_US"] = json!([{"target": "meta:x", "attribute": code}]);
    let Ended::Done(result) = host.run(&run) else { panic!("the run did not end") };
    assert_eq!(result.status, RunStatus::Done);
    assert_eq!(rows(&host, "unknown_type").len(), 1);
    assert_eq!(differences(&host.unopim.state, &host.shop, &run), Vec::<String>::new());
}

#[test]
fn a_web_page_instead_of_data_ends_the_run_and_saves_nothing() {
    let mut host = host(Version::V3_0_0, 40);
    host.unopim.faults = fault(Kind::Html, "/rest/");
    let result = done(&mut host);
    let fault = result.error.expect("the run failed");
    assert_eq!((result.status, fault.code.as_str()), (RunStatus::Failed, "html_answer"));
    assert!(!fault.hint.is_empty());
    assert!(host.shop.products.is_empty() && host.shop.writes == 0);
}

#[test]
fn one_change_in_unopim_is_one_save_of_one_field() {
    let mut host = host(Version::V3_0_0, 200);
    assert_eq!(done(&mut host).status, RunStatus::Done);
    let sku = first_simple(&host.unopim.state);
    let before = host.shop.clone();
    let id = host.unopim.state.products.iter().find(|(_, p)| p.sku == sku).map(|(id, _)| id).unwrap();
    let product = host.unopim.state.products.by_id_mut(id).unwrap();
    product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Renamed");
    host.unopim.state.touch();
    let result = done(&mut host);
    assert_eq!((result.counts.updated, result.counts.writes), (1, 1));
    assert_eq!(host.shop.loaded - before.loaded, 1);
    for (id, product) in &host.shop.products {
        let old = &before.products[id];
        let changed: Vec<_> = product
            .fields
            .iter()
            .filter(|(f, v)| old.fields.get(*f) != Some(v))
            .map(|(f, _)| f.as_str())
            .collect();
        let wanted: &[&str] = if product.sku() == sku { &["name"] } else { &[] };
        assert_eq!(changed, wanted, "{}", product.sku());
    }
}

#[test]
fn a_hand_edit_survives_the_next_pull() {
    let mut host = host(Version::V3_0_0, 60);
    done(&mut host);
    let sku = first_simple(&host.unopim.state);
    host.shop.edit(&sku, "name", json!("My own name"));
    let id = host.unopim.state.products.iter().find(|(_, p)| p.sku == sku).map(|(id, _)| id).unwrap();
    let product = host.unopim.state.products.by_id_mut(id).unwrap();
    product.values["channel_locale_specific"]["default"]["en_US"]["description"] = json!("<p>New</p>");
    host.unopim.state.touch();
    assert_eq!(done(&mut host).counts.updated, 1);
    assert_eq!(host.shop.field(&sku, "name"), Some(json!("My own name")));
    assert_eq!(host.shop.field(&sku, "description"), Some(json!("<p>New</p>")));
    assert_eq!(done(&mut host).counts.writes, 0);
}

#[test]
fn one_product_is_pulled_alone_with_its_children() {
    let mut host = host(Version::V3_0_0, 120);
    let state = &host.unopim.state;
    let (id, parent) = state.products.iter().find(|(_, p)| !p.super_attributes.is_empty()).unwrap();
    let children = state.products.children_of(id).count();
    let sku = parent.sku.clone();
    let mut run = full_pull();
    run["job"] = json!({"kind": "pull", "scope": "one", "skus": [sku]});
    let Ended::Done(result) = host.run(&run) else { panic!("the run did not end") };
    assert_eq!((result.status, result.counts.created), (RunStatus::Done, 1 + children as u64));
    run["job"]["skus"] = json!(["no-such-sku"]);
    let Ended::Done(result) = host.run(&run) else { panic!("the run did not end") };
    assert_eq!((result.status, rows(&host, "not_found").len()), (RunStatus::DoneWithErrors, 1));
}
