//! Images, galleries, files and assets: the paths that the image lane fetches.

use serde_json::Value;

use super::text::invalid;
use super::{Converted, plain};
use crate::plain::value_of;
use crate::source::{Attribute, AttributeType, option_codes};

/// The paths of a value in their order. A gallery may come as an array, as JSON text or comma-joined; assets by their ids.
pub(super) fn files(attribute: &Attribute, value: &Value) -> Converted {
    let parsed;
    let given = value;
    let value = match value {
        Value::String(text) if text.trim_start().starts_with('[') => {
            // What begins as a list and is none says nothing that could be fetched.
            parsed = value_of(text).unwrap_or_default();
            &parsed
        }
        other => other,
    };
    let is_path = |v: &Value| v.is_string() || (v.is_number() && attribute.kind == AttributeType::Asset);
    if !is_path(value) && !value.as_array().is_some_and(|list| list.iter().all(is_path)) {
        return invalid(attribute, given, "a file, or a list of files");
    }
    let paths = match (&attribute.kind, value) {
        (AttributeType::Asset, _) => {
            let ids = option_codes(value);
            if ids.iter().any(|id| !id.bytes().all(|b| b.is_ascii_digit())) {
                return invalid(attribute, value, "a list of assets");
            }
            ids.into_iter().map(|id| format!("asset:{id}")).collect()
        }
        (AttributeType::Gallery, _) | (_, Value::Array(_)) => option_codes(value),
        // The name of a single file may hold a comma.
        _ => vec![plain(value).trim().to_owned()],
    };
    if paths.is_empty() { Converted::Empty } else { Converted::Files { paths, videos: Vec::new() } }
}

/// As [`files`], for places that show images alone.
pub(super) fn images(attribute: &Attribute, value: &Value, only_first: bool) -> Converted {
    match files(attribute, value) {
        Converted::Files { paths, .. } => {
            let (videos, mut paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_video(path));
            if only_first {
                paths.truncate(1);
            }
            Converted::Files { paths, videos }
        }
        other => other,
    }
}

fn is_video(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    matches!(end.as_str(), "mp4" | "webm" | "mkv")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn paths(kind: &str, value: &Value) -> Vec<String> {
        let attribute: Attribute = serde_json::from_value(json!({"code": "a", "type": kind})).unwrap();
        match files(&attribute, value) {
            Converted::Files { paths, .. } => paths,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_shape_of_a_gallery_is_the_same_gallery() {
        for value in [json!(["a.jpg", "b.png"]), json!("a.jpg, b.png"), json!("[\"a.jpg\",\"b.png\"]")] {
            assert_eq!(paths("gallery", &value), ["a.jpg", "b.png"]);
        }
        assert_eq!(paths("image", &json!("one, two.jpg")), ["one, two.jpg"]);
        assert_eq!(paths("asset", &json!("7,12")), ["asset:7", "asset:12"]);
        assert_eq!(paths("asset", &json!([7, 12])), ["asset:7", "asset:12"]);
    }
}
