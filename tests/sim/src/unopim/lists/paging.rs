//! The envelopes of lists.

use serde_json::{Value, json};

use super::filter::FilterError;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

const DEFAULT_LIMIT: u64 = 10;
/// Laravel's own page size, used when the client asks for 0 or nothing.
const MODEL_LIMIT: u64 = 15;

/// One page of a list, and what the caller renders of it.
pub fn answer(
    state: &State,
    call: &Call,
    ids: &[u64],
    render: impl Fn(u64) -> Result<Value, Response>,
) -> Outcome {
    if state.version.has_cursor() {
        match call.query.get("pagination_type") {
            None | Some("" | "page") => {}
            Some("search_after") => return cursor(state, call, ids, render),
            Some(other) => {
                let text = format!(
                    "Pagination type \"{other}\" is not supported. Use \"page\" or \"search_after\"."
                );
                return Err(FilterError::Invalid(text).response(state));
            }
        }
    }
    page(state, call, ids, render)
}

/// The rows that an answer can depend on: those after an id, and how many at most.
pub fn window(state: &State, call: &Call) -> (u64, usize) {
    let cursor = state.version.has_cursor() && call.query.get("pagination_type") == Some("search_after");
    match state.version.limit_cap().filter(|_| cursor) {
        Some(cap) => {
            let after = call.query.get("search_after").and_then(|text| text.parse().ok()).unwrap_or(0);
            // One row more than the largest page tells whether there is a next one.
            (after, usize::try_from(cap).unwrap_or(usize::MAX) + 1)
        }
        None => (0, usize::MAX),
    }
}

fn limit(state: &State, call: &Call) -> Result<u64, Response> {
    let Some(asked) = call.query.get("limit") else { return Ok(DEFAULT_LIMIT) };
    if let Some(cap) = state.version.limit_cap() {
        let number = asked.parse::<i64>().unwrap_or(if asked.is_empty() { 10 } else { 0 });
        return Ok(u64::try_from(number).unwrap_or(1).clamp(1, cap));
    }
    match asked {
        "" | "0" => Ok(MODEL_LIMIT),
        _ => asked.parse().map_err(|_| Response::crashed()),
    }
}

fn page(state: &State, call: &Call, ids: &[u64], render: impl Fn(u64) -> Result<Value, Response>) -> Outcome {
    let limit = limit(state, call)?;
    let page = call
        .query
        .get("page")
        .and_then(|page| page.parse::<u64>().ok())
        .filter(|page| *page > 0)
        .unwrap_or(1);
    let total = ids.len() as u64;
    let last = total.div_ceil(limit).max(1);
    let first_row = usize::try_from((page - 1).saturating_mul(limit)).unwrap_or(usize::MAX);
    let rows = ids.iter().skip(first_row).take(usize::try_from(limit).unwrap_or(usize::MAX));
    let data = rows.map(|id| render(*id)).collect::<Result<Vec<Value>, Response>>()?;
    let link = |number: u64| {
        let query = call.query.replaced(&["page"], "page", &number.to_string());
        format!("{}{}?{query}", state.settings.app_url, call.path)
    };
    Ok(Response::json(
        200,
        &json!({
            "data": data,
            "current_page": page,
            "last_page": last,
            "total": total,
            "links": {
                "first": link(1),
                "last": link(last),
                "next": (page < last).then(|| link(page + 1)),
                "prev": (page > 1).then(|| link(page - 1)),
            },
        }),
    ))
}

fn cursor(
    state: &State,
    call: &Call,
    ids: &[u64],
    render: impl Fn(u64) -> Result<Value, Response>,
) -> Outcome {
    let limit = usize::try_from(limit(state, call)?).unwrap_or(usize::MAX);
    let after = match call.query.get("search_after") {
        None | Some("") => 0,
        Some(text) => text.parse::<u64>().map_err(|_| {
            FilterError::Invalid("The search_after value must be an integer.".to_owned()).response(state)
        })?,
    };
    let start = ids.partition_point(|id| *id <= after);
    let rest = &ids[start..];
    let shown = &rest[..rest.len().min(limit)];
    let data = shown.iter().map(|id| render(*id)).collect::<Result<Vec<Value>, Response>>()?;
    let next = shown.last().copied().filter(|_| rest.len() > shown.len());
    let link = next.map(|id| {
        let query = call.query.replaced(&["search_after"], "search_after", &id.to_string());
        format!("{}{}?{query}", state.settings.app_url, call.path)
    });
    Ok(Response::json(200, &json!({"data": data, "search_after": next, "links": {"next": link}})))
}
