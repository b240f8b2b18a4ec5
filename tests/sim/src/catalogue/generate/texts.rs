//! Names and texts of a product.

use serde_json::{Map, Value, json};

use super::words::{LOCALES, MANNERS, SENTENCES, Word};
use crate::random::Random;

/// A product's name in each language; the number keeps names apart.
pub(super) fn name(random: &mut Random, thing: &Word, number: usize) -> [String; 3] {
    let manner = random.pick(MANNERS);
    [
        format!("{} {} {number}", manner[0], thing[0]),
        format!("{} {} {number}", thing[1], manner[1].to_lowercase()),
        format!("{}: {} {number}", thing[2], manner[2]),
    ]
}

pub(super) fn amount(cents: usize) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The section `channel_locale_specific.default`, for every language.
pub(super) fn scoped(random: &mut Random, name: &[String; 3], cents: usize) -> Value {
    let first = random.below(SENTENCES.len());
    let mut locales = Map::new();
    for (language, locale) in LOCALES.iter().enumerate() {
        let sentence = |offset: usize| SENTENCES[(first + offset) % SENTENCES.len()][language];
        let title = &name[language];
        locales.insert(
            (*locale).to_owned(),
            json!({
                "name": title,
                "short_description": format!("<p>{}</p>", sentence(0)),
                "description": format!(
                    "<h2>{title}</h2><p>{} {}</p><ul><li>{}</li></ul>", sentence(1), sentence(2), sentence(3)
                ),
                "price": {"EUR": amount(cents), "USD": amount(cents + cents / 10)},
                "meta_title": title,
                "meta_description": sentence(0),
            }),
        );
    }
    json!({"default": locales})
}
