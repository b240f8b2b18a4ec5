//! Labels: merged locale by locale, an empty text takes a label away.

use serde_json::Value;

use crate::unopim::records::Labels;
use crate::unopim::response::Response;
use crate::unopim::state::State;
use crate::unopim::texts::{check_locales, keys};

pub fn check(state: &State, body: Option<&Value>) -> Result<(), Response> {
    check_locales(state, keys(body))
}

pub fn merge(labels: &mut Labels, given: Option<&Value>) {
    for (locale, text) in given.and_then(Value::as_object).into_iter().flatten() {
        match text.as_str() {
            Some(text) if !text.is_empty() => {
                labels.insert(locale.clone(), text.to_owned());
            }
            _ => {
                labels.remove(locale);
            }
        }
    }
}

pub fn new(given: Option<&Value>) -> Labels {
    let mut labels = Labels::new();
    merge(&mut labels, given);
    labels
}
