//! The edits of `POST /_sim/set`. Each is an object whose `op` says what happens:
//! `{"op":"set_value","sku":"mug","path":["common","color"],"value":"red"}`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::catalogue::mutate;
use crate::faults::Faults;
use crate::simulator::Simulator;
use crate::unopim::clock::iso;
use crate::unopim::records::{AssociationType, Category, Kind, Labels, Product};
use crate::unopim::{Moment, State, Version};

#[derive(Debug, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
enum Edit {
    /// Sets one value; null is a value too.
    SetValue {
        sku: String,
        path: Vec<String>,
        #[serde(default)]
        value: Option<Value>,
    },
    RemoveValue {
        sku: String,
        path: Vec<String>,
    },
    /// Replaces `values` as a whole, null too.
    SetValues {
        sku: String,
        values: Value,
    },
    SetStatus {
        sku: String,
        enabled: bool,
    },
    /// Adds a product, or replaces the one with this SKU.
    PutProduct {
        sku: String,
        family: String,
        #[serde(default)]
        parent: Option<String>,
        #[serde(default)]
        super_attributes: Vec<String>,
        values: Value,
    },
    DeleteProduct {
        sku: String,
    },
    RenameProduct {
        sku: String,
        to: String,
    },
    PutCategory {
        code: String,
        #[serde(default)]
        parent: Option<String>,
        data: Value,
    },
    /// A type of association of somebody's own (3.0.1).
    PutAssociationType {
        code: String,
        label: String,
    },
    SetOptionLabel {
        attribute: String,
        option: String,
        locale: String,
        label: String,
    },
    DeleteOption {
        attribute: String,
        option: String,
    },
    SetFile {
        path: String,
        text: String,
    },
    /// A picture made from a number: equal numbers are equal bytes. With `blocks` it is a JPEG of so many times eight pixels a side.
    DrawFile {
        path: String,
        seed: u64,
        #[serde(default)]
        blocks: Option<u16>,
    },
    /// Names a file in the DAM, which is installed with the first.
    PutAsset {
        id: u64,
        path: String,
    },
    DeleteFile {
        path: String,
    },
    /// Changes some products, as a day in the office would.
    Mutate {
        seed: u64,
        count: usize,
    },
    Faults {
        spec: String,
    },
    Clock {
        offset_ms: i64,
    },
    Throttle {
        on: bool,
    },
    Debug {
        on: bool,
    },
    Version {
        version: String,
    },
    RevokeTokens,
    BadRow {
        sku: String,
        #[serde(default)]
        repair: bool,
    },
}

pub(super) fn apply(simulator: &mut Simulator, edit: Value, moment: Moment) -> Result<Value, String> {
    let edit: Edit = serde_json::from_value(edit).map_err(|error| error.to_string())?;
    let now = simulator.now(moment);
    let state = &mut simulator.state;
    match edit {
        Edit::SetValue { sku, path, value } => {
            set_value(state, &sku, &path, Some(value.unwrap_or(Value::Null)), now)?;
        }
        Edit::RemoveValue { sku, path } => set_value(state, &sku, &path, None, now)?,
        Edit::SetValues { sku, values } => changed(state, &sku, now, |product| product.values = values)?,
        Edit::SetStatus { sku, enabled } => changed(state, &sku, now, |product| product.enabled = enabled)?,
        Edit::PutProduct { sku, family, parent, super_attributes, values } => {
            put_product(state, &sku, &family, parent.as_deref(), super_attributes, values, now)?;
        }
        Edit::DeleteProduct { sku } => {
            let id = state.products.id_of(&sku).ok_or_else(|| no_product(&sku))?;
            state.products.delete(id);
        }
        Edit::RenameProduct { sku, to } => {
            let id = state.products.id_of(&sku).ok_or_else(|| no_product(&sku))?;
            state.products.rename(id, &to);
            changed(state, &to, now, |product| product.values["common"]["sku"] = json!(to))?;
        }
        Edit::PutCategory { code, parent, data } => put_category(state, &code, parent.as_deref(), data),
        Edit::PutAssociationType { code, label } => {
            let labels = Labels::from([("en_US".to_owned(), label)]);
            state.association_types.insert(AssociationType { code, position: 9, user_defined: true, labels });
        }
        Edit::SetOptionLabel { attribute, option, locale, label } => {
            let found = state
                .attributes
                .get_mut(&attribute)
                .and_then(|attribute| attribute.options.iter_mut().find(|held| held.code == option));
            found.ok_or("no such option")?.labels.insert(locale, label);
        }
        Edit::DeleteOption { attribute, option } => {
            let found = state.attributes.get_mut(&attribute).ok_or("no such attribute")?;
            found.options.retain(|held| held.code != option);
        }
        Edit::SetFile { path, text } => state.media.put(&path, text.into_bytes()),
        Edit::DrawFile { path, seed, blocks: None } => state.media.draw(&path, seed),
        Edit::DrawFile { path, seed, blocks: Some(blocks) } => state.media.draw_large(&path, seed, blocks),
        Edit::PutAsset { id, path } => {
            state.dam.get_or_insert_default().insert(id, path);
        }
        Edit::DeleteFile { path } => state.media.remove(&path),
        Edit::Mutate { seed, count } => return Ok(json!(mutate::mutate(state, seed, count, now))),
        Edit::Faults { spec } => {
            simulator.faults = Faults::parse(&spec).map_err(|error| error.to_string())?;
        }
        Edit::Clock { offset_ms } => simulator.clock_offset = offset_ms,
        Edit::Throttle { on } => {
            state.settings.throttle = on;
            state.accounts.throttle.clear();
        }
        Edit::Debug { on } => state.settings.debug = on,
        Edit::Version { version } => {
            state.version = version.parse::<Version>().map_err(|error| error.to_string())?;
        }
        Edit::RevokeTokens => state.accounts.revoke_all(),
        Edit::BadRow { sku, repair: false } => {
            state.poisoned.insert(sku);
        }
        Edit::BadRow { sku, repair: true } => {
            state.poisoned.remove(&sku);
        }
    }
    Ok(Value::Bool(true))
}

fn no_product(sku: &str) -> String {
    format!("no product with the SKU {sku}")
}

fn changed(
    state: &mut State,
    sku: &str,
    now: Moment,
    change: impl FnOnce(&mut Product),
) -> Result<(), String> {
    let product = state.products.get_mut(sku).ok_or_else(|| no_product(sku))?;
    change(product);
    product.updated = now;
    Ok(())
}

fn set_value(
    state: &mut State,
    sku: &str,
    path: &[String],
    value: Option<Value>,
    now: Moment,
) -> Result<(), String> {
    let (last, parents) = path.split_last().ok_or("the path is empty")?;
    changed(state, sku, now, |product| {
        let mut slot = &mut product.values;
        for key in parents {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            slot = &mut slot[key.as_str()];
        }
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        if let Value::Object(map) = slot {
            match value {
                Some(value) => {
                    map.insert(last.clone(), value);
                }
                None => {
                    map.remove(last);
                }
            }
        }
    })
}

fn put_product(
    state: &mut State,
    sku: &str,
    family: &str,
    parent: Option<&str>,
    axes: Vec<String>,
    values: Value,
    now: Moment,
) -> Result<(), String> {
    let parent = parent.map(|sku| state.products.id_of(sku).ok_or_else(|| no_product(sku))).transpose()?;
    if let Some(product) = state.products.get_mut(sku) {
        family.clone_into(&mut product.family);
        product.values = values;
        product.updated = now;
        return Ok(());
    }
    let kind = if axes.is_empty() { Kind::Simple } else { Kind::Configurable };
    let product = Product { parent, values, super_attributes: axes, ..Product::new(sku, kind, family, now) };
    state.products.add(product);
    Ok(())
}

fn put_category(state: &mut State, code: &str, parent: Option<&str>, data: Value) {
    let parent = parent.and_then(|code| state.categories.id_of(code));
    if let Some(category) = state.categories.get_mut(code) {
        category.parent = parent;
        category.data = data;
    } else {
        state.categories.insert(Category { code: code.to_owned(), parent, data });
    }
}

/// A product as stored, for assertions.
pub(super) fn product_json(state: &State, product: &Product) -> Value {
    json!({
        "sku": product.sku,
        "type": product.kind.as_str(),
        "status": product.enabled,
        "family": product.family,
        "parent": state.products.parent_sku(product),
        "updated_at": iso(product.updated),
        "values": product.values,
        "super_attributes": product.super_attributes,
    })
}
