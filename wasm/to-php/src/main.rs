//! `unopim-to-php IN.wasm OUT.php [--class NAME]`

use std::path::PathBuf;
use std::process::ExitCode;

const DEFAULT_CLASS: &str = "UnoPim\\Connector\\Engine\\Build\\Module";

struct Arguments {
    input: PathBuf,
    output: PathBuf,
    class: String,
}

fn arguments() -> Option<Arguments> {
    let mut class = DEFAULT_CLASS.to_owned();
    let mut paths = Vec::new();
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        if argument == "--class" {
            class = rest.next()?;
        } else {
            paths.push(PathBuf::from(argument));
        }
    }
    let [input, output] = <[PathBuf; 2]>::try_from(paths).ok()?;
    Some(Arguments { input, output, class })
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let wasm =
        std::fs::read(&arguments.input).map_err(|error| format!("{}: {error}", arguments.input.display()))?;
    let php = unopim_to_php::translate(&wasm, &arguments.class)
        .map_err(|error| format!("{}: {error}", arguments.input.display()))?;
    std::fs::write(&arguments.output, php).map_err(|error| format!("{}: {error}", arguments.output.display()))
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("usage: unopim-to-php IN.wasm OUT.php [--class NAME]   (default: {DEFAULT_CLASS})");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("unopim-to-php: {message}");
            ExitCode::FAILURE
        }
    }
}
