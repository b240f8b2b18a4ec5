//! `with_completeness`: how many of a family's required attributes are filled, per channel and locale.

use serde_json::{Value, json};

use crate::unopim::records::{Attribute, Channel, Product, Section};
use crate::unopim::state::State;

pub fn scores(state: &State, product: &Product) -> Value {
    let Some(required) = state.completeness.get(&product.family).filter(|codes| !codes.is_empty()) else {
        return json!([]);
    };
    let mut rows = Vec::new();
    for channel in state.channels.rows() {
        for locale in &channel.locales {
            let filled =
                required.iter().filter(|code| is_filled(state, product, code, channel, locale)).count();
            let score = (filled * 100 + required.len() / 2) / required.len();
            rows.push(json!({"channel": channel.code, "locale": locale, "score": score}));
        }
    }
    Value::Array(rows)
}

fn is_filled(state: &State, product: &Product, code: &str, channel: &Channel, locale: &str) -> bool {
    let value =
        state.attributes.get(code).and_then(|attribute| value(product, attribute, &channel.code, locale));
    value.is_some_and(|value| !value.is_null() && *value != json!(""))
}

pub fn value<'a>(
    product: &'a Product,
    attribute: &Attribute,
    channel: &str,
    locale: &str,
) -> Option<&'a Value> {
    let section = product.values.get(attribute.scope().key())?;
    let holder = match attribute.scope() {
        Section::Common => section,
        Section::Locale => section.get(locale)?,
        Section::Channel => section.get(channel)?,
        Section::ChannelLocale => section.get(channel)?.get(locale)?,
    };
    holder.get(&attribute.code)
}
