//! UnoPim's wall clock and the site's, where a host says that they differ. The engine knows no zones: it is told when the difference changes.

use crate::plan::ZoneStep;
use crate::time::{iso, seconds};

const MINUTE: i64 = 60;

fn text(at: i64) -> String {
    iso(at).trim_end_matches('Z').to_owned()
}

/// `2026-11-23T10:00:00` of UnoPim as the site's clocks show it.
pub(super) fn to_site(moment: &str, zone: &[ZoneStep]) -> String {
    let Some(at) = seconds(moment) else { return moment.to_owned() };
    let step = zone.iter().rev().find(|step| seconds(&step.from).is_some_and(|from| from <= at));
    step.or(zone.first()).map_or_else(|| moment.to_owned(), |step| text(at + step.minutes * MINUTE))
}

/// The way back. Of two moments that the site's clocks show alike the first; one that they skip counts as if they had not.
pub(super) fn from_site(moment: &str, zone: &[ZoneStep]) -> String {
    let Some(at) = seconds(moment) else { return moment.to_owned() };
    let candidates = || zone.iter().map(|step| text(at - step.minutes * MINUTE));
    let exact = candidates().filter(|there| to_site(there, zone) == text(at)).min();
    let near = || {
        let before =
            zone.iter().zip(candidates()).rev().find(|(step, there)| step.from.as_str() <= there.as_str());
        before.map(|(_, there)| there).or_else(|| candidates().next())
    };
    exact.or_else(near).unwrap_or_else(|| moment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: &str, minutes: i64) -> ZoneStep {
        ZoneStep { from: from.into(), minutes }
    }

    /// UnoPim in UTC, the site in Berlin.
    fn berlin() -> Vec<ZoneStep> {
        vec![
            step("1970-01-01T00:00:00", 60),
            step("2026-03-29T01:00:00", 120),
            step("2026-10-25T01:00:00", 60),
        ]
    }

    #[test]
    fn times_are_moved_by_the_difference_of_their_day() {
        for (there, here) in [
            ("2026-01-31T23:30:00", "2026-02-01T00:30:00"),
            ("2026-03-29T00:59:59", "2026-03-29T01:59:59"),
            ("2026-03-29T01:00:00", "2026-03-29T03:00:00"),
            ("2026-07-01T12:00:00", "2026-07-01T14:00:00"),
            ("2026-12-31T23:00:00", "2027-01-01T00:00:00"),
            ("1960-01-01T00:00:00", "1960-01-01T01:00:00"),
        ] {
            assert_eq!(to_site(there, &berlin()), here);
            assert_eq!(from_site(here, &berlin()), there);
        }
    }

    #[test]
    fn hours_that_come_twice_or_never() {
        assert_eq!(to_site("2026-10-25T00:30:00", &berlin()), "2026-10-25T02:30:00");
        assert_eq!(to_site("2026-10-25T01:30:00", &berlin()), "2026-10-25T02:30:00");
        assert_eq!(from_site("2026-10-25T02:30:00", &berlin()), "2026-10-25T00:30:00");
        assert_eq!(from_site("2026-03-29T02:30:00", &berlin()), "2026-03-29T01:30:00");
    }

    #[test]
    fn without_a_zone_nothing_moves() {
        assert_eq!(to_site("2026-01-31T23:30:00", &[]), "2026-01-31T23:30:00");
        assert_eq!(from_site("2026-01-31T23:30:00", &[]), "2026-01-31T23:30:00");
        assert_eq!(to_site("soon", &berlin()), "soon");
    }
}
