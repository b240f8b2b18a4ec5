//! What a push does about UnoPim's own rules, and about what only UnoPim can tell.

mod common;

use serde_json::{Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::{Kind, Product};

use common::pushes::{host, job, name_of, product, pull, push, run, sent, single, singles, told};

/// A product that has a `url_key`, which only small letters may make up.
fn patterned(host: &mut Host) -> String {
    let attribute = host.unopim.state.attributes.get_mut("url_key").expect("generated");
    attribute.validation = Some("regex".into());
    attribute.regex = Some("^[a-z]+$".into());
    let sku = single(host);
    let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
    row.values["common"]["url_key"] = json!("fits");
    host.unopim.state.touch();
    pull(host);
    sku
}

#[test]
fn a_value_that_fits_no_pattern_stays_alone() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = patterned(&mut host);
        host.shop.edit(&sku, "name", json!("By hand"));
        host.shop.edit(&sku, "meta:url_key", json!("DOES NOT"));
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.parked, result.counts.writes), (0, 1), "{version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, &sku)), "By hand", "{version:?}: the others go");
        assert_eq!(product(&host, &sku).values["common"]["url_key"], "fits", "{version:?}");
        let rows = told(&host, "invalid_format");
        let row = rows.first().unwrap_or_else(|| panic!("{version:?}: it is told"));
        assert_eq!((row.field.as_deref(), rows.len()), (Some("meta:url_key"), 1), "{version:?}");
        // It is no edit that was forgotten: once it fits, it goes.
        host.shop.edit(&sku, "meta:url_key", json!("does"));
        push(&mut host, "queue");
        assert_eq!(product(&host, &sku).values["common"]["url_key"], "does", "{version:?}");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
    }
}

#[test]
fn a_new_product_goes_without_the_value_that_fits_no_pattern() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    patterned(&mut host);
    let fields =
        json!({"sku": "new-mug", "name": "New mug", "status": "publish", "meta:url_key": "NOT THIS"});
    host.shop.add("simple", 0, fields.as_object().unwrap());
    let result = push(&mut host, "queue");
    assert_eq!((result.counts.parked, result.counts.created), (0, 1), "{:?}", result.counts);
    assert_eq!(name_of(product(&host, "new-mug")), "New mug");
    assert_eq!(told(&host, "invalid_format").len(), 1);
}

#[test]
fn what_is_ignored_stays_until_it_changes_in_the_shop() {
    let mut host = host(Version::V3_0_1);
    pull(&mut host);
    let sku = single(&host);
    // A name is required, and another product's `url_key` is unique.
    let taken = {
        let mut rows = singles(&host);
        rows.find(|other| *other != sku).expect("another product")
    };
    host.unopim.state.products.get_mut(&taken).expect("it is there").values["common"]["url_key"] =
        json!("taken");
    host.unopim.state.touch();
    host.shop.edit(&sku, "meta:url_key", json!("taken"));
    let result = push(&mut host, "queue");
    assert_eq!(result.counts.parked, 1, "{:?}", result.counts);
    let parked = host.shop.items.values_mut().find(|row| row.state == "parked").expect("it is parked");
    assert_eq!(parked.body["code"], "rejected");
    parked.state = "ignored".into();
    host.unopim.log.clear();
    let result = push(&mut host, "all");
    assert_eq!((sent(&host), result.counts.skipped), (0, 1), "{:?}", result.counts);
    assert_eq!(told(&host, "ignored").len(), 1);
    host.shop.edit(&sku, "meta:url_key", json!("free"));
    assert_eq!(push(&mut host, "queue").counts.writes, 1);
    assert!(host.shop.items.is_empty(), "nothing waits: {:?}", host.shop.items.keys());
}

/// A run whose lengths go to a measurement of UnoPim.
fn measured(kind: &Value, unit: &str) -> Value {
    let mut run = job(kind);
    run["store"]["dimension_unit"] = json!(unit);
    run["mapping"]["attributes"]["default"]["en_US"] =
        json!([{"target": "length", "attribute": "net_length"}]);
    run
}

#[test]
fn a_length_is_sent_in_a_unit_of_its_family() {
    for version in Version::ALL.into_iter().filter(|version| version.has_measurement()) {
        for (unit, sent) in [("cm", Some("CM")), ("m", Some("METER")), ("in", None)] {
            let mut host = host(version);
            let family = host.unopim.state.measurements.get_mut("Length").expect("delivered with UnoPim");
            family.units[1].code = "CM".into();
            host.unopim.state.touch();
            run(&mut host, &measured(&json!({"kind": "pull", "scope": "full"}), unit));
            let sku = single(&host);
            host.unopim.state.products.get_mut(&sku).expect("it is there").values["common"]["net_length"] =
                Value::Null;
            host.unopim.state.touch();
            run(&mut host, &measured(&json!({"kind": "pull", "scope": "full"}), unit));
            host.shop.edit(&sku, "length", json!("12.5"));
            run(&mut host, &measured(&json!({"kind": "push", "scope": "queue"}), unit));
            let held = &product(&host, &sku).values["common"]["net_length"];
            assert_eq!(held["unit"].as_str(), sent, "{version:?} {unit} {held}");
            assert_eq!(told(&host, "no_unit").len(), usize::from(sent.is_none()), "{version:?} {unit}");
        }
    }
}

#[test]
fn a_renamed_term_renames_its_option_in_the_channels_language() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let brand =
            |host: &Host| host.unopim.state.attributes.get("brand").expect("generated").options[0].clone();
        let before = brand(&host);
        let id = host.shop.link("option", "", &format!("brand/{}", before.code)).expect("the term").id;
        host.shop.edit_term("pa_brand", id, |term| term.name = "Renamed".into());
        let plan = host.runs + 1;
        let dry = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        assert_eq!(
            (dry.counts.updated, brand(&host).labels == before.labels),
            (1, true),
            "{version:?} {:?}",
            dry.counts
        );
        assert!(host.shop.operations.iter().any(|row| row.run == plan), "{version:?}: the plan has it");
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.updated, result.counts.writes), (1, 1), "{version:?} {:?}", result.counts);
        let mut expected = before.labels.clone();
        expected.insert("en_US".into(), "Renamed".into());
        assert_eq!(brand(&host).labels, expected, "{version:?}: no other language moved");
        let undone = host.runs;
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        assert_eq!(brand(&host).labels, before.labels, "{version:?}: taken back");
    }
}

#[test]
fn a_renamed_tag_renames_its_option_and_no_option_is_made_of_a_tag_that_no_product_carries() {
    for version in Version::ALL {
        let tagged = |kind: &Value| {
            let mut run = job(kind);
            run["mapping"]["attributes"]["default"]["en_US"] =
                json!([{"target": "tags", "attribute": "tags"}]);
            run
        };
        let full = tagged(&json!({"kind": "pull", "scope": "full"}));
        let mut host = host(version);
        run(&mut host, &full);
        let options =
            |host: &Host| host.unopim.state.attributes.get("tags").expect("generated").options.clone();
        let before = options(&host);
        let link = |code: &str| format!("product_tag:tags/{code}");
        let carried = before.iter().find(|o| host.shop.link("term", "", &link(&o.code)).is_some());
        let code = carried.expect("a tag").code.clone();
        let id = host.shop.link("term", "", &link(&code)).expect("it is linked").id;
        host.shop.edit_term("product_tag", id, |term| term.name = "Renamed".into());
        host.shop.add_term("product_tag", 0, "The shop's own", "the-shops-own");
        let result = run(&mut host, &tagged(&json!({"kind": "push", "scope": "queue"})));
        assert_eq!((result.counts.updated, result.counts.writes), (1, 1), "{version:?} {:?}", result.counts);
        let after = options(&host);
        assert_eq!(after.len(), before.len(), "{version:?}");
        let now = after.iter().find(|option| option.code == code).expect("it is there");
        assert_eq!(now.labels["en_US"], "Renamed", "{version:?}");
        assert_eq!(run(&mut host, &full).counts.writes, 0, "{version:?}");
    }
}

/// A jacket in two colours, the upper level, which has a material of its own.
fn tree(host: &mut Host) {
    let state = &mut host.unopim.state;
    let add = |state: &mut unopim_sim::unopim::State, sku: &str, kind, parent, common: Value| {
        let mut product = Product::new(sku, kind, "apparel", 1_780_000_000_000);
        product.parent = parent;
        product.values = json!({"common": common});
        product.values["common"]["sku"] = json!(sku);
        if kind == Kind::Configurable {
            product.super_attributes = vec!["color".into(), "size".into()];
            product.values["channel_locale_specific"] = json!({"default": {"en_US": {"name": "Jacket"}}});
        }
        state.products.add(product)
    };
    let jacket = add(state, "jacket", Kind::Configurable, None, json!({}));
    let common = json!({"color": "Red", "length": "30"});
    let group = add(state, "jacket-r", Kind::VariantGroup, Some(jacket), common);
    for size in ["S", "L"] {
        add(
            state,
            &format!("jacket-r-{size}"),
            Kind::Simple,
            Some(group),
            json!({"size": size, "url_key": format!("key-{size}")}),
        );
    }
    state.touch();
}

#[test]
fn a_variant_below_a_level_takes_nothing_of_that_level_over() {
    let clearing = |kind: &Value| {
        let mut run = job(kind);
        run["mapping"]["attributes"]["default"]["en_US"] =
            json!([{"target": "meta:url_key", "attribute": "url_key", "clear_when_empty": true}]);
        run
    };
    let full = clearing(&json!({"kind": "pull", "scope": "full"}));
    let mut host = host(Version::V3_0_1);
    tree(&mut host);
    run(&mut host, &full);
    host.shop.edit("jacket-r-S", "meta:url_key", json!(""));
    let result = run(&mut host, &clearing(&json!({"kind": "push", "scope": "queue"})));
    assert_eq!(result.counts.writes, 1, "{:?} {:?}", result.counts, host.logs.last());
    let common = &product(&host, "jacket-r-S").values["common"];
    assert_eq!(*common, json!({"sku": "jacket-r-S", "size": "S"}), "the key alone went");
    assert_eq!(run(&mut host, &full).counts.writes, 0);
}

#[test]
fn a_price_below_a_level_that_unopim_does_not_show_goes_out_and_that_is_told() {
    for (version, told_of, kept) in [(Version::V3_0_0, 1, None), (Version::V3_0_1, 0, Some("12"))] {
        let mut host = host(version);
        tree(&mut host);
        let priced = json!({"default": {"en_US": {"price": {"EUR": "10", "USD": "12"}}}});
        let level = host.unopim.state.products.get_mut("jacket-r").expect("it was added");
        level.values["channel_locale_specific"] = priced;
        host.unopim.state.touch();
        pull(&mut host);
        host.shop.edit("jacket-r-S", "regular_price", json!("11.00"));
        assert_eq!(push(&mut host, "queue").counts.writes, 1, "{version:?}");
        let held =
            &product(&host, "jacket-r-S").values["channel_locale_specific"]["default"]["en_US"]["price"];
        assert_eq!((held["EUR"].as_str(), held["USD"].as_str()), (Some("11.00"), kept), "{version:?} {held}");
        let rows = told(&host, "level_unread");
        assert!(rows.len() == told_of && rows.iter().all(|row| row.message.contains("jacket-r")), "{rows:?}");
    }
}

/// The same run with pictures.
fn pictured(kind: &Value) -> Value {
    let mut run = job(kind);
    run["mapping"]["attributes"]["default"]["en_US"] =
        json!([{"target": "image", "attribute": "image"}, {"target": "gallery", "attribute": "gallery"}]);
    run["settings"]["push_images"] = json!(true);
    run
}

fn gallery(host: &Host, sku: &str) -> Vec<String> {
    let paths: Vec<String> = match &product(host, sku).values["common"]["gallery"] {
        Value::Array(list) => list.iter().filter_map(|path| path.as_str().map(Into::into)).collect(),
        list => list.as_str().unwrap_or_default().split(',').map(Into::into).collect(),
    };
    paths.iter().map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_gallery_loses_nothing_to_a_file_that_unopim_does_not_take() {
    for version in Version::ALL {
        let queue = pictured(&json!({"kind": "push", "scope": "queue"}));
        let mut host = host(version);
        run(&mut host, &pictured(&json!({"kind": "pull", "scope": "full"})));
        let sku = single(&host);
        let id = host.shop.by_sku(&sku).expect("it is there").0;
        let draw = |number| unopim_sim::unopim::media::png::draw(number);
        let [front, back] =
            [("front.png", 1), ("back.png", 2)].map(|(name, number)| host.add_file(name, &draw(number)));
        let list = |ids: &[u64]| json!({"gallery": ids}).as_object().cloned().expect("fields");
        host.shop.edit_item(id, &list(&[front, back]));
        run(&mut host, &queue);
        assert_eq!(gallery(&host, &sku), ["front.png", "back.png"], "{version:?}");

        let side = host.add_file("side.png", &draw(3));
        let bad = host.add_file("bad.txt", b"no picture at all");
        host.shop.edit_item(id, &list(&[front, side, bad, back]));
        run(&mut host, &queue);
        assert_eq!(told(&host, "rejected").len(), 1, "{version:?}: {:?}", host.logs.last());
        assert_eq!(gallery(&host, &sku), ["front.png", "side.png", "back.png"], "{version:?}");

        // It is an edit that has not arrived: the next push tries again, and what is there is not sent twice.
        let good = host.add_file("good.png", &draw(4));
        host.shop.edit_item(id, &list(&[front, side, good, back]));
        run(&mut host, &queue);
        assert_eq!(gallery(&host, &sku), ["front.png", "side.png", "good.png", "back.png"], "{version:?}");
        host.unopim.log.clear();
        run(&mut host, &pictured(&json!({"kind": "push", "scope": "all"})));
        let read = |asked: &&unopim_sim::simulator::Logged| asked.target.contains(&sku);
        assert_eq!(host.unopim.log.iter().filter(read).count(), 0, "{version:?}: nobody edited it since");
    }
}
