//! `unopim-precompile ENGINE.wasm ENGINE.cwasm [--target x86_64-unknown-linux-musl]`
//!
//! Compiles for any processor of the target's family, not for the one it runs on: the result is shipped.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use unopim_runner::{package, settings};
use wasmtime::Engine;

const USAGE: &str = "call: unopim-precompile ENGINE.wasm ENGINE.cwasm [--target x86_64-unknown-linux-musl]";

struct Job {
    source: PathBuf,
    result: PathBuf,
    target: String,
}

fn main() -> ExitCode {
    match parse(env::args().skip(1)).and_then(|job| precompile(&job)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("unopim-precompile: {message}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Job, String> {
    let mut paths = Vec::new();
    let mut target = format!("{}-unknown-linux-musl", env::consts::ARCH);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--target" => target = arguments.next().ok_or("--target takes a target triple")?,
            option if option.starts_with('-') => return Err(format!("unknown option {option}; {USAGE}")),
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let [source, result] =
        <[PathBuf; 2]>::try_from(paths).map_err(|paths| format!("{} paths given; {USAGE}", paths.len()))?;
    Ok(Job { source, result, target })
}

fn precompile(job: &Job) -> Result<(), String> {
    let wasm = fs::read(&job.source).map_err(|error| named(&job.source, &error))?;
    let compiled =
        compile(&wasm, &job.target).map_err(|error| format!("{}: {error:#}", job.source.display()))?;
    fs::write(&job.result, package::pack(&compiled, &job.target)).map_err(|error| named(&job.result, &error))
}

fn compile(wasm: &[u8], target: &str) -> wasmtime::Result<Vec<u8>> {
    let mut config = settings::config()?;
    config.target(target)?;
    Engine::new(&config)?.precompile_module(wasm)
}

fn named(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
