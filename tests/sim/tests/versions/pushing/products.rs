//! Products: created, changed, and what of a product is left alone.

use serde_json::{Value, json};
use unopim_engine::source::{
    Change, NewKind, NewProduct, WriteFacts, product_create, product_write, refused, sku_is_legal,
};
use unopim_sim::unopim::Request;
use unopim_sim::unopim::Version::{V2_1, V3_0_0, V3_0_1};

use super::{Bench, of_every_version, removed, set};
use crate::common::{configurables, make_tee, single_skus};

const NAME: &str = "channel_locale_specific.default.en_US.name";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n................";

fn mug<'a>() -> NewProduct<'a> {
    NewProduct { sku: "mug", family: "apparel", status: false, kind: NewKind::Simple }
}

fn mug_values() -> Vec<Change> {
    vec![
        set(NAME, &json!("Mug")),
        set("channel_locale_specific.default.en_US.price", &json!({"EUR": "9.50", "USD": "10"})),
        set("common.weight", &json!("0.4")),
        set("common.color", &json!("Red")),
        set("common.features", &json!("Vegan")),
        set("locale_specific.en_US.care_note", &json!("By hand")),
        set("categories", &json!(["cat_0", "cat_1"])),
    ]
}

#[test]
fn a_new_product_holds_what_was_sent() {
    of_every_version(|mut bench, version| {
        let features = bench.catalog.options("features")[0].code.clone();
        let mut values = mug_values();
        values[4] = set("common.features", &json!(features));
        let write = product_create(&mug(), &values, &bench.facts()).unwrap();
        bench.send(&write);
        let read = bench.read("mug");
        assert_eq!(read["status"], false, "{version:?}");
        assert_eq!(read["values"]["common"]["sku"], "mug");
        for change in &values {
            let at = format!("/values/{}", change.path.replace('.', "/"));
            assert_eq!(read.pointer(&at), change.value.as_ref(), "{version:?} {}", change.path);
        }
        // Nothing is left to send.
        let again = product_write(&read, &values, Some(false), &bench.facts()).unwrap();
        assert_eq!(again, None, "{version:?}");
    });
}

#[test]
fn scalars_go_out_alone() {
    of_every_version(|mut bench, version| {
        let write = product_create(&mug(), &mug_values(), &bench.facts());
        bench.catalog.set_options("features", Vec::new());
        let mut write = write.unwrap();
        write.body["values"]["common"].as_object_mut().unwrap().remove("features");
        bench.send(&write);
        let before = bench.read("mug");
        let price = json!({"EUR": "8", "USD": "10"});
        let changes = [set(NAME, &json!("Cup")), set("channel_locale_specific.default.en_US.price", &price)];
        let (write, after) = bench.change("mug", &changes);
        let write = write.unwrap();
        assert_eq!((write.method, write.path.as_str()), ("PATCH", "products/mug"), "{version:?}");
        let sent = json!({"values": {"channel_locale_specific": {"default": {"en_US": {"name": "Cup", "price": price}}}}});
        assert_eq!(write.body, sent);
        let mut wanted = before["values"].clone();
        wanted["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Cup");
        wanted["channel_locale_specific"]["default"]["en_US"]["price"] = price;
        assert_eq!(after["values"], wanted, "{version:?}");
        let write = product_write(&after, &[], Some(true), &bench.facts()).unwrap().unwrap();
        assert_eq!(write.body, json!({"status": true}));
        bench.send(&write);
        assert_eq!(bench.read("mug")["status"], true, "{version:?}");
    });
}

#[test]
fn a_list_and_a_removal_leave_everything_else_in_place() {
    of_every_version(|mut bench, version| {
        let mut values = mug_values();
        values.remove(4);
        values.push(set("associations.up_sells", &json!([single_skus(&bench.client)[0]])));
        values.push(set("associations.related_products", &json!([single_skus(&bench.client)[1]])));
        let write = product_create(&mug(), &values, &bench.facts()).unwrap();
        bench.send(&write);
        let before = bench.read("mug");
        let changes = [set("categories", &json!(["cat_1"])), removed("common.weight")];
        let (write, after) = bench.change("mug", &changes);
        assert_eq!(write.unwrap().method, "PUT", "{version:?}");
        let mut wanted = before["values"].clone();
        wanted["categories"] = json!(["cat_1"]);
        wanted["common"].as_object_mut().unwrap().remove("weight");
        assert_eq!(after["values"], wanted, "{version:?}");
        // A shorter list of associations leaves the other two.
        let (write, after) = bench.change("mug", &[set("associations.up_sells", &json!([]))]);
        assert_eq!(write.unwrap().method, "PUT");
        wanted["associations"]["up_sells"] = json!([]);
        assert_eq!(after["values"], wanted, "{version:?}");
    });
}

#[test]
fn values_that_unopim_does_not_take_back_are_left_out_one_refusal_after_the_other() {
    of_every_version(|mut bench, version| {
        let sku = single_skus(&bench.client)[0].clone();
        let values = &mut bench.client.state.products.get_mut(&sku).unwrap().values;
        let feature = bench.catalog.options("features")[0].code.clone();
        values["common"]["gone"] = json!("x");
        values["common"]["color"] = json!("Nocolor");
        values["common"]["features"] = json!(format!("{feature},Nofeature"));
        values["categories"] = json!(["cat_0", "nowhere"]);
        values["associations"] = json!({"up_sells": ["nobody"], "cross_sells": [], "related_products": []});
        let raw = bench.read(&sku);
        let changes = [set("categories", &json!(["cat_0", "nowhere", "cat_1"]))];
        let mut left_out: Vec<String> = Vec::new();
        let write = loop {
            let facts = WriteFacts { refused: &left_out, ..bench.facts() };
            let write = product_write(&raw, &changes, None, &facts).unwrap().unwrap();
            let answer = bench.try_send(&write);
            if answer.status == 200 {
                break write;
            }
            let more = refused(&answer.body, &write, &changes, &bench.catalog);
            assert!(!more.is_empty(), "{version:?} {}", answer.value());
            left_out.extend(more);
        };
        let mut told = write.left_out.clone();
        told.sort();
        let gone = ["associations.up_sells.nobody", "categories.nowhere", "common.color"];
        assert_eq!(told[..3], gone, "{version:?}");
        assert_eq!(told[3..], ["common.features.Nofeature", "common.gone"], "{version:?}");
        let after = bench.read(&sku)["values"].clone();
        assert_eq!(after["categories"], json!(["cat_0", "cat_1"]), "{version:?}");
        assert_eq!(after["common"]["features"], json!(feature), "{version:?}");
    });
}

#[test]
fn a_value_that_is_refused_for_another_reason_is_never_left_out() {
    of_every_version(|mut bench, version| {
        let skus = single_skus(&bench.client);
        let taken = json!("the-same");
        for sku in &skus[..2] {
            bench.client.state.products.get_mut(sku).unwrap().values["common"]["url_key"] = taken.clone();
        }
        let raw = bench.read(&skus[0]);
        let changes = [removed("common.weight"), set("categories", &json!(["cat_1"]))];
        let write = product_write(&raw, &changes, None, &bench.facts()).unwrap().unwrap();
        let answer = bench.try_send(&write);
        assert_eq!(answer.status, 422, "{version:?}");
        assert!(refused(&answer.body, &write, &changes, &bench.catalog).is_empty(), "{version:?}");
    });
}

/// Whatever a catalogue holds: what was changed is changed, and everything else is as it was.
#[test]
fn a_write_changes_what_it_names_and_nothing_else() {
    of_every_version(|mut bench, version| {
        let skus = single_skus(&bench.client);
        let mut written = 0;
        for (number, sku) in skus.iter().enumerate() {
            let raw = bench.read(sku);
            if raw["values"].is_null() {
                continue;
            }
            let changes = match number % 4 {
                0 => vec![set(NAME, &json!("Named")), set("common.weight", &json!("7.5"))],
                1 => vec![set("categories", &json!(["cat_1", "cat_0"]))],
                2 => vec![removed("common.weight"), set("common.rating", &json!("3"))],
                _ => vec![
                    set("associations.cross_sells", &json!([skus[0]])),
                    set("common.color", &json!("Red")),
                ],
            };
            let Some(write) = product_write(&raw, &changes, None, &bench.facts()).unwrap() else { continue };
            let answer = bench.try_send(&write);
            if answer.status == 422 {
                // Edges of the catalogue that no write brings back.
                continue;
            }
            assert_eq!(answer.status, 200, "{version:?} {sku} {}", answer.value());
            written += 1;
            let mut wanted = raw["values"].clone();
            let mut found = bench.read(sku)["values"].clone();
            for change in &changes {
                let keys: Vec<&str> = change.path.split('.').collect();
                let place = keys.iter().fold(&mut wanted, |at, key| {
                    if !at.is_object() {
                        *at = json!({});
                    }
                    &mut at[*key]
                });
                *place = change.value.clone().unwrap_or_default();
            }
            for values in [&mut wanted, &mut found] {
                prune(values);
            }
            assert_eq!(found, wanted, "{version:?} {sku} {write:?}");
        }
        assert!(written * 3 > skus.len(), "{version:?} {written} of {}", skus.len());
    });
}

/// Without what is empty: sections that are not there and empty ones say the same.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(prune);
            map.retain(|_, inner| !inner.is_null() && *inner != json!([]) && *inner != json!({}));
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

#[test]
fn an_unknown_category_is_told_from_a_sentence() {
    let mut bench = Bench::new(V2_1);
    let sku = single_skus(&bench.client)[0].clone();
    let raw = bench.read(&sku);
    bench.catalog.set_categories(Vec::new());
    let changes = [set("categories", &json!(["cat_1", "nowhere"]))];
    let write = product_write(&raw, &changes, None, &bench.facts()).unwrap().unwrap();
    let answer = bench.try_send(&write);
    assert_eq!(refused(&answer.body, &write, &changes, &bench.catalog), ["categories.nowhere"]);
}

#[test]
fn a_language_that_is_switched_off_stops_a_put_and_no_patch() {
    of_every_version(|mut bench, version| {
        let sku = single_skus(&bench.client)[0].clone();
        let product = bench.client.state.products.get_mut(&sku).unwrap();
        product.values["locale_specific"]["it_IT"] = json!({"care_note": "A mano"});
        let raw = bench.read(&sku);
        let list = [set("categories", &json!(["cat_1"]))];
        let fault = product_write(&raw, &list, None, &bench.facts()).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.path.as_str()), ("inactive_locale", "locale_specific.it_IT"));
        let (write, after) = bench.change(&sku, &[set("common.weight", &json!("3"))]);
        assert_eq!(write.unwrap().method, "PATCH");
        assert_eq!(after["values"]["locale_specific"]["it_IT"]["care_note"], "A mano", "{version:?}");
    });
}

#[test]
fn a_configurable_is_written_by_its_own_path_and_keeps_its_variants() {
    of_every_version(|mut bench, version| {
        let axes = ["color".to_owned(), "size".to_owned()];
        let hat = NewProduct {
            sku: "hat",
            family: "apparel",
            status: true,
            kind: NewKind::Configurable { axes: &axes },
        };
        let values = [
            set(NAME, &json!("Hat")),
            set("common.weight", &json!("1")),
            set("categories", &json!(["cat_0"])),
        ];
        let write = product_create(&hat, &values, &bench.facts()).unwrap();
        assert_eq!(write.path, configurables(version));
        bench.send(&write);
        let parent = bench.read("hat")["values"].clone();
        let options = [("color".to_owned(), "Red".to_owned()), ("size".to_owned(), "S".to_owned())];
        let variant = NewProduct {
            sku: "hat-s",
            family: "apparel",
            status: true,
            kind: NewKind::Variant { parent: "hat", options: &options },
        };
        let own = [set(NAME, &json!("Hat")), set("common.weight", &json!("2"))];
        let facts = WriteFacts { parent: Some(&parent), axes: &axes, ..bench.facts() };
        let write = product_create(&variant, &own, &facts).unwrap();
        bench.send(&write);
        let stored = bench.client.state.product("hat-s").unwrap().values.clone();
        assert_eq!((&stored["common"]["color"], &stored["common"]["weight"]), (&json!("Red"), &json!("2")));
        if version >= V3_0_0 {
            assert_eq!(stored.pointer("/channel_locale_specific/default"), None, "{version:?}");
            assert_eq!(stored.get("categories"), None, "{version:?}");
        }
        for changes in [vec![set(NAME, &json!("Cap"))], vec![set("categories", &json!(["cat_1"]))]] {
            let (write, _) = bench.change("hat", &changes);
            assert!(write.unwrap().path.starts_with(configurables(version)));
        }
        assert_eq!(bench.read("hat")["variants"].as_array().unwrap().len(), 1, "{version:?}");
        // The variant's own list: its parent's values are not written into it.
        let effective = bench.read("hat")["values"].clone();
        let raw = bench.read("hat-s");
        let merged = (version == V3_0_1).then_some(&effective);
        let facts = WriteFacts { parent: merged, axes: &axes, ..bench.facts() };
        let write = product_write(&raw, &[removed("common.weight")], None, &facts).unwrap().unwrap();
        assert_eq!(write.method, "PUT");
        bench.send(&write);
        let stored = bench.client.state.product("hat-s").unwrap().values.clone();
        assert_eq!((&stored["common"]["color"], stored["common"].get("weight")), (&json!("Red"), None));
        if version >= V3_0_0 {
            assert_eq!(stored.get("categories"), None, "{version:?}");
            assert_eq!(stored.pointer("/channel_locale_specific/default/en_US/name"), None, "{version:?}");
        }
    });
}

#[test]
fn the_top_of_a_two_level_tree_is_patched_or_left() {
    let mut bench = Bench::new(V3_0_0);
    make_tee(&mut bench.client);
    let raw = bench.read("tee");
    let facts = WriteFacts { two_level: true, ..bench.facts() };
    let longer = product_write(&raw, &[set("categories", &json!(["cat_0", "cat_1"]))], None, &facts).unwrap();
    let shorter = product_write(&raw, &[set("categories", &json!([]))], None, &facts).unwrap_err();
    let emptied = product_write(&raw, &[removed("common.weight")], None, &facts).unwrap_err();
    assert_eq!((shorter.code.as_str(), emptied.code.as_str()), ("not_supported", "not_supported"));
    let write = longer.unwrap();
    assert_eq!((write.method, write.path.as_str()), ("PATCH", "configurable-products/tee"));
    bench.send(&write);
    assert_eq!(bench.read("tee")["values"]["categories"], json!(["cat_0", "cat_1"]));
}

#[test]
fn files_come_after_the_create() {
    of_every_version(|mut bench, version| {
        let values = [set("common.image", &json!("product/1/image/a.png")), set(NAME, &json!("Mug"))];
        let write = product_create(&mug(), &values, &bench.facts()).unwrap();
        bench.send(&write);
        let mut paths = Vec::new();
        for name in ["a.png", "b.png"] {
            let answer = bench.client.upload("mug", "gallery", name, PNG);
            paths.push(answer.value()["data"]["filePath"].clone());
        }
        let (write, after) = bench.change("mug", &[set("common.gallery", &json!(paths))]);
        assert_eq!(write.unwrap().method, "PUT");
        assert_eq!(after["values"]["common"]["gallery"], json!(paths), "{version:?}");
        let request = Request::new("GET", &format!("/storage/{}", paths[0].as_str().unwrap()));
        assert_eq!(bench.client.exchange(&request).status, 200);
    });
}

#[test]
fn skus_are_judged_as_unopim_judges_them() {
    of_every_version(|mut bench, version| {
        for sku in ["a-b", "a_b", "a__b", "a b", "a.b", "-a", "ä", "A1", "a-_b", "a/b", "42"] {
            let new = NewProduct { sku, ..mug() };
            let write = product_create(&new, &[], &bench.facts()).unwrap();
            let taken = bench.try_send(&write).status == 201;
            assert_eq!(sku_is_legal(sku, &bench.capabilities), taken, "{version:?} {sku}");
        }
    });
}
