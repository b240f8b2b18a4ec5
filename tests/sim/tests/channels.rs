//! Two channels of one site.

mod common;

use serde_json::{Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::Product;

use common::pushes::{host, job, product, run, single, singles};

/// A run of a channel below others, and for a push the channels of the site from the top.
fn of(kind: &Value, order: &[&str]) -> Value {
    let settings = |place: usize| {
        let mut settings = job(kind)["settings"].clone();
        settings["channel"] = json!(order[place]);
        settings["above"] =
            order[..place].iter().map(|above| json!({"channel": above, "locale": "en_US"})).collect();
        settings
    };
    let mut run = job(kind);
    let last = if kind["kind"] == "push" { 0 } else { order.len() - 1 };
    run["settings"] = settings(last);
    if last == 0 && order.len() > 1 {
        run["channels"] = (0..order.len()).map(settings).collect();
    }
    run
}

fn name<'p>(product: &'p Product, channel: &str) -> &'p Value {
    &product.values["channel_locale_specific"][channel]["en_US"]["name"]
}

/// A product that has a name of its own in both channels.
fn twice_named(host: &mut Host) -> String {
    let fits =
        |p: &&Product| p.parent.is_none() && p.super_attributes.is_empty() && name(p, "default").is_string();
    let sku = host.unopim.state.products.rows().find(fits).expect("a simple product").sku.clone();
    let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
    row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("For people");
    row.values["channel_locale_specific"]["web"] = json!({"en_US": {"name": "For the web"}});
    host.unopim.state.touch();
    sku
}

#[test]
fn what_a_channel_above_brought_is_no_edit_of_those_below() {
    for version in Version::ALL {
        let pull = json!({"kind": "pull", "scope": "full"});
        let mut host = host(version);
        let sku = twice_named(&mut host);
        run(&mut host, &of(&pull, &["default"]));
        assert_eq!(host.shop.field(&sku, "name"), Some(json!("For people")), "{version:?}");
        // From now on the other one stands above.
        run(&mut host, &of(&pull, &["web"]));
        run(&mut host, &of(&pull, &["web", "default"]));
        assert_eq!(host.shop.field(&sku, "name"), Some(json!("For the web")), "{version:?}");
        let push = json!({"kind": "push", "scope": "all"});
        run(&mut host, &of(&push, &["web", "default"]));
        let held = product(&host, &sku);
        assert_eq!(
            (name(held, "web"), name(held, "default")),
            (&json!("For the web"), &json!("For people")),
            "{version:?}"
        );

        host.shop.edit(&sku, "name", json!("By hand"));
        run(&mut host, &of(&push, &["web", "default"]));
        let held = product(&host, &sku);
        assert_eq!(name(held, "web"), "By hand", "{version:?}: an edit goes out");
    }
}

/// The product's name in the shop and in both channels.
fn names(host: &Host, sku: &str) -> (Value, Value, Value) {
    let held = product(host, sku);
    let shop = host.shop.field(sku, "name").unwrap_or_default();
    (shop, name(held, "default").clone(), name(held, "web").clone())
}

#[test]
fn what_a_channel_wrote_that_stood_above_for_a_while_is_no_edit() {
    for version in Version::ALL {
        for pushes_first in [false, true] {
            let pull = json!({"kind": "pull", "scope": "full"});
            let push = json!({"kind": "push", "scope": "all"});
            let mut host = host(version);
            let sku = twice_named(&mut host);
            let told = |shop: &str, default: &str| (json!(shop), json!(default), json!("For the web"));
            run(&mut host, &of(&pull, &["default"]));
            run(&mut host, &of(&pull, &["web"]));
            run(&mut host, &of(&pull, &["web", "default"]));
            assert_eq!(names(&host, &sku), told("For the web", "For people"), "{version:?}");
            // It goes back below.
            if pushes_first {
                run(&mut host, &of(&push, &["default", "web"]));
                assert_eq!(
                    names(&host, &sku),
                    told("For the web", "For people"),
                    "{version:?}: nobody edited it"
                );
            }
            run(&mut host, &of(&pull, &["default"]));
            run(&mut host, &of(&pull, &["default", "web"]));
            assert_eq!(names(&host, &sku), told("For people", "For people"), "{version:?}");
            let rest = |host: &mut Host| {
                let orders = [&["default"][..], &["default", "web"]];
                orders.map(|order| run(host, &of(&pull, order)).counts.writes)
            };
            if !pushes_first {
                assert_eq!(rest(&mut host), [0, 0], "{version:?}");
            }
            // What the other channel lacks it takes over from the shop, once.
            run(&mut host, &of(&push, &["default", "web"]));
            rest(&mut host);
            assert_eq!(rest(&mut host), [0, 0], "{version:?}");
            assert_eq!(run(&mut host, &of(&push, &["default", "web"])).counts.writes, 0, "{version:?}");
            assert_eq!(names(&host, &sku), told("For people", "For people"), "{version:?}");
        }
    }
}

#[test]
fn an_edit_stays_one_whatever_channel_stood_above_meanwhile() {
    let pull = json!({"kind": "pull", "scope": "full"});
    let push = json!({"kind": "push", "scope": "all"});
    for version in Version::ALL {
        // Made while the other one stood above, and never sent.
        let mut host = host(version);
        let sku = twice_named(&mut host);
        for order in [&["default"][..], &["web"], &["web", "default"]] {
            run(&mut host, &of(&pull, order));
        }
        host.shop.edit(&sku, "name", json!("By hand"));
        run(&mut host, &of(&pull, &["default"]));
        assert_eq!(names(&host, &sku).0, "By hand", "{version:?}: a pull keeps it");
        run(&mut host, &of(&push, &["default"]));
        assert_eq!(names(&host, &sku).1, "By hand", "{version:?}: a push sends it");

        // To the very value that the other channel has.
        host.shop.edit(&sku, "name", json!("For the web"));
        run(&mut host, &of(&pull, &["default"]));
        run(&mut host, &of(&push, &["default"]));
        let told = (json!("For the web"), json!("For the web"), json!("For the web"));
        assert_eq!(names(&host, &sku), told, "{version:?}");
    }
}

#[test]
fn what_lies_outside_of_a_channels_root_is_left_to_one_below_that_has_it() {
    for version in Version::ALL {
        let mut host = host(version);
        let sku = twice_named(&mut host);
        let ended = |below: &[&str]| {
            let mut run = of(&json!({"kind": "pull", "scope": "full"}), &["default"]);
            run["settings"]["root_only"] = json!(true);
            run["settings"]["below"] = below.iter().map(|channel| json!({"channel": channel})).collect();
            run
        };
        let mut web = of(&json!({"kind": "pull", "scope": "full"}), &["default", "web"]);
        web["settings"]["above"][0]["root_only"] = json!(true);
        let shown = |host: &Host| (host.shop.field(&sku, "name"), host.shop.field(&sku, "status"));
        let of_people = (Some(json!("For people")), Some(json!("publish")));
        let of_the_web = (Some(json!("For the web")), Some(json!("publish")));
        let put = |host: &mut Host, categories: &Value| {
            let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
            (row.values["categories"], row.enabled) = (categories.clone(), true);
            host.unopim.state.touch();
        };
        let root = host.unopim.state.channels.get("default").expect("it is there").root_category.clone();
        let root = json!([root]);
        put(&mut host, &root);
        run(&mut host, &ended(&["web"]));
        run(&mut host, &web);
        assert_eq!(shown(&host), of_people, "{version:?}");

        put(&mut host, &json!([]));
        run(&mut host, &ended(&["web"]));
        assert_eq!(shown(&host), of_people, "{version:?}: it is another channel's by now");
        run(&mut host, &web);
        assert_eq!(shown(&host), of_the_web, "{version:?}");
        let rest = [ended(&["web"]), web.clone()].map(|wish| run(&mut host, &wish).counts.writes);
        assert_eq!((rest, shown(&host)), ([0, 0], of_the_web), "{version:?}: they take no turns");

        put(&mut host, &root);
        run(&mut host, &ended(&["web"]));
        run(&mut host, &web);
        assert_eq!(shown(&host), of_people, "{version:?}: it has come back");
        put(&mut host, &json!([]));
        run(&mut host, &ended(&[]));
        assert_eq!(shown(&host).1, Some(json!("draft")), "{version:?}: nobody else has it");
    }
}

/// A pull of the last of these channels, with the rows of each, in a shop that has all of `order`.
fn pull_of(channel: &str, order: &[&str], rows: &Value) -> Value {
    let place = order.iter().position(|one| *one == channel).expect("one of them");
    let mut pull = of(&json!({"kind": "pull", "scope": "full"}), &order[..=place]);
    let below = order[place + 1..].iter();
    pull["settings"]["below"] = below.map(|channel| json!({"channel": channel})).collect();
    if let Some(rows) = rows.as_object() {
        pull["mapping"]["attributes"] =
            rows.iter().map(|(channel, rows)| (channel.clone(), json!({"en_US": rows}))).collect();
    }
    pull
}

#[test]
fn a_row_that_moves_to_another_channel_leaves_edits_alone() {
    let order = ["default", "web"];
    let row = json!([{"target": "meta:url_key", "attribute": "url_key"}]);
    for version in Version::ALL {
        let mut host = host(version);
        let before = json!({"default": row, "web": []});
        for channel in order {
            run(&mut host, &pull_of(channel, &order, &before));
        }
        let skus: Vec<String> = singles(&host).take(2).collect();
        host.shop.edit(&skus[0], "meta:url_key", json!("by-hand"));
        let state = &mut host.unopim.state;
        state.products.get_mut(&skus[1]).expect("it is there").values["common"]["url_key"] = json!("anew");
        state.touch();
        let after = json!({"default": [], "web": row});
        for channel in order {
            run(&mut host, &pull_of(channel, &order, &after));
        }
        let held = |sku: &str| host.shop.field(sku, "meta:url_key");
        assert_eq!(
            (held(&skus[0]), held(&skus[1])),
            (Some(json!("by-hand")), Some(json!("anew"))),
            "{version:?}"
        );
        let rest = order.map(|channel| run(&mut host, &pull_of(channel, &order, &after)).counts.writes);
        assert_eq!(rest, [0, 0], "{version:?}");
    }
}

#[test]
fn what_somebody_deleted_is_brought_by_no_other_channel() {
    for version in Version::ALL {
        let mut host = host(version);
        run(&mut host, &pull_of("web", &["web"], &Value::Null));
        let sku = single(&host);
        let (id, _) = host.shop.by_sku(&sku).expect("it is there");
        host.shop.products.remove(&id);
        for order in [["default", "web"], ["web", "default"]] {
            run(&mut host, &pull_of("default", &order, &Value::Null));
            assert!(host.shop.by_sku(&sku).is_none(), "{version:?}: {order:?}");
        }
        assert!(
            host.logs.iter().any(|log| log.code == "deleted_in_shop" && log.key == sku),
            "{version:?}: and that is told"
        );
    }
}

/// With its variants, parents first.
fn family(host: &Host, sku: &str) -> Vec<Product> {
    let products = &host.unopim.state.products;
    let id = products.id_of(sku);
    let is_of = |product: &&Product| product.sku == sku || product.parent.is_some() && product.parent == id;
    products.rows().filter(is_of).cloned().collect()
}

#[test]
fn what_a_pull_deleted_comes_again_in_every_channel() {
    let order = ["default", "web"];
    for version in Version::ALL {
        let mut host = host(version);
        let pull = |channel: &str| {
            let mut pull = pull_of(channel, &order, &Value::Null);
            pull["settings"]["on_delete"] = json!("delete");
            pull
        };
        for channel in order {
            run(&mut host, &pull(channel));
        }
        let parents: Vec<u64> = host.unopim.state.products.rows().filter_map(|p| p.parent).collect();
        let parent = host.unopim.state.products.by_id(parents[0]).expect("a configurable").sku.clone();
        for sku in [single(&host), parent] {
            let rows = family(&host, &sku);
            let products = &mut host.unopim.state.products;
            // Its variants go with it.
            let id = products.id_of(&sku).expect("it is there");
            products.delete(id);
            host.unopim.state.touch();
            run(&mut host, &pull("default"));
            for mut row in rows.clone() {
                assert!(host.shop.by_sku(&row.sku).is_none(), "{version:?}: {}", row.sku);
                row.parent = row.parent.and_then(|_| host.unopim.state.products.id_of(&sku));
                host.unopim.state.products.insert(row);
            }
            host.unopim.state.touch();
            for channel in ["web", "default", "web"] {
                run(&mut host, &pull(channel));
            }
            for row in &rows {
                let id = host.shop.by_sku(&row.sku).map(|(id, _)| id);
                assert!(id.is_some(), "{version:?}: {} is back", row.sku);
                let linked = order.map(|channel| host.shop.link("product", channel, &row.sku).map(|l| l.id));
                assert_eq!(linked, [id; 2], "{version:?}: {}", row.sku);
            }
        }
    }
}

#[test]
fn a_category_that_two_channels_share_keeps_what_was_edited_by_hand() {
    let order = ["default", "web"];
    for version in Version::ALL {
        let mut host = host(version);
        let channels = &mut host.unopim.state.channels;
        let root = channels.get("default").expect("it is there").root_category.clone();
        channels.get_mut("web").expect("it is there").root_category = root;
        host.unopim.state.touch();
        run(&mut host, &pull_of("default", &order, &Value::Null));
        let (code, id) = host.shop.links_in("category", "default").into_iter().next().expect("a category");
        let count = host.shop.terms["product_cat"].len();
        let terms = host.shop.terms.get_mut("product_cat").expect("they are there");
        let term = terms.iter_mut().find(|term| term.id == id).expect("it is there");
        (term.name, term.slug) = ("By hand".into(), "by-hand".into());
        for channel in ["web", "default", "web"] {
            run(&mut host, &pull_of(channel, &order, &Value::Null));
            let term = host.shop.terms["product_cat"].iter().find(|term| term.id == id);
            assert_eq!(term.map(|term| term.name.as_str()), Some("By hand"), "{version:?}: {channel}");
        }
        assert_eq!(host.shop.terms["product_cat"].len(), count, "{version:?}: and none is there twice");
        let linked = order.map(|channel| host.shop.link("category", channel, &code).map(|link| link.id));
        assert_eq!(linked, [Some(id); 2], "{version:?}");
    }
}
