//! `media-files/swatch` (2.0): the picture of an option.

use serde_json::json;

use super::checks;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::attribute_missing;

pub fn store(state: &mut State, call: &Call) -> Outcome {
    let input = &call.input;
    checks::required(input, &["attribute_code", "code", "file"])?;
    let files = checks::accepted(state, input)?;
    let Some(file) = files.first() else {
        return Err(Response::invalid(&json!({"file": ["The file must be a file."]})));
    };
    let code = input.text("attribute_code").unwrap_or_default();
    let missing = attribute_missing(state, code);
    let Some(attribute) = state.attributes.get_mut(code) else { return Err(missing) };
    if attribute.swatch.as_deref() != Some("image") {
        let text = "The attribute does not have image swatches.";
        return Err(Response::invalid(&json!({"attribute_code": [text]})));
    }
    let wanted = input.text("code").unwrap_or_default();
    let Some(option) = attribute.options.iter_mut().find(|option| option.code == wanted) else {
        return Err(Response::refused(404, &format!("Option with code \"{wanted}\" could not be found")));
    };
    let path = format!("attribute_option/{}/{}", option.id, file.name);
    option.swatch = Some(path.clone());
    state.media.put(&path, file.bytes.clone());
    Ok(Response::json(
        200,
        &json!({
            "success": true,
            "message": "Attribute Option Updated Successfully",
            "data": {
                "code": wanted,
                "swatch_value": path,
                "swatch_value_url": format!("{}/storage/{path}", state.settings.app_url),
            },
        }),
    ))
}
