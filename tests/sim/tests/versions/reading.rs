//! What reads return.

use crate::common::{client, client_of, make_tee, state};
use serde_json::{Value, json};
use unopim_sim::unopim::Request;
use unopim_sim::unopim::Version::{self, V1_0, V2_1, V3_0_0, V3_0_1};

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
    let other = crate::common::single_skus(&client)[1].clone();
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
        let plan = unopim_sim::catalogue::Plan { two_level_share: 1000, ..crate::common::plan(version, 80) };
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
