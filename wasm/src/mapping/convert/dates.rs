//! Dates and times of the site, without a zone.

use std::fmt::Write as _;

use serde_json::Value;

use super::text::invalid;
use super::{Converted, plain, zone};
use crate::plan::{DateFacts, ZoneStep};
use crate::source::{Attribute, AttributeType};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mapping) struct Moment {
    pub(in crate::mapping) year: u32,
    pub(in crate::mapping) month: u32,
    pub(in crate::mapping) day: u32,
    pub(in crate::mapping) hour: u32,
    pub(in crate::mapping) minute: u32,
    pub(in crate::mapping) second: u32,
}

fn digits<const N: usize>(text: &str, separator: char) -> Option<[u32; N]> {
    let mut out = [0; N];
    let mut parts = text.split(separator);
    for place in &mut out {
        let part = parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()))?;
        *place = part.parse().ok()?;
    }
    parts.next().is_none().then_some(out)
}

pub(in crate::mapping) fn date(text: &str) -> Option<Moment> {
    let [year, month, day] = digits::<3>(text, '-')?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (text.len() == 10 && (1..=days).contains(&day)).then_some(Moment {
        year,
        month,
        day,
        hour: 0,
        minute: 0,
        second: 0,
    })
}

pub(in crate::mapping) fn date_and_time(text: &str) -> Option<Moment> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let [hour, minute, second] = digits::<3>(time, ':')?;
    let moment = date(day)?;
    (time.len() == 8 && hour < 24 && minute < 60 && second < 60).then_some(Moment {
        hour,
        minute,
        second,
        ..moment
    })
}

fn moment(attribute: &Attribute, value: &Value) -> Result<Moment, Converted> {
    let text = plain(value);
    let (read, what) = match attribute.kind {
        AttributeType::Datetime => (date_and_time(text.trim()), "a date and time (YYYY-MM-DD HH:MM:SS)"),
        _ => (date(text.trim()), "a date (YYYY-MM-DD)"),
    };
    read.ok_or_else(|| invalid(attribute, value, what))
}

impl Moment {
    fn text(&self) -> String {
        written(*self, "Y-m-d\\TH:i:s", &DateFacts::default())
    }

    /// The same moment by the site's clocks.
    pub(in crate::mapping) fn at_site(self, zone: &[ZoneStep]) -> Self {
        date_and_time(&zone::to_site(&self.text(), zone)).unwrap_or(self)
    }

    /// The same moment by UnoPim's.
    pub(in crate::mapping) fn at_source(self, zone: &[ZoneStep]) -> Self {
        date_and_time(&zone::from_site(&self.text(), zone)).unwrap_or(self)
    }
}

/// A sale begins with its first day and ends with its last, unless a time is told.
pub(super) fn sale(attribute: &Attribute, value: &Value, end: bool, zone: &[ZoneStep]) -> Converted {
    let moment = match moment(attribute, value) {
        Ok(m) if end && attribute.kind == AttributeType::Date => {
            Moment { hour: 23, minute: 59, second: 59, ..m }
        }
        Ok(m) => m,
        Err(skipped) => return skipped,
    };
    Converted::Value(moment.at_site(zone).text().into())
}

/// As the site writes dates; the time of a moment is not shown. A day without a time is the same day everywhere.
pub(super) fn shown(attribute: &Attribute, value: &Value, facts: &DateFacts) -> Result<String, Converted> {
    let moment = match moment(attribute, value)? {
        m if attribute.kind == AttributeType::Datetime => m.at_site(&facts.zone),
        m => m,
    };
    let format = if facts.format.is_empty() { "Y-m-d" } else { &facts.format };
    Ok(written(moment, format, facts))
}

/// In the letters of PHP's `date`. A letter that this engine does not know, or a month without a name, gives `YYYY-MM-DD`.
pub(in crate::mapping) fn written(m: Moment, format: &str, facts: &DateFacts) -> String {
    let mut out = String::new();
    let mut letters = format.chars();
    let month = |names: &[String]| names.get(m.month as usize - 1).filter(|n| !n.is_empty()).cloned();
    while let Some(letter) = letters.next() {
        let name = match letter {
            'F' => month(&facts.months),
            'M' => month(&facts.short_months),
            'S' => Some(ordinal(m.day).to_owned()),
            'A' => Some(if m.hour < 12 { "AM" } else { "PM" }.to_owned()),
            'a' => Some(if m.hour < 12 { "am" } else { "pm" }.to_owned()),
            '\\' => Some(letters.next().map(String::from).unwrap_or_default()),
            _ => Some(String::new()),
        };
        let Some(name) = name else { return iso(m) };
        let hour = if m.hour.is_multiple_of(12) { 12 } else { m.hour % 12 };
        // Writing to a string cannot fail.
        let _ = match letter {
            'F' | 'M' | 'S' | 'A' | 'a' | '\\' => write!(out, "{name}"),
            'd' => write!(out, "{:02}", m.day),
            'j' => write!(out, "{}", m.day),
            'm' => write!(out, "{:02}", m.month),
            'n' => write!(out, "{}", m.month),
            'Y' => write!(out, "{:04}", m.year),
            'y' => write!(out, "{:02}", m.year % 100),
            'H' => write!(out, "{:02}", m.hour),
            'G' => write!(out, "{}", m.hour),
            'h' => write!(out, "{hour:02}"),
            'g' => write!(out, "{hour}"),
            'i' => write!(out, "{:02}", m.minute),
            's' => write!(out, "{:02}", m.second),
            other if other.is_ascii_alphabetic() => return iso(m),
            other => write!(out, "{other}"),
        };
    }
    out
}

fn iso(m: Moment) -> String {
    format!("{:04}-{:02}-{:02}", m.year, m.month, m.day)
}

fn ordinal(day: u32) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for good in ["2026-02-28", "2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(date(good).is_some(), "{good}");
        }
        for bad in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-4-31",
            "26-04-01",
            "2026-04-31",
            "2026-04-00",
            "+026-04-01",
        ] {
            assert!(date(bad).is_none(), "{bad}");
        }
        assert!(date_and_time("2026-02-28 23:59:59").is_some());
        for bad in [
            "2026-02-28",
            "2026-02-28 24:00:00",
            "2026-02-28 1:00:00",
            "2026-02-28 10:00",
            "2026-02-28 10:00:00Z",
        ] {
            assert!(date_and_time(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_site_says_how_a_date_is_written() {
        let facts = DateFacts {
            format: String::new(),
            months: (1..=12).map(|n| format!("Month{n}")).collect(),
            short_months: vec!["Jan".into(), "Feb".into()],
            ..DateFacts::default()
        };
        let m = date_and_time("2026-02-03 14:05:06").unwrap();
        for (format, text) in [
            ("F j, Y", "Month2 3, 2026"),
            ("d.m.y", "03.02.26"),
            ("n/j/Y", "2/3/2026"),
            ("M jS", "Feb 3rd"),
            ("H:i:s G", "14:05:06 14"),
            ("g:i a / h A", "2:05 pm / 02 PM"),
            ("j \\d\\e F", "3 de Month2"),
            ("Y年n月j日", "2026年2月3日"),
            ("l, j F", "2026-02-03"),
        ] {
            assert_eq!(written(m, format, &facts), text, "{format}");
        }
        assert_eq!(written(date("2026-11-03").unwrap(), "M j", &facts), "2026-11-03");
    }
}
