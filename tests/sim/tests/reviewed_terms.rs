//! Categories, options, terms and attributes that both sides changed: their fields wait for a choice, and go as somebody chose.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;

use common::pushes::{host_of, job, run, sent};

/// What is edited: its entity, the code of its link, and the field.
const PLACES: [(&str, &str, &str); 7] = [
    ("category", "cat_0", "name"),
    ("category", "cat_1", "description"),
    ("category", "cat_2", "parent"),
    ("option", "color/", "name"),
    ("option", "color/", "order"),
    ("term", "product_brand:brand/", "name"),
    ("attribute", "color", "name"),
];

fn reviewed(host: &mut Host, kind: &Value) -> RunResult {
    with(host, kind, "review")
}

fn with(host: &mut Host, kind: &Value, policy: &str) -> RunResult {
    run(host, &wish(kind, policy))
}

fn wish(kind: &Value, policy: &str) -> Value {
    let mut wish = job(kind);
    wish["settings"]["conflict_policy"] = json!(policy);
    wish["settings"]["on_delete"] = json!("delete");
    wish["mapping"]["version"] = json!(2);
    wish["mapping"]["category_fields"] = json!({"picture": "thumbnail"});
    wish["mapping"]["attributes"] = json!({"default": {"en_US": [
        {"target": "attribute:pa_color", "attribute": "color"},
        {"target": "taxonomy:product_brand", "attribute": "brand"},
    ]}});
    wish
}

fn full() -> Value {
    json!({"kind": "pull", "scope": "full"})
}

fn pull(host: &mut Host) -> RunResult {
    reviewed(host, &full())
}

fn host(version: Version) -> Host {
    host_of(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 16) })
}

/// The code of the first record of its kind, where only the beginning is named.
fn code(host: &Host, (entity, begins, _): (&str, &str, &str)) -> String {
    let keys = host.shop.links.keys();
    let mut codes = keys.filter(|(e, _, code)| e == entity && code.starts_with(begins)).map(|(.., c)| c);
    let found = if begins.ends_with('/') { codes.next() } else { codes.find(|code| *code == begins) };
    found.unwrap_or_else(|| panic!("no {entity} {begins}: {:?}", host.shop.links.keys())).clone()
}

fn id(host: &Host, entity: &str, code: &str) -> u64 {
    let link = host.shop.links.iter().find(|((e, _, c), _)| e == entity && c == code);
    link.map(|(_, link)| link.id).expect("it is linked")
}

fn taxonomy(entity: &str) -> &str {
    match entity {
        "category" => "product_cat",
        "option" => "pa_color",
        _ => "product_brand",
    }
}

fn value(host: &Host, entity: &str, id: u64, field: &str) -> Value {
    if entity == "attribute" {
        return json!(host.shop.attributes.iter().find(|a| a.id == id).expect("it is there").name);
    }
    let term = host.shop.terms[taxonomy(entity)].iter().find(|t| t.id == id).expect("it is there");
    match field {
        "name" => json!(term.name),
        "description" => json!(term.description),
        "parent" => json!(term.parent),
        _ => json!(term.order),
    }
}

fn edit(host: &mut Host, entity: &str, id: u64, field: &str, value: &Value) {
    let text = || value.as_str().expect("a text").to_owned();
    if entity == "attribute" {
        host.shop.edit_attribute(id, |attribute| attribute.name = text());
        return;
    }
    host.shop.edit_term(taxonomy(entity), id, |term| match field {
        "name" => term.name = text(),
        "description" => term.description = text(),
        "parent" => term.parent = value.as_u64().expect("an id"),
        _ => term.order = value.as_i64().expect("a place"),
    });
}

/// Changes a record in UnoPim.
fn change(host: &mut Host, entity: &str, code: &str, field: &str, round: usize) {
    let state = &mut host.unopim.state;
    let said = format!("Theirs {round}");
    let code = code.split_once(':').map_or(code, |(_, code)| code);
    match (entity, code.split_once('/')) {
        ("category", _) if field == "parent" => {
            let to = [state.categories.id_of("cat_0"), state.categories.id_of("cat_1")][round % 2];
            let id = state.categories.id_of(code).expect("it is there");
            state.categories.by_id_mut(id).expect("it is there").parent = to;
        }
        ("category", _) => {
            let category = state.categories.get_mut(code).expect("it is there");
            category.data["locale_specific"]["en_US"][field] = json!(said);
        }
        (_, Some((attribute, option))) => {
            let attribute = state.attributes.get_mut(attribute).expect("it is there");
            let last = attribute.options.iter().filter_map(|o| o.sort_order).max().unwrap_or_default();
            let option = attribute.options.iter_mut().find(|o| o.code == option).expect("it is there");
            if field == "order" {
                option.sort_order = Some(last + 1);
            } else {
                option.labels.insert("en_US".into(), said);
            }
        }
        _ => {
            let attribute = state.attributes.get_mut(code).expect("it is there");
            attribute.labels.insert("en_US".into(), said);
        }
    }
    state.touch();
}

fn ours(host: &Host, field: &str) -> Value {
    match field {
        "parent" => json!(id(host, "category", "cat_3")),
        "order" => json!(77),
        _ => json!("Ours"),
    }
}

fn held(host: &Host, entity: &str, code: &str) -> Option<Value> {
    let mut rows = host.shop.items.iter();
    let row = rows.find(|((lane, e, _, c), _)| lane == "held" && e == entity && c == code);
    row.map(|(_, row)| row.body["fields"].clone())
}

fn choose(host: &mut Host, key: &str, field: &str, side: &str) -> RunResult {
    let chosen = json!({key: {field: side}});
    reviewed(host, &json!({"kind": "pull", "scope": "one", "attributes": ["color"], "chosen": chosen}))
}

/// A shop in which both sides changed a place since the last pull.
struct Contested {
    host: Host,
    code: String,
    id: u64,
    ours: Value,
}

fn contested(version: Version, place: (&str, &str, &str)) -> Contested {
    let (entity, _, field) = place;
    let mut host = host(version);
    pull(&mut host);
    host.shop.items.clear();
    let code = code(&host, place);
    let id = id(&host, entity, &code);
    let ours = ours(&host, field);
    edit(&mut host, entity, id, field, &ours);
    change(&mut host, entity, &code, field, 1);
    Contested { host, code, id, ours }
}

#[test]
fn what_both_sides_changed_waits_and_goes_as_somebody_chose() {
    for version in Version::ALL {
        for place in PLACES {
            for side in ["unopim", "shop"] {
                let about = format!("{version:?} {place:?} {side}");
                let (entity, _, field) = place;
                let Contested { mut host, code, id, ours } = contested(version, place);
                let result = pull(&mut host);
                assert!(result.counts.held > 0, "{about}: {:?}", result.counts);
                let row = held(&host, entity, &code).unwrap_or_else(|| panic!("{about}: nothing waits"));
                let theirs = row[0]["unopim"].clone();
                assert_eq!((&row[0]["field"], &row[0]["shop"]), (&json!(field), &ours), "{about}: {row}");
                // Whoever looks meanwhile changes nothing, whatever the policy is by now.
                let (writes, links) = (host.shop.writes, host.shop.links.clone());
                pull(&mut host);
                for policy in ["unopim", "woocommerce"] {
                    with(&mut host, &full(), policy);
                }
                assert_eq!(host.shop.writes, writes, "{about}");
                assert_eq!(host.shop.links, links, "{about}");
                assert_eq!(held(&host, entity, &code), Some(row), "{about}");
                choose(&mut host, &format!("{entity}:{code}"), field, side);
                let now = if side == "shop" { ours } else { theirs };
                assert_eq!(value(&host, entity, id, field), now, "{about}");
                assert_eq!(held(&host, entity, &code), None, "{about}");
                let (writes, links) = (host.shop.writes, host.shop.links.clone());
                pull(&mut host);
                assert_eq!(host.shop.writes, writes, "{about}: nothing is left to do");
                assert_eq!(host.shop.links, links, "{about}: nothing is left to do");
            }
        }
    }
}

#[test]
fn the_other_fields_of_a_term_go_on() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let category = id(&host, "category", "cat_1");
        edit(&mut host, "category", category, "name", &json!("Ours"));
        change(&mut host, "category", "cat_1", "name", 1);
        pull(&mut host);
        for round in 2..4 {
            change(&mut host, "category", "cat_1", "description", round);
            pull(&mut host);
            let said = json!(format!("Theirs {round}"));
            assert_eq!(value(&host, "category", category, "description"), said, "{version:?}");
            assert_eq!(value(&host, "category", category, "name"), json!("Ours"), "{version:?}");
        }
        // Both sides say the same in the end: nobody has to choose any more.
        change(&mut host, "category", "cat_1", "name", 9);
        edit(&mut host, "category", category, "name", &json!("Theirs 9"));
        pull(&mut host);
        assert_eq!(held(&host, "category", "cat_1"), None, "{version:?}");
    }
}

#[test]
fn a_channel_below_leaves_alone_what_waits_of_shared_terms() {
    for version in Version::ALL {
        let Contested { mut host, code, id, ours } = contested(version, ("option", "color/", "name"));
        pull(&mut host);
        let row = held(&host, "option", &code);
        assert!(row.is_some(), "{version:?}");
        let mut below = wish(&full(), "unopim");
        below["settings"]["channel"] = json!("web");
        below["settings"]["above"] = json!([{"channel": "default", "locale": "en_US"}]);
        below["mapping"]["attributes"]["web"] = below["mapping"]["attributes"]["default"].clone();
        run(&mut host, &below);
        assert_eq!(value(&host, "option", id, "name"), ours, "{version:?}");
        assert_eq!(held(&host, "option", &code), row, "{version:?}");
    }
}

#[test]
fn what_unopim_deletes_waits_no_longer() {
    for version in Version::ALL {
        let mut host = host(version);
        pull(&mut host);
        let sku = common::pushes::single(&host);
        let category = id(&host, "category", "cat_1");
        edit(&mut host, "category", category, "name", &json!("Ours"));
        change(&mut host, "category", "cat_1", "name", 1);
        host.shop.edit(&sku, "name", json!("Ours"));
        let row = host.unopim.state.products.get_mut(&sku).expect("it is there");
        row.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!("Theirs");
        host.unopim.state.touch();
        pull(&mut host);
        assert!(held(&host, "category", "cat_1").is_some() && held(&host, "product", &sku).is_some());
        let state = &mut host.unopim.state;
        let (product, gone) = (state.products.id_of(&sku), state.categories.id_of("cat_1"));
        state.products.remove(product.expect("it is there"));
        state.categories.remove(gone.expect("it is there"));
        host.unopim.state.touch();
        pull(&mut host);
        assert_eq!(held(&host, "category", "cat_1"), None, "{version:?}");
        assert_eq!(held(&host, "product", &sku), None, "{version:?}");
    }
}

#[test]
fn a_category_that_is_mapped_by_hand_waits_no_longer() {
    let Contested { mut host, id, ours, .. } = contested(Version::V3_0_1, ("category", "cat_1", "name"));
    pull(&mut host);
    assert!(held(&host, "category", "cat_1").is_some());
    let mut wish = wish(&full(), "review");
    wish["mapping"]["categories"] = json!({"default": {"cat_1": id}});
    run(&mut host, &wish);
    assert_eq!(held(&host, "category", "cat_1"), None);
    assert_eq!(value(&host, "category", id, "name"), ours, "it is used as it is");
}

#[test]
fn what_is_mapped_no_more_waits_until_somebody_chooses() {
    for version in Version::ALL {
        let Contested { mut host, code, id, ours } =
            contested(version, ("term", "product_brand:brand/", "name"));
        pull(&mut host);
        assert!(held(&host, "term", &code).is_some(), "{version:?}");
        let chosen = json!({format!("term:{code}"): {"name": "unopim"}});
        let one = json!({"kind": "pull", "scope": "one", "attributes": ["brand"], "chosen": chosen});
        let mut wish = wish(&one, "review");
        wish["mapping"]["attributes"] = json!({});
        run(&mut host, &wish);
        assert_eq!(held(&host, "term", &code), None, "{version:?}");
        assert_eq!(value(&host, "term", id, "name"), ours, "{version:?}");
        let told = host.logs.iter().any(|log| log.code == "not_mapped" && log.key == code);
        assert!(told, "{version:?}: nobody says why");
    }
}

/// What UnoPim says of a field.
fn said(host: &Host, entity: &str, code: &str, field: &str) -> Value {
    let state = &host.unopim.state;
    let code = code.split_once(':').map_or(code, |(_, code)| code);
    if let ("option" | "term", Some((attribute, option))) = (entity, code.split_once('/')) {
        let attribute = state.attributes.get(attribute).expect("it is there");
        let option = attribute.options.iter().find(|o| o.code == option).expect("it is there");
        return json!(option.labels.get("en_US"));
    }
    let category = state.categories.get(code).expect("it is there");
    if field == "parent" {
        let above = state.categories.rows().find(|one| state.categories.id_of(&one.code) == category.parent);
        return json!(id(host, "category", &above.expect("it has one").code));
    }
    category.data["locale_specific"]["en_US"][field].clone()
}

fn push(host: &mut Host) -> RunResult {
    reviewed(host, &json!({"kind": "push", "scope": "all"}))
}

#[test]
fn what_waits_is_not_sent_and_goes_as_somebody_chose() {
    let pushed = PLACES.iter().filter(|(entity, _, field)| *entity != "attribute" && *field != "order");
    for (version, place) in pushed.flat_map(|place| Version::ALL.map(|version| (version, *place))) {
        for (by_push, side) in [(false, "unopim"), (false, "shop"), (true, "unopim"), (true, "shop")] {
            let about = format!(
                "{version:?} {place:?}, found by a {}, {side}",
                if by_push { "push" } else { "pull" }
            );
            let (entity, _, field) = place;
            let Contested { mut host, code, id, ours } = contested(version, place);
            let theirs = said(&host, entity, &code, field);
            let result = if by_push { push(&mut host) } else { pull(&mut host) };
            assert!(result.counts.held > 0, "{about}: {:?}", result.counts);
            let row = held(&host, entity, &code).unwrap_or_else(|| panic!("{about}: nothing waits"));
            assert_eq!((&row[0]["shop"], &row[0]["unopim"]), (&ours, &theirs), "{about}: {row}");
            let (writes, already) = (host.shop.writes, sent(&host));
            pull(&mut host);
            push(&mut host);
            pull(&mut host);
            assert_eq!((host.shop.writes, sent(&host)), (writes, already), "{about}: somebody has to choose");
            assert_eq!(held(&host, entity, &code), Some(row), "{about}");
            choose(&mut host, &format!("{entity}:{code}"), field, side);
            push(&mut host);
            let now = if side == "shop" { ours } else { theirs };
            assert_eq!(value(&host, entity, id, field), now, "{about}");
            assert_eq!(said(&host, entity, &code, field), now, "{about}");
            assert_eq!(held(&host, entity, &code), None, "{about}");
            let (writes, already) = (host.shop.writes, sent(&host));
            pull(&mut host);
            push(&mut host);
            assert_eq!((host.shop.writes, sent(&host)), (writes, already), "{about}: both sides are at rest");
        }
    }
}

#[test]
fn pictures_of_terms_wait_beside_their_names() {
    for version in Version::ALL {
        for side in ["unopim", "shop"] {
            let about = format!("{version:?} {side}");
            let mut host = host(version);
            let show = |host: &mut Host, name: &str, seed: u64| {
                let path = format!("category/1/picture/{name}.png");
                host.unopim.state.media.draw(&path, seed);
                let category = host.unopim.state.categories.get_mut("cat_1").expect("it is there");
                category.data["common"] = json!({"picture": path});
                host.unopim.state.touch();
            };
            let images = |host: &mut Host| reviewed(host, &json!({"kind": "images"}));
            let shown = |host: &Host, id: u64| {
                let term = host.shop.terms["product_cat"].iter().find(|t| t.id == id);
                term.expect("it is there").meta.get("thumbnail").cloned()
            };
            show(&mut host, "first", 901);
            pull(&mut host);
            images(&mut host);
            let category = id(&host, "category", "cat_1");
            assert!(shown(&host, category).is_some(), "{about}: the first picture came");
            let own = host.shop.attach();
            host.shop
                .edit_term("product_cat", category, |term| term.meta.insert("thumbnail".into(), json!(own)));
            edit(&mut host, "category", category, "name", &json!("Ours"));
            show(&mut host, "second", 902);
            change(&mut host, "category", "cat_1", "name", 1);
            for _ in 0..2 {
                pull(&mut host);
                images(&mut host);
            }
            let row = held(&host, "category", "cat_1").unwrap_or_else(|| panic!("{about}: nothing waits"));
            let names: Vec<&Value> = row.as_array().into_iter().flatten().map(|f| &f["field"]).collect();
            assert_eq!(names, ["name", "thumbnail"], "{about}: {row}");
            assert_eq!(shown(&host, category), Some(json!(own)), "{about}");
            let theirs = row[1]["unopim"].clone();
            choose(&mut host, "category:cat_1", "thumbnail", side);
            let row = held(&host, "category", "cat_1").unwrap_or_default();
            assert_eq!(row[1]["chosen"], json!(side), "{about}: the image lane writes it: {row}");
            images(&mut host);
            let row = held(&host, "category", "cat_1").unwrap_or_default();
            assert_eq!(
                (row.as_array().map(Vec::len), &row[0]["field"]),
                (Some(1), &json!("name")),
                "{about}"
            );
            let now = if side == "shop" { json!(own) } else { theirs };
            assert_eq!(shown(&host, category), Some(now), "{about}");
            choose(&mut host, "category:cat_1", "name", "unopim");
            let (writes, links) = (host.shop.writes, host.shop.links.clone());
            pull(&mut host);
            images(&mut host);
            assert_eq!(host.shop.writes, writes, "{about}: nothing is left to do");
            assert_eq!(host.shop.links, links, "{about}: nothing is left to do");
            assert_eq!(held(&host, "category", "cat_1"), None, "{about}");
        }
    }
}
