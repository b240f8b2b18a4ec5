//! Faults as text: `seed=7,timeout=0.01,429:5=0.02@/products,crash#3,lost=0.05@PATCH /products,slow:300=1x2`.
//!
//! A rule is `kind[:argument][=chance][xTimes][#n][@[METHOD ]part of the target]`. Without a chance it always
//! strikes; `#n` strikes at the n-th matching request only; `xTimes` bounds how often.

use super::plan::{Fault, Faults, Kind};

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SpecError {
    #[error(
        "unknown fault `{0}`; known are timeout, reset, lost, 422, 429, crash, truncate, repeat-page, insert-row, \
         delete-row, bad-row, html, revoke, slow"
    )]
    UnknownKind(String),
    #[error("`{0}` is no number in the fault `{1}`")]
    NoNumber(String, String),
}

impl Faults {
    pub fn parse(spec: &str) -> Result<Self, SpecError> {
        let mut seed = 0;
        let mut rules = Vec::new();
        for part in spec.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.strip_prefix("seed=") {
                Some(number) => seed = parsed(number, part)?,
                None => rules.push(rule(part)?),
            }
        }
        Ok(Faults::new(seed, rules))
    }
}

fn rule(part: &str) -> Result<Fault, SpecError> {
    let (rest, target) = part.split_once('@').unwrap_or((part, ""));
    let (rest, only) = split_number(rest, '#', part)?;
    let (rest, times) = match rest.rsplit_once('x') {
        Some((before, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty() => {
            (before, Some(parsed(number, part)?))
        }
        _ => (rest, None),
    };
    let (head, chance) = match rest.split_once('=') {
        Some((head, chance)) => (head, millionths(chance, part)?),
        None => (rest, 1_000_000),
    };
    let (name, argument) =
        head.split_once(':').map_or((head, None), |(name, argument)| (name, Some(argument)));
    let argument = argument.map(|number| parsed::<u64>(number, part)).transpose()?;
    let mut fault = Fault::new(kind(name, argument)?, chance);
    fault.left = times;
    fault.only = only;
    match target.split_once(' ') {
        Some((method, target)) => {
            method.clone_into(&mut fault.method);
            target.clone_into(&mut fault.target);
        }
        None => target.clone_into(&mut fault.target),
    }
    Ok(fault)
}

fn kind(name: &str, argument: Option<u64>) -> Result<Kind, SpecError> {
    Ok(match name {
        "timeout" => Kind::Timeout,
        "reset" => Kind::Reset,
        "refused" => Kind::Refused,
        "lost" => Kind::Lost,
        "429" => Kind::TooMany { seconds: argument.unwrap_or(1) },
        "crash" | "500" => Kind::Crash,
        "truncate" => Kind::Truncate,
        "repeat-page" => Kind::RepeatPage,
        "insert-row" => Kind::InsertRow,
        "delete-row" => Kind::DeleteRow,
        "bad-row" => Kind::BadRow,
        "422" => Kind::Refuse,
        "html" => Kind::Html,
        "revoke" => Kind::Revoke,
        "slow" => Kind::Slow { millis: argument.unwrap_or(500) },
        other => return Err(SpecError::UnknownKind(other.to_owned())),
    })
}

fn split_number<'a>(text: &'a str, mark: char, part: &str) -> Result<(&'a str, Option<u32>), SpecError> {
    match text.split_once(mark) {
        Some((before, number)) => Ok((before, Some(parsed(number, part)?))),
        None => Ok((text, None)),
    }
}

fn parsed<T: std::str::FromStr>(number: &str, part: &str) -> Result<T, SpecError> {
    number.parse().map_err(|_| SpecError::NoNumber(number.to_owned(), part.to_owned()))
}

/// A chance such as `0.015` in millionths, without going through a float.
fn millionths(chance: &str, part: &str) -> Result<u32, SpecError> {
    let (whole, fraction) = chance.split_once('.').unwrap_or((chance, ""));
    let digits = format!("{fraction:0<6}");
    let whole: u32 = parsed(whole, part)?;
    let fraction: u32 = parsed(digits.get(..6).unwrap_or("0"), part)?;
    Ok((whole * 1_000_000 + fraction).min(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_names_kind_chance_times_and_target() {
        let faults = Faults::parse("seed=7, 429:5=0.02x3@GET /products,crash#4,slow:300").unwrap();
        let [many, crash, slow] = faults.rules.as_slice() else { panic!("three rules") };
        assert_eq!((&many.kind, many.chance, many.left), (&Kind::TooMany { seconds: 5 }, 20_000, Some(3)));
        assert_eq!((many.method.as_str(), many.target.as_str()), ("GET", "/products"));
        assert_eq!((&crash.kind, crash.only), (&Kind::Crash, Some(4)));
        assert_eq!((&slow.kind, slow.chance), (&Kind::Slow { millis: 300 }, 1_000_000));
    }

    #[test]
    fn a_mistake_says_what_is_known() {
        assert_eq!(Faults::parse("flood").unwrap_err(), SpecError::UnknownKind("flood".to_owned()));
        assert!(matches!(Faults::parse("crash=often").unwrap_err(), SpecError::NoNumber(..)));
    }
}
