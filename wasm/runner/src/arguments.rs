//! The command line: one file and two limits. There is no configuration file and no environment variable.

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::fault::Fault;

const DEFAULT_MEMORY_MB: usize = 64;
const DEFAULT_SECONDS: u64 = 300;
/// A 32-bit module cannot address more.
const MAX_MEMORY_MB: usize = 4096;
const MAX_SECONDS: u64 = 86_400;

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Run(Job),
    Version,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Job {
    pub module: PathBuf,
    pub memory_mb: usize,
    pub time: Duration,
}

/// Reads the arguments after the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Fault> {
    let mut arguments = arguments.into_iter();
    let mut module = None;
    let mut memory_mb = DEFAULT_MEMORY_MB;
    let mut seconds = DEFAULT_SECONDS;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--version") => return Ok(Command::Version),
            Some("--memory-mb") => {
                memory_mb = number("--memory-mb", arguments.next().as_ref(), 1..=MAX_MEMORY_MB)?;
            }
            Some("--seconds") => seconds = number("--seconds", arguments.next().as_ref(), 1..=MAX_SECONDS)?,
            Some(option) if option.starts_with('-') => {
                return Err(Fault::Usage(format!("unknown option {option}")));
            }
            _ if module.is_some() => return Err(Fault::Usage("more than one module".to_owned())),
            _ => module = Some(PathBuf::from(argument)),
        }
    }
    let module = module.ok_or_else(|| Fault::Usage("no module named".to_owned()))?;
    Ok(Command::Run(Job { module, memory_mb, time: Duration::from_secs(seconds) }))
}

fn number<N: FromStr + PartialOrd + Display>(
    option: &str,
    value: Option<&OsString>,
    range: RangeInclusive<N>,
) -> Result<N, Fault> {
    value.and_then(|value| value.to_str()?.parse().ok()).filter(|number| range.contains(number)).ok_or_else(
        || Fault::Usage(format!("{option} takes a number from {} to {}", range.start(), range.end())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, Fault> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn job(module: &str, memory_mb: usize, seconds: u64) -> Command {
        Command::Run(Job { module: module.into(), memory_mb, time: Duration::from_secs(seconds) })
    }

    #[test]
    fn limits_have_defaults_and_any_place() {
        assert_eq!(parsed("engine.cwasm"), Ok(job("engine.cwasm", 64, 300)));
        assert_eq!(parsed("--seconds 5 a.cwasm --memory-mb 8"), Ok(job("a.cwasm", 8, 5)));
        assert_eq!(parsed("--version"), Ok(Command::Version));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("", "no module named"),
            ("a b", "more than one module"),
            ("a --quick", "unknown option --quick"),
            ("a --seconds", "--seconds takes a number from 1 to 86400"),
            ("a --seconds 0", "--seconds takes a number from 1 to 86400"),
            ("a --memory-mb 4097", "--memory-mb takes a number from 1 to 4096"),
            ("a --memory-mb -1", "--memory-mb takes a number from 1 to 4096"),
        ];
        for (line, message) in cases {
            assert_eq!(parsed(line), Err(Fault::Usage(message.to_owned())), "{line}");
        }
    }
}
