//! Text for terminals: headings, tables, and a line of progress that is written over where that is possible.

use std::io::{self, IsTerminal, Write};

const WIDEST: usize = 44;

pub struct Out<'w> {
    to: &'w mut dyn Write,
    /// Whether a line can be written over.
    live: bool,
    last: String,
    open: bool,
}

impl<'w> Out<'w> {
    pub fn new(to: &'w mut dyn Write) -> Self {
        Out { to, live: io::stdout().is_terminal(), last: String::new(), open: false }
    }

    pub fn line(&mut self, text: &str) -> Result<(), String> {
        writeln!(self.to, "{text}").map_err(|error| error.to_string())
    }

    /// On one line of a terminal; elsewhere a line for each tenth.
    pub fn progress(&mut self, step: &str, done: u64, total: Option<u64>) -> io::Result<()> {
        if step.is_empty() {
            return Ok(());
        }
        let share = total.filter(|total| *total > 0).map(|total| (done * 30 / total).min(30));
        let bar = share.map_or_else(String::new, |n| {
            let full = usize::try_from(n).unwrap_or_default();
            format!("[{}{}] ", "█".repeat(full), "·".repeat(30 - full))
        });
        let of = total.map_or_else(String::new, |total| format!(" of {total}"));
        let count = if done == 0 && total.is_none() { String::new() } else { format!(" {done}{of}") };
        let text = format!("   {bar}{step}{count}");
        if self.live {
            self.open = true;
            write!(self.to, "\r\u{1b}[2K{text}")?;
            return self.to.flush();
        }
        let tenth = format!("{step} {}", share.map_or(done, |n| n / 3));
        if tenth != self.last {
            writeln!(self.to, "{text}")?;
        }
        self.last = tenth;
        Ok(())
    }

    pub fn end_progress(&mut self) -> io::Result<()> {
        self.last.clear();
        if std::mem::take(&mut self.open) { writeln!(self.to) } else { Ok(()) }
    }

    /// Columns as wide as their widest cell, within reason.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> Result<(), String> {
        let head = head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let all: Vec<Vec<String>> =
            std::iter::once(&head).chain(rows).map(|row| row.iter().map(|c| clipped(c)).collect()).collect();
        let width = |column: usize| {
            all.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        for (at, row) in all.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(c, n)| format!("{c:<n$}", n = *n)).collect();
            self.line(&format!("   {}", cells.join("  ").trim_end()))?;
            if at == 0 {
                let rules: Vec<String> = widths.iter().map(|n| "─".repeat(*n)).collect();
                self.line(&format!("   {}", rules.join("  ")))?;
            }
        }
        Ok(())
    }
}

pub fn head(out: &mut Out, text: &str) -> Result<(), String> {
    out.line(&format!("\n== {text}"))
}

fn clipped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}
