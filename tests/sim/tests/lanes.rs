//! What could not go out stays in a lane: with its reason, until it is done or somebody decides.

mod common;

use serde_json::json;
use unopim_engine::wire::{Log, RunResult};
use unopim_sim::drive::Host;
use unopim_sim::faults::{Fault, Faults, Kind};
use unopim_sim::unopim::Version;

use common::pushes::{host, job, name_of, product, pull, push, run, sent, single, singles, told};

/// Requests whose target holds a text are answered so, as often as it says.
fn faults(kind: Kind, method: &str, target: &str, left: Option<u32>) -> Faults {
    let mut rule = Fault::new(kind, 1_000_000);
    (rule.method, rule.target, rule.left) = (method.into(), target.into(), left);
    Faults::new(1, vec![rule])
}

fn rows<'h>(host: &'h Host, lane: &str) -> Vec<(&'h str, &'h str, u64)> {
    let rows = host.shop.items.iter().filter(|((l, ..), _)| l == lane);
    rows.map(|((_, entity, ..), row)| (entity.as_str(), row.state.as_str(), row.tries)).collect()
}

#[test]
fn an_answer_that_cannot_be_read_is_not_taken_for_there_is_none() {
    for version in Version::ALL {
        for kind in [Kind::Html, Kind::Truncate] {
            let mut host = host(version);
            pull(&mut host);
            let sku = single(&host);
            host.shop.edit(&sku, "name", json!("By hand"));
            // Once or twice: it is asked for again.
            host.unopim.faults = faults(kind.clone(), "GET", &format!("/{sku}"), Some(2));
            assert_eq!(push(&mut host, "queue").counts.updated, 1, "{version:?} {kind:?}");

            host.shop.edit(&sku, "name", json!("By hand again"));
            host.unopim.faults = faults(kind.clone(), "GET", &format!("/{sku}"), None);
            let before = sent(&host);
            let result = push(&mut host, "queue");
            assert_eq!(sent(&host), before, "{version:?} {kind:?}: nothing is made or written");
            assert_eq!((result.counts.failed, result.counts.parked), (0, 0), "{:?}", result.counts);
            assert!(told(&host, "gone_in_unopim").is_empty(), "{version:?} {kind:?}");
            let code = if kind == Kind::Html { "html_answer" } else { "truncated_answer" };
            let row = told(&host, code).pop().expect("it is told").clone();
            assert!(row.key == sku && row.hint.is_some(), "{version:?} {row:?}");
            assert_eq!(rows(&host, "push"), [("product", "retry", 1)], "{version:?} {kind:?}");
            host.unopim.faults = Faults::none();
            host.now += 60_000;
            push(&mut host, "queue");
            assert_eq!(name_of(product(&host, &sku)), "By hand again", "{version:?} {kind:?}");
            assert_eq!(rows(&host, "push"), [], "{version:?} {kind:?}");
        }
    }
}

#[test]
fn options_that_cannot_be_read_are_not_taken_for_none() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let brands = |host: &Host| host.unopim.state.attributes.get("brand").expect("generated").options.len();
    let before = brands(&host);
    host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
    host.unopim.faults = faults(Kind::Html, "GET", "/attributes/brand/options", None);
    push(&mut host, "queue");
    assert_eq!(brands(&host), before);
    assert_eq!(rows(&host, "push"), [("option", "retry", 1)], "it stays in the queue");
    host.unopim.faults = Faults::none();
    host.now += 60_000;
    push(&mut host, "queue");
    assert_eq!((brands(&host), rows(&host, "push")), (before + 1, Vec::new()));
}

#[test]
fn a_category_that_fails_stays_in_the_queue_and_so_does_what_waits_for_it() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let above = host.shop.add_term("product_cat", 0, "Season", "season");
        host.shop.add_term("product_cat", above, "Summer sale", "summer-sale");
        host.unopim.faults = faults(Kind::Timeout, "POST", "/categories", Some(2));
        push(&mut host, "queue");
        let waiting = [("category", "retry", 1), ("category", "retry", 1)];
        assert_eq!(rows(&host, "push"), waiting, "{version:?}");
        host.unopim.faults = Faults::none();
        host.now += 60_000;
        push(&mut host, "queue");
        let categories = &host.unopim.state.categories;
        let parent = categories.get("summer_sale").and_then(|category| category.parent);
        assert_eq!(parent, categories.id_of("season"), "{version:?}");
        assert!(parent.is_some() && rows(&host, "push").is_empty(), "{version:?}");
    }
}

#[test]
fn a_category_that_is_not_served_for_good_is_told_at_last_and_one_of_a_push_of_everything_is_queued() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    host.shop.add_term("product_cat", 0, "Season", "season");
    host.shop.items.clear();
    host.unopim.faults = faults(Kind::Timeout, "POST", "/categories", None);
    push(&mut host, "all");
    assert_eq!(rows(&host, "push"), [("category", "retry", 1)]);
    for _ in 0..6 {
        host.now += 7_200_000;
        push(&mut host, "queue");
    }
    assert_eq!(rows(&host, "push"), [("category", "failed", 5)]);
    assert_eq!(told(&host, "no_result").iter().filter(|log| log.key == "season").count(), 6);
}

/// Puts every parked row of a push back into the queue, as Retry does.
fn retry(host: &mut Host) -> RunResult {
    let parked = host.shop.items.iter_mut().filter(|((lane, ..), _)| lane == "parked");
    let named: Vec<(String, u64)> = parked
        .map(|((_, entity, ..), row)| {
            row.state = "retry".into();
            (entity.clone(), row.id)
        })
        .collect();
    for (entity, id) in named {
        host.shop.saved_again(&entity, id);
    }
    push(host, "queue")
}

#[test]
fn what_unopim_refused_is_not_sent_again_by_every_push_of_everything() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let (sku, taken) = {
            let mut rows = singles(&host);
            (rows.next().expect("a product"), rows.next().expect("another one"))
        };
        let key = |host: &mut Host, sku: &str, value: &str| {
            let row = host.unopim.state.products.get_mut(sku).expect("it is there");
            row.values["common"]["url_key"] = json!(value);
            host.unopim.state.touch();
        };
        key(&mut host, &taken, "taken");
        host.shop.edit(&sku, "meta:url_key", json!("taken"));
        assert_eq!(push(&mut host, "all").counts.parked, 1, "{version:?}");
        host.shop.items.retain(|(lane, ..), _| lane != "push");
        let before = sent(&host);
        for dry in [false, true] {
            let result = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": dry})));
            let counts = (result.counts.parked, result.counts.updated, sent(&host));
            assert_eq!(counts, (1, 0, before), "{version:?}: the refusal stands");
        }
        let row = told(&host, "rejected").pop().expect("it is told").clone();
        assert_eq!((row.key.as_str(), row.field.is_some(), row.hint.is_some()), (sku.as_str(), true, true));
        assert!(row.message.contains("not sent again"), "{version:?} {}", row.message);

        // Somebody who saves it, or retries, has it sent.
        assert_eq!((retry(&mut host).counts.parked, sent(&host)), (1, before + 1), "{version:?}");
        key(&mut host, &taken, "given-up");
        assert_eq!((push(&mut host, "all").counts.parked, sent(&host)), (1, before + 1), "{version:?}");
        assert_eq!((retry(&mut host).counts.writes, rows(&host, "parked").len()), (1, 0), "{version:?}");
        assert_eq!(product(&host, &sku).values["common"]["url_key"], "taken", "{version:?}");
    }
}

#[test]
fn what_was_refused_is_sent_once_it_or_unopims_record_has_changed() {
    let parked = |version| {
        let mut host = host(version);
        pull(&mut host);
        let (sku, taken) = {
            let mut rows = singles(&host);
            (rows.next().expect("a product"), rows.next().expect("another one"))
        };
        host.unopim.state.products.get_mut(&taken).expect("it is there").values["common"]["url_key"] =
            json!("taken");
        host.unopim.state.touch();
        host.shop.edit(&sku, "meta:url_key", json!("taken"));
        assert_eq!(push(&mut host, "queue").counts.parked, 1);
        (host, sku)
    };
    let (mut host, sku) = parked(Version::V3_0_0);
    host.shop.edit(&sku, "meta:url_key", json!("free"));
    host.shop.items.retain(|(lane, ..), _| lane != "push");
    assert_eq!(push(&mut host, "all").counts.writes, 1, "the shop's value is another");

    let (mut host, sku) = parked(Version::V3_0_0);
    let before = sent(&host);
    let mut client = unopim_sim::client::Client::new(host.unopim.state.clone(), 1_790_000_100_000);
    let body = json!({"values": {"common": {"weight": "3"}}});
    assert_eq!(client.send("PATCH", &format!("products/{sku}"), &body).status, 200);
    host.unopim.state = client.state;
    assert_eq!((push(&mut host, "all").counts.parked, sent(&host)), (1, before + 1), "UnoPim's is another");
}

#[test]
fn a_category_that_unopim_refuses_is_parked_and_goes_by_retry() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let links = host.shop.links_in("category", "default");
        let (code, id) = links.into_iter().next().expect("a linked category");
        let numbers = |host: &mut Host, on: bool| {
            let field = host.unopim.state.category_fields.get_mut("name").expect("delivered with UnoPim");
            field.validation = on.then(|| "number".into());
            host.unopim.state.touch();
        };
        numbers(&mut host, true);
        host.shop.edit_term("product_cat", id, |term| term.name = "By hand".into());
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.parked, 1, "{version:?} {:?} {:?}", result.counts, host.logs.last());
        let lanes = (rows(&host, "push"), rows(&host, "parked"));
        assert_eq!(lanes, (Vec::new(), vec![("category", "parked", 0)]), "{version:?}");
        let before = sent(&host);
        let again = push(&mut host, "all");
        assert_eq!((again.counts.parked, sent(&host)), (1, before), "{version:?}: the refusal stands");
        pull(&mut host);
        assert_eq!(rows(&host, "parked").len(), 1, "{version:?}: a pull does not take it for its own");
        numbers(&mut host, false);
        let retried = retry(&mut host);
        assert_eq!((retried.counts.writes, rows(&host, "parked").len()), (1, 0), "{version:?}");
        let data = &host.unopim.state.categories.get(&code).expect("it is there").data;
        assert_eq!(data["locale_specific"]["en_US"]["name"], "By hand", "{version:?}");
    }
}

fn has_option(host: &Host, attribute: &str, code: &str) -> bool {
    let attribute = host.unopim.state.attributes.get(attribute).expect("it is there");
    attribute.options.iter().any(|option| option.code == code)
}

/// Puts a term on a product, as its attribute of that name.
fn wear(host: &mut Host, sku: &str, taxonomy: &str, term: u64) {
    let value = json!({"terms": [term], "visible": true, "variation": false, "position": 0});
    host.shop.edit(sku, &format!("attribute:{taxonomy}"), value);
}

#[test]
fn attributes_and_options_that_unopim_refuses_are_parked_and_go_by_retry() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        host.shop.add_attribute("finish", "Finish");
        host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
        host.unopim.faults = faults(Kind::Refuse, "POST", "/attributes", None);
        let result = push(&mut host, "queue");
        let counts = (result.counts.parked, result.counts.created, result.counts.writes);
        assert_eq!(counts, (2, 0, 0), "{version:?} {:?} {:?}", result.counts, host.logs.last());
        let parked = vec![("attribute", "parked", 0), ("option", "parked", 0)];
        assert_eq!((rows(&host, "push"), rows(&host, "parked")), (Vec::new(), parked.clone()), "{version:?}");
        let refused = told(&host, "rejected");
        let is_told = |log: &&Log| log.field.as_deref() == Some("code") && log.hint.is_some();
        assert!(refused.len() == 2 && refused.iter().all(is_told), "{version:?} {refused:?}");

        host.unopim.faults = Faults::none();
        let before = sent(&host);
        let again = push(&mut host, "all");
        assert_eq!((again.counts.parked, sent(&host)), (2, before), "{version:?}: the refusals stand");
        pull(&mut host);
        assert_eq!(rows(&host, "parked"), parked, "{version:?}: a pull does not take them for its own");

        let retried = retry(&mut host);
        assert_eq!((retried.counts.created, retried.counts.writes), (2, 2), "{version:?}");
        assert_eq!(rows(&host, "parked"), [], "{version:?}");
        let made = host.unopim.state.attributes.contains("finish") && has_option(&host, "brand", "new_brand");
        assert!(made, "{version:?}");
    }
}

#[test]
fn a_refused_option_is_sent_once_its_term_has_changed_and_leaves_the_lane_where_somebody_made_it() {
    let refused = || {
        let mut host = host(Version::V3_0_0);
        pull(&mut host);
        let id = host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
        host.unopim.faults = faults(Kind::Refuse, "POST", "/attributes", None);
        assert_eq!(push(&mut host, "queue").counts.parked, 1);
        host.unopim.faults = Faults::none();
        (host, id)
    };
    let (mut host, id) = refused();
    host.shop.edit_term("pa_brand", id, |term| term.name = "Newer brand".into());
    host.shop.items.retain(|(lane, ..), _| lane != "push");
    assert_eq!(push(&mut host, "all").counts.created, 1);
    assert_eq!((has_option(&host, "brand", "new_brand"), rows(&host, "parked")), (true, Vec::new()));

    // Somebody does not want to hear of it; and then it goes from the shop.
    let (mut host, id) = refused();
    for ((lane, ..), row) in &mut host.shop.items {
        row.state = if lane == "parked" { "ignored".into() } else { row.state.clone() };
    }
    host.shop.saved_again("option", id);
    let before = sent(&host);
    let ignored = push(&mut host, "queue");
    assert_eq!((ignored.counts.parked, sent(&host), told(&host, "ignored").len()), (0, before, 1));
    host.shop.delete_term("pa_brand", id);
    push(&mut host, "all");
    assert_eq!((sent(&host), rows(&host, "parked")), (before, Vec::new()));
}

#[test]
fn a_product_that_goes_without_a_refused_option_waits_with_its_remedy() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let skus: Vec<String> = singles(&host).take(2).collect();
        let brand = host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
        host.shop.items.clear();
        for sku in &skus {
            wear(&mut host, sku, "pa_brand", brand);
            host.shop.edit(sku, "name", json!("By hand"));
        }
        host.unopim.faults = faults(Kind::Refuse, "POST", "/attributes/brand/options", None);
        let before = sent(&host);
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.updated, result.counts.parked), (2, 3), "{version:?} {:?}", result.counts);
        assert_eq!(sent(&host), before + 3, "{version:?}: the option is asked for once");
        let parked = [("option", "parked", 0), ("product", "parked", 0), ("product", "parked", 0)];
        assert_eq!(rows(&host, "parked"), parked, "{version:?}");
        assert!(skus.iter().all(|sku| name_of(product(&host, sku)) == "By hand"), "{version:?}");
        let lacks = told(&host, "rejected").pop().expect("it is told").clone();
        assert!(lacks.field.as_deref() == Some("brand") && lacks.message.contains("new_brand"), "{lacks:?}");

        host.unopim.faults = Faults::none();
        let retried = retry(&mut host);
        assert_eq!(retried.counts.updated, 2, "{version:?} {:?}", retried.counts);
        assert_eq!((rows(&host, "parked"), rows(&host, "push")), (Vec::new(), Vec::new()), "{version:?}");
        let brands = skus.iter().map(|sku| product(&host, sku).values["common"]["brand"].clone());
        assert_eq!(brands.collect::<Vec<_>>(), ["new_brand", "new_brand"], "{version:?}");
        assert_eq!((pull(&mut host).counts.updated, push(&mut host, "all").counts.writes), (0, 0));
    }
}

#[test]
fn a_product_that_goes_without_a_refused_category_waits_with_its_remedy() {
    let mut host = host(Version::V3_0_1);
    pull(&mut host);
    let sku = single(&host);
    let sale = host.shop.add_term("product_cat", 0, "Summer sale", "summer-sale");
    host.shop.items.clear();
    let id = host.shop.by_sku(&sku).expect("it is there").0;
    let mut categories = host.shop.products[&id].fields["categories"].as_array().cloned().unwrap_or_default();
    categories.push(json!(sale));
    host.shop.edit(&sku, "categories", json!(categories));
    host.unopim.faults = faults(Kind::Refuse, "POST", "/categories", None);
    let result = push(&mut host, "queue");
    assert_eq!(result.counts.parked, 2, "{:?}", result.counts);
    assert_eq!(rows(&host, "parked"), [("category", "parked", 0), ("product", "parked", 0)]);
    host.unopim.faults = Faults::none();
    retry(&mut host);
    assert_eq!((rows(&host, "parked"), rows(&host, "push")), (Vec::new(), Vec::new()));
    let now = product(&host, &sku).values["categories"].as_array().cloned().unwrap_or_default();
    assert!(now.contains(&json!("summer_sale")), "{now:?}");
}

#[test]
fn an_option_that_may_have_been_made_and_is_not_there_is_told_and_comes_again() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        let brand = host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
        wear(&mut host, &sku, "pa_brand", brand);
        host.unopim.faults = faults(Kind::Timeout, "POST", "/attributes/brand/options", Some(2));
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.parked, 0, "{version:?} {:?}", result.counts);
        assert_eq!(rows(&host, "push"), [("option", "retry", 1), ("product", "retry", 1)], "{version:?}");
        assert_eq!(told(&host, "no_result").len(), 2, "{version:?}: of the option, and of its product");
        host.now += 60_000;
        push(&mut host, "queue");
        assert_eq!(rows(&host, "push"), [], "{version:?}");
        assert_eq!(product(&host, &sku).values["common"]["brand"], "new_brand", "{version:?}");
    }
}

#[test]
fn a_renamed_option_that_unopim_refuses_is_parked_and_goes_by_retry() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let (code, id) = host
        .shop
        .links_in("option", "")
        .into_iter()
        .find(|(code, _)| code.starts_with("brand/"))
        .expect("a brand");
    host.shop.edit_term("pa_brand", id, |term| term.name = "By hand".into());
    host.unopim.faults = faults(Kind::Refuse, "PUT", "/attributes/brand/options", None);
    assert_eq!(push(&mut host, "queue").counts.parked, 1);
    assert_eq!(rows(&host, "parked"), [("option", "parked", 0)]);
    host.unopim.faults = Faults::none();
    let before = sent(&host);
    assert_eq!((push(&mut host, "all").counts.parked, sent(&host)), (1, before), "the refusal stands");
    assert_eq!((retry(&mut host).counts.writes, rows(&host, "parked")), (1, Vec::new()));
    let brand = host.unopim.state.attributes.get("brand").expect("it is there");
    let option = brand.option(code.trim_start_matches("brand/")).expect("it is there");
    assert_eq!(option.labels["en_US"], "By hand");
}

#[test]
fn an_undo_of_a_push_tells_of_unopim_what_it_leaves_alone_there() {
    let mut host = host(Version::V3_0_1);
    pull(&mut host);
    let sku = single(&host);
    host.shop.edit(&sku, "name", json!("By hand"));
    assert_eq!(push(&mut host, "queue").counts.updated, 1);
    let pushed = host.runs;
    let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
    row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("By hand in UnoPim");
    host.unopim.state.touch();
    let result = run(&mut host, &job(&json!({"kind": "undo", "run": pushed})));
    assert_eq!((result.counts.writes, result.counts.skipped), (0, 1), "{:?}", result.counts);
    let undone: Vec<_> = host.logs.iter().filter(|log| log.op == "undo").collect();
    let told: Vec<_> = undone.iter().map(|log| (log.code.as_str(), log.dir.as_str())).collect();
    assert_eq!(told, [("edited_since", "to_unopim")]);
    assert_eq!(name_of(product(&host, &sku)), "By hand in UnoPim");
}
