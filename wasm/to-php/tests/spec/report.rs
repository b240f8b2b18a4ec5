//! What came of the directives.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Default)]
pub struct Report {
    pub passed: usize,
    pub failures: Vec<String>,
    /// Number of directives by reason.
    pub skipped: BTreeMap<String, usize>,
}

impl Report {
    pub fn total(&self) -> usize {
        self.passed + self.failures.len() + self.skipped.values().sum::<usize>()
    }

    pub fn skip(&mut self, reason: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    /// The output of one script.
    pub fn read(&mut self, file: &str, stdout: &str, stderr: &str) {
        let mut ended = false;
        for line in stdout.lines() {
            match line.split_once(' ') {
                None if line == "P" => self.passed += 1,
                None if line == "END" => ended = true,
                Some(("S", reason)) => self.skip(reason),
                Some(("F", text)) => self.failures.push(format!("{file}.wast:{text}")),
                _ => self.failures.push(format!("{file}.wast: unexpected output: {line}")),
            }
        }
        if !ended || !stderr.is_empty() {
            self.failures.push(format!("{file}.wast: the script did not end properly: {stderr}"));
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in self.failures.iter().take(100) {
            writeln!(f, "FAILED {failure}")?;
        }
        for (reason, count) in &self.skipped {
            writeln!(f, "skipped {count:5}: {reason}")?;
        }
        let run = self.passed + self.failures.len();
        write!(f, "{} of {run} directives passed, {} skipped", self.passed, self.total() - run)
    }
}
