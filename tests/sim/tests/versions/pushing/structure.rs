//! Categories, attributes, options, and what is deleted.

use serde_json::{Value, json};
use unopim_engine::source::{
    Deleted, Labels, attribute_create, attribute_update, category_create, category_write, delete_of,
    options_create, options_update,
};
use unopim_sim::unopim::Version::{V1_0, V3_0_0};

use super::{Bench, catalog, of_every_version, removed, set};
use crate::common::{configurables, make_tee, single_skus};

#[test]
fn categories_keep_their_parent_and_their_other_fields() {
    of_every_version(|mut bench, version| {
        let name = |locale: &str| format!("locale_specific.{locale}.name");
        let fields = [set(&name("en_US"), &json!("Hats")), set(&name("fr_FR"), &json!("Chapeaux"))];
        let write = category_create("hats", Some("cat_0"), &fields, &bench.facts()).unwrap();
        bench.send(&write);
        let write = category_create("alone", None, &fields[..1], &bench.facts()).unwrap();
        bench.send(&write);
        let listed = |bench: &mut Bench, code: &str| {
            bench.client.all("categories", 100).into_iter().find(|row| row["code"] == code).unwrap()
        };
        assert_eq!(listed(&mut bench, "alone")["parent"], Value::Null, "{version:?}");
        let raw = listed(&mut bench, "hats");
        assert_eq!(raw["parent"], "cat_0");
        assert_eq!(category_write(&raw, &fields, &bench.facts()).unwrap(), None);
        for changes in [
            vec![set(&name("en_US"), &json!("Caps"))],
            vec![set("locale_specific.fr_FR.description", &json!("Doux"))],
            vec![set("common.picture", &json!("category/hats/a.png"))],
        ] {
            let raw = listed(&mut bench, "hats");
            let write = category_write(&raw, &changes, &bench.facts()).unwrap().unwrap();
            bench.send(&write);
            let after = listed(&mut bench, "hats");
            assert_eq!(after["parent"], "cat_0", "{version:?}");
            let mut wanted = raw.clone();
            let path = format!("additional_data.{}", changes[0].path);
            let place = path.split('.').fold(&mut wanted, |at, key| {
                if at.as_object().is_none() {
                    *at = json!({});
                }
                &mut at[key]
            });
            *place = changes[0].value.clone().unwrap();
            assert_eq!(after, wanted, "{version:?}");
        }
        let raw = listed(&mut bench, "hats");
        let nameless = category_write(&raw, &[removed(&name("fr_FR"))], &bench.facts()).unwrap_err();
        assert_eq!(nameless.code, "no_name");
        let moved = category_write(&raw, &[set("parent", &json!("cat_1"))], &bench.facts()).unwrap().unwrap();
        bench.send(&moved);
        assert_eq!(listed(&mut bench, "hats")["parent"], "cat_1");
        bench.catalog = catalog(&mut bench.client);
        let raw = listed(&mut bench, "cat_1");
        let below = category_write(&raw, &[set("parent", &json!("hats"))], &bench.facts()).unwrap_err();
        assert_eq!(below.code, "invalid_parent");
    });
}

fn named(label: &str) -> Labels {
    [("en_US", label), ("it_IT", "spento")].map(|(l, t)| (l.to_owned(), t.to_owned())).into()
}

#[test]
fn attributes_and_options_are_made_and_named() {
    of_every_version(|mut bench, version| {
        let write = attribute_create("fabric", &named("Fabric"), &bench.catalog);
        bench.send(&write);
        let options = [("merino".to_owned(), named("Wool")), ("tulle".to_owned(), named("Silk"))];
        let write = options_create("fabric", &options, &bench.catalog);
        bench.send(&write);
        let write = options_update("fabric", &[("merino".to_owned(), named("Merino"))], &bench.catalog);
        bench.send(&write);
        let write = attribute_update("fabric", &named("Cloth"), &bench.catalog);
        bench.send(&write);
        let read = bench.client.get("attributes/fabric").value();
        assert_eq!((&read["type"], &read["labels"]), (&json!("select"), &json!({"en_US": "Cloth"})));
        let read = bench.client.get("attributes/fabric/options").value();
        let labels: Vec<_> =
            read.as_array().unwrap().iter().map(|row| row["labels"]["en_US"].clone()).collect();
        assert_eq!(labels, ["Merino", "Silk"], "{version:?}");
    });
}

#[test]
fn what_can_be_deleted_is() {
    of_every_version(|mut bench, version| {
        make_tee(&mut bench.client);
        let sku = single_skus(&bench.client)[0].clone();
        for (what, path) in [
            (Deleted::Product(&sku), format!("products/{sku}")),
            (Deleted::Configurable("tee"), format!("{}/tee", configurables(version))),
            (Deleted::Category("cat_1"), "categories/cat_1".to_owned()),
        ] {
            let write = delete_of(what, &bench.catalog, &bench.capabilities).unwrap();
            bench.send(&write);
            assert!(version == V1_0 || write.path == path);
        }
        assert!(bench.client.state.product("tee-s").is_none());
        let root = bench.client.state.channels.get("default").unwrap().root_category.clone();
        let refused = [Deleted::Category(&root), Deleted::Attribute("sku")];
        for what in refused {
            let fault = delete_of(what, &bench.catalog, &bench.capabilities).unwrap_err();
            assert_eq!(fault.code, "not_supported");
        }
        for what in [Deleted::Option { attribute: "material", option: "Wool" }, Deleted::Attribute("gtin")] {
            match delete_of(what, &bench.catalog, &bench.capabilities) {
                Ok(write) if version >= V3_0_0 => assert_ne!(bench.try_send(&write).status, 405),
                Err(fault) if version < V3_0_0 => assert_eq!(fault.code, "not_supported"),
                other => panic!("{version:?} {other:?}"),
            }
        }
    });
}
