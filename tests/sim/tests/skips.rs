//! What does not go to UnoPim says why, and what helps.

mod common;

use serde_json::{Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;

use common::pushes::{host, job, name_of, product, pull, push, run, sent, single, told};

/// A new item of the shop.
fn add(host: &mut Host, kind: &str, parent: u64, fields: &Value) -> u64 {
    host.shop.add(kind, parent, fields.as_object().expect("fields"))
}

/// The keys of what was told under a code; each row has a remedy.
fn keys(host: &Host, code: &str) -> Vec<String> {
    let rows = told(host, code);
    assert!(rows.iter().all(|row| row.hint.is_some()), "{code} without a remedy");
    rows.iter().map(|row| row.key.clone()).collect()
}

#[test]
fn an_item_that_unopim_cannot_have_is_told_and_not_sent() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let fields = |sku: &str| json!({"sku": sku, "name": "New", "status": "publish"});
        let nameless = add(&mut host, "simple", 0, &json!({"name": "Without a SKU", "status": "publish"}));
        for (kind, sku) in
            [("simple", "no blanks"), ("grouped", "set-1"), ("subscription", "box-1"), ("simple", "draft-1")]
        {
            add(&mut host, kind, 0, &fields(sku));
        }
        let draft = host.shop.by_sku("draft-1").expect("it was added").0;
        host.shop.edit_item(draft, json!({"status": "auto-draft"}).as_object().expect("fields"));
        let result = push(&mut host, "queue");
        assert_eq!((sent(&host), result.counts.parked), (0, 1), "{version:?} {:?}", result.counts);
        let expected = [
            ("no_sku", format!("#{nameless}")),
            ("sku_pattern", "no blanks".to_owned()),
            ("grouped", "set-1".to_owned()),
            ("unsupported_type", "box-1".to_owned()),
            ("not_saved", "draft-1".to_owned()),
        ];
        for (code, key) in expected {
            assert_eq!(keys(&host, code), [key], "{version:?} {code}");
        }
    }
}

#[test]
fn what_cannot_tell_variants_apart_makes_no_configurable() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let size = json!({"values": ["S", "L"], "visible": true, "variation": true, "position": 0});
    let id = add(
        &mut host,
        "variable",
        0,
        &json!({"sku": "new-tee", "name": "New tee", "status": "publish", "custom:Fit": size}),
    );
    add(&mut host, "variation", id, &json!({"sku": "new-tee-1", "status": "publish", "regular_price": "5"}));
    push(&mut host, "queue");
    assert_eq!(sent(&host), 0);
    assert_eq!(keys(&host, "axis_not_select"), ["new-tee"]);
}

#[test]
fn what_was_deleted_stays_in_unopim_while_nobody_wants_it_gone() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let sku = single(&host);
    let id = host.shop.by_sku(&sku).expect("it is there").0;
    host.shop.delete(id);
    push(&mut host, "queue");
    assert_eq!((sent(&host), keys(&host, "writeback_off")), (0, vec![sku]));
    assert!(host.shop.items.keys().all(|(lane, ..)| lane != "push"), "nothing waits");
}

#[test]
fn a_preview_of_a_push_is_not_carried_out_over_a_later_edit() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        host.shop.edit(&sku, "name", json!("Previewed"));
        let plan = host.runs + 1;
        run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        host.shop.edit(&sku, "name", json!("Edited since"));
        let apply = job(&json!({"kind": "apply", "plan": plan}));
        let result = run(&mut host, &apply);
        assert_eq!((result.counts.writes, sent(&host)), (0, 0), "{version:?} {:?}", result.counts);
        assert_eq!(keys(&host, "changed_since_preview"), [sku.as_str()], "{version:?}");
        assert_ne!(name_of(product(&host, &sku)), "Previewed", "{version:?}");
        let result = run(&mut host, &apply);
        assert_eq!(result.counts.writes, 1, "it was planned anew; {version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, &sku)), "Edited since", "{version:?}");
    }
}

#[test]
fn a_push_is_taken_back_but_for_what_was_edited_in_unopim_since() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        let texts =
            |host: &Host| product(host, &sku).values["channel_locale_specific"]["default"]["en_US"].clone();
        let before = texts(&host);
        let id = host.shop.by_sku(&sku).expect("it is there").0;
        let fields = json!({"name": "By hand", "short_description": "<p>By hand</p>"});
        host.shop.edit_item(id, fields.as_object().expect("fields"));
        push(&mut host, "queue");
        let undone = host.runs;
        let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
        row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("In UnoPim since");
        host.unopim.state.touch();
        run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        let now = texts(&host);
        assert_eq!(now["name"], "In UnoPim since", "{version:?}");
        assert_eq!(now["short_description"], before["short_description"], "{version:?}: taken back");
        let rows = host.logs.iter().filter(|log| log.code == "edited_since" && log.op == "undo");
        assert_eq!(rows.map(|log| log.key.as_str()).collect::<Vec<_>>(), [sku.as_str()], "{version:?}");
    }
}
