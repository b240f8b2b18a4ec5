//! Command-line options: `--name value` and `--flag`.

use std::str::FromStr;

pub(crate) struct Arguments<'a> {
    given: &'a [String],
    known: Vec<&'static str>,
}

impl<'a> Arguments<'a> {
    pub(crate) fn new(given: &'a [String]) -> Self {
        Arguments { given, known: Vec::new() }
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        self.known.push(name);
        self.given.iter().any(|argument| argument == name)
    }

    pub(crate) fn value<T: FromStr>(&mut self, name: &'static str) -> Result<Option<T>, String> {
        self.known.push(name);
        let Some(at) = self.given.iter().position(|argument| argument == name) else { return Ok(None) };
        let text = self.given.get(at + 1).ok_or_else(|| format!("{name} needs a value"))?;
        text.parse().map(Some).map_err(|_| format!("{name} cannot be `{text}`"))
    }

    /// Refuses options that nobody asked about.
    pub(crate) fn finish(self) -> Result<(), String> {
        let unknown = self
            .given
            .iter()
            .find(|argument| argument.starts_with("--") && !self.known.contains(&argument.as_str()));
        unknown.map_or(Ok(()), |argument| Err(format!("unknown option `{argument}`\n\n{}", super::USAGE)))
    }
}
