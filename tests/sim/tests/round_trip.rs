//! The way there and back: what was pulled is no edit, every field that is edited arrives, and nothing beside it moves.

mod trip;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use trip::compare::{Wanted, differences, plain, wanted};
use trip::shop::{catalogues, host, pull, push, sent, told};
use trip::{edits, rows};
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;
use unopim_sim::unopim::products::resolve::effective;
use unopim_sim::unopim::records::{Kind, Product};
use unopim_sim::unopim::version::Inheritance;

#[test]
fn a_value_of_every_type_survives_the_way_there_and_back() {
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let result = push(&mut host);
            assert_eq!(sent(&host), Vec::<String>::new(), "{version:?}: {:?}", result.counts);
            assert_eq!(pull(&mut host).counts.writes, 0, "{version:?}");
        }
    }
}

/// Edits whatever a row brings of a product, and tells what UnoPim must hold then.
fn edit_all(host: &mut Host, id: u64, product: &Product, fields: &mut BTreeSet<String>) -> Value {
    let state = host.unopim.state.clone();
    let inherits = state.version.inheritance() == Inheritance::Resolved;
    let held = if inherits { effective(&state, product) } else { product.values.clone() };
    let family = state.families.get(&product.family);
    let carried = |code: &str| {
        family.is_some_and(|f| f.groups.iter().flat_map(|g| &g.attributes).any(|(known, _)| known == code))
    };
    let mapping = rows::mapping(&state);
    let core = mapping["core"].as_object().into_iter().flatten();
    let core = core.map(|(field, row)| (field.clone(), row["attribute"].clone()));
    let own = mapping["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let own =
        own.map(|row| (row["target"].as_str().unwrap_or_default().to_owned(), row["attribute"].clone()));
    let mut values = product.values.clone();
    let mut edited = Map::new();
    let number = usize::try_from(id).unwrap_or_default();
    for (field, code) in core.chain(own) {
        let Some(attribute) = state.attributes.get(code.as_str().unwrap_or_default()) else { continue };
        if !carried(&attribute.code) {
            continue;
        }
        let place = edits::place(attribute);
        let present = place.iter().fold(&held, |at, key| &at[*key]);
        let Some(edit) = edits::edit(host, id, &field, attribute, present, number) else { continue };
        fields.insert(field.clone());
        edited.insert(field, edit.shop);
        if let Some(value) = edit.unopim {
            let mut at = &mut values;
            for key in place {
                if !at.is_object() {
                    *at = json!({});
                }
                at = &mut at[key];
            }
            *at = value;
        }
    }
    host.shop.edit_item(id, &edited);
    values
}

#[test]
fn every_edit_arrives_and_nothing_beside_it_moves() {
    let mut fields = BTreeSet::new();
    for version in Version::ALL {
        for state in catalogues(version) {
            let mut host = host(state);
            pull(&mut host);
            let products: Vec<Product> = host.unopim.state.products.rows().cloned().collect();
            let mut expected: BTreeMap<String, Wanted> = BTreeMap::new();
            for product in &products {
                let state = &host.unopim.state;
                let mut want = wanted(state, product);
                let link = host.shop.link("product", "default", &product.sku).map(|link| link.id);
                let there = link.and_then(|id| host.shop.products.get(&id).map(|held| (id, held.clone())));
                if let Some((id, held)) = there.filter(|_| product.kind != Kind::VariantGroup) {
                    let values = edit_all(&mut host, id, product, &mut fields);
                    want.values = plain(&host.unopim.state, &values);
                    // Every third one changes its status.
                    if id % 3 == 0 {
                        let (on, off) = ("publish", if held.is_variation() { "private" } else { "draft" });
                        want.enabled = held.status() != on;
                        host.shop.edit(&product.sku, "status", json!(if want.enabled { on } else { off }));
                        fields.insert("status".into());
                    }
                }
                expected.insert(product.sku.clone(), want);
            }
            let result = push(&mut host);
            let wrong = differences(&host.unopim.state, &expected);
            let told = told(&host);
            assert!(wrong.is_empty(), "{version:?} {:?}: {wrong:#?}\n{told:#?}", result.counts);
            let again = pull(&mut host);
            assert_eq!(again.counts.writes, 0, "{version:?}: {:?}", again.counts);
            let before = sent(&host).len();
            push(&mut host);
            assert_eq!(sent(&host).len(), before, "{version:?}");
        }
    }
    assert!(fields.len() > 30, "{fields:?}");
}
