//! The stories look through everything that a run wrote: here every kind of wrong makes them speak.

use serde_json::{Value, json};
use unopim_sim::catalogue::recorded;
use unopim_sim::drive::audit::{audit, before};
use unopim_sim::drive::ledger::{Judge, Place};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::store::OperationRow;
use unopim_sim::unopim::Version;

/// A shop that was pulled, and what was seen of it.
fn pulled() -> Host {
    let mut state = recorded::state(Version::V3_0_0);
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    let seen = before(&host);
    assert!(matches!(host.run(&full_pull()), Ended::Done(_)));
    assert_eq!(audit(&mut host, &full_pull(), &seen), Vec::<String>::new());
    host
}

fn id(host: &Host) -> u64 {
    host.shop.by_sku("full-1").unwrap().0
}

/// Somebody gives the product a name, or another field a value.
fn edit(host: &mut Host, field: &str, value: &str) {
    let id = id(host);
    let was = host.shop.view(id, field);
    host.shop.edit("full-1", field, json!(value));
    let at = host.shop.operations.len();
    host.owner.ledger.edited(Place::product(id, field), was, json!(value), at);
}

/// As if a run had carried out an operation on the product, with this effect.
fn operate(host: &mut Host, action: &str, reason: &str, fields: &Value) -> Vec<String> {
    let seen = before(host);
    let id = id(host);
    for field in fields.as_array().unwrap() {
        host.shop.edit("full-1", field["field"].as_str().unwrap(), field["new"].clone());
    }
    let op = json!({"entity": "product", "key": "full-1", "channel": "default", "action": action, "reason": reason,
        "fields": fields, "link": {"bases": {}}});
    host.shop.operations.push(OperationRow { row: 1, run: 2, id, outcome: "done".into(), op });
    audit(host, &full_pull(), &seen)
}

fn written(field: &str, old: &str, new: &str) -> Value {
    json!([{"field": field, "old": old, "new": new, "write": true, "reason": "unopim_wins"}])
}

fn says(said: &[String], what: &str) {
    assert!(said.len() == 1 && said[0].contains(what), "expected one line with {what:?}, said {said:#?}");
}

#[test]
fn an_edit_that_gives_way_without_a_cause_is_seen() {
    let mut host = pulled();
    edit(&mut host, "name", "By hand");
    says(&operate(&mut host, "update", "unopim_wins", &written("name", "By hand", "Other")), "is lost");
}

#[test]
fn an_edit_may_give_way_to_what_unopim_has_changed_since() {
    let mut host = pulled();
    edit(&mut host, "name", "By hand");
    let product = host.unopim.state.products.get_mut("full-1").unwrap();
    product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Other");
    host.unopim.state.touch();
    assert!(operate(&mut host, "update", "unopim_wins", &written("name", "By hand", "Other")).is_empty());
}

#[test]
fn no_edit_may_give_way_where_the_shop_decides() {
    let mut host = pulled();
    host.owner.ledger.judge = Judge::Shop;
    edit(&mut host, "name", "By hand");
    let product = host.unopim.state.products.get_mut("full-1").unwrap();
    product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Other");
    says(&operate(&mut host, "update", "unopim_wins", &written("name", "By hand", "Other")), "is lost");
}

#[test]
fn an_overwritten_value_that_is_not_on_record_is_seen() {
    let mut host = pulled();
    host.owner.ledger.judge = Judge::Mirror;
    edit(&mut host, "name", "By hand");
    says(
        &operate(&mut host, "update", "mirror", &written("name", "Something else", "Other")),
        "is on record",
    );
}

#[test]
fn an_edit_that_vanishes_without_an_operation_is_seen() {
    let mut host = pulled();
    edit(&mut host, "name", "By hand");
    host.shop.edit("full-1", "name", json!("Other"));
    let seen = before(&host);
    says(&audit(&mut host, &full_pull(), &seen), "behind everybody's back");
}

#[test]
fn a_product_that_vanishes_with_its_edits_is_seen() {
    let mut host = pulled();
    edit(&mut host, "name", "By hand");
    let id = id(&host);
    host.shop.delete(id);
    let seen = before(&host);
    says(&audit(&mut host, &full_pull(), &seen), "nobody took it away");
}

#[test]
fn a_field_that_no_row_maps_is_not_to_be_written() {
    let mut host = pulled();
    says(&operate(&mut host, "update", "unopim_changed", &written("meta:own", "", "x")), "no row maps it");
}

#[test]
fn what_unopim_has_is_not_to_be_taken_away() {
    for action in ["trash", "delete", "update"] {
        let mut host = pulled();
        says(&operate(&mut host, action, "deleted_in_unopim", &json!([])), "though UnoPim has it");
    }
}

#[test]
fn an_undo_writes_over_no_edit() {
    let mut host = pulled();
    edit(&mut host, "name", "By hand");
    says(&operate(&mut host, "update", "undone", &written("name", "By hand", "Before")), "is lost");
}
