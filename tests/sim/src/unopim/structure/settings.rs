//! Locales, channels and currencies: read only.

use serde_json::{Value, json};

use super::{flag, listed, settings_error};
use crate::unopim::lists::filter::{self, Condition, Operator};
use crate::unopim::records::{Channel, Currency, Locale};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

const STATUS: &[(&str, &[Operator])] = &[("status", &[Operator::Equal])];
const STATUS_AND_CODE: &[(&str, &[Operator])] =
    &[("status", &[Operator::Equal]), ("code", &[Operator::Equal, Operator::In, Operator::NotIn])];

fn conditions(
    state: &State,
    call: &Call,
    supported: &[(&str, &[Operator])],
) -> Result<Vec<Condition>, Response> {
    filter::conditions(&call.query, supported).map_err(|error| settings_error(state, &error))
}

fn unknown(state: &State, what: &str, code: &str) -> Response {
    let text = format!("{what} with code {code} could not be found.");
    match state.version.unknown_setting_status() {
        404 => Response::refused(404, &text),
        status => Response::error(status, &text),
    }
}

/// A flag as the condition's texts spell it.
fn matches(conditions: &[Condition], enabled: bool, code: &str) -> bool {
    let enabled = if enabled { "1" } else { "0" };
    filter::any_matches(conditions, |field| Some(if field == "status" { enabled } else { code }))
}

pub fn locales(state: &mut State, call: &Call) -> Outcome {
    // 1.0 knows no filter on the code, whatever the documentation says.
    let supported = if state.version.filters_locales_by_code() { STATUS_AND_CODE } else { STATUS };
    let conditions = conditions(state, call, supported)?;
    listed(state, call, &state.locales, |row| matches(&conditions, row.enabled, &row.code), locale_json)
}

fn locale_json(locale: &Locale) -> Value {
    json!({"code": locale.code, "status": flag(locale.enabled)})
}

pub fn locale(state: &mut State, call: &Call) -> Outcome {
    let found = state.locales.get(call.param(0)).ok_or_else(|| unknown(state, "Locale", call.param(0)))?;
    Ok(Response::json(200, &locale_json(found)))
}

pub fn currencies(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, STATUS)?;
    let language = &state.settings.app_locale;
    listed(
        state,
        call,
        &state.currencies,
        |row| matches(&conditions, row.enabled, &row.code),
        |row| currency_json(row, language),
    )
}

/// The name follows the language of the server; what has none there falls back to English.
fn currency_json(currency: &Currency, language: &str) -> Value {
    let name = currency.names.get(language).or_else(|| currency.names.get("en_US"));
    json!({"code": currency.code, "status": flag(currency.enabled), "label": name.unwrap_or(&currency.code)})
}

pub fn currency(state: &mut State, call: &Call) -> Outcome {
    let found =
        state.currencies.get(call.param(0)).ok_or_else(|| unknown(state, "Currency", call.param(0)))?;
    Ok(Response::json(200, &currency_json(found, &state.settings.app_locale)))
}

pub fn channels(state: &mut State, call: &Call) -> Outcome {
    conditions(state, call, &[])?;
    listed(state, call, &state.channels, |_| true, channel_json)
}

fn channel_json(channel: &Channel) -> Value {
    json!({
        "code": channel.code,
        "labels": channel.labels,
        "root_category": channel.root_category,
        "locales": channel.locales,
        "currencies": channel.currencies,
    })
}

pub fn channel(state: &mut State, call: &Call) -> Outcome {
    let found = state.channels.get(call.param(0)).ok_or_else(|| unknown(state, "Channel", call.param(0)))?;
    Ok(Response::json(200, &channel_json(found)))
}
