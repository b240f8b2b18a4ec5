//! When each recording happened, as far as the recorded timestamps tell.
//!
//! Answers carry no `Date`, but a product read later shows when it was written. A write whose moment nobody
//! read back gets the moment of the next known write: an update that should not have touched `updated_at`
//! would then show.

use std::collections::BTreeMap;

use serde_json::Value;

use super::recording::Recording;
use crate::unopim::clock::{self, Moment};

/// Rows that were dated back in the database are no clock.
const SESSION_DAY: &str = "2026-11-23T00:00:00Z";

pub(super) fn moments(recordings: &[Recording]) -> BTreeMap<u32, Moment> {
    let first_day = clock::parse(SESSION_DAY).unwrap_or_default();
    // For every SKU the last write that has not been read back yet, and what was read before.
    let mut open: BTreeMap<String, u32> = BTreeMap::new();
    let mut seen: BTreeMap<String, Moment> = BTreeMap::new();
    let mut known: BTreeMap<u32, Moment> = BTreeMap::new();
    for recording in recordings {
        if recording.is_write() {
            if let Some(sku) = written_sku(recording) {
                open.insert(sku, recording.number);
            }
            continue;
        }
        for row in rows(recording.answer()) {
            let (Some(sku), Some(updated)) = (text(row, "sku"), text(row, "updated_at")) else { continue };
            let Some(at) = clock::parse(updated).filter(|at| *at >= first_day) else { continue };
            let moved = seen.insert(sku.to_owned(), at).is_none_or(|before| before < at);
            if let Some(write) = open.remove(sku).filter(|_| moved) {
                known.insert(write, at);
            }
        }
    }
    fill(recordings, &known)
}

fn fill(recordings: &[Recording], known: &BTreeMap<u32, Moment>) -> BTreeMap<u32, Moment> {
    let mut moments = BTreeMap::new();
    let mut next = known.values().max().copied().unwrap_or_default();
    for recording in recordings.iter().rev() {
        if let Some(at) = known.get(&recording.number) {
            next = (*at).min(next);
        }
        moments.insert(recording.number, next);
    }
    moments
}

fn written_sku(recording: &Recording) -> Option<String> {
    let sent = recording.request.as_ref()?;
    let rest = sent.path.strip_prefix("/api/v1/rest/")?;
    let rest = rest.strip_prefix("products").or_else(|| rest.strip_prefix("configrable-products"))?;
    if let Some(sku) = rest.strip_prefix('/') {
        return Some(sku.to_owned());
    }
    match sent.body.get("values")?.get("common")?.get("sku")? {
        Value::String(sku) => Some(sku.clone()),
        other => Some(other.to_string()),
    }
}

fn rows(answer: Option<&Value>) -> Vec<&Value> {
    match answer {
        Some(body) => match body.get("data").and_then(Value::as_array) {
            Some(list) => list.iter().collect(),
            None => vec![body],
        },
        None => Vec::new(),
    }
}

fn text<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}
