//! In what the versions differ, claim by claim of the API description.

mod common;

use common::{add_variant, client, client_of, configurables, errors, make_tee, simple, state};
use serde_json::{Value, json};
use unopim_sim::unopim::Version::{self, V1_0, V2_1, V3_0_0, V3_0_1};
use unopim_sim::unopim::{Request, handle};

#[test]
fn the_probe_for_cursors_tells_3_0_from_the_rest() {
    for version in Version::ALL {
        let answer = client(version).get("products?pagination_type=search_after&limit=1").value();
        assert_eq!(answer.get("search_after").is_some(), version.has_cursor(), "{version:?}");
        assert_eq!(answer.get("current_page").is_none(), version.has_cursor(), "{version:?}");
    }
}

#[test]
fn limits_are_capped_from_3_0_on() {
    let rows = |version, limit: &str| {
        let mut client = client_of(state(version, 300));
        client.get(&format!("products?limit={limit}")).value()["data"].as_array().map_or(0, Vec::len)
    };
    for version in [V1_0, V2_1] {
        assert!(rows(version, "500") > 100);
        assert_eq!((rows(version, "0"), rows(version, "")), (15, 15));
        assert_eq!(client(version).get("products?limit=-1").status, 500);
        assert_eq!(client(version).get("products?limit=many").status, 500);
    }
    for version in [V3_0_0, V3_0_1] {
        assert_eq!((rows(version, "500"), rows(version, "0"), rows(version, "-1")), (100, 1, 1));
    }
}

#[test]
fn an_unsupported_filter_is_answered_differently() {
    let filter = json!({"brand": [{"operator": "=", "value": "acme"}]});
    for (version, status) in [(V1_0, 404), (V2_1, 422), (V3_0_0, 422), (V3_0_1, 422)] {
        assert_eq!(client(version).filtered("products", &filter).status, status, "{version:?}");
    }
    for (version, status) in [(V1_0, 500), (V2_1, 500), (V3_0_0, 400)] {
        assert_eq!(client(version).get("products?filters={x").status, status, "{version:?}");
    }
}

#[test]
fn date_filters_come_with_3_0_and_compare_in_the_zone_of_the_server() {
    let filter = json!({"updated_at": [{"operator": ">=", "value": "2026-06-01 00:00:00"}]});
    assert_eq!(client(V2_1).filtered("products", &filter).status, 422);
    let mut client = client(V3_0_0);
    assert_eq!(client.filtered("products", &filter).value()["total"], 0);
    client.now += 1_800_000;
    client.send("PATCH", "products/s-000001", &json!({"status": false}));
    assert_eq!(client.filtered("products", &filter).value()["total"], 1);
    // West of Greenwich the same text means a later moment: the change is missed.
    client.state.settings.zone_minutes = -120;
    client.state.touch();
    assert_eq!(client.filtered("products", &filter).value()["total"], 0);
    let between = json!({"updated_at": [{"operator": "BETWEEN", "value": ["2026-05-31 22:00:00", "2026-05-31 23:30:00"]}]});
    assert_eq!(client.filtered("products", &between).value()["total"], 1);
    let nonsense = json!({"updated_at": [{"operator": ">", "value": "yesterday-ish"}]});
    assert_eq!(client.filtered("products", &nonsense).status, 422);
}

#[test]
fn etags_come_with_3_0() {
    assert!(client(V2_1).get("families").header("ETag").is_none());
    let mut client = client(V3_0_0);
    let first = client.get("families");
    let tag = first.header("ETag").unwrap().to_owned();
    let again = Request::get("/api/v1/rest/families").bearer(&client.token).header("If-None-Match", &tag);
    let unchanged = client.exchange(&again);
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    client.send("PUT", "families/default", &json!({"labels": {"en_US": "New"}, "attribute_groups": []}));
    assert_eq!(client.exchange(&again).status, 200);
}

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
        handle(&mut state, &Request::new("GET", "/api/v1/rest/locales"), common::NOW)
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
fn the_misspelt_path_lives_on_and_says_so() {
    assert_eq!(client(V1_0).get("configurable-products").status, 404);
    assert_eq!(client(V2_1).get("configurable-products").status, 200);
    assert_eq!(client(V2_1).get("configrable-products").header("Deprecation"), None);
    let old = client(V3_0_0).get("configrable-products");
    assert_eq!((old.status, old.header("Deprecation")), (200, Some("true")));
}

#[test]
fn unknown_settings_are_400_until_3_0_1() {
    for (version, status) in [(V1_0, 400), (V2_1, 400), (V3_0_0, 400), (V3_0_1, 404)] {
        for path in ["locales/xx_XX", "channels/nope", "currencies/XXX"] {
            assert_eq!(client(version).get(path).status, status, "{version:?} {path}");
        }
        assert_eq!(client(version).get("families/nope").status, 404);
    }
}

#[test]
fn swatches_come_with_2_0() {
    assert!(client(V1_0).get("attributes/color").value().get("swatch_type").is_none());
    let mut client = client(V2_1);
    assert_eq!(client.get("attributes/color").value()["swatch_type"], "color");
    assert_eq!(client.get("attributes/size").value()["swatch_type"], Value::Null);
    assert_eq!(client.get("attributes/color/options").value()[0]["swatch_value"], "#cc0000");
    assert!(client.get("attributes/size/options").value()[0].get("swatch_value").is_none());
}

#[test]
fn single_categories_of_1_0_forget_their_parent() {
    assert_eq!(client(V1_0).get("categories/cat_0").value()["parent"], Value::Null);
    assert_eq!(client(V2_1).get("categories/cat_0").value()["parent"], "root");
    let listed = client(V1_0).filtered("categories", &json!({"code": [{"operator": "=", "value": "cat_0"}]}));
    assert_eq!(listed.value()["data"][0]["parent"], "root");
}

#[test]
fn the_parent_filter_of_1_0_matches_any_configurable() {
    let filter = |sku: &str| json!({"parent": [{"operator": "=", "value": sku}]});
    let mut old = client(V1_0);
    let wrong = old.filtered("products", &filter("no-such")).value();
    assert!(wrong["total"].as_u64().unwrap() > 0);
    let mut new = client(V2_1);
    assert_eq!(new.filtered("products", &filter("no-such")).status, 422);
    make_tee(&mut new);
    let found = new.filtered("products", &filter("tee")).value();
    assert_eq!(found["total"], 2);
}

#[test]
fn sku_lists_are_plain_equality_everywhere() {
    let filter = json!({"sku": [{"operator": "NOT IN", "value": ["s-000001", "s-000002"]}]});
    for version in Version::ALL {
        let found = client(version).filtered("products", &filter).value();
        let skus: Vec<&Value> = found["data"].as_array().unwrap().iter().map(|row| &row["sku"]).collect();
        assert_eq!(skus, ["s-000001"], "{version:?}");
    }
}

#[test]
fn skus_may_have_underscores_from_2_1_on() {
    let status = |version, sku| client(version).send("POST", "products", &simple(sku)).status;
    assert_eq!((status(V1_0, "a_b"), status(V2_1, "a_b"), status(V2_1, "a__b")), (422, 201, 422));
}

#[test]
fn a_taken_sku_is_a_crash_in_1_0() {
    assert_eq!(client(V1_0).send("POST", "products", &simple("S-000001")).status, 500);
    for version in [V2_1, V3_0_0] {
        let answer = client(version).send("POST", "products", &simple("S-000001"));
        assert_eq!(answer.status, 422);
        assert!(errors(&answer)["values.common.sku"].is_array());
    }
    for (version, status) in [(V2_1, 500), (V3_0_0, 500), (V3_0_1, 422)] {
        let mut client = client(version);
        make_tee(&mut client);
        let mut body = simple("tee");
        body["super_attributes"] = json!(["color"]);
        assert_eq!(client.send("POST", configurables(version), &body).status, status, "{version:?}");
    }
}

#[test]
fn a_create_without_the_parent_key_crashes_in_every_version() {
    for version in Version::ALL {
        let body = json!({"family": "apparel", "values": {"common": {"sku": "np"}}});
        assert_eq!(client(version).send("POST", "products", &body).status, 500, "{version:?}");
    }
}

#[test]
fn variants_take_over_less_and_less() {
    let own = |version| {
        let mut client = client(version);
        make_tee(&mut client);
        let product = client.state.product("tee-s").unwrap().values.clone();
        (product["common"]["brand"].clone(), product["channel_locale_specific"].is_object())
    };
    assert_eq!(own(V1_0), (Value::Null, true));
    assert_eq!(own(V2_1), (json!("acme"), true));
    assert_eq!(own(V3_0_0), (Value::Null, false));
}

#[test]
fn only_3_0_1_merges_on_read() {
    let read = |version| {
        let mut client = client(version);
        make_tee(&mut client);
        client.get("products/tee-s").value()["values"].clone()
    };
    let bare = read(V3_0_0);
    assert_eq!(bare, json!({"common": {"sku": "tee-s", "color": "Red", "size": "S"}}));
    let merged = read(V3_0_1);
    assert_eq!(merged["common"]["brand"], "acme");
    assert_eq!(merged["common"]["sku"], "tee-s");
    assert_eq!(merged["channel_locale_specific"]["default"]["en_US"]["name"], "Tee");
    assert_eq!(merged["categories"], json!(["cat_0"]));
}

#[test]
fn a_taken_combination_is_404_in_1_0() {
    for (version, status) in [(V1_0, 404), (V2_1, 422), (V3_0_0, 422)] {
        let mut client = client(version);
        make_tee(&mut client);
        let answer = add_variant(&mut client, "tee-x", &json!({"color": "Red", "size": "S"}));
        assert_eq!(answer.status, status, "{version:?}");
        assert_eq!(add_variant(&mut client, "tee-x", &json!({"color": "Red"})).status, 404);
        assert_eq!(add_variant(&mut client, "tee-x", &json!({"color": "Pink", "size": "S"})).status, 404);
    }
}

#[test]
fn variants_in_the_body_of_their_parent_are_made_from_3_0_on() {
    for (version, made) in [(V1_0, 0), (V2_1, 0), (V3_0_0, 1)] {
        let mut client = client(version);
        let mut body = simple("hoodie");
        body["super_attributes"] = json!(["color", "size"]);
        body["variants"] = json!([{"sku": "hoodie-s", "attributes": {"color": "Red", "size": "S"}}]);
        assert_eq!(client.send("POST", configurables(version), &body).status, 201);
        let read = client.get(&format!("{}/hoodie", configurables(version))).value();
        assert_eq!(read["variants"].as_array().unwrap().len(), made, "{version:?}");
    }
}

#[test]
fn a_put_on_the_simple_path_deletes_variants_in_every_version() {
    for version in Version::ALL {
        let mut client = client(version);
        make_tee(&mut client);
        assert_eq!(client.send("PUT", "products/tee", &simple("tee")).status, 200);
        assert!(client.state.product("tee-s").is_none(), "{version:?}");
    }
}

#[test]
fn an_upload_also_sets_the_value_from_2_1_on() {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n................";
    for (version, stored) in [(V1_0, false), (V2_1, true), (V3_0_0, true)] {
        let mut client = client(version);
        client.send("POST", "products", &simple("up"));
        let answer = client.upload("up", "gallery", "a.png", PNG);
        let path = answer.value()["data"]["filePath"].clone();
        assert_eq!(answer.status, 200);
        let value = client.get("products/up").value()["values"]["common"]["gallery"].clone();
        assert_eq!(value == path, stored, "{version:?}");
        let file = client.exchange(&Request::new("GET", &format!("/storage/{}", path.as_str().unwrap())));
        assert_eq!((file.status, file.header("Content-Type")), (200, Some("image/png")));
    }
}

#[test]
fn a_media_path_must_be_the_products_own_from_3_0_on() {
    for (version, status) in [(V1_0, 200), (V2_1, 200), (V3_0_0, 422)] {
        let mut client = client(version);
        let skus = common::single_skus(&client);
        let path = client.state.product(&skus[0]).unwrap().values["common"]["image"].clone();
        let body = json!({"values": {"common": {"image": path}}});
        let answer = client.send("PATCH", &format!("products/{}", skus[1]), &body);
        assert_eq!(answer.status, status, "{version:?}");
    }
}

#[test]
fn options_may_come_alone_from_3_0_on() {
    let body = json!({"code": "xxxl", "labels": {"en_US": "3XL"}});
    for (version, status) in [(V1_0, 500), (V2_1, 500), (V3_0_0, 201)] {
        assert_eq!(
            client(version).send("POST", "attributes/size/options", &body).status,
            status,
            "{version:?}"
        );
    }
}

#[test]
fn an_option_put_hits_the_same_code_of_another_attribute() {
    for version in Version::ALL {
        let mut client = client(version);
        client.send("POST", "attributes/material/options", &json!([{"code": "shared"}]));
        client.send(
            "PUT",
            "attributes/brand/options",
            &json!([{"code": "shared", "labels": {"en_US": "X"}}]),
        );
        assert!(client.state.attributes.get("brand").unwrap().option("shared").is_none());
        let hit = client.state.attributes.get("material").unwrap().option("shared").unwrap();
        assert_eq!(hit.labels["en_US"], "X", "{version:?}");
    }
}

#[test]
fn immutable_keys_are_refused_from_3_0_on() {
    let body = json!({"type": "text", "code": "x"});
    assert_eq!(client(V2_1).send("PUT", "attributes/brand", &body).status, 200);
    let answer = client(V3_0_0).send("PUT", "attributes/brand", &body);
    assert_eq!(answer.status, 422);
    assert_eq!(errors(&answer)["immutable"][0], "The following fields cannot be modified: type, code.");
}

#[test]
fn structure_can_be_deleted_from_3_0_on() {
    assert_eq!(client(V2_1).send("DELETE", "attributes/gtin", &json!({})).status, 500);
    let mut client = client(V3_0_0);
    assert_eq!(client.send("DELETE", "attributes/gtin", &json!({})).status, 200);
    assert_eq!(client.get("attributes/gtin").status, 404);
    make_tee(&mut client);
    for kept in ["sku", "color"] {
        assert_eq!(client.send("DELETE", &format!("attributes/{kept}"), &json!({})).status, 422);
    }
}

#[test]
fn roots_may_hold_products_only_before_2_1() {
    for (version, status) in [(V1_0, 201), (V2_1, 422)] {
        let mut body = simple("in-root");
        body["values"]["categories"] = json!(["root"]);
        assert_eq!(client(version).send("POST", "products", &body).status, status);
    }
}

#[test]
fn measurement_comes_with_3_0() {
    assert_eq!(client(V2_1).get("measurement").status, 404);
    let mut client = client(V3_0_0);
    let families = client.get("measurement").value();
    assert_eq!((&families["success"], &families["data"][0]["code"]), (&json!(true), &json!("Length")));
    assert_eq!(
        client.get("attribute-measurement/config/net_length").value()["data"]["unit_code"],
        "CENTIMETER"
    );
    let body = json!({"values": {"common": {"net_length": {"value": "12.5", "unit": "CENTIMETER"}}}});
    assert_eq!(client.send("PATCH", "products/s-000001", &body).status, 200);
    assert_eq!(
        client.state.product("s-000001").unwrap().values["common"]["net_length"],
        json!({"unit": "CENTIMETER", "amount": "12.5000", "family": "Length", "base_data": "0.125000",
            "base_unit": "METER", "symbol": "cm"})
    );
}

#[test]
fn association_types_and_links() {
    assert_eq!(client(V3_0_0).get("association-types").status, 404);
    assert_eq!(client(V3_0_1).get("association-types").value()["total"], 3);
    assert!(client(V2_1).get("products/s-000001").value().get("associations").is_none());
    let mut client = client(V3_0_0);
    let other = common::single_skus(&client)[1].clone();
    client.send(
        "PATCH",
        "products/s-000001",
        &json!({
            "associations": {"up_sells": [{"sku": other}, {"sku": "nope"}], "unknown": [{"sku": other}]},
        }),
    );
    let read = client.get("products/s-000001").value();
    assert_eq!(read["associations"]["up_sells"], json!([{"related_sku": other, "additional_data": null}]));
    assert!(client.get("products").value()["data"][0].get("associations").is_none());
}

#[test]
fn two_level_trees_hide_their_groups_until_3_0_1() {
    let tree = |version| {
        let plan = unopim_sim::catalogue::Plan { two_level_share: 1000, ..common::plan(version, 80) };
        let mut client = client_of(unopim_sim::catalogue::generate(&plan));
        let lists = (client.all("configurable-products", 100), client.all("products", 100));
        (lists, client)
    };
    let ((parents, children), mut client) = tree(V3_0_0);
    assert!(parents.iter().all(|row| row["type"] == "configurable"));
    let group = parents[0]["variants"][0]["sku"].as_str().unwrap().to_owned();
    assert!(parents[0]["variants"][0]["attributes"].get("size").is_none());
    assert!(children.iter().any(|row| row["parent"] == group.as_str()));
    assert_eq!(client.get(&format!("products/{group}")).status, 404);
    assert_eq!(client.get(&format!("configurable-products/{group}")).status, 404);

    let ((parents, children), mut client) = tree(V3_0_1);
    assert!(parents.iter().any(|row| row["type"] == "variant_group"));
    let narrowed = client.get("configurable-products?type=configurable&limit=100").value();
    assert!(narrowed["data"].as_array().unwrap().iter().all(|row| row["type"] == "configurable"));
    let leaf = children.iter().find(|row| row["parent"] == group.as_str()).unwrap();
    assert!(leaf["values"]["common"]["color"].is_string() && leaf["values"]["common"]["brand"].is_string());
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

#[test]
fn a_damaged_child_breaks_every_page_that_lists_its_parent() {
    let mut client = client(V1_0);
    make_tee(&mut client);
    client.state.products.get_mut("tee-m").unwrap().values = Value::Null;
    client.state.touch();
    assert_eq!(client.get("products/tee-m").value()["values"], Value::Null);
    assert_eq!(client.get("configrable-products/tee").status, 500);
    assert_eq!(client.get("configrable-products?limit=100").status, 500);
    assert_eq!(client.get("configrable-products?limit=1").status, 200);
}

#[test]
fn patch_merges_and_a_no_op_leaves_the_time_alone() {
    let mut client = client(V1_0);
    let before = client.state.product("s-000001").unwrap().updated;
    client.send(
        "PATCH",
        "products/s-000001",
        &json!({"status": client.state.product("s-000001").unwrap().enabled}),
    );
    assert_eq!(client.state.product("s-000001").unwrap().updated, before);
    client.send("PATCH", "products/s-000001", &json!({"values": {"common": {"weight": "77"}}}));
    let product = client.state.product("s-000001").unwrap();
    assert_eq!((product.updated, &product.values["common"]["weight"]), (client.now, &json!("77")));
    assert!(product.values["common"]["brand"].is_string());
}
