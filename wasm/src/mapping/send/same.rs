//! Whether two values of UnoPim say the same.

use serde_json::Value;

use crate::mapping::convert::measure::{convert, read};
use crate::mapping::convert::number::trimmed;
use crate::mapping::convert::{Unit, choice, decimal, is_empty, plain, price};
use crate::ordered::SortedMap;
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

fn amounts(value: &Value) -> Option<SortedMap<String, Option<String>>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn are_same(kind: &str, validation: Option<&str>, a: &Value, b: &Value) -> bool {
        let row = json!({"code": "a", "type": kind, "validation": validation});
        let attribute: Attribute = serde_json::from_value(row).unwrap();
        assert_eq!(same(&attribute, a, b), same(&attribute, b, a), "{kind} {a} {b}");
        same(&attribute, a, b)
    }

    #[test]
    fn the_same_may_be_written_in_more_than_one_way() {
        for (kind, validation, a, b) in [
            ("price", None, json!({"EUR": "1.50", "USD": 2}), json!({"USD": "2.0", "EUR": "1.5"})),
            ("price", None, json!("{\"EUR\":\"1\"}"), json!({"EUR": "1.00"})),
            ("price", None, json!([]), json!(null)),
            ("boolean", None, json!(1), json!("true")),
            ("boolean", None, json!("FALSE"), json!("false")),
            ("text", Some("decimal"), json!("1.50"), json!("1.5")),
            ("text", Some("number"), json!(3), json!("3")),
            ("text", None, json!(" a "), json!("a")),
            ("multiselect", None, json!("a, b"), json!(["a", "b"])),
            ("gallery", None, json!("a.jpg,b.jpg"), json!(["a.jpg", "b.jpg"])),
            (
                "measurement",
                None,
                json!({"unit": "GRAM", "amount": "500.0000"}),
                json!({"unit": "KILOGRAM", "value": "0.5"}),
            ),
            (
                "measurement",
                None,
                json!({"unit": "FURLONG", "amount": "2.0"}),
                json!({"unit": "FURLONG", "value": "2"}),
            ),
        ] {
            assert!(are_same(kind, validation, &a, &b), "{kind} {a} {b}");
        }
    }

    #[test]
    fn absent_empty_and_zero_are_not() {
        for (kind, validation, a, b) in [
            ("price", None, json!({"EUR": "1"}), json!({"EUR": "1", "USD": "1"})),
            ("price", None, json!({"EUR": "0"}), json!({"EUR": null})),
            ("text", None, json!("1.50"), json!("1.5")),
            ("text", None, json!(""), json!("0")),
            ("text", None, json!({"a": 1}), json!("{\"a\":1}")),
            ("boolean", None, json!("false"), json!("")),
            ("multiselect", None, json!("a,b"), json!("b,a")),
            ("select", None, json!("a"), json!("A")),
            (
                "measurement",
                None,
                json!({"unit": "GRAM", "amount": "1"}),
                json!({"unit": "METER", "amount": "1"}),
            ),
            ("hologram", None, json!("1"), json!(1)),
        ] {
            assert!(!are_same(kind, validation, &a, &b), "{kind} {a} {b}");
        }
    }
}
