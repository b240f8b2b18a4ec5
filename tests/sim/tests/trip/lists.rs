//! The trip of everything that names other records: places in the tree, links between products, names of categories and options.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::records::{Kind, Product};
use unopim_sim::unopim::{State, Version};

use super::compare::{Wanted, differences, wanted};
use super::shop::{catalogues, host, pull, push, sent, told};

const ASSOCIATIONS: [(&str, &str); 3] =
    [("up_sells", "upsells"), ("cross_sells", "cross_sells"), ("related_products", "related")];

/// Categories with their parents, and the labels of options by `attribute/option`.
#[derive(Clone, PartialEq)]
struct Structure {
    categories: BTreeMap<String, (Option<String>, Value)>,
    options: BTreeMap<String, Value>,
}

fn structure(state: &State) -> Structure {
    let code = |id: u64| state.categories.by_id(id).map(|category| category.code.clone());
    let categories = state.categories.rows();
    let options = state.attributes.rows().flat_map(|attribute| {
        let of = |option: &unopim_sim::unopim::records::AttributeOption| {
            (format!("{}/{}", attribute.code, option.code), json!(option.labels))
        };
        attribute.options.iter().map(of).collect::<Vec<_>>()
    });
    Structure {
        categories: categories.map(|c| (c.code.clone(), (c.parent.and_then(code), c.data.clone()))).collect(),
        options: options.collect(),
    }
}

fn ids(host: &Host, id: u64, field: &str) -> Vec<u64> {
    host.shop.view(id, field).as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

fn set(host: &mut Host, id: u64, field: &str, ids: &[u64]) {
    host.shop.edit_item(id, &Map::from_iter([(field.to_owned(), json!(ids))]));
}

fn codes(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|code| code.as_str().map(Into::into)).collect()
}

/// Shop ids of everything that is linked, by code.
fn linked(host: &Host, entity: &str, channel: &str) -> BTreeMap<String, u64> {
    let of = host.shop.links.iter().filter(|((e, c, _), _)| e == entity && c == channel);
    of.map(|((.., code), link)| (code.clone(), link.id)).collect()
}

/// Puts a product into one category more, or takes it out of one.
fn place(host: &mut Host, id: u64, values: &mut Value) -> bool {
    let known = linked(host, "category", "default");
    let now = ids(host, id, "categories");
    let mut held = codes(&values["categories"]);
    let mut shown = now.clone();
    if id.is_multiple_of(2) {
        let Some((code, term)) =
            known.iter().find(|(code, term)| !now.contains(term) && !held.contains(code))
        else {
            return false;
        };
        shown.push(*term);
        held.push(code.clone());
    } else {
        let Some(code) = held.iter().find(|code| known.get(*code).is_some_and(|term| now.contains(term)))
        else {
            return false;
        };
        let code = code.clone();
        shown.retain(|term| *term != known[&code]);
        held.retain(|held| *held != code);
    }
    // What is in no category is in the shop's own.
    shown.retain(|term| *term != 1);
    if shown.is_empty() {
        shown.push(1);
    }
    shown.sort_unstable();
    set(host, id, "categories", &shown);
    values["categories"] = json!(held);
    true
}

/// Names another product beside one, or one less.
fn associate(host: &mut Host, id: u64, values: &mut Value) -> bool {
    let known = linked(host, "product", "default");
    let (section, field) = ASSOCIATIONS[usize::try_from(id).unwrap_or_default() % 3];
    let mut named = ids(host, id, field);
    let mut held = codes(&values["associations"][section]);
    let is_linked = |sku: &String| known.get(sku).is_some_and(|other| named.contains(other));
    if let Some(sku) = held.iter().find(|sku| is_linked(sku)).cloned() {
        named.retain(|other| *other != known[&sku]);
        held.retain(|held| *held != sku);
    } else {
        let stands = |other: u64| host.shop.products.get(&other).is_some_and(|p| p.parent == 0);
        let Some((sku, other)) = known.iter().find(|(_, other)| **other != id && stands(**other)) else {
            return false;
        };
        named.push(*other);
        held.push(sku.clone());
    }
    set(host, id, field, &named);
    if !values["associations"].is_object() {
        values["associations"] = json!({});
    }
    values["associations"][section] = json!(held);
    true
}

/// Every third category gets another name, every fifth another place.
fn arrange(host: &mut Host, want: &mut Structure) -> usize {
    let known = linked(host, "category", "default");
    let mut done = 0;
    for (place, (code, id)) in known.iter().enumerate() {
        let Some(category) = want.categories.get_mut(code) else { continue };
        if place % 3 == 0 {
            let name = format!("By hand {place}");
            host.shop.edit_term("product_cat", *id, |term| term.name.clone_from(&name));
            if !category.1.is_object() {
                category.1 = json!({});
            }
            if !category.1["locale_specific"]["en_US"].is_object() {
                category.1["locale_specific"] = json!({"en_US": {}});
            }
            category.1["locale_specific"]["en_US"]["name"] = json!(name);
            done += 1;
        }
        let is_leaf = |host: &Host| host.shop.terms["product_cat"].iter().all(|term| term.parent != *id);
        let above = known.iter().find(|(other, _)| *other != code && category.0.as_ref() != Some(*other));
        if let Some((above, parent)) = above.filter(|_| place % 5 == 1 && is_leaf(host)) {
            host.shop.edit_term("product_cat", *id, |term| term.parent = *parent);
            category.0 = Some(above.clone());
            done += 1;
        }
    }
    done
}

/// A term of every attribute gets another name, where no other attribute has an option of this code.
fn rename(host: &mut Host, want: &mut Structure) -> BTreeSet<String> {
    let mut done = BTreeSet::new();
    let taxonomies: Vec<(String, u64)> = host
        .shop
        .terms
        .iter()
        .flat_map(|(taxonomy, terms)| terms.iter().map(|term| (taxonomy.clone(), term.id)))
        .collect();
    for (entity, code, id) in linked(host, "option", "")
        .into_iter()
        .map(|(code, id)| ("option", code, id))
        .chain(linked(host, "term", "").into_iter().map(|(code, id)| ("term", code, id)))
    {
        let option = code.rsplit(':').next().unwrap_or_default().to_owned();
        // A tag may be anybody's: its name stays the shop's.
        let Some((attribute, own)) = option.split_once('/').filter(|_| !code.starts_with("product_tag:"))
        else {
            continue;
        };
        let ending = format!("/{own}");
        let is_unique = want.options.keys().filter(|known| known.ends_with(&ending)).count() == 1;
        let stands = linked(host, "option", "")
            .keys()
            .chain(linked(host, "term", "").keys())
            .filter(|known| known.rsplit(':').next() == Some(&option))
            .count();
        if !is_unique || stands > 1 || done.contains(&format!("{entity} {attribute}")) {
            continue;
        }
        let Some((taxonomy, _)) = taxonomies.iter().find(|(_, term)| *term == id) else { continue };
        let name = format!("Renamed {own}");
        host.shop.edit_term(taxonomy, id, |term| term.name.clone_from(&name));
        want.options.get_mut(&option).expect("the option is there")["en_US"] = json!(name);
        done.insert(format!("{entity} {attribute}"));
    }
    done
}

/// What UnoPim stores and no longer takes is left out of a list that is sent, and told.
fn without_stale(host: &Host, expected: &mut BTreeMap<String, Wanted>) {
    for log in host.logs.iter().filter(|log| log.code == "stale_reference") {
        let Some(want) = expected.get_mut(&log.key) else { continue };
        let named = log.message.rsplit_once(" in ").map_or("", |(_, list)| list);
        for place in named.split(", ") {
            let Some((list, code)) = place.rsplit_once('.') else { continue };
            let at = list.split('.').fold(&mut want.values, |at, key| &mut at[key]);
            if let Value::Array(held) = at {
                held.retain(|held| held != code);
                if held.is_empty() {
                    *at = Value::Null;
                }
            } else if let Value::Object(held) = at {
                held.remove(code);
            }
        }
    }
}

#[test]
fn places_links_and_names_arrive_and_nothing_beside_them_moves() {
    let (mut placed, mut associated, mut arranged, mut renamed) = (0, 0, 0, BTreeSet::new());
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let mut want = structure(&host.unopim.state);
            let products: Vec<Product> = host.unopim.state.products.rows().cloned().collect();
            let mut expected = BTreeMap::new();
            for product in &products {
                let mut values = product.values.clone();
                let link = host.shop.link("product", "default", &product.sku).map(|link| link.id);
                let there = link.filter(|id| host.shop.products.contains_key(id));
                let alone = product.kind != Kind::VariantGroup && product.parent.is_none();
                if let Some(id) = there.filter(|_| alone && product.values.is_object()) {
                    placed += usize::from(place(&mut host, id, &mut values));
                    associated += usize::from(associate(&mut host, id, &mut values));
                }
                let changed = Product { values, ..product.clone() };
                expected.insert(product.sku.clone(), wanted(&host.unopim.state, &changed));
            }
            arranged += arrange(&mut host, &mut want);
            renamed.extend(rename(&mut host, &mut want));

            let result = push(&mut host);
            without_stale(&host, &mut expected);
            let wrong = differences(&host.unopim.state, &expected);
            let told = told(&host);
            assert!(wrong.is_empty(), "{version:?} {:?}: {wrong:#?}\n{told:#?}", result.counts);
            let now = structure(&host.unopim.state);
            for (code, category) in &want.categories {
                assert_eq!(now.categories.get(code), Some(category), "{version:?} {code}: {told:#?}");
            }
            assert_eq!(now.categories.len(), want.categories.len(), "{version:?}");
            for (code, labels) in &want.options {
                assert_eq!(now.options.get(code), Some(labels), "{version:?} {code}: {told:#?}");
            }
            assert_eq!(now.options.len(), want.options.len(), "{version:?}");
            assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
            let before = sent(&host).len();
            push(&mut host);
            assert_eq!(sent(&host).len(), before, "{version:?}: {:#?}", &sent(&host)[before..]);
        }
    }
    let enough = placed > 100 && associated > 100 && arranged > 20 && renamed.len() > 5;
    assert!(enough, "{placed} {associated} {arranged} {renamed:?}");
}
