//! `media-files/product`.

use serde_json::{Map, Value, json};

use super::checks;
use crate::unopim::products::completeness;
use crate::unopim::products::put::known;
use crate::unopim::records::{Attribute, Section};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

pub fn store(state: &mut State, call: &Call) -> Outcome {
    let input = &call.input;
    checks::required(input, &["sku", "attribute", "file"])?;
    let files = checks::accepted(state, input)?;
    let sku = input.text("sku").unwrap_or_default();
    let id = known(state, sku)?;
    let code = input.text("attribute").unwrap_or_default();
    let attribute = media_attribute(state, code)?;
    let complaints = checks::complaints(&attribute.kind, input, &files);
    if !complaints.is_empty() {
        return Err(Response::invalid(&json!({"file": complaints})));
    }
    let mut paths = Vec::new();
    for file in files {
        // The same name overwrites in place.
        let path = format!("product/{id}/{code}/{}", file.name);
        state.media.put(&path, file.bytes.clone());
        paths.push(path);
    }
    let joined = paths.join(",");
    if state.version.upload_assigns_value() {
        assign(state, call, id, &attribute, &joined);
    }
    Ok(Response::json(
        200,
        &json!({
            "success": true,
            "message": "Product file uploaded successfully.",
            "data": {"attribute": code, "sku": sku, "filePath": joined},
        }),
    ))
}

fn media_attribute(state: &State, code: &str) -> Result<Attribute, Response> {
    let found = state.attributes.get(code).filter(|attribute| attribute.is_media());
    let text = format!("Attribute with code \"{code}\" could not be found");
    found.cloned().ok_or_else(|| Response::invalid(&json!({"attribute": [text]})))
}

/// The channel and locale named in the request, or the first ones.
fn scope_of(state: &State, channel: Option<&str>, locale: Option<&str>) -> (String, String) {
    let channel = channel.and_then(|code| state.channels.get(code)).or_else(|| state.channels.rows().next());
    let code = channel.map_or_else(String::new, |channel| channel.code.clone());
    let default = channel.and_then(|channel| channel.locales.first().cloned()).unwrap_or_default();
    (code, locale.map_or(default, str::to_owned))
}

/// 2.1 and later also store the path as the value: a gallery as a comma string.
fn assign(state: &mut State, call: &Call, id: u64, attribute: &Attribute, paths: &str) {
    let (channel, locale) = scope_of(state, call.input.text("channel"), call.input.text("locale"));
    let Some(product) = state.products.by_id_mut(id) else { return };
    let keys: Vec<&str> = match attribute.scope() {
        Section::Common => vec!["common"],
        Section::Locale => vec!["locale_specific", &locale],
        Section::Channel => vec!["channel_specific", &channel],
        Section::ChannelLocale => vec!["channel_locale_specific", &channel, &locale],
    };
    let mut slot = &mut product.values;
    for key in keys.into_iter().chain([attribute.code.as_str()]) {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        slot = &mut slot[key];
    }
    *slot = json!(paths);
    product.updated = call.now;
}

/// 3.0: the paths of a value. An array-typed gallery breaks: it is cast to text.
pub fn paths(state: &mut State, call: &Call) -> Outcome {
    let id = known(state, call.query.get("sku").unwrap_or_default())?;
    let attribute = media_attribute(state, call.query.get("attribute").unwrap_or_default())?;
    let (channel, locale) = scope_of(state, call.query.get("channel"), call.query.get("locale"));
    let product = state.products.by_id(id).ok_or_else(Response::crashed)?;
    match completeness::value(product, &attribute, &channel, &locale) {
        Some(Value::String(list)) if !list.is_empty() => {
            Ok(Response::json(200, &json!({"data": list.split(',').collect::<Vec<_>>()})))
        }
        Some(Value::Array(_)) => Err(Response::crashed()),
        _ => Ok(Response::json(200, &json!({"data": []}))),
    }
}
