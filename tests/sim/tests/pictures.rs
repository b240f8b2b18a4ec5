//! Pictures that both sides changed, and pictures in a plan.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::store::Shop;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::media::png;

use common::pushes::{host_of, job, name_of, product, run, sent, single};

const VERSIONS: [Version; 2] = [Version::V2_1, Version::V3_0_1];

fn pictured(host: &mut Host, kind: &Value) -> RunResult {
    let mut wish = job(kind);
    wish["mapping"]["attributes"]["default"]["en_US"] =
        json!([{"target": "image", "attribute": "image"}, {"target": "gallery", "attribute": "gallery"}]);
    wish["settings"]["push_images"] = json!(true);
    wish["settings"]["conflict_policy"] = json!("review");
    run(host, &wish)
}

fn pull(host: &mut Host) -> RunResult {
    pictured(host, &json!({"kind": "pull", "scope": "full"}));
    pictured(host, &json!({"kind": "images"}))
}

fn push(host: &mut Host, scope: &str) -> RunResult {
    pictured(host, &json!({"kind": "push", "scope": scope}))
}

/// A shop in step with UnoPim, and one of its products.
fn in_step(version: Version) -> (Host, String) {
    let mut host = host_of(&Plan { version, ..Plan::new(7, 16) });
    pull(&mut host);
    host.shop.items.clear();
    let sku = single(&host);
    (host, sku)
}

fn held(shop: &Shop, sku: &str) -> Option<Value> {
    let row = shop.items.iter().find(|((lane, _, _, code), _)| lane == "held" && code == sku);
    row.map(|(_, row)| row.body["fields"].clone())
}

fn names(fields: &Value) -> Vec<&str> {
    fields.as_array().into_iter().flatten().filter_map(|f| f["field"].as_str()).collect()
}

/// Both sides change the picture, and the name with it; the shop's file is answered.
fn both_change(host: &mut Host, sku: &str) -> u64 {
    let path = format!("product/9{sku}/image/theirs.png");
    host.unopim.state.media.draw(&path, 901);
    let row = host.unopim.state.products.get_mut(sku).expect("it is there");
    row.values["common"]["image"] = json!(path);
    row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Theirs");
    host.unopim.state.touch();
    let ours = host.add_file("ours.png", &png::draw(902));
    host.shop.edit(sku, "image", json!(ours));
    host.shop.edit(sku, "name", json!("Ours"));
    ours
}

fn content(host: &Host, sku: &str) -> Vec<u8> {
    let path = product(host, sku).values["common"]["image"].as_str().unwrap_or_default().to_owned();
    host.unopim.state.media.bytes(&path).map(|bytes| bytes.to_vec()).unwrap_or_default()
}

fn choose(host: &mut Host, sku: &str, choices: &Value) {
    pictured(host, &json!({"kind": "pull", "scope": "one", "skus": [sku], "choices": {sku: choices}}));
}

#[test]
fn a_picture_that_both_sides_changed_waits_and_goes_as_somebody_chose() {
    for (version, by_push, side) in VERSIONS
        .into_iter()
        .flat_map(|version| [false, true].map(|by_push| (version, by_push)))
        .flat_map(|(version, by_push)| ["unopim", "shop"].map(|side| (version, by_push, side)))
    {
        let about = format!("{version:?}, found by a {}, {side}", if by_push { "push" } else { "pull" });
        let (mut host, sku) = in_step(version);
        let ours = both_change(&mut host, &sku);
        let result = if by_push { push(&mut host, "queue") } else { pull(&mut host) };
        assert!(result.counts.held > 0, "{about}: {:?}", result.counts);
        let row = held(&host.shop, &sku).unwrap_or_else(|| panic!("{about}: nothing is held"));
        assert!(names(&row).contains(&"image") && names(&row).contains(&"name"), "{about}: {row}");
        let image = row.as_array().into_iter().flatten().find(|f| f["field"] == "image");
        let image = image.unwrap_or_else(|| panic!("{about}: {row}"));
        assert_eq!(image["shop"], json!(ours), "{about}");
        assert!(!image["unopim"].is_null(), "{about}: {row}");
        // Whoever looks meanwhile changes nothing.
        pull(&mut host);
        push(&mut host, "all");
        assert_eq!(host.shop.field(&sku, "image"), Some(json!(ours)), "{about}");
        assert_eq!(content(&host, &sku), png::draw(901), "{about}");
        let row = held(&host.shop, &sku).unwrap_or_default();
        assert_eq!(names(&row).len(), 2, "{about}: {row}");
        // The picture alone.
        choose(&mut host, &sku, &json!({"image": side}));
        let row = held(&host.shop, &sku).unwrap_or_default();
        assert!(
            row.as_array().into_iter().flatten().any(|f| f["field"] == "image" && f["chosen"] == side),
            "{about}: {row}"
        );
        pictured(&mut host, &json!({"kind": "images"}));
        assert_eq!(names(&held(&host.shop, &sku).unwrap_or_default()), ["name"], "{about}");
        push(&mut host, "queue");
        let expected = if side == "shop" { png::draw(902) } else { png::draw(901) };
        assert_eq!(content(&host, &sku), expected, "{about}");
        let shown = host.shop.field(&sku, "image").and_then(|id| id.as_u64()).unwrap_or_default();
        assert_eq!(host.library.file(shown).map(|(_, bytes)| bytes.to_vec()), Some(expected), "{about}");
        assert_eq!(
            (host.shop.field(&sku, "name"), name_of(product(&host, &sku))),
            (Some(json!("Ours")), &json!("Theirs")),
            "{about}"
        );
        // And the rest.
        choose(&mut host, &sku, &json!({"name": "unopim"}));
        pictured(&mut host, &json!({"kind": "images"}));
        assert_eq!(held(&host.shop, &sku), None, "{about}");
        let (writes, loaded) = (host.shop.writes, sent(&host));
        pull(&mut host);
        push(&mut host, "all");
        assert_eq!((host.shop.writes, sent(&host)), (writes, loaded), "{about}: both sides are at rest");
    }
}

#[test]
fn a_plan_tells_what_files_would_go_out_and_is_carried_out_as_it_tells() {
    for version in VERSIONS {
        let (mut host, sku) = in_step(version);
        let before = product(&host, &sku).values["common"].clone();
        let front = host.add_file("front.png", &png::draw(801));
        let back = host.add_file("back.png", &png::draw(802));
        let mut gallery = host.shop.field(&sku, "gallery").unwrap_or_default();
        gallery.as_array_mut().expect("a list").insert(0, json!(back));
        host.shop.edit(&sku, "image", json!(front));
        host.shop.edit(&sku, "gallery", gallery);
        let already = sent(&host);
        pictured(&mut host, &json!({"kind": "push", "scope": "queue", "dry": true}));
        assert_eq!(sent(&host), already, "{version:?}: nothing is uploaded");
        let plan = host.runs;
        let row = host.shop.operations.iter().find(|row| row.outcome == "planned" && row.op["key"] == sku);
        let fields = row.unwrap_or_else(|| panic!("{version:?}: nothing is planned")).op["fields"].clone();
        let field = |name: &str| {
            fields.as_array().into_iter().flatten().find(|f| f["field"] == name).cloned().unwrap_or_default()
        };
        let image = field("common.image");
        assert_eq!(
            (&image["old"], &image["new"], &image["reason"]),
            (&before["image"], &json!("front.png"), &json!("shop_changed")),
            "{version:?}: {fields}"
        );
        let list = field("common.gallery");
        let new: Vec<&str> = list["new"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(new.first(), Some(&"back.png"), "{version:?}: {fields}");
        assert!(new[1..].iter().all(|path| path.contains('/')), "{version:?}: {fields}");
        let apply =
            json!({"kind": "apply", "plan": plan, "of": "push", "channel": "default", "locale": "en_US"});
        let result = pictured(&mut host, &apply);
        assert_eq!(
            (result.counts.updated, result.counts.skipped),
            (1, 0),
            "{version:?}: {:?}",
            result.counts
        );
        let now = &product(&host, &sku).values["common"];
        assert!(now["image"].as_str().is_some_and(|path| path.ends_with("/front.png")), "{version:?}: {now}");
        let now = now["gallery"].to_string();
        assert!(
            now.contains("back.png") && new[1..].iter().all(|path| now.contains(path)),
            "{version:?}: {now}"
        );
        // What was edited since the plan was made is planned anew and waits.
        host.shop.edit(&sku, "image", json!(back));
        pictured(&mut host, &json!({"kind": "push", "scope": "queue", "dry": true}));
        let apply = json!({"kind": "apply", "plan": host.runs, "of": "push", "channel": "default", "locale": "en_US"});
        let other = host.add_file("other.png", &png::draw(803));
        host.shop.edit(&sku, "image", json!(other));
        let already = sent(&host);
        assert_eq!(pictured(&mut host, &apply).counts.skipped, 1, "{version:?}");
        assert_eq!(sent(&host), already, "{version:?}: it waits");
    }
}

#[test]
fn a_mirror_takes_back_a_picture_that_was_edited_in_the_shop_though_unopim_has_not_changed_it() {
    for version in VERSIONS {
        let (mut host, sku) = in_step(version);
        let theirs = host.shop.field(&sku, "image").expect("it has a picture");
        let ours = host.add_file("ours.png", &png::draw(902));
        host.shop.edit(&sku, "image", json!(ours));
        let mirrored = |host: &mut Host| {
            ["full", ""].map(|scope| {
                let kind = if scope.is_empty() {
                    json!({"kind": "images"})
                } else {
                    json!({"kind": "pull", "scope": scope})
                };
                let mut wish = job(&kind);
                wish["mapping"]["attributes"]["default"]["en_US"] =
                    json!([{"target": "image", "attribute": "image"}]);
                wish["settings"]["mirror"] = json!(true);
                run(host, &wish).counts.writes
            })
        };
        mirrored(&mut host);
        assert_eq!(host.shop.field(&sku, "image"), Some(theirs), "{version:?}");
        assert_eq!(mirrored(&mut host), [0, 0], "{version:?}: it is at rest");
    }
}
