//! Whether two values of UnoPim say the same.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::mapping::convert::measure::{convert, read};
use crate::mapping::convert::number::trimmed;
use crate::mapping::convert::{Unit, choice, decimal, is_empty, plain, price};
use crate::source::{Attribute, AttributeType, option_codes};

/// Whether UnoPim's value of an attribute means what another means, however the two are written.
pub fn same(attribute: &Attribute, a: &Value, b: &Value) -> bool {
    if a == b || (is_empty(a) && is_empty(b)) {
        return true;
    }
    if is_empty(a) != is_empty(b) {
        return false;
    }
    match &attribute.kind {
        AttributeType::Text | AttributeType::Textarea => {
            let number = matches!(attribute.validation.as_deref(), Some("number" | "decimal"));
            alike(number.then_some(exact), a, b)
                || is_plain(a) && is_plain(b) && plain(a).trim() == plain(b).trim()
        }
        AttributeType::Boolean => alike(Some(choice::boolean), a, b),
        AttributeType::Price => alike(Some(amounts), a, b),
        AttributeType::Select => is_plain(a) && is_plain(b) && plain(a).trim() == plain(b).trim(),
        AttributeType::Multiselect
        | AttributeType::Checkbox
        | AttributeType::Gallery
        | AttributeType::Asset => option_codes(a) == option_codes(b),
        AttributeType::Measurement => same_measure(a, b),
        AttributeType::Date | AttributeType::Datetime | AttributeType::Image | AttributeType::File => {
            is_plain(a) && is_plain(b) && plain(a).trim() == plain(b).trim()
        }
        AttributeType::Other(_) => false,
    }
}

fn is_plain(value: &Value) -> bool {
    value.is_string() || value.is_number()
}

/// Both can be read, and as the same.
fn alike<T: PartialEq>(read: Option<impl Fn(&Value) -> Option<T>>, a: &Value, b: &Value) -> bool {
    let Some(read) = read else { return false };
    read(a).is_some_and(|a| read(b) == Some(a))
}

fn exact(value: &Value) -> Option<String> {
    decimal(value).map(|d| trimmed(&d))
}

fn amounts(value: &Value) -> Option<BTreeMap<String, Option<String>>> {
    let map = price::amounts(value);
    Some(map.as_object()?.iter().map(|(currency, amount)| (currency.clone(), exact(amount))).collect())
}

fn same_measure(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (read(a), read(b)) else { return false };
    let (Some(x), Some(y)) = (exact(&a.amount), exact(&b.amount)) else { return false };
    if a.unit.eq_ignore_ascii_case(&b.unit) {
        return x == y;
    }
    let units = Unit::named(&a.unit).zip(Unit::named(&b.unit));
    units.is_some_and(|(from, to)| {
        from.dimension == to.dimension
            && !x.starts_with('-')
            && convert(&x, from, to).is_some_and(|told| told == y)
            && !y.starts_with('-')
            && convert(&y, to, from).is_some_and(|told| told == x)
    })
}
