//! The engine as a program: frames on standard input, frames on standard output.

use std::io::{self, BufReader};
use std::process::ExitCode;

use unopim_engine::session::Session;
use unopim_engine::wire::{read_frame, write_frame};

fn main() -> ExitCode {
    match converse() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("engine: {error}");
            ExitCode::FAILURE
        }
    }
}

fn converse() -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stdout().lock();
    let mut session = Session::default();
    while let Some(frame) = read_frame(&mut input)? {
        write_frame(&mut output, &session.answer(frame))?;
    }
    Ok(())
}
