//! Small catalogues and shorthands that the tests share.

#![allow(dead_code, unreachable_pub)] // each test file takes what it needs

pub mod pushes;

use serde_json::{Value, json};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::client::Client;
use unopim_sim::drive::Host;
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::records::Kind;
use unopim_sim::unopim::{Moment, Response, State, Version};

/// 2026-06-01T00:00:00Z, after everything that was generated.
pub const NOW: Moment = 1_780_272_000_000;

pub fn plan(version: Version, products: usize) -> Plan {
    Plan { version, ..Plan::new(11, products) }
}

pub fn state(version: Version, products: usize) -> State {
    generate(&plan(version, products))
}

/// An empty shop beside a catalogue, without a rate limit.
pub fn host_of(mut state: State) -> Host {
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

/// A client of a small catalogue, without a rate limit.
pub fn client(version: Version) -> Client {
    client_of(state(version, 60))
}

pub fn client_of(mut state: State) -> Client {
    state.settings.throttle = false;
    Client::new(state, NOW)
}

pub fn simple(sku: &str) -> Value {
    json!({"parent": null, "family": "apparel", "values": {"common": {"sku": sku}}})
}

/// A configurable with two variants, made through the API.
pub fn make_tee(client: &mut Client) {
    let path = configurables(client.state.version);
    let parent = json!({
        "parent": null, "family": "apparel", "super_attributes": ["color", "size"],
        "values": {
            "common": {"sku": "tee", "brand": "acme", "weight": "1"},
            "channel_locale_specific": {"default": {"en_US": {"name": "Tee", "price": {"EUR": "19.00"}}}},
            "categories": ["cat_0"],
        },
    });
    assert_eq!(client.send("POST", path, &parent).status, 201);
    for (sku, size) in [("tee-s", "S"), ("tee-m", "M")] {
        assert_eq!(add_variant(client, sku, &json!({"color": "Red", "size": size})).status, 201);
    }
}

pub fn add_variant(client: &mut Client, sku: &str, attributes: &Value) -> Response {
    let body = json!({
        "parent": "tee", "family": "apparel", "values": {"common": {"sku": sku}},
        "variant": {"attributes": attributes},
    });
    client.send("POST", "products", &body)
}

pub fn configurables(version: Version) -> &'static str {
    version.configurables()
}

pub fn errors(response: &Response) -> Value {
    response.value()["errors"].clone()
}

/// The SKUs of products that stand by themselves.
pub fn single_skus(client: &Client) -> Vec<String> {
    let products =
        client.state.products.rows().filter(|row| row.kind == Kind::Simple && row.parent.is_none());
    products.map(|row| row.sku.clone()).collect()
}
