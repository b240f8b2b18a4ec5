//! Puts the methods together: into one class, or into a class and parts that are loaded when they are first called.

use super::dispatch::{self, Table};
use super::facts;
use super::function::{self, Context, Home};
use super::runtime;
use super::shell;
use crate::Options;
use crate::class_name::ClassName;
use crate::error::{Result, TranslateError};
use crate::ir::{Expr, Function, Stmt, walk_statements};
use crate::module::{ConstValue, ExportKind, Module};
use crate::passes::{frames, parts, recursion::CallGraph};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What the class itself uses.
const HELPERS: [&str; 3] = ["get", "put", "trap"];

/// A part is filled up to so many bytes of instructions; the PHP text is four to five times as large.
const PART: usize = 768;

/// The PHP files.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    pub main: String,
    /// By file name.
    pub parts: BTreeMap<String, String>,
}

pub fn write(
    module: &Module<'_>,
    functions: &[Function],
    class: &ClassName,
    options: &Options<'_>,
) -> Result<Output> {
    let folder = options.parts;
    let (table, table_overflow) = table(module)?;
    let graph = CallGraph::new(module, functions);
    let stack = frames::find(module, functions);
    let context = Context {
        module,
        class: &class.name,
        alignment: options.alignment,
        homes: homes(module, &graph, folder.is_some()),
        globals: facts::of_globals(module, stack.global),
        stack: stack.global,
        min_bytes: module
            .memory
            .as_ref()
            .map_or(0, |memory| i64::try_from(memory.min_pages << 16).expect("at most 4 GiB")),
        known: RefCell::default(),
        uses_memory: uses_memory(module, functions, &graph),
        counted: graph.counted(),
        helpers: RefCell::new(BTreeSet::from(HELPERS)),
    };
    let order = graph.callees_first();
    let known = facts::of_module(&context, functions, &stack.frames, &order);
    context.known.replace(known);
    // Looking for facts writes PHP too, and asks for helpers that nobody needs in the end.
    context.helpers.borrow_mut().retain(|name| HELPERS.contains(name));
    let mut methods = String::new();
    for ty in called_types(&context, functions) {
        methods.push_str(&dispatch::method(&context, &table, ty));
    }
    let mut parts: BTreeMap<usize, String> = BTreeMap::new();
    // Callees first: PHP calls a method it has already compiled a little faster.
    for index in order {
        let text = || function::method(&context, &functions[index], &stack.frames[index]);
        match context.homes[functions[index].index as usize] {
            Home::Main => methods.push_str(&text()),
            Home::Part(part) => parts.entry(part).or_default().push_str(&in_part(&text())),
            Home::Nowhere => {}
        }
    }
    let mut main = shell::head(module, class, &table);
    main.push_str(&shell::constructor(&context, table_overflow));
    main.push_str(&shell::invoke(&context));
    main.push_str(&runtime::methods(&context.helpers.borrow()));
    main.push_str(&shell::imports(module));
    main.push_str(&methods);
    main.push_str("}\n");
    if let Some(folder) = folder {
        // The parts use what the class keeps to itself otherwise.
        main =
            main.replace("private function ", "final public function ").replace("\tprivate $", "\tpublic $");
        main.push_str(&shell::loader(class, folder));
    }
    // For `$class = require 'engine.php';`
    let _ = writeln!(main, "\nreturn {}::class;", class.name);
    let parts =
        parts.into_iter().map(|(part, methods)| (format!("{part}.php"), shell::part(class, part, &methods)));
    Ok(Output { main, parts: parts.collect() })
}

/// A method that belongs to another class than the module's: it gets the module as `$t`.
fn in_part(method: &str) -> String {
    method
        .replacen("private function ", "public static function ", 1)
        .replacen('(', "($t,", 1)
        .replace(",)", ")")
        .replace("$this", "$t")
}

fn homes(module: &Module<'_>, graph: &CallGraph, split: bool) -> Vec<Home> {
    let imports = module.imports.len();
    let mut homes = vec![Home::Main; module.function_types.len()];
    let exported =
        module.exports.iter().filter(|export| export.kind == ExportKind::Function).map(|export| export.index);
    let roots: Vec<usize> = exported.chain(module.start).filter_map(|function| graph.own(function)).collect();
    let sizes: Vec<usize> = module.bodies.iter().map(|body| body.range().len()).collect();
    for (index, part) in parts::assign(graph, &roots, &sizes, PART).into_iter().enumerate() {
        homes[imports + index] = match part {
            None => Home::Nowhere,
            Some(part) if split => Home::Part(part),
            Some(_) => Home::Main,
        };
    }
    homes
}

/// The table as it is from the start on, and whether a segment does not fit.
fn table(module: &Module<'_>) -> Result<(Table, bool)> {
    let mut table = Table::new();
    let size = module.table_size.unwrap_or(0);
    for elements in &module.elements {
        let offset = match elements.offset {
            ConstValue::I32(offset) => offset,
            ConstValue::Global(index) => {
                let Some(ConstValue::I32(offset)) = module.globals[index as usize].init else {
                    let what = "a table offset that only the host knows";
                    return Err(TranslateError::feature("element section", what));
                };
                offset
            }
            _ => return Err(TranslateError::feature("element section", "a table offset that is not an i32")),
        };
        let end = u64::from(offset) + elements.functions.len() as u64;
        if end > size {
            return Ok((table, true));
        }
        for (index, function) in (u64::from(offset)..).zip(&elements.functions) {
            match function {
                Some(function) => table.insert(index, *function),
                None => table.remove(&index),
            };
        }
    }
    Ok((table, false))
}

/// The types of indirect calls.
fn called_types(context: &Context<'_>, functions: &[Function]) -> BTreeSet<u32> {
    let mut types = BTreeSet::new();
    for function in functions {
        walk_statements(&function.body, &mut |statement| {
            for expression in statement.expressions() {
                expression.walk(&mut |part| {
                    if let Expr::CallIndirect(ty, _, _) = part {
                        types.insert(context.canonical_type(*ty));
                    }
                });
            }
        });
    }
    types
}

fn uses_memory(module: &Module<'_>, functions: &[Function], graph: &CallGraph) -> Vec<bool> {
    let imports = module.imports.len();
    let mut uses = vec![false; module.function_types.len()];
    for function in functions {
        walk_statements(&function.body, &mut |statement| {
            let mut here = matches!(
                statement,
                Stmt::Store(..) | Stmt::MemoryCopy(..) | Stmt::MemoryFill(..) | Stmt::MemoryInit(..)
            );
            for expression in statement.expressions() {
                expression.walk(&mut |part| {
                    here |= matches!(
                        part,
                        Expr::Load(..) | Expr::MemorySize | Expr::MemoryGrow(_) | Expr::CallIndirect(..)
                    );
                });
            }
            uses[function.index as usize] |= here;
        });
    }
    loop {
        let before = uses.clone();
        for (index, callees) in graph.callees.iter().enumerate() {
            uses[imports + index] |= callees.iter().any(|&callee| before[callee as usize]);
        }
        if uses == before {
            return uses;
        }
    }
}
