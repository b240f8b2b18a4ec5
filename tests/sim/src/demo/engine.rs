//! The engine at the other end of a conversation in frames.

use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use unopim_engine::session::Session;
use unopim_engine::wire::{Frame, read_frame, write_frame};

pub trait Engine {
    fn exchange(&mut self, frame: &Frame) -> io::Result<Frame>;
}

/// In this process.
impl Engine for Session {
    fn exchange(&mut self, frame: &Frame) -> io::Result<Frame> {
        Ok(self.answer(frame.clone()))
    }
}

/// In a process of its own: frames over its standard input and output.
pub struct Process {
    /// What the program is called: `runner` for the native runner, else its file name.
    pub name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts a command: words divided by blanks, with quotes around those that hold blanks.
    pub fn start(command: &str) -> io::Result<Process> {
        let mut words = words(command).into_iter();
        let program = words.next().ok_or_else(|| io::Error::other("the command is empty"))?;
        let stem = Path::new(&program).file_stem().map(|s| s.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let spawned = Command::new(&program).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|e| io::Error::new(e.kind(), format!("{program}: {e}")))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the engine has no pipes"));
        };
        let name = stem.strip_prefix("unopim-").unwrap_or(&stem).to_owned();
        Ok(Process { name, child, input: Some(input), output: BufReader::new(output) })
    }
}

impl Engine for Process {
    fn exchange(&mut self, frame: &Frame) -> io::Result<Frame> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        write_frame(input, frame)?;
        read_frame(&mut self.output)?.ok_or_else(|| io::Error::other("it ended without an answer"))
    }
}

impl Drop for Process {
    /// With its input closed a sound engine ends by itself.
    fn drop(&mut self) {
        self.input = None;
        drop(self.child.wait());
    }
}

fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = command.trim_start();
    while let Some(first) = rest.chars().next() {
        let quoted = matches!(first, '"' | '\'').then_some(first);
        let (word, after) = match quoted {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_blanks_together() {
        assert_eq!(words(" a  'b c' \"d\" e"), ["a", "b c", "d", "e"]);
        assert_eq!(words(""), Vec::<String>::new());
    }
}
