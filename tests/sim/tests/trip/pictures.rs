//! The trip of pictures: what was replaced, added, taken away and put in another order, by its content.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::media::png;
use unopim_sim::unopim::records::{Kind, Product};

use super::compare::{Wanted, differences, wanted};
use super::shop::{host, run_with, sent, told};

fn with_pictures(host: &mut Host, kind: &str) -> RunResult {
    let scope = if kind == "pull" { "full" } else { "all" };
    run_with(host, &json!({"kind": kind, "scope": scope}), |run| {
        run["settings"]["push_images"] = json!(true);
        if let Some(rows) = run["mapping"]["attributes"]["default"]["en_US"].as_array_mut() {
            rows.push(json!({"target": "image", "attribute": "image"}));
            rows.push(json!({"target": "gallery", "attribute": "gallery"}));
        }
    })
}

/// Everything comes: the products, then their files.
fn pull(host: &mut Host) -> u64 {
    let products = with_pictures(host, "pull").counts.writes;
    products + with_pictures(host, "images").counts.writes
}

/// Contents of UnoPim's files, in their order.
fn contents(host: &Host, value: &Value) -> Vec<Vec<u8>> {
    let paths: Vec<&str> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => text.split(',').filter(|path| !path.is_empty()).collect(),
        _ => Vec::new(),
    };
    paths
        .into_iter()
        .map(|path| host.unopim.state.media.bytes(path).map(|bytes| bytes.to_vec()).unwrap_or_default())
        .collect()
}

/// A picture that nobody has seen; the number is its content.
fn draw(host: &mut Host, number: u64) -> (u64, Vec<u8>) {
    let bytes = png::draw(number);
    (host.add_file(&format!("hand-{number}.png"), &bytes), bytes)
}

/// Pictures of the shop's item, as contents.
fn shown(host: &Host, id: u64, field: &str) -> Vec<Vec<u8>> {
    let of = |id: u64| host.library.file(id).map(|(_, bytes)| bytes.to_vec()).unwrap_or_default();
    match host.shop.view(id, field) {
        Value::Array(list) => list.iter().filter_map(Value::as_u64).map(of).collect(),
        one => one.as_u64().map(of).into_iter().collect(),
    }
}

/// What a hand does to the pictures of an item: the field, and how many new files it takes.
fn edit(host: &mut Host, id: u64, product: &Product, number: u64) -> Option<(&'static str, usize)> {
    let own = |field: &str| host.shop.view(id, field);
    let mut gallery: Vec<u64> =
        own("gallery").as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let is_variant = product.parent.is_some();
    let (field, value, new) = match number % 4 {
        _ if is_variant => ("image", json!(draw(host, 500 + number).0), 1),
        0 => ("image", json!(draw(host, 500 + number).0), 1),
        1 => {
            gallery.push(draw(host, 500 + number).0);
            ("gallery", json!(gallery), 1)
        }
        2 if gallery.len() > 1 => {
            gallery.remove(0);
            ("gallery", json!(gallery), 0)
        }
        _ if gallery.len() > 1 => {
            gallery.reverse();
            ("gallery", json!(gallery), 0)
        }
        _ => return None,
    };
    host.shop.edit_item(id, &Map::from_iter([(field.to_owned(), value)]));
    Some((field, new))
}

fn without_pictures(mut want: Wanted) -> Wanted {
    for field in ["image", "gallery"] {
        if let Some(common) = want.values["common"].as_object_mut() {
            common.remove(field);
        }
    }
    want
}

#[test]
fn pictures_arrive_by_their_content_in_their_order_and_once() {
    let mut kinds: BTreeMap<(&str, usize, bool), usize> = BTreeMap::new();
    for version in Version::ALL {
        let mut host = host(generate(&Plan { version, edge_share: 0, ..Plan::new(7, 60) }));
        pull(&mut host);
        assert_eq!(pull(&mut host), 0, "{version:?}");
        with_pictures(&mut host, "push");
        assert_eq!(sent(&host), Vec::<String>::new(), "{version:?}: what was pulled is no edit");

        let products: Vec<Product> = host.unopim.state.products.rows().cloned().collect();
        let (mut edited, mut uploads) = (Vec::new(), 0);
        for (number, product) in (0..).zip(&products) {
            let link = host.shop.link("product", "default", &product.sku).map(|link| link.id);
            let Some(id) = link.filter(|_| product.kind != Kind::VariantGroup) else { continue };
            if let Some((field, new)) = edit(&mut host, id, product, number) {
                *kinds.entry((field, new, product.parent.is_some())).or_default() += 1;
                uploads += new;
                edited.push((product.sku.clone(), id));
            }
        }
        let before: BTreeMap<String, (Value, Value)> = products
            .iter()
            .map(|p| {
                (p.sku.clone(), (p.values["common"]["image"].clone(), p.values["common"]["gallery"].clone()))
            })
            .collect();
        let expected: BTreeMap<String, Wanted> = products
            .iter()
            .map(|p| (p.sku.clone(), without_pictures(wanted(&host.unopim.state, p))))
            .collect();
        let result = with_pictures(&mut host, "push");
        let told = told(&host);
        for (sku, id) in &edited {
            let common =
                host.unopim.state.products.get(sku).expect("the product is there").values["common"].clone();
            for field in ["image", "gallery"] {
                assert!(
                    contents(&host, &common[field]) == shown(&host, *id, field),
                    "{version:?} {sku} #{id}: {field} is {} {:?} {told:#?}",
                    common[field],
                    result.counts
                );
            }
        }
        for product in host.unopim.state.products.rows() {
            let is_edited = edited.iter().any(|(sku, _)| *sku == product.sku);
            let now =
                (product.values["common"]["image"].clone(), product.values["common"]["gallery"].clone());
            assert!(is_edited || before[&product.sku] == now, "{version:?} {}: {now:?}", product.sku);
        }
        let here: BTreeMap<String, Wanted> = expected;
        let mut bare = host.unopim.state.clone();
        let skus: Vec<String> = bare.products.rows().map(|p| p.sku.clone()).collect();
        for sku in skus {
            if let Some(common) = bare.products.get_mut(&sku).and_then(|p| p.values["common"].as_object_mut())
            {
                common.remove("image");
                common.remove("gallery");
            }
        }
        assert_eq!(differences(&bare, &here), Vec::<String>::new(), "{version:?}");
        let sends = sent(&host).into_iter().filter(|line| line.contains("media-files")).count();
        assert_eq!(sends, uploads, "{version:?}: each content goes once");

        // What was uploaded has no mark of UnoPim's yet: it is looked at once, and makes no attachment.
        let (downloads, files) = (host.library.downloads, host.shop.attachments.len());
        assert_eq!(pull(&mut host), 0, "{version:?}");
        let looked = usize::try_from(host.library.downloads - downloads).unwrap_or_default();
        assert!(looked <= uploads, "{version:?}: {looked} of {uploads}");
        assert_eq!(host.shop.attachments.len(), files, "{version:?}");
        let downloads = host.library.downloads;
        assert_eq!(pull(&mut host), 0, "{version:?}");
        assert_eq!(host.library.downloads, downloads, "{version:?}: nothing comes back");
        let before = sent(&host).len();
        with_pictures(&mut host, "push");
        assert_eq!(sent(&host).len(), before, "{version:?}: {:#?}", &sent(&host)[before..]);
    }
    // Replaced, added, taken away or put round, and on a variation.
    for kind in [("image", 1, false), ("gallery", 1, false), ("gallery", 0, false), ("image", 1, true)] {
        assert!(kinds.get(&kind).is_some_and(|count| *count > 3), "{kind:?} of {kinds:?}");
    }
}
