//! Dates and times of the site.

use serde_json::Value;

use super::{Field, Sent, Target, text_value};
use crate::mapping::convert::dates::{Moment, date as day, date_and_time, written};
use crate::plan::{DateFacts, ZoneStep};
use crate::source::AttributeType;

pub(super) fn date(field: &Field, facts: &DateFacts) -> Sent {
    let word = match field.word() {
        Ok(word) => word,
        Err(kept) => return kept,
    };
    let word = word.trim();
    let iso = || date_and_time(word).or_else(|| day(word));
    let told = match field.row.target {
        Target::Attribute(_) | Target::Custom(_) => read(word, facts).or_else(iso),
        _ => iso(),
    };
    let Some(moment) = told else {
        return field.invalid(word, "a date that can be told (YYYY-MM-DD)");
    };
    let format = match field.attribute.kind {
        AttributeType::Datetime => "Y-m-d H:i:s",
        _ => "Y-m-d",
    };
    // Where the site shows the day alone, the time of that day in UnoPim stays.
    let shown = matches!(field.row.target, Target::Attribute(_) | Target::Custom(_));
    // Sales are moments, and so is what has an hour; a day that is shown, and meta, are what they say.
    let is_moment = match field.row.target {
        Target::SaleStart | Target::SaleEnd => true,
        _ => shown && field.attribute.kind == AttributeType::Datetime,
    };
    let zone = if is_moment { facts.zone.as_slice() } else { &[] };
    if let Some(present) = field.present.filter(|_| shown && !has_time(&facts.format))
        && same_day(present, moment, zone)
    {
        return Sent::Value(present.clone());
    }
    text_value(written(moment.at_source(zone), format, &DateFacts::default()))
}

fn same_day(present: &Value, moment: Moment, zone: &[ZoneStep]) -> bool {
    let text = present.as_str().unwrap_or_default();
    let held = date_and_time(text).or_else(|| day(text)).map(|held| held.at_site(zone));
    held.is_some_and(|held| (held.year, held.month, held.day) == (moment.year, moment.month, moment.day))
}

fn has_time(format: &str) -> bool {
    format.contains(['H', 'G', 'h', 'g'])
}

/// As the site writes dates. What it writes for the moment that was read must be the text itself.
fn read(text: &str, facts: &DateFacts) -> Option<Moment> {
    let format = if facts.format.is_empty() { "Y-m-d" } else { &facts.format };
    let mut moment = Moment { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    let mut noon = None;
    let mut rest = text;
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        let (place, most) = match letter {
            'd' | 'j' => (&mut moment.day, 2),
            'm' | 'n' => (&mut moment.month, 2),
            'Y' => (&mut moment.year, 4),
            'y' => (&mut moment.year, 2),
            'H' | 'G' | 'h' | 'g' => (&mut moment.hour, 2),
            'i' => (&mut moment.minute, 2),
            's' => (&mut moment.second, 2),
            'F' | 'M' => {
                let names = if letter == 'F' { &facts.months } else { &facts.short_months };
                let (month, after) = named(rest, names)?;
                (moment.month, rest) = (month, after);
                continue;
            }
            'S' => {
                rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end))?;
                continue;
            }
            'A' | 'a' => {
                let half = rest.get(..2)?.to_ascii_lowercase();
                noon = Some(half == "pm");
                rest = &rest[2..];
                continue;
            }
            '\\' => {
                rest = rest.strip_prefix(letters.next()?)?;
                continue;
            }
            other if other.is_ascii_alphabetic() => return None,
            other => {
                rest = rest.strip_prefix(other)?;
                continue;
            }
        };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        *place = rest[..digits].parse().ok()?;
        if letter == 'y' {
            // The century as PHP guesses it.
            *place += if *place < 70 { 2000 } else { 1900 };
        }
        rest = &rest[digits..];
    }
    if let Some(afternoon) = noon {
        moment.hour = moment.hour % 12 + if afternoon { 12 } else { 0 };
    }
    let iso = written(moment, "Y-m-d H:i:s", &DateFacts::default());
    date_and_time(&iso).filter(|read| rest.is_empty() && written(*read, format, facts) == text)
}

/// The longest name of a month that a text begins with.
fn named<'t>(text: &'t str, names: &[String]) -> Option<(u32, &'t str)> {
    let begins = |name: &String| !name.is_empty() && text.starts_with(name.as_str());
    let (number, name) =
        names.iter().enumerate().filter(|(_, name)| begins(name)).max_by_key(|(_, name)| name.len())?;
    Some((u32::try_from(number).ok()? + 1, &text[name.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(format: &str) -> DateFacts {
        let names = |list: [&str; 12]| list.map(ToOwned::to_owned).to_vec();
        DateFacts {
            format: format.into(),
            months: names([
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ]),
            short_months: names([
                "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
            ]),
            ..DateFacts::default()
        }
    }

    #[test]
    fn what_the_site_writes_is_read_back() {
        let formats = [
            "F j, Y",
            "d.m.y",
            "n/j/Y",
            "M jS, Y",
            "Y年n月j日",
            "j \\d\\e F Y",
            "d.m.Y G:i:s",
            "g:i:s A, Y-m-d",
        ];
        for format in formats {
            let facts = facts(format);
            for (year, month, number) in
                (1971..2070).flat_map(|y| (1..13).map(move |m| (y, m, 1 + y * m % 28)))
            {
                let timed = has_time(format);
                let [hour, minute, second] = if timed { [number % 24, 7, 59] } else { [0; 3] };
                let moment = Moment { year, month, day: number, hour, minute, second };
                let text = written(moment, format, &facts);
                assert_eq!(read(&text, &facts), Some(moment), "{format}: {text}");
            }
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for (format, text) in [
            ("F j, Y", "Januar 32, 2026"),
            ("F j, Y", "Januar 3, 2026 or so"),
            ("F j, Y", "January 3, 2026"),
            ("d.m.Y", "3.1.2026"),
            ("d.m.Y", "30.02.2026"),
            ("M jS, Y", "Jan. 3th, 2026"),
            ("l, j F Y", "Samstag, 3 Januar 2026"),
            ("d.m.Y", ""),
        ] {
            assert_eq!(read(text, &facts(format)), None, "{format}: {text}");
        }
    }
}
