//! UTC times as texts: the engine has no clock, it only reckons with what it is told.

/// Seconds since 1970 of `2026-11-23T10:00:00…` or `2026-11-23 10:00:00`.
pub fn seconds(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    if bytes.len() < 19 || bytes[4] != b'-' || bytes[7] != b'-' || !matches!(bytes[10], b'T' | b' ') {
        return None;
    }
    let days = days(number(0..4)?, number(5..7)?, number(8..10)?);
    Some(days * 86_400 + number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?)
}

/// Seconds since 1970 of a reply's `Date`: `Tue, 24 Nov 2026 17:00:00 GMT`.
pub fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.split_ascii_whitespace().skip(1);
    let day: i64 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = (1..).zip(MONTHS).find(|(_, m)| *m == name)?.0;
    let year: i64 = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.split(':').map(|n| n.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    Some(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// `2026-11-23T10:00:00Z`.
pub fn iso(seconds: i64) -> String {
    let (year, month, day) = date(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// `2026-11-23 10:00:00`, as UnoPim's filters take it.
pub fn plain(seconds: i64) -> String {
    iso(seconds).replace('T', " ").trim_end_matches('Z').to_owned()
}

/// Days since 1970 in the Gregorian calendar, counted from March so that leap days end a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_there_and_back() {
        for text in
            ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-24T17:00:01Z", "2100-03-01T00:00:00Z"]
        {
            assert_eq!(iso(seconds(text).unwrap()), text);
        }
        assert_eq!(seconds("2026-11-24T17:00:01.000000Z"), seconds("2026-11-24 17:00:01"));
        assert_eq!(http_date("Tue, 24 Nov 2026 17:00:01 GMT"), seconds("2026-11-24T17:00:01Z"));
        assert_eq!(plain(0), "1970-01-01 00:00:00");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "2026", "2026-11-24", "yesterday at some hour", "2026/11/24 17:00:01"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(http_date("soon"), None);
    }
}
