//! Which request gets which fault.

use super::seeded;
use crate::random::Random;
use crate::unopim::Request;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No answer, and nothing done.
    Timeout,
    /// The connection is cut, and nothing done.
    Reset,
    /// The connection is never made.
    Refused,
    /// Done, but the answer never arrives.
    Lost,
    TooMany {
        seconds: u64,
    },
    Crash,
    /// The JSON stops in the middle.
    Truncate,
    /// The page before comes once more.
    RepeatPage,
    /// A product appears at the end while pages are read.
    InsertRow,
    /// A product vanishes while pages are read.
    DeleteRow,
    /// From now on one product breaks every page that holds it.
    BadRow,
    /// A rule of the instance says no to a write, and nothing is done.
    Refuse,
    /// A maintenance page with status 200.
    Html,
    /// All tokens die.
    Revoke,
    Slow {
        millis: u64,
    },
}

/// A rule: a kind, how often, and for which requests.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: Kind,
    /// Chance in millionths.
    pub chance: u32,
    /// How many times at most; none for no end.
    pub left: Option<u32>,
    /// Only the n-th matching request, counted from 1.
    pub only: Option<u32>,
    /// Empty, or what the target must contain.
    pub target: String,
    /// Empty, or the method.
    pub method: String,
    seen: u32,
}

impl Fault {
    pub fn new(kind: Kind, chance: u32) -> Self {
        Fault { kind, chance, left: None, only: None, target: String::new(), method: String::new(), seen: 0 }
    }

    fn concerns(&self, request: &Request) -> bool {
        (self.target.is_empty() || request.target.contains(&self.target))
            && (self.method.is_empty() || request.method.eq_ignore_ascii_case(&self.method))
    }
}

#[derive(Clone, Debug, Default)]
pub struct Faults {
    pub rules: Vec<Fault>,
    random: Random,
}

impl Faults {
    pub fn new(seed: u64, rules: Vec<Fault>) -> Self {
        Faults { rules, random: seeded(seed) }
    }

    pub fn none() -> Self {
        Faults::default()
    }

    /// The fault for a request: the first rule that strikes. Every rule draws its number whether or not an
    /// earlier one struck, so that rules do not shift each other.
    pub fn draw(&mut self, request: &Request) -> Option<Kind> {
        let mut struck = None;
        for rule in self.rules.iter_mut().filter(|rule| rule.concerns(request)) {
            rule.seen += 1;
            let hit = match rule.only {
                Some(number) => rule.seen == number,
                None => self.random.millionth(rule.chance),
            };
            if !hit || rule.left == Some(0) || struck.is_some() {
                continue;
            }
            rule.left = rule.left.map(|left| left - 1);
            struck = Some(rule.kind.clone());
        }
        struck
    }

    pub(super) fn random(&mut self) -> &mut Random {
        &mut self.random
    }
}
