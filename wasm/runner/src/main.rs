//! `unopim-runner MODULE.cwasm [--memory-mb 64] [--seconds 300]`
//!
//! Standard input and output belong to the module. Exit codes 0 to 63 are the module's own; from 64 on the runner
//! itself failed and wrote one line to standard error (see `fault`).

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use unopim_runner::arguments::{self, Command};
use unopim_runner::fault::Fault;
use unopim_runner::run::run;
use unopim_runner::settings::{RUNNER_VERSION, WASMTIME_VERSION, settings_id};

fn main() -> ExitCode {
    let ended = arguments::parse(env::args_os().skip(1)).and_then(|command| match command {
        Command::Run(job) => run(&job),
        Command::Version => version(),
    });
    ended.map_or_else(
        |fault| {
            eprintln!("{}", fault.line());
            ExitCode::from(fault.exit_code())
        },
        ExitCode::from,
    )
}

/// The same words as in a module's first line, so that the two can be compared.
fn version() -> Result<u8, Fault> {
    let settings = settings_id();
    writeln!(
        io::stdout(),
        "unopim-runner runner={RUNNER_VERSION} wasmtime={WASMTIME_VERSION} settings={settings}"
    )
    .map_err(|error| Fault::OutputClosed(error.to_string()))?;
    Ok(0)
}
