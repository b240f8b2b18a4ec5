//! What changed since the last pull, whatever zone UnoPim's clock stands in.

use super::filter::filter;
use super::io::Io;
use crate::plain::text_field;
use crate::time;

/// UnoPim compares the filter with times of its own zone, which it does not tell: the furthest is 14 hours ahead of UTC.
const FURTHEST_ZONE: i64 = 14 * 3600;
/// Rows are written with the time at which their transaction began, and where UnoPim's clock is put back, those of the hour that comes twice
/// are read as if they had been written an hour earlier: a clock that has daylight saving cannot tell the two apart.
const SLACK: i64 = 120 + 3600;

/// Restricts a listing to what changed since `watermark`.
pub fn since(watermark: &str) -> Option<(&'static str, String)> {
    let since = time::plain(time::seconds(watermark)? - FURTHEST_ZONE);
    Some(filter("updated_at", ">=", &since.into()))
}

fn updated_at(row: &str) -> Option<i64> {
    time::seconds(&text_field(row, "updated_at")?)
}

/// Leaves out rows that are older than the watermark (the filter reaches back further), and remembers the newest.
pub fn recent<'r>(io: &Io, rows: Vec<&'r str>, watermark: Option<&str>) -> Vec<&'r str> {
    let since = watermark.and_then(time::seconds);
    let mut newest = None;
    let kept = rows
        .into_iter()
        .filter(|row| {
            let at = updated_at(row);
            newest = newest.max(at);
            // A row without a time may be anything.
            since.is_none_or(|since| at.is_none_or(|at| at >= since))
        })
        .collect();
    io.checkpoint(|c| c.newest = c.newest.max(newest));
    kept
}

/// UnoPim's own clock when the listing began; what is read as newer than that less the slack is not known for sure.
pub fn begin(io: &Io, date: Option<&str>) {
    let ceiling = date.and_then(time::http_date).map(|at| at - SLACK);
    io.checkpoint(|c| c.ceiling = c.ceiling.or(ceiling));
}

/// The next watermark: the newest row seen, unless something could not be listed.
pub fn next(io: &Io, before: Option<&str>) -> Option<String> {
    let x = io.0.borrow();
    let c = &x.checkpoint;
    if c.unlisted {
        return None;
    }
    let newest = c.newest?;
    // Who does not tell the time may be asked while somebody writes.
    let next = c.ceiling.map_or(newest - SLACK, |ceiling| newest.min(ceiling));
    let next = before.and_then(time::seconds).map_or(next, |before| next.max(before));
    Some(time::iso(next))
}
