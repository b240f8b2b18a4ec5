//! Answers against the hand-written fixtures of `tests/fixtures/unopim`: same shapes, same errors.

mod common;

use std::collections::BTreeSet;

use common::{add_variant, client, make_tee};
use serde_json::{Value, json};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::client::Client;
use unopim_sim::unopim::Version::{V2_1, V3_0_0, V3_0_1};
use unopim_sim::unopim::{Request, Response};

const ERRORS: &str = include_str!("../../fixtures/unopim/errors.json");
const OAUTH_ERRORS: &str = include_str!("../../fixtures/unopim/oauth-errors.json");

type Provoke = fn(&mut Client) -> Response;

/// How each error of the fixture comes about on 3.0.0.
const PROVOKED: &[(&str, Provoke)] = &[
    ("unauthenticated", |c| c.exchange(&Request::get("/api/v1/rest/locales"))),
    ("forbidden_scope", |c| {
        let reader = c.reader.clone();
        c.token = c.sign_in(&reader);
        c.get("locales")
    }),
    ("not_acceptable", |c| {
        let request =
            Request::new("GET", "/api/v1/rest/locales").bearer(&c.token).header("Accept", "text/html");
        c.exchange(&request)
    }),
    ("throttled_v3", |c| {
        c.state.settings.throttle = true;
        (0..121).map(|_| c.get("locales?limit=1")).last().unwrap()
    }),
    ("method_not_allowed_v3", |c| c.send("DELETE", "products", &json!({}))),
    ("unknown_route", |c| c.get("nothing-here")),
    ("product_not_found_get", |c| c.get("products/nope")),
    ("product_not_found_write", |c| c.send("PATCH", "products/nope", &json!({}))),
    ("category_not_found", |c| c.get("categories/nope")),
    ("settings_not_found_until_3_0_0", |c| c.get("locales/xx_XX")),
    ("bad_filter_json", |c| c.get("products?filters={x")),
    ("unsupported_filter", |c| {
        c.filtered("products", &json!({"status_code": [{"operator": "=", "value": 1}]}))
    }),
    ("bad_date_filter", |c| {
        c.filtered("products", &json!({"updated_at": [{"operator": ">", "value": "x"}]}))
    }),
    ("bad_pagination_type", |c| c.get("products?pagination_type=cursor")),
    ("parent_filter_invalid", |c| {
        c.filtered("products", &json!({"parent": [{"operator": "=", "value": "root"}]}))
    }),
    ("invalid_locale", |c| {
        c.send("POST", "attribute-groups", &json!({"code": "g", "labels": {"xx_XX": "x"}}))
    }),
    ("option_errors", |c| c.send("POST", "attributes/size/options", &json!([{"code": "M"}]))),
    ("immutable_attribute_v3", |c| c.send("PUT", "attributes/gtin", &json!({"type": "text", "code": "x"}))),
    ("variant_axis_missing", |c| {
        make_tee(c);
        add_variant(c, "tee-x", &json!({"color": "Red"}))
    }),
    ("server_error_controller", |c| {
        c.send("POST", "products", &json!({"family": "default", "values": {"common": {"sku": "q"}}}))
    }),
];

#[test]
fn errors_of_3_0_have_the_bodies_of_the_fixture() {
    let fixture: Value = serde_json::from_str(ERRORS).unwrap();
    for (name, provoke) in PROVOKED {
        let expected = &fixture[name];
        let answer = provoke(&mut client(V3_0_0));
        assert_eq!(json!(answer.status), expected["status"], "{name}");
        assert_eq!(answer.value(), expected["body"], "{name}");
        for (header, _) in expected["headers"].as_object().into_iter().flatten() {
            assert!(answer.header(header).is_some(), "{name} carries {header}");
        }
    }
}

#[test]
fn sign_in_errors_have_the_bodies_of_the_fixture() {
    let fixture: Value = serde_json::from_str(OAUTH_ERRORS).unwrap();
    for (version, line) in [(V3_0_0, "v3"), (V2_1, "pre3")] {
        let mut client = client(version);
        let who = client.full.clone();
        let good = json!({"grant_type": "password", "username": who.username, "password": who.password,
            "client_id": who.client_id, "client_secret": who.client_secret});
        let mut ask = |change: &dyn Fn(&mut Value)| {
            let mut body = good.clone();
            change(&mut body);
            client.exchange(&Request::send("POST", "/oauth/token", &body))
        };
        let wrong_password = ask(&|body| body["password"] = json!("x"));
        assert_eq!(wrong_password.value(), fixture[format!("bad_user_password_{line}")]["body"]);
        let wrong_client = ask(&|body| body["client_secret"] = json!("x"));
        assert_eq!(wrong_client.value(), fixture[format!("bad_client_{line}")]["body"]);
        let first = ask(&|_| {}).value();
        client.now += 3_700_000;
        let body = json!({"grant_type": "refresh_token", "refresh_token": first["refresh_token"],
            "client_id": who.client_id, "client_secret": who.client_secret});
        let expired = client.exchange(&Request::send("POST", "/oauth/token", &body));
        let expected = &fixture[format!("refresh_expired_{line}")];
        assert_eq!(
            (json!(expired.status), expired.value()),
            (expected["status"].clone(), expected["body"].clone())
        );
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()
}

/// Rows carry the keys that the fixtures carry.
#[test]
fn rows_have_the_keys_of_the_fixtures() {
    let fixture = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let mut client = client(V3_0_0);
    make_tee(&mut client);
    for (path, text) in [
        (
            "products?limit=2&pagination_type=search_after",
            include_str!("../../fixtures/unopim/products.list.cursor1.json"),
        ),
        ("products?limit=2", include_str!("../../fixtures/unopim/products.list.page1.json")),
        ("attributes", include_str!("../../fixtures/unopim/attributes.list.json")),
        ("categories", include_str!("../../fixtures/unopim/categories.list.json")),
        ("category-fields", include_str!("../../fixtures/unopim/category-fields.list.json")),
        ("families", include_str!("../../fixtures/unopim/families.list.json")),
        ("channels", include_str!("../../fixtures/unopim/channels.list.json")),
        ("currencies", include_str!("../../fixtures/unopim/currencies.list.json")),
        ("configurable-products", include_str!("../../fixtures/unopim/configurable.list.json")),
        ("measurement", include_str!("../../fixtures/unopim/measurement-families.json")),
    ] {
        let (got, wanted) = (client.get(path).value(), fixture(text));
        assert_eq!(keys(&got), keys(&wanted), "{path}");
        assert_eq!(keys(&got["data"][0]), keys(&wanted["data"][0]), "{path}");
    }
    for (path, text) in [
        ("products/s-000001", include_str!("../../fixtures/unopim/product.get.simple.json")),
        ("configurable-products/tee", include_str!("../../fixtures/unopim/configurable.get.json")),
        ("attributes/color", include_str!("../../fixtures/unopim/attribute.get.json")),
        (
            "attribute-measurement/config/net_length",
            include_str!("../../fixtures/unopim/attribute-measurement.json"),
        ),
    ] {
        assert_eq!(keys(&client.get(path).value()), keys(&fixture(text)), "{path}");
    }
    let options = client.get("attributes/color/options").value();
    let wanted = fixture(include_str!("../../fixtures/unopim/attribute-options.color.json"));
    assert_eq!(keys(&options[0]), keys(&wanted[0]));
}

#[test]
fn variant_groups_of_3_0_1_look_like_the_preview() {
    let wanted: Value =
        serde_json::from_str(include_str!("../../fixtures/unopim/configurable.list.v301-preview.json"))
            .unwrap();
    let plan = Plan { two_level_share: 1000, variant_share: 900, ..common::plan(V3_0_1, 60) };
    let mut client = common::client_of(generate(&plan));
    let rows = client.all("configurable-products", 100);
    let group = rows.iter().find(|row| row["type"] == "variant_group").unwrap();
    let preview = &wanted["data"][1];
    assert_eq!(keys(group), keys(preview));
    assert_eq!((&group["super_attributes"], &group["variants"][0]["attributes"]), (&json!([]), &json!([])));
}
