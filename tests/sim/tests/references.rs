//! What UnoPim has no entity for becomes terms: brands, collections, tags; with swatches, and fields of categories beside.

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::store::Term;
use unopim_sim::unopim::records::{Attribute, AttributeOption, Category};
use unopim_sim::unopim::{State, Version};

const COLLECTION: &str = "product_collection";

fn add(state: &mut State, code: &str, parent: Option<&str>, data: Value) {
    let parent = parent.and_then(|parent| state.categories.id_of(parent));
    state.categories.insert(Category { code: code.into(), parent, data });
}

fn named(name: &str, common: &Value) -> Value {
    json!({"common": common, "locale_specific": {"en_US": {"name": name, "description": format!("<p>{name}</p>")}}})
}

/// A catalogue with two collections, one below the other, and a product in the lower one.
fn catalogue(version: Version) -> State {
    let mut state = generate(&Plan { version, edge_share: 0, ..Plan::new(5, 20) });
    state.settings.throttle = false;
    let seasons = json!({"common": {"picture": "category/1/picture/a.jpg", "season": "cold"}});
    add(&mut state, "collections", Some("root"), seasons);
    let picture = json!({"picture": "category/2/picture/b.jpg", "season": "warm", "shown": "true"});
    // Listed before its parent.
    add(&mut state, "summer_26", None, named("Summer 2026", &picture));
    add(&mut state, "summer", Some("collections"), named("Summer", &json!([])));
    let parent = state.categories.id_of("summer");
    let id = state.categories.id_of("summer_26").expect("just added");
    state.categories.by_id_mut(id).expect("just added").parent = parent;
    for (code, kind) in [("season", "select"), ("shown", "boolean")] {
        let mut field = Attribute::new(code, kind);
        field.position = Some(9);
        for (order, option) in (1..).zip(["cold", "warm"]) {
            field.options.push(AttributeOption {
                id: order,
                code: option.into(),
                sort_order: i64::try_from(order).ok(),
                labels: [("en_US".to_owned(), format!("{option} season"))].into(),
                swatch: None,
            });
        }
        state.category_fields.insert(field);
    }
    state.media.draw("category/1/picture/a.jpg", 1);
    state.media.draw("category/2/picture/b.jpg", 2);
    let sku = single(&state);
    let product = state.products.get_mut(&sku).expect("it is there");
    product.values["categories"] = json!(["summer_26", "cat_0"]);
    product.values["common"]["brand"] = json!("acme");
    product.values["common"]["url_key"] = json!("cosy, warm, cosy");
    state.touch();
    state
}

fn single(state: &State) -> String {
    let mut rows = state.products.rows();
    rows.find(|p| p.parent.is_none() && p.super_attributes.is_empty() && p.values.is_object())
        .map(|p| p.sku.clone())
        .expect("a simple product")
}

fn job(kind: &Value) -> Value {
    let mut run = full_pull();
    run["job"] = kind.clone();
    run["mapping"]["version"] = json!(2);
    run["mapping"]["attributes"] = json!({"default": {"en_US": [
        {"target": "taxonomy:product_brand", "attribute": "brand"},
        {"target": "attribute:pa_color", "attribute": "color"},
        {"target": "tags", "attribute": "url_key"},
    ]}});
    run["mapping"]["taxonomies"] =
        json!([{"taxonomy": COLLECTION, "name": "Collections", "hierarchical": true}]);
    run["mapping"]["references"] = json!({"default": [{"taxonomy": COLLECTION, "category": "collections"}]});
    run["mapping"]["category_fields"] =
        json!({"picture": "thumbnail", "season": "meta:season", "shown": "meta:shown"});
    run
}

fn run(host: &mut Host, kind: &Value) -> RunResult {
    run_as(host, &job(kind))
}

fn run_as(host: &mut Host, job: &Value) -> RunResult {
    match host.run(job) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn full(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "pull", "scope": "full"}))
}

fn host(version: Version) -> Host {
    let mut state = catalogue(version);
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.taxonomies.insert(COLLECTION.into());
    host
}

fn term<'h>(host: &'h Host, taxonomy: &str, slug: &str) -> &'h Term {
    let found = host.shop.terms.get(taxonomy).into_iter().flatten().find(|t| t.slug == slug);
    found.unwrap_or_else(|| panic!("{taxonomy} has no {slug}: {:?}", host.shop.terms.get(taxonomy)))
}

fn errors(host: &Host) -> Vec<String> {
    let bad = host.logs.iter().filter(|log| log.level == unopim_engine::wire::Level::Error);
    bad.map(|log| format!("{} {} {}", log.key, log.code, log.message)).collect()
}

#[test]
fn subtrees_options_and_texts_become_terms() {
    for version in [Version::V1_0, Version::V3_0_0] {
        let mut host = host(version);
        full(&mut host);
        assert_eq!(errors(&host), Vec::<String>::new(), "{version:?}");
        let (summer, season) = (term(&host, COLLECTION, "summer"), term(&host, COLLECTION, "summer-26"));
        assert_eq!((season.name.as_str(), season.parent), ("Summer 2026", summer.id));
        assert_eq!(season.description, "<p>Summer 2026</p>");
        assert_eq!(season.meta.get("meta:season"), Some(&json!("warm season")));
        assert_eq!(season.meta.get("meta:shown"), Some(&json!("yes")));
        let categories: Vec<&str> = host.shop.terms["product_cat"].iter().map(|t| t.slug.as_str()).collect();
        assert!(!categories.contains(&"collections") && !categories.contains(&"summer"), "{categories:?}");
        let sku = single(&host.unopim.state);
        let ids = json!([season.id]);
        assert_eq!(host.shop.field(&sku, &format!("taxonomy:{COLLECTION}")), Some(ids));
        let brand = term(&host, "product_brand", "acme");
        assert_eq!(host.shop.field(&sku, "taxonomy:product_brand"), Some(json!([brand.id])));
        let mut tags = [term(&host, "product_tag", "cosy").id, term(&host, "product_tag", "warm").id];
        tags.sort_unstable();
        assert_eq!(host.shop.field(&sku, "tags"), Some(json!(tags)));
    }
}

/// The taxonomy's terms of a product, by their slugs.
fn slugs(host: &Host, sku: &str, field: &str, taxonomy: &str) -> Vec<String> {
    let ids = host.shop.field(sku, field).unwrap_or_default();
    let ids: Vec<u64> = ids.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    host.shop.terms[taxonomy].iter().filter(|t| ids.contains(&t.id)).map(|t| t.slug.clone()).collect()
}

#[test]
fn a_subtree_that_becomes_a_taxonomy_leaves_the_product_categories() {
    for (policy, stays) in [("trash", true), ("delete", false)] {
        let mut host = host(Version::V3_0_0);
        let mut job = job(&json!({"kind": "pull", "scope": "full"}));
        job["settings"]["on_delete"] = json!(policy);
        let mut before = job.clone();
        before["mapping"]["references"] = Value::Null;
        run_as(&mut host, &before);
        let sku = single(&host.unopim.state);
        assert_eq!(slugs(&host, &sku, "categories", "product_cat"), ["cat-0", "summer-26"]);
        // The shop's own stays whatever becomes of UnoPim's.
        let own = host.shop.add_term("product_cat", 0, "Own", "own");
        let mut ids = host.shop.field(&sku, "categories").expect("it has some");
        ids.as_array_mut().expect("a list").push(json!(own));
        host.shop.edit(&sku, "categories", ids);
        run_as(&mut host, &job);
        assert_eq!(slugs(&host, &sku, "categories", "product_cat"), ["cat-0", "own"]);
        assert_eq!(slugs(&host, &sku, &format!("taxonomy:{COLLECTION}"), COLLECTION), ["summer-26"]);
        let there =
            host.shop.terms["product_cat"].iter().any(|t| t.slug == "summer-26" || t.slug == "collections");
        let linked = host.shop.links.keys().any(|(entity, _, code)| entity == "category" && code == "summer");
        assert_eq!((there, linked), (stays, false), "{policy}");
        let told = host.logs.iter().filter(|log| log.code == "now_a_reference").count();
        assert_eq!(told, 3, "{policy}: the top and two below");
        let writes = host.shop.writes;
        run_as(&mut host, &job);
        assert_eq!(host.shop.writes, writes, "{policy}: nothing is left to do");
    }
}

#[test]
fn what_is_in_step_is_left_alone() {
    let mut host = host(Version::V3_0_0);
    full(&mut host);
    run(&mut host, &json!({"kind": "images"}));
    full(&mut host);
    let (writes, links) = (host.shop.writes, host.shop.links.clone());
    full(&mut host);
    assert_eq!(host.shop.writes, writes);
    assert_eq!(host.shop.links, links);
}

#[test]
fn thumbnails_and_swatches_come_by_the_image_lane() {
    let mut host = host(Version::V3_0_0);
    let swatch = "attribute_option/7/swatch.png";
    host.unopim.state.media.draw(swatch, 9);
    let color = host.unopim.state.attributes.get_mut("color").expect("generated");
    color.swatch = Some("image".into());
    color.options.iter_mut().for_each(|option| option.swatch = None);
    color.options[0].swatch = Some(swatch.into());
    let slug = color.options[0].code.to_lowercase();
    host.unopim.state.touch();
    full(&mut host);
    assert_eq!(term(&host, COLLECTION, "summer-26").meta.get("thumbnail"), None);
    run(&mut host, &json!({"kind": "images"}));
    assert_eq!(errors(&host), Vec::<String>::new());
    let thumbnail = term(&host, COLLECTION, "summer-26").meta["thumbnail"].clone();
    let option = term(&host, "pa_color", &slug).meta["swatch_image"].clone();
    assert!(thumbnail.is_u64() && option.is_u64() && thumbnail != option);
    assert!(host.shop.items.keys().all(|(lane, entity, ..)| lane != "image" || entity == "product"));
}

#[test]
fn swatch_colours_are_the_terms() {
    let mut host = host(Version::V3_0_0);
    full(&mut host);
    let color = host.unopim.state.attributes.get("color").expect("generated");
    let option = color.options.iter().find(|o| o.swatch.is_some()).expect("with a swatch").clone();
    let held = term(&host, "pa_color", &option.code.to_lowercase().replace('_', "-"));
    assert_eq!(held.meta.get("swatch_color"), option.swatch.map(|s| json!(s.to_lowercase())).as_ref());
}

#[test]
fn a_moved_category_moves_its_term_unless_the_shop_moved_it() {
    let mut host = host(Version::V2_1);
    full(&mut host);
    let (a, b) = (term(&host, "product_cat", "cat-0").id, term(&host, "product_cat", "cat-1").id);
    let children: Vec<String> =
        host.shop.terms["product_cat"].iter().filter(|t| t.parent == a).map(|t| t.slug.clone()).collect();
    let [first, second, ..] = children.as_slice() else { panic!("{children:?}") };
    let to = host.unopim.state.categories.id_of("cat_1");
    for slug in [first, second] {
        let id = host.unopim.state.categories.id_of(&slug.replace('-', "_")).expect("its category");
        host.unopim.state.categories.by_id_mut(id).expect("it").parent = to;
    }
    host.unopim.state.touch();
    let terms = host.shop.terms.get_mut("product_cat").expect("categories");
    terms.iter_mut().find(|t| t.slug == *second).expect("it").parent = 0;
    let mut run = job(&json!({"kind": "pull", "scope": "full"}));
    run["settings"]["conflict_policy"] = json!("woocommerce");
    assert!(matches!(host.run(&run), Ended::Done(_)));
    assert_eq!(term(&host, "product_cat", first).parent, b);
    assert_eq!(term(&host, "product_cat", second).parent, 0, "the shop moved it, and wins");
}

#[test]
fn a_list_that_only_helps_pickers_may_be_denied() {
    use unopim_sim::unopim::auth::accounts::Permission;
    let mut host = host(Version::V3_0_0);
    let keys = ["channels", "products", "categories", "attributes", "families"];
    let keys = keys.map(|key| match key {
        "channels" => "api.settings.channels".to_owned(),
        key => format!("api.catalog.{key}"),
    });
    for client in &mut host.unopim.state.accounts.clients {
        client.permission = Some(Permission::Custom(keys.to_vec()));
    }
    host.capabilities = Some(json!({"cursor": true, "configurable_path": "configurable-products",
        "swatches": true, "inheritance": true, "variant_groups": false, "measurement": true, "status": true}));
    full(&mut host);
    let denied: Vec<&str> =
        host.logs.iter().filter(|log| log.code == "forbidden").map(|log| log.key.as_str()).collect();
    assert_eq!(denied, ["locales", "currencies", "attribute-groups", "category-fields"]);
    assert!(host.shop.by_sku(&single(&host.unopim.state)).is_some());
}
