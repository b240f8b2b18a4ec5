//! Times as UnoPim writes them. The simulator has no clock: a moment comes in with every request.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Moment = u64;

pub const SECOND: Moment = 1000;
const DAY_SECONDS: i64 = 86_400;

/// `2026-11-23T08:41:19.000000Z`: the database keeps whole seconds.
pub fn iso(at: Moment) -> String {
    seconds(at).replace('Z', ".000000Z")
}

/// `2026-11-23T08:41:19.250Z`, as frames carry it.
pub fn exact(at: Moment) -> String {
    seconds(at).replace('Z', &format!(".{:03}Z", at % SECOND))
}

/// `2026-11-23T08:41:19Z`.
pub fn seconds(at: Moment) -> String {
    let seconds = i64::try_from(at / SECOND).unwrap_or(0);
    let (year, month, day) = civil(seconds.div_euclid(DAY_SECONDS));
    let rest = seconds.rem_euclid(DAY_SECONDS);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// `Mon, 23 Nov 2026 08:41:19 GMT`, as a header carries it.
pub fn http_date(at: Moment) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let days = i64::try_from(at / SECOND).unwrap_or(0).div_euclid(DAY_SECONDS);
    let (year, month, day) = civil(days);
    let text = seconds(at);
    let name = |names: &[&'static str], at: i64| usize::try_from(at).map_or("", |at| names[at]);
    let (weekday, month) = (name(&DAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
    format!("{weekday}, {day:02} {month} {year:04} {} GMT", &text[11..19])
}

/// Reads `Y-m-d`, `Y-m-d H:i:s` and the ISO form; a zone suffix is dropped, as the database drops it.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, time),
        None => (text, "00:00:00"),
    };
    let days = date_days(date)?;
    let time = time.trim_end_matches('Z');
    let time = time.split(['.', '+']).next().unwrap_or(time);
    let mut parts = time.splitn(3, ':').map(str::parse::<i64>);
    let hour = parts.next()?.ok()?;
    let minute = parts.next()?.ok()?;
    let second = parts.next().transpose().ok()?.unwrap_or(0);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
        return None;
    }
    let seconds = days * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    u64::try_from(seconds).ok().map(|s| s * SECOND)
}

/// Days since the epoch of a `Y-m-d` that exists in the calendar.
pub fn date_days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let days = days_from_civil(year, month, day);
    (civil(days) == (year, month, day)).then_some(days)
}

// Howard Hinnant's calendar algorithms: exact for every date of the proleptic Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_a_round_trip() {
        for text in
            ["1970-01-01T00:00:00.000000Z", "2024-02-29T23:59:59.000000Z", "2026-11-23T08:41:19.000000Z"]
        {
            assert_eq!(iso(parse(text).unwrap()), text);
        }
    }

    #[test]
    fn a_header_names_the_day() {
        let at = parse("2026-11-23T08:41:19.000000Z").unwrap();
        assert_eq!(http_date(at), "Mon, 23 Nov 2026 08:41:19 GMT");
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn impossible_dates_are_refused() {
        assert_eq!(date_days("2026-02-30"), None);
        assert_eq!(date_days("2026-2-3"), None);
        assert_eq!(parse("2026-01-01 25:00:00"), None);
    }
}
