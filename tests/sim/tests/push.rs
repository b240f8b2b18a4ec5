//! A shop's edits on their way to UnoPim, on every contract version.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::RunStatus;
use unopim_sim::drive::{Ended, Host};
use unopim_sim::faults::{Fault, Faults, Kind};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::{Category, Product};

use common::pushes::{host, job, name_of, product, pull, push, run, single, singles, told};

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1];

#[test]
fn an_edit_goes_out_alone_and_comes_back_as_nothing() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        host.shop.items.clear();
        let before = push(&mut host, "all");
        assert_eq!(before.counts.writes, 0, "{version:?}: nothing was edited {:?}", before.counts);
        let sku = single(&host);
        let known = product(&host, &sku).clone();
        host.shop.edit(&sku, "name", json!("By hand"));
        let result = push(&mut host, "queue");
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?}", result.error);
        assert_eq!((result.counts.writes, result.counts.updated), (1, 1), "{version:?} {:?}", result.counts);
        let mut expected = known.values.clone();
        expected["channel_locale_specific"]["default"]["en_US"]["name"] = json!("By hand");
        assert_eq!(product(&host, &sku).values, expected, "{version:?}: nothing else moved");
        assert!(host.shop.items.keys().all(|(lane, ..)| lane != "push"), "{version:?}: the lane is empty");
        let again = pull(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?}: the pull finds nothing to do {:?}", again.counts);
        let again = push(&mut host, "all");
        assert_eq!(again.counts.writes, 0, "{version:?}");
        assert_eq!(name_of(product(&host, &sku)), "By hand");
    }
}

#[test]
fn a_new_product_is_created_once() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let fields =
            json!({"sku": "new-mug", "name": "New mug", "regular_price": "12.50", "status": "publish"});
        host.shop.add("simple", 0, fields.as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.created, 1, "{version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, "new-mug")), "New mug");
        let count = host.unopim.state.products.rows().count();
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        assert_eq!(host.unopim.state.products.rows().count(), count);
    }
}

#[test]
fn a_dry_run_sends_nothing_and_its_plan_is_carried_out_as_it_is() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        host.shop.edit(&sku, "name", json!("By hand"));
        let plan = host.runs + 1;
        let dry = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        assert_eq!((dry.counts.writes, dry.counts.updated), (0, 1), "{version:?} {:?}", dry.counts);
        assert_ne!(name_of(product(&host, &sku)), "By hand");
        let result = run(&mut host, &job(&json!({"kind": "apply", "plan": plan})));
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_eq!(name_of(product(&host, &sku)), "By hand");
        let undone = host.runs;
        let result = run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_ne!(name_of(product(&host, &sku)), "By hand");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}: undone counts as in step");
    }
}

/// A variable product of the shop with its variations' ids.
fn variable(host: &Host) -> (String, Vec<u64>) {
    let of = |id: u64| -> Vec<u64> {
        host.shop.products.iter().filter(|(_, p)| p.parent == id).map(|(id, _)| *id).collect()
    };
    let mut rows = host.shop.products.iter().filter(|(id, p)| p.kind == "variable" && of(**id).len() > 1);
    let (id, product) = rows.next().expect("a variable product");
    (product.sku().to_owned(), of(*id))
}

fn variants(host: &Host, sku: &str) -> Vec<String> {
    let products = &host.unopim.state.products;
    let Some(top) = products.id_of(sku) else { return Vec::new() };
    // On two levels the leaves are below the groups.
    let leaves = products.children_of(top).flat_map(|(id, p)| {
        let below: Vec<String> = products.children_of(id).map(|(_, leaf)| leaf.sku.clone()).collect();
        if below.is_empty() { vec![p.sku.clone()] } else { below }
    });
    leaves.collect()
}

#[test]
fn a_variation_goes_out_by_itself_and_no_variant_is_lost() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let (sku, ids) = variable(&host);
        let before = variants(&host, &sku);
        assert!(!before.is_empty(), "{version:?}");
        let changed = host.shop.products[&ids[0]].sku().to_owned();
        host.shop.edit(&changed, "regular_price", json!("77.70"));
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.writes, result.counts.updated), (1, 1), "{version:?} {:?}", result.counts);
        let price = &product(&host, &changed).values["channel_locale_specific"]["default"]["en_US"]["price"];
        assert_eq!(price["EUR"], "77.70", "{version:?} {price}");
        host.shop.edit(&sku, "name", json!("Renamed"));
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_eq!(variants(&host, &sku), before, "{version:?}");
        let again = pull(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?} {:?}", again.counts);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
    }
}

#[test]
fn terms_and_categories_that_unopim_lacks_are_made_first() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        let id = host.shop.by_sku(&sku).unwrap().0;
        let held = product(&host, &sku).values["categories"].clone();
        let sale = host.shop.add_term("product_cat", 0, "Summer sale", "summer-sale");
        let brand = host.shop.add_term("pa_brand", 0, "New brand", "new-brand");
        let mut categories =
            host.shop.products[&id].fields["categories"].as_array().cloned().unwrap_or_default();
        categories.push(json!(sale));
        categories.sort_by_key(Value::as_u64);
        let fields = json!({
            "categories": categories,
            "attribute:pa_brand": {"terms": [brand], "visible": true, "variation": false, "position": 0},
        });
        host.shop.edit_item(id, fields.as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?} {:?}", result.error, result.counts);
        let after = &product(&host, &sku).values;
        assert_eq!(after["common"]["brand"], "new_brand", "{version:?}");
        let mut expected = held.as_array().cloned().unwrap_or_default();
        expected.push(json!("summer_sale"));
        assert_eq!(after["categories"], json!(expected), "{version:?}: no category is dropped");
        // The new term takes its place in UnoPim's order.
        let again = pull(&mut host);
        assert_eq!((again.counts.created, again.counts.updated), (0, 0), "{version:?} {:?}", again.counts);
        let again = pull(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?} {:?}", again.counts);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
    }
}

#[test]
fn a_category_that_a_push_has_made_is_known_to_the_next_one() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let sale = host.shop.add_term("product_cat", 0, "Summer sale", "summer-sale");
        let fields = json!({"sku": "new-mug", "name": "New mug", "status": "publish", "categories": [sale]});
        let id = host.shop.add("simple", 0, fields.as_object().unwrap());
        push(&mut host, "all");
        assert_eq!(product(&host, "new-mug").values["categories"], json!(["summer_sale"]), "{version:?}");
        let default = host.shop.default_category();
        host.shop.edit_item(id, json!({"categories": [default]}).as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.writes, 1, "{version:?} {:?}", result.counts);
        assert_eq!(product(&host, "new-mug").values["categories"], json!([]), "{version:?}");
        pull(&mut host);
        assert_eq!(host.shop.view(id, "categories"), json!([default]), "{version:?}: the edit is kept");
    }
}

#[test]
fn a_category_waits_for_its_parent_rather_than_to_lie_elsewhere() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let above = host.shop.add_term("product_cat", 0, "Season", "season");
        host.shop.add_term("product_cat", above, "Summer sale", "summer-sale");
        let mut rule = Fault::new(Kind::Timeout, 1_000_000);
        (rule.method, rule.target, rule.left) = ("POST".into(), "/categories".into(), Some(2));
        host.unopim.faults = Faults::new(1, vec![rule]);
        push(&mut host, "queue");
        host.unopim.faults = Faults::none();
        let made = |host: &Host| host.unopim.state.categories.get("summer_sale").is_some();
        assert!(!made(&host), "{version:?}: its parent is not there");
        assert!(!told(&host, "no_result").is_empty(), "{version:?}");
        push(&mut host, "all");
        let categories = &host.unopim.state.categories;
        let parent = categories.get("summer_sale").and_then(|category| category.parent);
        assert_eq!(parent, categories.id_of("season"), "{version:?}");
    }
}

#[test]
fn a_category_of_another_channel_is_not_made_a_second_time() {
    let mut host = host(Version::V3_0_0);
    let sale = Category { code: "web_sale".into(), parent: None, data: json!({}) };
    host.unopim.state.categories.insert(sale);
    pull(&mut host);
    let sku = single(&host);
    let before = product(&host, &sku).values["categories"].clone();
    let id = host.shop.by_sku(&sku).unwrap().0;
    let mut categories = host.shop.products[&id].fields["categories"].as_array().cloned().unwrap_or_default();
    // As the pull of the channel that has it in its tree would.
    categories.push(json!(host.shop.add_term("product_cat", 0, "Web sale", "web-sale")));
    host.shop.edit(&sku, "categories", json!(categories));
    for scope in ["queue", "all"] {
        let result = push(&mut host, scope);
        assert_eq!(result.counts.writes, 0, "{scope} {:?}", result.counts);
    }
    assert!(
        host.unopim.state.categories.rows().all(|c| c.code == "web_sale" || !c.code.starts_with("web_sale"))
    );
    assert_eq!(product(&host, &sku).values["categories"], before);
    assert!(!told(&host, "outside_root").is_empty());
}

#[test]
fn a_variable_product_is_created_with_its_variants() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let (known, ids) = variable(&host);
        let parent = host.shop.by_sku(&known).unwrap().1.clone();
        let axes = host.shop.products[&ids[0]].fields["axes"].clone();
        let mut fields = json!({"sku": "new-tee", "name": "New tee", "status": "publish"});
        for (field, value) in &parent.fields {
            if field.starts_with("attribute:") && value["variation"] == true {
                fields[field] = value.clone();
            }
        }
        let id = host.shop.add("variable", 0, fields.as_object().unwrap());
        let child = json!({"sku": "new-tee-1", "regular_price": "5.00", "status": "publish", "axes": axes});
        host.shop.add("variation", id, child.as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?} {:?}", result.error, result.counts);
        assert_eq!(result.counts.created, 2, "{version:?} {:?}", result.counts);
        assert_eq!(variants(&host, "new-tee"), ["new-tee-1"], "{version:?}");
        let again = pull(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?} {:?}", again.counts);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
    }
}

/// The product offers one more term on one of its axes, one of the shop's own where `made`, and a variation stands there.
fn add_at_further_term(host: &mut Host, sku: &str, own: &str, made: bool) -> bool {
    let id = host.shop.by_sku(sku).expect("it was pulled").0;
    let is_axis = |(field, value): (&String, &Value)| {
        (value["variation"] == true)
            .then(|| field.strip_prefix("attribute:").map(ToOwned::to_owned))
            .flatten()
    };
    let axes: Vec<String> = host.shop.products[&id].fields.iter().filter_map(is_axis).collect();
    let mut stands = json!({});
    for (n, axis) in axes.iter().enumerate() {
        let field = format!("attribute:{axis}");
        let mut value = host.shop.products[&id].fields[&field].clone();
        let offered = value["terms"].as_array().expect("terms").clone();
        if made && n == 0 {
            host.shop.add_term(axis, 0, "Made here", "made-here");
        }
        let terms = &host.shop.terms[axis];
        let mut rest = terms.iter().rev().filter(|term| !offered.contains(&json!(term.id)));
        let term = if n == 0 { rest.next() } else { terms.iter().find(|t| offered.contains(&json!(t.id))) };
        let Some((term, slug)) = term.map(|term| (term.id, term.slug.clone())) else { return false };
        stands[axis] = json!(slug);
        if n == 0 {
            value["terms"].as_array_mut().expect("terms").push(json!(term));
            host.shop.edit(sku, &field, value);
        }
    }
    let fields = json!({"sku": own, "axes": stands, "regular_price": "6.00", "status": "publish"});
    host.shop.add("variation", id, fields.as_object().expect("an object"));
    true
}

#[test]
fn a_variation_at_a_further_term_of_a_known_product_comes_back_as_nothing() {
    for (version, own) in VERSIONS.into_iter().flat_map(|version| [(version, false), (version, true)]) {
        let mut host = host(version);
        pull(&mut host);
        let linked = |p: &&Product| !p.super_attributes.is_empty() && host.shop.by_sku(&p.sku).is_some();
        let known: Vec<String> =
            host.unopim.state.products.rows().filter(linked).map(|p| p.sku.clone()).collect();
        let made =
            known.iter().find(|sku| add_at_further_term(&mut host, sku, "own-1", own)).expect("a free term");
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.created, 1 + u64::from(own), "{version:?} {own} {:?}", result.counts);
        assert!(variants(&host, made).contains(&"own-1".to_owned()), "{version:?}");
        let before = host.shop.operations.len();
        pull(&mut host);
        // What UnoPim gives a new variant or option by itself comes back to it; the product itself is as it was.
        let is_other = |op: &Value| op["entity"] == "product" && op["key"] != "own-1";
        let others = host.shop.operations[before..].iter().filter(|row| is_other(&row.op));
        let is_written = |field: &&Value| field["write"] == true;
        let written: Vec<&Value> = others
            .flat_map(|row| row.op["fields"].as_array().into_iter().flatten())
            .filter(is_written)
            .collect();
        assert!(written.is_empty(), "{version:?} {own} {written:#?}");
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
    }
}

#[test]
fn what_was_deleted_goes_only_where_somebody_wants_it() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let (sku, ids) = variable(&host);
        let before = variants(&host, &sku).len();
        let gone = host.shop.products[&ids[0]].sku().to_owned();
        host.shop.trash(ids[0]);
        let kept = push(&mut host, "queue");
        assert_eq!(kept.counts.deleted, 0, "{version:?}");
        host.shop.untrash(ids[0]);
        push(&mut host, "queue");
        host.shop.trash(ids[0]);
        let mut delete = job(&json!({"kind": "push", "scope": "queue"}));
        delete["settings"]["writeback_delete"] = json!(true);
        let result = run(&mut host, &delete);
        assert_eq!(result.counts.deleted, 1, "{version:?} {:?}", result.counts);
        assert_eq!(variants(&host, &sku).len(), before - 1, "{version:?}");
        assert!(host.unopim.state.products.rows().all(|p| p.sku != gone), "{version:?}");
    }
}

#[test]
fn what_is_made_in_unopim_begins_and_is_called_as_somebody_wants() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let family = product(&host, &single(&host)).family.clone();
    let fields = json!({"sku": "new-mug", "name": "New mug", "status": "publish"});
    let id = host.shop.add("simple", 0, fields.as_object().unwrap());
    let scoped = "channel_locale_specific.default.en_US";
    let values =
        json!({format!("{scoped}.name"): "Not this", format!("{scoped}.short_description"): "<p>clay</p>"});
    host.shop.wishes.insert(id, json!({"defaults": {"family": &family, "values": values}}));
    let sale = host.shop.add_term("product_cat", 0, "Summer sale", "summer-sale");
    host.shop.wishes.insert(sale, json!({"code": "S 2026"}));
    let mut job = job(&json!({"kind": "push", "scope": "all"}));
    job["settings"]["default_family"] = json!("");
    let result = run(&mut host, &job);
    assert_eq!(result.status, RunStatus::Done, "{:?} {:?}", result.error, result.counts);
    let made = product(&host, "new-mug");
    assert_eq!(made.family, family);
    let texts = &made.values["channel_locale_specific"]["default"]["en_US"];
    assert_eq!((&texts["name"], &texts["short_description"]), (&json!("New mug"), &json!("<p>clay</p>")));
    assert!(host.unopim.state.categories.rows().any(|c| c.code == "S_2026"), "in UnoPim's form");
}

#[test]
fn many_deletions_within_an_hour_are_asked_about() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let (_, ids) = variable(&host);
    let gone = host.shop.products[&ids[0]].sku().to_owned();
    host.shop.trash(ids[0]);
    let mut delete = job(&json!({"kind": "push", "scope": "queue"}));
    delete["settings"]["writeback_delete"] = json!(true);
    delete["settings"]["deletions"] =
        json!({"product": {"recent": 50, "waiting": 1, "linked": 60, "keys": [&gone]}});
    let Ended::Asked(question) = host.run(&delete) else { panic!("it is not asked") };
    assert_eq!(question, "delete:product");
    assert!(host.unopim.state.products.rows().any(|p| p.sku == gone), "nothing went before the answer");
    host.answers.insert(question, json!("delete"));
    assert_eq!(run(&mut host, &delete).counts.deleted, 1);

    let gone = host.shop.products[&ids[1]].sku().to_owned();
    host.shop.trash(ids[1]);
    let Ended::Asked(question) = host.run(&delete) else { panic!("it is not asked again") };
    host.answers.insert(question, json!("keep"));
    assert_eq!(run(&mut host, &delete).counts.deleted, 0);
    delete["settings"]["deletions"] = json!({"product": {"recent": 49, "waiting": 1, "linked": 60}});
    assert_eq!(run(&mut host, &delete).counts.deleted, 0, "what is kept has left the queue");
    assert!(host.unopim.state.products.rows().any(|p| p.sku == gone));
}

#[test]
fn both_sides_of_a_conflict_end_as_the_policy_says() {
    for version in VERSIONS {
        for (policy, expected) in [("unopim", "In UnoPim"), ("woocommerce", "In the shop")] {
            let mut host = host(version);
            let with = |job: &mut Value| job["settings"]["conflict_policy"] = json!(policy);
            let mut full = job(&json!({"kind": "pull", "scope": "full"}));
            with(&mut full);
            run(&mut host, &full);
            let sku = single(&host);
            host.shop.edit(&sku, "name", json!("In the shop"));
            let body = json!({"values": {"common": {}, "channel_locale_specific": {"default": {"en_US": {"name": "In UnoPim"}}}}});
            let mut client = unopim_sim::client::Client::new(host.unopim.state.clone(), 1_790_000_100_000);
            assert_eq!(client.send("PATCH", &format!("products/{sku}"), &body).status, 200, "{version:?}");
            host.unopim.state = client.state;
            let mut push = job(&json!({"kind": "push", "scope": "queue"}));
            with(&mut push);
            run(&mut host, &push);
            run(&mut host, &full);
            assert_eq!(name_of(product(&host, &sku)), expected, "{version:?} {policy}");
            assert_eq!(host.shop.by_sku(&sku).unwrap().1.fields["name"], expected, "{version:?} {policy}");
        }
    }
}

#[test]
fn an_edit_within_the_cooldown_waits_and_is_not_lost() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let sku = single(&host);
    host.shop.edit(&sku, "name", json!("By hand"));
    let mut cool = job(&json!({"kind": "push", "scope": "queue"}));
    cool["settings"]["cooldown_seconds"] = json!(3600);
    let result = run(&mut host, &cool);
    assert_eq!((result.counts.writes, result.counts.skipped), (0, 1), "{:?}", result.counts);
    assert!(host.shop.items.keys().any(|(lane, ..)| lane == "push"), "it waits");
    host.now += 3_700_000;
    let result = run(&mut host, &cool);
    assert_eq!(result.counts.writes, 1, "{:?}", result.counts);
    assert_eq!(name_of(product(&host, &sku)), "By hand");
}

#[test]
fn what_unopim_changes_within_the_cooldown_is_pulled_afterwards() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let sku = single(&host);
    host.shop.edit(&sku, "name", json!("By hand"));
    push(&mut host, "queue");
    let mut cool = job(&json!({"kind": "pull", "scope": "full"}));
    cool["settings"]["cooldown_seconds"] = json!(3600);
    let echo = run(&mut host, &cool);
    assert_eq!((echo.counts.writes, echo.counts.skipped), (0, 0), "an echo does not wait {:?}", echo.counts);
    let name = json!({"default": {"en_US": {"name": "In UnoPim"}}});
    let body = json!({"values": {"common": {}, "channel_locale_specific": name}});
    let mut client = unopim_sim::client::Client::new(host.unopim.state.clone(), 1_790_000_100_000);
    assert_eq!(client.send("PATCH", &format!("products/{sku}"), &body).status, 200);
    host.unopim.state = client.state;
    let result = run(&mut host, &cool);
    assert_eq!((result.counts.writes, result.counts.skipped), (0, 1), "{:?}", result.counts);
    assert_eq!(host.shop.by_sku(&sku).unwrap().1.fields["name"], "By hand");
    let waits = host.shop.items.iter().any(|((lane, _, _, code), _)| lane == "pull" && *code == sku);
    assert!(waits, "it comes back by the lane");
    host.now += 3_700_000;
    let mut one = cool.clone();
    one["job"] = json!({"kind": "pull", "scope": "one", "skus": [sku]});
    assert_eq!(run(&mut host, &one).counts.updated, 1);
    assert_eq!(host.shop.by_sku(&sku).unwrap().1.fields["name"], "In UnoPim");
}

#[test]
fn a_picture_goes_out_once_by_its_content() {
    for version in VERSIONS {
        let mut host = host(version);
        let mut pull = job(&json!({"kind": "pull", "scope": "full"}));
        let rows =
            json!([{"target": "image", "attribute": "image"}, {"target": "gallery", "attribute": "gallery"}]);
        let with = |run: &mut Value| {
            run["mapping"]["attributes"]["default"]["en_US"] = rows.clone();
            run["settings"]["push_images"] = json!(true);
        };
        with(&mut pull);
        run(&mut host, &pull);
        let sku = single(&host);
        let picture = host.add_file("mug.png", &unopim_sim::unopim::media::png::draw(1));
        let other = host.add_file("mug-back.png", &unopim_sim::unopim::media::png::draw(2));
        let id = host.shop.by_sku(&sku).unwrap().0;
        let fields = json!({"image": picture, "gallery": [other, picture]});
        host.shop.edit_item(id, fields.as_object().unwrap());
        let mut push = job(&json!({"kind": "push", "scope": "queue"}));
        with(&mut push);
        host.unopim.log.clear();
        let result = run(&mut host, &push);
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?} {:?}", result.error, result.counts);
        let values = product(&host, &sku).values["common"].clone();
        let image = values["image"].as_str().unwrap_or_default().to_owned();
        assert!(image.ends_with("mug.png"), "{version:?} {values}");
        let gallery: Vec<String> = match &values["gallery"] {
            Value::Array(list) => list.iter().filter_map(|p| p.as_str().map(Into::into)).collect(),
            text => text.as_str().unwrap_or_default().split(',').map(Into::into).collect(),
        };
        assert_eq!(gallery.len(), 2, "{version:?} {values}");
        assert!(
            gallery[0].ends_with("mug-back.png") && gallery[1].ends_with("mug.png"),
            "{version:?} {values}"
        );
        let again = run(&mut host, &pull);
        assert_eq!(again.counts.writes, 0, "{version:?} {:?}", again.counts);
        let mut images = pull.clone();
        images["job"] = json!({"kind": "images"});
        let again = run(&mut host, &images);
        assert_eq!(again.counts.writes, 0, "{version:?} {:?}", again.counts);
        let mut all = push.clone();
        all["job"] = json!({"kind": "push", "scope": "all"});
        host.unopim.log.clear();
        assert_eq!(run(&mut host, &all).counts.writes, 0, "{version:?}");
        assert!(host.unopim.log.iter().all(|l| l.method == "GET"), "{version:?}: nothing is sent again");
    }
}

/// Two simple products of the shop.
fn pair(host: &Host) -> (String, String) {
    let mut rows = singles(host);
    (rows.next().expect("a product"), rows.next().expect("another one"))
}

#[test]
fn an_item_that_unopim_does_not_serve_stops_no_other_and_is_tried_again() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let (bad, good) = pair(&host);
        for sku in [&bad, &good] {
            host.shop.edit(sku, "name", json!("By hand"));
        }
        host.unopim.state.poisoned.insert(bad.clone());
        host.unopim.state.touch();
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.updated, 1, "{version:?} {:?} {:?}", result.error, result.counts);
        assert_eq!(name_of(product(&host, &good)), "By hand", "{version:?}");
        let row = host.shop.items.iter().find(|((lane, ..), _)| lane == "push").map(|(_, row)| row.clone());
        let row = row.expect("it waits for another try");
        assert_eq!((row.state.as_str(), row.tries), ("retry", 1), "{version:?}");
        host.unopim.state.poisoned.clear();
        host.unopim.state.touch();
        host.now += 3_600_000;
        push(&mut host, "queue");
        assert_eq!(name_of(product(&host, &bad)), "By hand", "{version:?}");
        assert!(host.shop.items.keys().all(|(lane, ..)| lane != "push"), "{version:?}");
    }
}

#[test]
fn what_unopim_holds_and_nobody_can_read_stops_no_other() {
    let mut host = host(Version::V1_0);
    pull(&mut host);
    let (bad, good) = pair(&host);
    for sku in [&bad, &good] {
        host.shop.edit(sku, "name", json!("By hand"));
    }
    host.unopim.state.products.get_mut(&bad).expect("the product").values = Value::Null;
    host.unopim.state.touch();
    let result = push(&mut host, "queue");
    assert_eq!(result.counts.updated, 1, "{:?} {:?}", result.error, result.counts);
    assert_eq!(name_of(product(&host, &good)), "By hand");
}

#[test]
fn what_unopim_turns_back_is_told_and_not_sent_for_ever() {
    let mut host = host(Version::V3_0_0);
    pull(&mut host);
    let fits = |p: &&Product| {
        let text = &p.values["channel_locale_specific"]["default"]["en_US"]["description"];
        p.parent.is_none() && p.super_attributes.is_empty() && text.as_str().is_some_and(|t| !t.is_empty())
    };
    let row = host.unopim.state.products.rows().find(fits).expect("a described product");
    let (sku, text) =
        (row.sku.clone(), row.values["channel_locale_specific"]["default"]["en_US"]["description"].clone());
    // UnoPim takes scripts out of rich text, and is left with what it had.
    let edited = format!("{}<script>1</script>", text.as_str().unwrap_or_default());
    host.shop.edit(&sku, "description", json!(edited));
    let result = push(&mut host, "queue");
    assert_eq!(result.status, RunStatus::Done, "{:?}", result.error);
    assert!(host.logs.iter().any(|log| log.code == "not_taken" && log.key == sku), "it is told");
    assert_eq!(push(&mut host, "all").counts.writes, 0);
}

#[test]
fn a_list_goes_out_beside_values_that_unopim_stores_and_would_refuse() {
    for version in VERSIONS {
        let mut host = host(version);
        pull(&mut host);
        let sku = single(&host);
        let row = host.unopim.state.products.get_mut(&sku).expect("the product");
        row.values["common"]["features"] = json!(["vegan", "dishwasher_safe"]);
        row.values["common"]["manage_stock"] = json!(true);
        host.unopim.state.touch();
        let id = host.shop.by_sku(&sku).unwrap().0;
        let sale = host.shop.add_term("product_cat", 0, "Summer sale", "summer-sale");
        let fields = json!({"categories": [sale]});
        host.shop.edit_item(id, fields.as_object().unwrap());
        let result = push(&mut host, "queue");
        assert_eq!(result.counts.parked, 0, "{version:?} {:?}", result.counts);
        let categories = product(&host, &sku).values["categories"].as_array().cloned().unwrap_or_default();
        assert!(categories.contains(&json!("summer_sale")), "{version:?} {categories:?}");
    }
}
