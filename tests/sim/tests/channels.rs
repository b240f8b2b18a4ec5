//! Two channels of one site that both push.

mod common;

use serde_json::{Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::Product;

use common::pushes::{host, job, product, run};

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
