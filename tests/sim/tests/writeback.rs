//! What is deleted in the shop goes in UnoPim too where somebody wants it, and nothing goes along that the shop has kept.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::{Category, Product};

use common::pushes::{host, host_of, job, pull, run, sent, told};

/// A push of what was saved and deleted.
fn push(host: &mut Host) -> RunResult {
    push_with(host, |_| {})
}

fn push_with(host: &mut Host, change: impl FnOnce(&mut Value)) -> RunResult {
    let mut push = job(&json!({"kind": "push", "scope": "queue"}));
    push["settings"]["writeback_delete"] = json!(true);
    change(&mut push);
    run(host, &push)
}

fn parent_of(host: &Host, code: &str) -> Option<String> {
    let categories = &host.unopim.state.categories;
    let parent = categories.get(code).and_then(|category| category.parent)?;
    categories.by_id(parent).map(|category| category.code.clone())
}

fn term(host: &Host, code: &str) -> u64 {
    host.shop.link("category", "default", code).expect("the category is linked").id
}

/// A category below the root's children, its parent, and its child.
fn line(host: &mut Host) -> (String, String, String) {
    let categories = &mut host.unopim.state.categories;
    let root = categories.id_of("root").expect("there is a root");
    let named = |name: &str| json!({"locale_specific": {"en_US": {"name": name}}});
    let mut above = root;
    for code in ["line_top", "line_middle", "line_end"] {
        categories.insert(Category { code: code.into(), parent: Some(above), data: named(code) });
        above = categories.id_of(code).expect("it was just made");
    }
    host.unopim.state.touch();
    ("line_top".into(), "line_middle".into(), "line_end".into())
}

#[test]
fn a_category_goes_and_what_lies_below_it_moves_up_as_in_the_shop() {
    for version in Version::ALL {
        let mut host = host(version);
        let (top, middle, end) = line(&mut host);
        pull(&mut host);
        let id = term(&host, &middle);
        host.shop.delete_term("product_cat", id);
        let result = push(&mut host);
        assert_eq!(result.counts.deleted, 1, "{version:?} {:?}", result.counts);
        assert!(host.unopim.state.categories.get(&middle).is_none(), "{version:?}");
        assert_eq!(parent_of(&host, &end), Some(top), "{version:?}");
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        let before = sent(&host);
        push(&mut host);
        assert_eq!(sent(&host), before, "{version:?}");
    }
}

#[test]
fn a_category_that_was_moved_out_of_a_deleted_one_goes_where_the_shop_has_it() {
    for version in Version::ALL {
        let mut host = host(version);
        let (_, middle, end) = line(&mut host);
        pull(&mut host);
        let (gone, moved) = (term(&host, &middle), term(&host, &end));
        host.shop.delete_term("product_cat", gone);
        host.shop.edit_term("product_cat", moved, |term| term.parent = 0);
        run(&mut host, &job(&json!({"kind": "push", "scope": "all"})));
        assert_eq!(parent_of(&host, &end).as_deref(), Some("root"), "{version:?}");
        pull(&mut host);
        let parent = host.shop.terms["product_cat"].iter().find(|t| t.id == moved).map(|t| t.parent);
        assert_eq!(parent, Some(0), "{version:?}: the move is kept");
    }
}

#[test]
fn what_was_moved_out_of_a_deleted_category_stays_there_though_a_pull_brings_that_again() {
    for (version, creates) in Version::ALL.into_iter().flat_map(|v| [(v, true), (v, false)]) {
        let mut host = host(version);
        let (_, middle, end) = line(&mut host);
        pull(&mut host);
        let (gone, moved) = (term(&host, &middle), term(&host, &end));
        host.shop.edit_term("product_cat", moved, |term| term.parent = 0);
        host.shop.delete_term("product_cat", gone);
        let mut full = job(&json!({"kind": "pull", "scope": "full"}));
        full["settings"]["create_categories"] = json!(creates);
        let placed = |host: &Host| {
            host.shop.terms["product_cat"].iter().find(|t| t.id == moved).map(|t| (t.parent, t.name.clone()))
        };
        run(&mut host, &full);
        assert_eq!(placed(&host), Some((0, end.clone())), "{version:?} {creates}: the move is kept");
        // Nor does UnoPim's next change of it, of whatever else it is.
        let row = host.unopim.state.categories.get_mut(&end).expect("it is there");
        row.data["locale_specific"]["en_US"]["name"] = json!("Anew");
        host.unopim.state.touch();
        run(&mut host, &full);
        assert_eq!(placed(&host), Some((0, "Anew".into())), "{version:?} {creates}");
        push(&mut host);
        run(&mut host, &job(&json!({"kind": "push", "scope": "all"})));
        assert_eq!(parent_of(&host, &end).as_deref(), Some("root"), "{version:?} {creates}: and goes out");
        assert_eq!(run(&mut host, &full).counts.writes, 0, "{version:?} {creates}");
    }
}

#[test]
fn what_a_shop_moved_up_by_itself_goes_back_below_a_category_that_a_pull_brings_again() {
    let mut host = host(Version::V3_0_0);
    let (top, middle, end) = line(&mut host);
    pull(&mut host);
    let (gone, moved) = (term(&host, &middle), term(&host, &end));
    host.shop.delete_term("product_cat", gone);
    let parent =
        |host: &Host| host.shop.terms["product_cat"].iter().find(|t| t.id == moved).map(|t| t.parent);
    assert_eq!(parent(&host), Some(term(&host, &top)));
    pull(&mut host);
    assert_eq!(parent(&host), Some(term(&host, &middle)));
}

#[test]
fn a_tree_that_was_deleted_goes_as_a_whole() {
    for version in Version::ALL {
        let mut host = host(version);
        let (top, middle, end) = line(&mut host);
        pull(&mut host);
        for code in [&top, &end, &middle] {
            let id = term(&host, code);
            host.shop.delete_term("product_cat", id);
        }
        push(&mut host);
        for code in [&top, &end, &middle] {
            assert!(host.unopim.state.categories.get(code).is_none(), "{version:?} {code}");
        }
        assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
    }
}

#[test]
fn a_category_with_something_below_it_that_the_shop_never_had_stays() {
    let mut host = host(Version::V3_0_0);
    let (_, middle, end) = line(&mut host);
    pull(&mut host);
    let below = host.unopim.state.categories.id_of(&end);
    host.unopim.state.categories.insert(Category { code: "late".into(), parent: below, data: json!({}) });
    host.unopim.state.touch();
    for code in [&end, &middle] {
        let id = term(&host, code);
        host.shop.delete_term("product_cat", id);
    }
    assert_eq!(push(&mut host).counts.deleted, 0);
    let rows = told(&host, "not_supported");
    assert!(rows.len() == 2 && rows.iter().all(|row| row.message.contains("late")), "{rows:?}");
    for code in [middle.as_str(), end.as_str(), "late"] {
        assert!(host.unopim.state.categories.get(code).is_some(), "{code}");
    }
}

#[test]
fn what_a_pull_brought_again_in_the_meantime_stays_and_that_is_told() {
    let mut host = host(Version::V3_0_0);
    let (_, _, end) = line(&mut host);
    pull(&mut host);
    let id = term(&host, &end);
    host.shop.delete_term("product_cat", id);
    pull(&mut host);
    assert_ne!(term(&host, &end), id, "it came again");
    assert_eq!(push(&mut host).counts.deleted, 0);
    assert_eq!(told(&host, "came_back").iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), [&end]);
    assert!(host.unopim.state.categories.get(&end).is_some());
    let id = term(&host, &end);
    host.shop.delete_term("product_cat", id);
    assert_eq!(push(&mut host).counts.deleted, 1, "once more it goes");
}

#[test]
fn a_product_that_is_deleted_while_it_goes_out_is_not_left_in_unopim() {
    for steps in 0..16 {
        let mut host = host(Version::V3_0_0);
        pull(&mut host);
        let fields = json!({"sku": "hasty", "name": "Hasty", "regular_price": "5", "status": "publish"});
        host.shop.add("simple", 0, fields.as_object().unwrap());
        host.owner.later = Some((steps, |shop| {
            if let Some(id) = shop.by_sku("hasty").map(|(id, _)| id) {
                shop.delete(id);
            }
        }));
        for _ in 0..3 {
            push(&mut host);
        }
        // After the last step it was not deleted at all.
        let is_there = host.shop.by_sku("hasty").is_some();
        let products = &host.unopim.state.products;
        assert_eq!(products.get("hasty").is_some(), is_there, "after {steps} steps: {:#?}", host.logs);
    }
}

#[test]
fn a_mirror_keeps_names_of_categories_and_takes_variations_that_it_lacks() {
    let mut found = 0;
    for (version, seed) in Version::ALL.into_iter().flat_map(|version| [(version, 3), (version, 5)]) {
        let mut host = host_of(&Plan { version, images: false, ..Plan::new(seed, 60) });
        let (_, _, end) = line(&mut host);
        pull(&mut host);
        let Some((variable, own)) = free_place(&mut host) else { continue };
        found += 1;
        let id = term(&host, &end);
        host.shop.edit_term("product_cat", id, |term| term.name = "By hand".into());
        let before = sent(&host);
        push_with(&mut host, |run| run["settings"]["mirror"] = json!(true));
        let category = &host.unopim.state.categories.get(&end).expect("it is there").data;
        assert_eq!(category["locale_specific"]["en_US"]["name"], "line_end", "{version:?}");
        assert!(told(&host, "mirror").iter().any(|row| row.key == end), "{version:?}");
        let made = host.unopim.state.products.get(&own);
        let parent = made.and_then(|p| host.unopim.state.products.by_id(p.parent?));
        assert_eq!(parent.map(|p| p.sku.as_str()), Some(variable.as_str()), "{version:?}");
        assert_eq!(sent(&host), before + 1, "{version:?}: nothing but the new variant");
    }
    assert!(found >= Version::ALL.len(), "{found} places were free");
}

/// A variation where none stands, its product and its SKU.
fn free_place(host: &mut Host) -> Option<(String, String)> {
    let shop = &host.shop;
    let is_flat =
        |p: &&Product| !p.super_attributes.is_empty() && shop.link("product", "default", &p.sku).is_some();
    let found: Vec<String> =
        host.unopim.state.products.rows().filter(is_flat).map(|p| p.sku.clone()).collect();
    for sku in found {
        let parent = host.shop.link("product", "default", &sku).expect("it is linked").id;
        let options = |axis: &str| {
            let field = format!("attribute:{axis}");
            let ids = host.shop.products[&parent].fields.get(&field)?["terms"].as_array()?.clone();
            let terms = &host.shop.terms[axis];
            let slug = |id: &Value| terms.iter().find(|t| json!(t.id) == *id).map(|t| t.slug.clone());
            Some(ids.iter().filter_map(slug).collect::<Vec<_>>())
        };
        let (Some(colours), Some(sizes)) = (options("pa_color"), options("pa_size")) else { continue };
        for (colour, size) in colours.iter().flat_map(|c| sizes.iter().map(move |s| (c, s))) {
            let stands = json!({"pa_color": colour, "pa_size": size});
            let taken =
                |p: &unopim_sim::store::Product| p.parent == parent && p.fields.get("axes") == Some(&stands);
            if host.shop.products.values().any(taken) {
                continue;
            }
            let fields =
                json!({"sku": "own-1", "axes": stands, "regular_price": "6.00", "status": "publish"});
            host.shop.add("variation", parent, fields.as_object().unwrap());
            return Some((sku, "own-1".into()));
        }
    }
    None
}
