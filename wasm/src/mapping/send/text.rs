//! Texts and numbers.

use serde_json::json;

use super::{Field, Sender, Sent, Target, text_value};
use crate::mapping::convert::{decimal, plain, text};
use crate::ordered::Sort as _;
use crate::source::AttributeType;

impl Sender<'_> {
    pub(super) fn text(&self, field: &Field) -> Sent {
        let told = match &field.row.target {
            Target::RegularPrice | Target::SalePrice => super::price::amount(field),
            target if target.is_measure() => return self.plain_measure(field),
            Target::TaxClass if plain(field.shop).is_empty() => Ok("standard".to_owned()),
            Target::Tags => tags(field),
            _ => field.words().map(|words| words.join(", ")),
        };
        match told {
            Ok(told) => checked(field, &told),
            Err(kept) => kept,
        }
    }
}

/// As the attribute's type and validation take it.
fn checked(field: &Field, told: &str) -> Sent {
    if field.attribute.kind == AttributeType::Textarea {
        return text_value(told);
    }
    let told = text::strip_tags(told);
    if told.is_empty() {
        return Sent::Empty;
    }
    match field.attribute.validation.as_deref() {
        Some("number" | "decimal") => {
            decimal(&json!(told)).map_or_else(|| field.not_numeric(&told), text_value)
        }
        Some("email") if !text::is_email(&told) => field.invalid(&told, "an e-mail address"),
        Some("url") if !text::is_address(&told) => field.invalid(&told, "a web address"),
        _ => text_value(told),
    }
}

/// Tags have no order of their own: those that UnoPim names stay in its order, new ones come behind.
fn tags(field: &Field) -> Result<String, Sent> {
    let names = field.words()?;
    if let Some(name) = names.iter().find(|name| name.contains(',')) {
        return Err(field.invalid(name, "tags without commas in their names"));
    }
    let known = field.present.map(|value| text::tags(&plain(value))).unwrap_or_default();
    let place = |name: &String| {
        let name = name.to_lowercase();
        known.iter().position(|k| k.to_lowercase() == name).unwrap_or(known.len())
    };
    let mut sorted = names.clone();
    sorted.order_by_key(place);
    Ok(sorted.join(", "))
}
