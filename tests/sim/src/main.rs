//! `unopim-sim <command>`: each command is a module of its own.

use std::process::ExitCode;

mod commands;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "serve" => commands::serve::run(&arguments),
        "demo" => commands::demo::run(&arguments),
        "run" => commands::run::run(&arguments),
        "" | "help" | "--help" => {
            eprintln!("{}", commands::USAGE);
            Ok(())
        }
        other => Err(format!("unknown command `{other}`\n\n{}", commands::USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("unopim-sim: {problem}");
            ExitCode::from(2)
        }
    }
}
