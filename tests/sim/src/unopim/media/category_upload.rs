//! `media-files/category`: stores the file and names its path; the category is written separately.

use serde_json::json;

use super::checks;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

pub fn store(state: &mut State, call: &Call) -> Outcome {
    let input = &call.input;
    checks::required(input, &["code", "category_field", "file"])?;
    let files = checks::accepted(state, input)?;
    let code = input.text("code").unwrap_or_default();
    let Some(id) = state.categories.id_of(code) else {
        return Err(Response::refused(404, &format!("Category with code \"{code}\" could not be found")));
    };
    let field_code = input.text("category_field").unwrap_or_default();
    let refuse = |text: String| Response::invalid(&json!({"additional_data": [text]}));
    let Some(field) = state.category_fields.get(field_code) else {
        return Err(refuse(format!("Category Field with code \"{field_code}\" could not be found")));
    };
    if !field.is_media() {
        // The text of this message is missing upstream.
        return Err(refuse("admin::app.catalog.categories.unknown-media-field".to_owned()));
    }
    let complaints = checks::complaints(&field.kind, input, &files);
    if !complaints.is_empty() {
        return Err(Response::invalid(&json!({"file": complaints})));
    }
    let mut paths = Vec::new();
    for file in files {
        let path = format!("category/{id}/{field_code}/{}", file.name);
        state.media.put(&path, file.bytes.clone());
        paths.push(path);
    }
    Ok(Response::json(
        200,
        &json!({
            "success": true,
            "message": "Category file uploaded successfully.",
            "data": {"field": field_code, "code": code, "filePath": paths.join(",")},
        }),
    ))
}
