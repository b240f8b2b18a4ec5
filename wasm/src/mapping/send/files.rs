//! Attachments.

use serde_json::Value;

use super::{Field, Sent, Target};
use crate::mapping::convert::plain;
use crate::source::AttributeType;

/// The attachments of a picture, a gallery, or a meta value that holds ids.
pub(super) fn ids(field: &Field) -> Sent {
    let mut ids: Vec<u64> = match (&field.row.target, field.shop) {
        (Target::Meta(_), _) => {
            let text = plain(field.shop);
            let parsed: Result<_, _> = text.split(',').map(|id| id.trim().parse()).collect();
            match parsed {
                Ok(ids) => ids,
                Err(_) => return field.invalid(&text, "files, told by their ids"),
            }
        }
        (_, Value::Array(list)) => list.iter().filter_map(Value::as_u64).collect(),
        (_, one) => one.as_u64().into_iter().collect(),
    };
    ids.retain(|id| *id > 0);
    if field.attribute.kind != AttributeType::Gallery {
        ids.truncate(1);
    }
    if ids.is_empty() { Sent::Empty } else { Sent::Files(ids) }
}
