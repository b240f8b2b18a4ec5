//! Who gets in, how often, and how refusals look.

use crate::common::{client, state};
use serde_json::{Value, json};
use unopim_sim::unopim::Version::{self, V1_0, V2_1, V3_0_0};
use unopim_sim::unopim::{Request, handle};

#[test]
fn the_rate_limit_is_a_crash_in_1_0_and_a_429_in_3_0() {
    let refused_at = |version| {
        let mut client = client(version);
        client.state.settings.throttle = true;
        let answer =
            (1..=200).map(|number| (number, client.get("locales?limit=1"))).find(|(_, a)| a.status != 200);
        (answer, client)
    };
    let (Some((number, answer)), mut client) = refused_at(V1_0) else { panic!("1.0 has a limit") };
    assert_eq!((number, answer.status, answer.header("Retry-After")), (61, 500, None));
    assert_eq!(answer.value()["description"], "admin::app.shop.errors.500.description");
    client.now += 61_000;
    assert_eq!(client.get("locales").header("X-RateLimit-Remaining"), Some("59"));
    let (Some((number, answer)), _) = refused_at(V3_0_0) else { panic!("3.0 has a limit") };
    assert_eq!((number, answer.status), (121, 429));
    assert_eq!(
        (answer.header("Retry-After"), answer.header("X-RateLimit-Remaining")),
        (Some("60"), Some("0"))
    );
    assert!(refused_at(V2_1).0.is_none());
}

#[test]
fn the_rate_limit_counts_each_user_alone() {
    let mut client = client(V1_0);
    client.state.settings.throttle = true;
    let other = client.reader.clone();
    let other = client.sign_in(&other);
    for _ in 0..60 {
        client.get("locales?limit=1");
    }
    assert_eq!(client.get("products?limit=1").status, 500);
    let own = std::mem::replace(&mut client.token, other);
    assert_eq!(client.get("products?limit=1").status, 200);
    client.token = own;
}

#[test]
fn sign_ins_have_a_limit_of_their_own() {
    let mut client = client(V3_0_0);
    client.state.settings.throttle = true;
    let body = json!({"grant_type": "password", "username": "a@example.test"});
    let statuses: Vec<u16> =
        (0..11).map(|_| client.exchange(&Request::send("POST", "/oauth/token", &body)).status).collect();
    assert_eq!((statuses[9], statuses[10]), (400, 429));
    let other = json!({"grant_type": "password", "username": "b@example.test"});
    assert_eq!(client.exchange(&Request::send("POST", "/oauth/token", &other)).status, 400);
}

#[test]
fn the_accept_header_is_compared_to_the_letter_before_3_0() {
    let status = |version, accept: &str| {
        let mut client = client(version);
        let request =
            Request::new("GET", "/api/v1/rest/locales").bearer(&client.token).header("Accept", accept);
        client.exchange(&request).status
    };
    for version in [V1_0, V2_1] {
        assert_eq!(status(version, "application/json"), 200);
        assert_eq!(
            (status(version, "application/json, */*"), status(version, "Application/JSON")),
            (406, 406)
        );
    }
    assert_eq!((status(V3_0_0, "application/json, */*"), status(V3_0_0, "text/html")), (200, 406));
}

#[test]
fn errors_of_1_0_hide_in_pages_with_status_200() {
    let answer = |version| {
        let mut state = state(version, 10);
        handle(&mut state, &Request::new("GET", "/api/v1/rest/locales"), crate::common::NOW)
    };
    let hidden = answer(V1_0);
    assert_eq!(hidden.status, 200);
    assert!(hidden.text().contains("<title>500 Internal Server Error</title>"));
    assert_eq!(answer(V3_0_0).status, 401);
    assert!(answer(V3_0_0).value()["error"].is_string());
}

#[test]
fn a_wrong_method_is_500_until_3_0_says_405() {
    assert_eq!(client(V1_0).send("DELETE", "locales", &json!({})).status, 500);
    let answer = client(V3_0_0).send("DELETE", "locales", &json!({}));
    assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")));
}

#[test]
fn a_custom_integration_reaches_unguarded_routes_only_in_1_0() {
    let statuses = |version| {
        let mut client = client(version);
        let reader = client.reader.clone();
        client.token = client.sign_in(&reader);
        let delete = client.send("DELETE", "products/no-such", &json!({})).status;
        (
            client.get("products").status,
            client.get("locales").status,
            delete,
            client.get("attributes/color/options").status,
        )
    };
    assert_eq!(statuses(V1_0), (200, 403, 404, 200));
    assert_eq!(statuses(V2_1), (200, 403, 403, 403));
    assert_eq!(statuses(V3_0_0), (200, 403, 403, 403));
}

#[test]
fn refreshing_rotates_and_kills_the_old_pair() {
    for version in Version::ALL {
        let mut client = client(version);
        let ask = |client: &mut unopim_sim::client::Client, body: Value| {
            client.exchange(&Request::send("POST", "/oauth/token", &body))
        };
        let who = client.full.clone();
        let mut body = json!({"client_id": who.client_id, "client_secret": who.client_secret,
            "grant_type": "password", "username": who.username, "password": who.password});
        let first = ask(&mut client, body.clone()).value();
        body["grant_type"] = json!("refresh_token");
        body["refresh_token"] = first["refresh_token"].clone();
        let second = ask(&mut client, body.clone());
        assert_eq!(second.status, 200);
        client.token = first["access_token"].as_str().unwrap().to_owned();
        assert_eq!(client.get("locales").status, 401, "the old access token dies at once");
        let dead = ask(&mut client, body.clone());
        let (status, error) =
            if version >= V3_0_0 { (400, "invalid_grant") } else { (401, "invalid_request") };
        assert_eq!((dead.status, &dead.value()["error"]), (status, &json!(error)));
        assert_eq!(dead.value().get("message").is_some(), version < V3_0_0);
        client.token = second.value()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(client.get("locales").status, 200);
        client.now += 3_600_000;
        assert_eq!(client.get("locales").status, 401, "tokens live an hour");
    }
}
