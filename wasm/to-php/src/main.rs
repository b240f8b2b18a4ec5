//! `unopim-to-php IN.wasm OUT.php [--class NAME] [--parts FOLDER] [--trust-alignment]`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use unopim_to_php::{Alignment, Options, Output, translate};

const DEFAULT_CLASS: &str = "UnoPim\\Connector\\Engine\\Build\\Module";

struct Arguments {
    input: PathBuf,
    output: PathBuf,
    class: String,
    /// Name of the folder for the parts, beside the output.
    parts: Option<String>,
    alignment: Alignment,
}

fn arguments() -> Option<Arguments> {
    let mut class = DEFAULT_CLASS.to_owned();
    let mut parts = None;
    let mut alignment = Alignment::Checked;
    let mut paths = Vec::new();
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--class" => class = rest.next()?,
            "--parts" => parts = Some(rest.next()?),
            "--trust-alignment" => alignment = Alignment::Trusted,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let [input, output] = <[PathBuf; 2]>::try_from(paths).ok()?;
    Some(Arguments { input, output, class, parts, alignment })
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let wasm = std::fs::read(&arguments.input).map_err(|error| at(&arguments.input, &error))?;
    let options = Options {
        class: &arguments.class,
        parts: arguments.parts.as_deref(),
        alignment: arguments.alignment,
    };
    let Output { main, parts } = translate(&wasm, &options).map_err(|error| at(&arguments.input, &error))?;
    if let Some(folder) = &arguments.parts {
        let folder = arguments.output.with_file_name(folder);
        std::fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
        for (name, part) in &parts {
            write(&folder.join(name), part)?;
        }
    }
    write(&arguments.output, &main)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &dyn std::error::Error) -> String {
    format!("{}: {error}", path.display())
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!(
            "usage: unopim-to-php IN.wasm OUT.php [--class NAME] [--parts FOLDER] [--trust-alignment]   (default class: {DEFAULT_CLASS})"
        );
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
