//! What was one thing, then another, and is the first again; what was taken back and stays so.

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::recorded;
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::{Kind, Product};

const AT: u64 = 1_780_000_000_000;

fn host() -> Host {
    let mut state = recorded::state(Version::V3_0_0);
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn run(host: &mut Host, job: &Value) -> RunResult {
    let mut run = full_pull();
    for (key, value) in job.as_object().expect("a job") {
        run["job"][key] = value.clone();
    }
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn full(host: &mut Host) -> RunResult {
    run(host, &json!({}))
}

fn priced(sku: &str, kind: Kind, family: &str) -> Product {
    let mut product = Product::new(sku, kind, family, AT);
    product.values = json!({
        "common": {"sku": sku},
        "channel_locale_specific": {"default": {"en_US": {"name": "Bowl", "price": {"EUR": "12"}}}},
    });
    product
}

/// UnoPim makes the bowl a configurable with one variant.
fn make_configurable(host: &mut Host, family: &str) {
    let state = &mut host.unopim.state;
    let id = state.products.id_of("bowl").expect("it was added");
    state.products.delete(id);
    let mut parent = priced("bowl", Kind::Configurable, family);
    parent.super_attributes = vec!["color".into()];
    let parent = state.products.add(parent);
    let mut child = priced("bowl-red", Kind::Simple, family);
    child.parent = Some(parent);
    child.values["common"]["color"] = json!("Red");
    state.products.add(child);
    state.touch();
}

/// And a simple product again.
fn make_simple(host: &mut Host, family: &str) {
    let state = &mut host.unopim.state;
    for sku in ["bowl-red", "bowl"] {
        let id = state.products.id_of(sku).expect("it was added");
        state.products.delete(id);
    }
    state.products.add(priced("bowl", Kind::Simple, family));
    state.touch();
}

/// A host that has pulled a simple bowl, and the bowl's family.
fn with_bowl() -> (Host, String) {
    let mut host = host();
    let family = host.unopim.state.products.get("tee").expect("recorded").family.clone();
    host.unopim.state.products.add(priced("bowl", Kind::Simple, &family));
    full(&mut host);
    (host, family)
}

fn kind_and_price(host: &Host) -> (String, Value) {
    let bowl = host.shop.by_sku("bowl").expect("it is there").1;
    (bowl.kind.clone(), bowl.fields.get("regular_price").cloned().unwrap_or(json!("")))
}

fn status(host: &Host, sku: &str) -> String {
    host.shop.by_sku(sku).expect("it is there").1.status().to_owned()
}

fn undo_last(host: &mut Host) -> RunResult {
    let last = host.runs;
    run(host, &json!({"kind": "undo", "run": last}))
}

#[test]
fn a_product_that_was_variable_for_a_while_has_its_price_again() {
    let (mut host, family) = with_bowl();
    make_configurable(&mut host, &family);
    full(&mut host);
    assert_eq!(kind_and_price(&host), ("variable".into(), json!("")));
    make_simple(&mut host, &family);
    full(&mut host);
    assert_eq!(kind_and_price(&host), ("simple".into(), json!("12")));
}

#[test]
fn an_undo_gives_a_product_its_type_and_its_price_back() {
    let (mut host, family) = with_bowl();
    make_configurable(&mut host, &family);
    full(&mut host);
    let undone = undo_last(&mut host);
    assert_eq!(undone.status, RunStatus::Done);
    assert_eq!(kind_and_price(&host), ("simple".into(), json!("12")));
    assert_eq!(status(&host, "bowl-red"), "private");
    // No pull makes it a variable product again, as long as nobody decides so.
    let writes = host.shop.writes;
    full(&mut host);
    assert_eq!((kind_and_price(&host).0.as_str(), host.shop.writes - writes), ("simple", 0));
    let bowl = host.unopim.state.products.get_mut("bowl").expect("it is there");
    bowl.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Big bowl");
    host.unopim.state.touch();
    full(&mut host);
    assert_eq!(kind_and_price(&host).0, "simple");
    assert!(host.logs.iter().any(|log| log.code == "type_mismatch" && log.key == "bowl"));
    make_simple(&mut host, &family);
    full(&mut host);
    make_configurable(&mut host, &family);
    full(&mut host);
    assert_eq!(kind_and_price(&host).0, "variable", "once both agree, UnoPim's type holds as ever");
}

#[test]
fn an_undo_gives_a_variable_product_its_variations_back() {
    let (mut host, family) = with_bowl();
    make_configurable(&mut host, &family);
    full(&mut host);
    make_simple(&mut host, &family);
    full(&mut host);
    assert_eq!((kind_and_price(&host).0.as_str(), status(&host, "bowl-red").as_str()), ("simple", "private"));
    let undone = undo_last(&mut host);
    assert_eq!(undone.status, RunStatus::Done);
    assert_eq!(
        (kind_and_price(&host).0.as_str(), status(&host, "bowl-red").as_str()),
        ("variable", "publish")
    );
    let writes = host.shop.writes;
    full(&mut host);
    assert_eq!((kind_and_price(&host).0.as_str(), host.shop.writes - writes), ("variable", 0));
}

#[test]
fn a_deleted_variant_leaves_its_place_to_a_new_one() {
    let (mut host, family) = with_bowl();
    make_configurable(&mut host, &family);
    full(&mut host);
    let state = &mut host.unopim.state;
    let red = state.products.id_of("bowl-red").expect("it was added");
    let parent = state.products.id_of("bowl");
    state.products.delete(red);
    state.touch();
    full(&mut host);
    assert_eq!(status(&host, "bowl-red"), "private");
    let mut child = priced("bowl-crimson", Kind::Simple, &family);
    child.created += 60_000;
    child.parent = parent;
    child.values["common"]["color"] = json!("Red");
    host.unopim.state.products.add(child);
    host.unopim.state.touch();
    full(&mut host);
    assert_eq!(
        (status(&host, "bowl-crimson"), status(&host, "bowl-red")),
        ("publish".into(), "private".into())
    );
    let writes = host.shop.writes;
    full(&mut host);
    assert_eq!(host.shop.writes - writes, 0);
}

#[test]
fn what_an_undo_has_put_in_the_trash_stays_there() {
    let mut host = host();
    full(&mut host);
    let family = host.unopim.state.products.get("tee").expect("recorded").family.clone();
    host.unopim.state.products.add(priced("jug", Kind::Simple, &family));
    host.unopim.state.touch();
    full(&mut host);
    let pulled = host.runs;
    run(&mut host, &json!({"kind": "undo", "run": pulled}));
    let status = |host: &Host| host.shop.by_sku("jug").map(|(_, jug)| jug.fields["status"].clone());
    assert_eq!(status(&host), Some(json!("trash")));
    let writes = host.shop.writes;
    full(&mut host);
    assert_eq!((status(&host), host.shop.writes - writes), (Some(json!("trash")), 0));
}

#[test]
fn an_unknown_sku_is_reported_and_the_others_arrive() {
    let mut host = host();
    let result = run(&mut host, &json!({"scope": "one", "skus": ["no-such-thing", "full-1"]}));
    assert_eq!(
        (result.status, result.counts.failed, result.counts.created),
        (RunStatus::DoneWithErrors, 1, 1)
    );
    let row = host.logs.iter().find(|log| log.code == "not_found").expect("a row");
    assert_eq!((row.key.as_str(), row.hint.is_some()), ("no-such-thing", true));
    assert!(host.shop.by_sku("full-1").is_some());
}

/// Everything that is linked of a kind, by its code.
fn linked(host: &Host, entity: &str) -> Vec<(String, u64)> {
    host.shop.links_in(entity, if entity == "category" { "default" } else { "" })
}

#[test]
fn an_undo_links_again_what_stayed_without_its_record() {
    let mut host = host();
    full(&mut host);
    let before = ["category", "option", "attribute"].map(|entity| linked(&host, entity));
    let [categories, options, attributes] = &before;
    assert!(!categories.is_empty() && !options.is_empty() && !attributes.is_empty());
    let state = &mut host.unopim.state;
    let leaf = categories.iter().rev().find_map(|(code, _)| {
        let id = state.categories.id_of(code)?;
        state.categories.rows().all(|row| row.parent != Some(id)).then_some((code.clone(), id))
    });
    let (leaf, id) = leaf.expect("a category without children");
    let taken = state.categories.remove(id).expect("it is there");
    let gone = attributes.first().expect("one").0.clone();
    let id = state.attributes.id_of(&gone).expect("it is there");
    state.attributes.remove(id);
    state.touch();
    full(&mut host);
    assert!(linked(&host, "category").iter().all(|(code, _)| *code != leaf), "unlinked");
    assert!(linked(&host, "attribute").iter().all(|(code, _)| *code != gone), "unlinked");
    let pulled = host.runs;

    assert_eq!(undo_last(&mut host).status, RunStatus::Done);
    let now = |host: &Host| ["category", "option", "attribute"].map(|entity| linked(host, entity));
    assert_eq!(now(&host), before, "the same links");
    let writes = host.shop.writes;
    full(&mut host);
    assert_eq!(now(&host), before, "and no pull takes them away");
    assert_eq!(host.shop.writes - writes, 0);

    let state = &mut host.unopim.state;
    state.categories.insert(taken);
    state.touch();
    full(&mut host);
    assert_eq!(host.shop.writes - writes, 0, "it is the same term when UnoPim has it again");
    let state = &mut host.unopim.state;
    let id = state.categories.id_of(&leaf).expect("it is back");
    state.categories.remove(id);
    state.touch();
    full(&mut host);
    assert!(linked(&host, "category").iter().all(|(code, _)| *code != leaf), "unlinked as ever");

    // What was linked anew meanwhile stays so.
    let links = linked(&host, "attribute");
    run(&mut host, &json!({"kind": "undo", "run": pulled}));
    assert_eq!(linked(&host, "attribute"), links);
}

#[test]
fn an_undo_synchronises_a_variable_product_that_was_changed_with_its_variations() {
    let (mut host, family) = with_bowl();
    make_configurable(&mut host, &family);
    full(&mut host);
    let state = &mut host.unopim.state;
    for (sku, field, value) in
        [("bowl", "name", json!("Big bowl")), ("bowl-red", "price", json!({"EUR": "15"}))]
    {
        let product = state.products.get_mut(sku).expect("it was added");
        product.values["channel_locale_specific"]["default"]["en_US"][field] = value;
    }
    state.touch();
    full(&mut host);
    undo_last(&mut host);
    let undone = host.shop.operations.iter().filter(|row| row.run == host.runs && row.outcome == "done");
    let done: Vec<_> = undone
        .map(|row| (row.op["action"].as_str().unwrap_or(""), row.op["key"].as_str().unwrap_or("")))
        .collect();
    assert!(done.contains(&("update", "bowl")) && done.contains(&("update", "bowl-red")), "{done:?}");
    assert_eq!(done.last(), Some(&("sync", "bowl")), "prices are searched for by what the parent shows");
}
