//! Reading whole lists.

mod common;

use std::collections::BTreeSet;

use common::{client, client_of, configurables, single_skus, state};
use serde_json::{Value, json};
use unopim_sim::unopim::Version::{self, V1_0, V3_0_0};

fn skus(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["sku"].as_str().unwrap()).collect()
}

#[test]
fn the_pages_of_a_list_add_up_to_the_list_without_doubles() {
    for version in Version::ALL {
        let mut client = client(version);
        let mut listed = BTreeSet::new();
        for path in ["products", configurables(version)] {
            let whole = client.all(path, 100);
            for limit in [1, 7, 10] {
                assert_eq!(skus(&client.all(path, limit)), skus(&whole), "{version:?} {path} {limit}");
            }
            for sku in skus(&whole) {
                assert!(listed.insert(sku.to_owned()), "{sku} is listed twice");
            }
        }
        assert_eq!(listed.len(), client.state.products.len(), "{version:?}: every product is in one list");
    }
}

#[test]
fn structure_lists_have_the_cursor_too() {
    let mut client = client(V3_0_0);
    for path in [
        "categories",
        "attributes",
        "families",
        "locales",
        "currencies",
        "channels",
        "attribute-groups",
        "category-fields",
    ] {
        let rows = client.all(path, 3);
        let total = client.get(&format!("{path}?limit=1")).value()["total"].as_u64().unwrap();
        assert_eq!(rows.len() as u64, total, "{path}");
    }
}

#[test]
fn a_page_past_the_end_is_empty_and_no_error() {
    let answer = client(V1_0).get("products?page=99&limit=5");
    let body = answer.value();
    assert_eq!((answer.status, &body["data"], &body["links"]["next"]), (200, &json!([]), &Value::Null));
    assert!(body["links"]["prev"].as_str().unwrap().ends_with("limit=5&page=98"));
}

#[test]
fn pages_drift_when_a_row_is_deleted_and_the_cursor_does_not() {
    let read_with_a_delete_between = |version| {
        let mut client = client_of(state(version, 60));
        let all: Vec<String> =
            client.all("products", 100).iter().map(|row| row["sku"].as_str().unwrap().to_owned()).collect();
        let first = client.get("products?limit=5&pagination_type=search_after").value();
        let gone = single_skus(&client)[0].clone();
        client.send("DELETE", &format!("products/{gone}"), &json!({}));
        let next = match first["search_after"].as_u64() {
            Some(id) => format!("products?limit=100&pagination_type=search_after&search_after={id}"),
            None => "products?limit=5&page=2".to_owned(),
        };
        let second = client.get(&next).value();
        let first_of_second = second["data"][0]["sku"].as_str().unwrap().to_owned();
        (all[5].clone(), first_of_second)
    };
    let (expected, got) = read_with_a_delete_between(V3_0_0);
    assert_eq!(expected, got);
    let (missed, got) = read_with_a_delete_between(V1_0);
    assert_ne!(missed, got, "page mode misses one row");
}

#[test]
fn wrong_cursors_are_refused() {
    let mut client = client(V3_0_0);
    assert_eq!(client.get("products?pagination_type=cursor").status, 422);
    assert_eq!(client.get("products?pagination_type=search_after&search_after=abc").status, 422);
}

#[test]
fn links_keep_the_query_and_carry_the_configured_host() {
    let mut client = client(V1_0);
    client.state.settings.app_url = "https://pim.example.test".to_owned();
    let links = client.get("products?sort=sku&limit=2&page=2").value()["links"].clone();
    assert_eq!(links["next"], "https://pim.example.test/api/v1/rest/products?sort=sku&limit=2&page=3");
}

#[test]
fn a_kept_page_is_dropped_by_any_write() {
    let mut client = client(V3_0_0);
    let before = client.get("products?limit=5");
    assert_eq!(before.body, client.get("products?limit=5").body);
    client.send("PATCH", "products/s-000001", &json!({"values": {"common": {"weight": "123"}}}));
    assert_ne!(before.body, client.get("products?limit=5").body);
}
