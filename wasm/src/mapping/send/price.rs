//! Amounts by currency: the map as it was read, with one currency in another amount.

use serde_json::{Map, Value, json};

use super::{Field, Sent, kept};
use crate::mapping::convert::{decimal, is_empty, plain, price as read};
use crate::ordered::object;
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType};

/// Digits and a point; UnoPim refuses everything else, a sign among it.
pub(super) fn amount(field: &Field) -> Result<String, Sent> {
    let given = plain(field.shop);
    decimal(field.shop).filter(|d| !d.starts_with('-')).ok_or_else(|| field.not_numeric(&given))
}

pub(super) fn price(field: &Field, currency: Option<&String>) -> Sent {
    let Some(currency) = currency else {
        return kept(
            Reason::NoCurrency,
            format!("{} is not sent: the shop's currency is not among the channel's", field.attribute.code),
            "Choose a Price currency on Channels & Stores.",
        );
    };
    match amount(field) {
        Ok(amount) => {
            let mut map = field.present.map(others).unwrap_or_default();
            map.insert(currency.clone(), json!(amount));
            Sent::Value(Value::Object(map))
        }
        Err(kept) => kept,
    }
}

/// The map as it was read; an entry that is neither empty nor an amount would be refused.
fn others(present: &Value) -> Map<String, Value> {
    let map = read::amounts(present);
    let good = |amount: &Value| is_empty(amount) || decimal(amount).is_some_and(|d| !d.starts_with('-'));
    let entries = map.as_object().into_iter().flatten().filter(|(_, amount)| good(amount));
    object(entries.map(|(currency, amount)| (currency.clone(), amount.clone())))
}

/// What is left of a value that a row clears: of a price the other currencies, of everything else nothing.
pub fn cleared(attribute: &Attribute, present: &Value, currency: Option<&String>) -> Option<Value> {
    if attribute.kind != AttributeType::Price {
        return None;
    }
    let Some(currency) = currency else { return Some(present.clone()) };
    let mut map = others(present);
    map.remove(currency);
    Some(Value::Object(map)).filter(|map| !is_empty(map))
}
