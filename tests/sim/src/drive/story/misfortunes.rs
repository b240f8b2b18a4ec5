//! What goes wrong on the way to UnoPim.

use crate::faults::{Fault, Faults, Kind};
use crate::random::Random;

pub(in super::super) fn misfortunes(random: &mut Random) -> Faults {
    const KINDS: [Kind; 12] = [
        Kind::Timeout,
        Kind::Reset,
        Kind::Lost,
        Kind::TooMany { seconds: 3 },
        Kind::Crash,
        Kind::Truncate,
        Kind::RepeatPage,
        Kind::InsertRow,
        Kind::DeleteRow,
        Kind::Html,
        Kind::Revoke,
        Kind::Slow { millis: 900 },
    ];
    let rules = (0..random.below(5))
        .map(|_| {
            let kind = random.pick(&KINDS).clone();
            let chance = u32::try_from(20_000 + random.below(180_000)).unwrap_or(0);
            let mut fault = Fault::new(kind, chance);
            // Rows appear and vanish now and then, not without end.
            if matches!(fault.kind, Kind::InsertRow | Kind::DeleteRow) {
                fault.left = Some(5);
            }
            fault
        })
        .collect();
    Faults::new(random.bits(), rules)
}
