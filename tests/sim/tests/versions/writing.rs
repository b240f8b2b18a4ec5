//! What writes do.

use crate::common::{add_variant, client, configurables, errors, make_tee, simple};
use serde_json::{Value, json};
use unopim_sim::unopim::Request;
use unopim_sim::unopim::Version::{self, V1_0, V2_1, V3_0_0, V3_0_1};

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
        let skus = crate::common::single_skus(&client);
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
