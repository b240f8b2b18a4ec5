//! Links between products that both sides changed: they wait for a choice, and go as somebody chose.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;

use common::pushes::{host_of, job, product, run, sent, singles};

fn reviewed(host: &mut Host, kind: &Value) -> RunResult {
    let mut wish = job(kind);
    wish["settings"]["conflict_policy"] = json!("review");
    run(host, &wish)
}

fn pull(host: &mut Host) -> RunResult {
    reviewed(host, &json!({"kind": "pull", "scope": "full"}))
}

fn push(host: &mut Host) -> RunResult {
    reviewed(host, &json!({"kind": "push", "scope": "all"}))
}

fn link(host: &mut Host, sku: &str, named: &[&String]) {
    let row = host.unopim.state.products.get_mut(sku).expect("it is there");
    row.values["associations"] = json!({"up_sells": named, "cross_sells": [], "related_products": []});
    host.unopim.state.touch();
}

fn ids(host: &Host, skus: &[&String]) -> Value {
    skus.iter().map(|sku| json!(host.shop.by_sku(sku).expect("it is there").0)).collect()
}

fn held(host: &Host, sku: &str) -> Option<Value> {
    let row = host.shop.items.iter().find(|((lane, _, _, code), _)| lane == "held" && code == sku);
    row.map(|(_, row)| row.body["fields"].clone())
}

fn names(fields: &Value) -> Vec<&str> {
    fields.as_array().into_iter().flatten().filter_map(|f| f["field"].as_str()).collect()
}

#[test]
fn links_that_both_sides_changed_wait_and_go_as_somebody_chose() {
    for version in Version::ALL {
        for (by_push, side) in [(false, "unopim"), (false, "shop"), (true, "unopim"), (true, "shop")] {
            let about = format!("{version:?}, found by a {}, {side}", if by_push { "push" } else { "pull" });
            let mut host = host_of(&Plan { version, ..Plan::new(7, 16) });
            pull(&mut host);
            let skus: Vec<String> = singles(&host).take(4).collect();
            let [sku, a, b, c] = &skus[..] else { panic!("{skus:?}") };
            link(&mut host, sku, &[a, b]);
            pull(&mut host);
            host.shop.items.clear();
            assert_eq!(host.shop.field(sku, "upsells"), Some(ids(&host, &[a, b])), "{about}");
            link(&mut host, sku, &[b, c]);
            let ours = ids(&host, &[a]);
            host.shop.edit(sku, "upsells", ours.clone());
            host.shop.edit(sku, "name", json!("Ours"));
            let row = host.unopim.state.products.get_mut(sku).expect("it is there");
            row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Theirs");
            host.unopim.state.touch();
            let result = if by_push { push(&mut host) } else { pull(&mut host) };
            assert!(result.counts.held > 0, "{about}: {:?}", result.counts);
            // Whoever looks meanwhile changes nothing.
            pull(&mut host);
            push(&mut host);
            pull(&mut host);
            let row = held(&host, sku).unwrap_or_else(|| panic!("{about}: nothing is held"));
            let links = row.as_array().into_iter().flatten().find(|f| f["field"] == "upsells");
            let links = links.unwrap_or_else(|| panic!("{about}: {row}"));
            assert_eq!((&links["shop"], &links["unopim"]), (&ours, &ids(&host, &[b, c])), "{about}: {row}");
            assert_eq!(names(&row).len(), 2, "{about}: {row}");
            assert_eq!(host.shop.field(sku, "upsells"), Some(ours), "{about}");
            assert_eq!(product(&host, sku).values["associations"]["up_sells"], json!([b, c]), "{about}");
            // The links alone.
            let choices = json!({sku: {"upsells": side}});
            reviewed(&mut host, &json!({"kind": "pull", "scope": "one", "skus": [sku], "choices": choices}));
            assert_eq!(names(&held(&host, sku).unwrap_or_default()), ["name"], "{about}");
            push(&mut host);
            let now: &[&String] = if side == "shop" { &[a] } else { &[b, c] };
            assert_eq!(host.shop.field(sku, "upsells"), Some(ids(&host, now)), "{about}");
            assert_eq!(product(&host, sku).values["associations"]["up_sells"], json!(now), "{about}");
            assert_eq!(host.shop.field(sku, "name"), Some(json!("Ours")), "{about}");
            // And the rest.
            let choices = json!({sku: {"name": "unopim"}});
            reviewed(&mut host, &json!({"kind": "pull", "scope": "one", "skus": [sku], "choices": choices}));
            assert_eq!(held(&host, sku), None, "{about}");
            let (writes, already) = (host.shop.writes, sent(&host));
            pull(&mut host);
            push(&mut host);
            assert_eq!((host.shop.writes, sent(&host)), (writes, already), "{about}: both sides are at rest");
        }
    }
}
