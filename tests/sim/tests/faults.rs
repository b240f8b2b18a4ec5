//! Every fault does what it says, and the same seed does the same again.

mod common;

use std::collections::BTreeSet;

use common::{NOW, client, client_of, single_skus, state};
use serde_json::{Value, json};
use unopim_sim::client::Client;
use unopim_sim::faults::{Exchange, Faults, cut, exchange};
use unopim_sim::unopim::Request;
use unopim_sim::unopim::Version::{V1_0, V3_0_0};

fn ask(client: &mut Client, faults: &mut Faults, path: &str) -> Exchange {
    let request = Request::get(&format!("/api/v1/rest/{path}")).bearer(&client.token);
    exchange(&mut client.state, faults, &request, NOW)
}

fn answered(outcome: Exchange) -> (u16, Value) {
    match outcome {
        Exchange::Answer { response, .. } => (response.status, response.value()),
        other => panic!("no answer: {other:?}"),
    }
}

#[test]
fn nothing_arrives_after_a_timeout_or_a_reset() {
    let mut client = client(V3_0_0);
    let mut faults = Faults::parse("timeout#1,reset#2").unwrap();
    assert!(matches!(ask(&mut client, &mut faults, "locales"), Exchange::Silence));
    assert!(matches!(ask(&mut client, &mut faults, "locales"), Exchange::Reset));
    assert_eq!(answered(ask(&mut client, &mut faults, "locales")).0, 200);
}

#[test]
fn a_lost_answer_was_carried_out_and_a_timeout_was_not() {
    for (spec, changed) in [("lost", true), ("timeout", false), ("reset", false)] {
        let mut client = client(V3_0_0);
        let mut faults = Faults::parse(spec).unwrap();
        let body = json!({"values": {"common": {"weight": "4711"}}});
        let request = Request::send("PATCH", "/api/v1/rest/products/s-000001", &body).bearer(&client.token);
        exchange(&mut client.state, &mut faults, &request, NOW);
        let weight = &client.state.product("s-000001").unwrap().values["common"]["weight"];
        assert_eq!(*weight == "4711", changed, "{spec}");
    }
}

#[test]
fn a_429_says_how_long_to_wait() {
    let mut faults = Faults::parse("429:7").unwrap();
    match ask(&mut client(V3_0_0), &mut faults, "locales") {
        Exchange::Answer { response, .. } => {
            assert_eq!((response.status, response.header("Retry-After")), (429, Some("7")));
        }
        other => panic!("no answer: {other:?}"),
    }
}

#[test]
fn a_truncated_body_is_no_json() {
    let mut client = client(V3_0_0);
    let mut faults = Faults::parse("seed=3,truncate").unwrap();
    match ask(&mut client, &mut faults, "products") {
        Exchange::Truncated { response, bytes } => {
            assert!(bytes < response.body.len());
            assert!(serde_json::from_slice::<Value>(&cut(&response, bytes).body).is_err());
        }
        other => panic!("not truncated: {other:?}"),
    }
}

#[test]
fn a_repeated_page_shows_the_rows_before() {
    let mut client = client_of(state(V1_0, 60));
    let mut faults = Faults::parse("repeat-page#3").unwrap();
    let pages: Vec<Value> = (1..=3)
        .map(|page| answered(ask(&mut client, &mut faults, &format!("products?limit=5&page={page}"))).1)
        .collect();
    assert_eq!(pages[2]["data"], pages[1]["data"]);
    assert_ne!(pages[1]["data"], pages[0]["data"]);
}

#[test]
fn rows_come_and_go_between_pages() {
    let mut client = client_of(state(V1_0, 60));
    let before = client.state.products.len();
    let mut faults = Faults::parse("insert-row#1,delete-row#2,delete-row#3").unwrap();
    ask(&mut client, &mut faults, "products");
    assert_eq!(client.state.products.len(), before + 1);
    ask(&mut client, &mut faults, "products");
    ask(&mut client, &mut faults, "products");
    assert_eq!(client.state.products.len(), before - 1);
}

#[test]
fn a_bad_row_breaks_its_page_and_can_be_found_by_smaller_pages() {
    let mut client = client_of(state(V1_0, 60));
    let mut faults = Faults::parse("seed=5,bad-row#1").unwrap();
    assert_eq!(answered(ask(&mut client, &mut faults, "products?limit=100")).0, 500);
    let total = client.state.products.len();
    let broken: Vec<usize> = (1..=total)
        .filter(|page| client.get(&format!("products?limit=1&page={page}")).status == 500)
        .collect();
    assert_eq!(broken.len(), 1);
}

#[test]
fn a_maintenance_page_is_html_with_status_200() {
    match ask(&mut client(V3_0_0), &mut Faults::parse("html").unwrap(), "products") {
        Exchange::Answer { response, .. } => {
            assert_eq!(response.status, 200);
            assert!(response.header("Content-Type").unwrap().starts_with("text/html"));
        }
        other => panic!("no answer: {other:?}"),
    }
}

#[test]
fn revoked_tokens_are_401_until_the_next_sign_in() {
    let mut client = client(V3_0_0);
    let mut faults = Faults::parse("revoke#2").unwrap();
    let statuses: Vec<u16> = (0..3).map(|_| answered(ask(&mut client, &mut faults, "locales")).0).collect();
    assert_eq!(statuses, [200, 401, 401]);
    let full = client.full.clone();
    client.token = client.sign_in(&full);
    assert_eq!(client.get("locales").status, 200);
}

#[test]
fn a_slow_answer_is_a_whole_answer() {
    match ask(&mut client(V3_0_0), &mut Faults::parse("slow:250").unwrap(), "locales") {
        Exchange::Answer { response, delay } => assert_eq!((response.status, delay), (200, 250)),
        other => panic!("no answer: {other:?}"),
    }
}

#[test]
fn rules_strike_only_what_they_name() {
    let mut client = client(V3_0_0);
    let mut faults = Faults::parse("crash@GET /products").unwrap();
    assert_eq!(answered(ask(&mut client, &mut faults, "locales")).0, 200);
    assert_eq!(answered(ask(&mut client, &mut faults, "products")).0, 500);
    let sku = single_skus(&client)[0].clone();
    let request =
        Request::send("PATCH", &format!("/api/v1/rest/products/{sku}"), &json!({})).bearer(&client.token);
    assert_eq!(answered(exchange(&mut client.state, &mut faults, &request, NOW)).0, 200);
}

#[test]
fn the_same_seed_strikes_the_same_requests() {
    let struck = |seed: u32| -> BTreeSet<usize> {
        let mut client = client(V3_0_0);
        let mut faults = Faults::parse(&format!("seed={seed},crash=0.2,reset=0.1")).unwrap();
        (0..200)
            .filter(|_| !matches!(ask(&mut client, &mut faults, "locales?limit=1"), Exchange::Answer { response, .. } if response.status == 200))
            .collect()
    };
    let first = struck(1);
    assert_eq!(first, struck(1));
    assert_ne!(first, struck(2));
    assert!((30..90).contains(&first.len()), "{} of 200", first.len());
}
