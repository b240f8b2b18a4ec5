//! The class around the functions: imports, memory, globals, segments, exports.

use super::data;
use super::dispatch::{self, Table};
use super::facts;
use super::function::{self, Context};
use super::runtime;
use super::text::Php;
use crate::class_name::ClassName;
use crate::error::{Result, TranslateError};
use crate::ir::{Expr, Function, Stmt, Ty, walk_statements};
use crate::module::{ConstValue, ExportKind, Import, Module};
use crate::passes::{frames, recursion::CallGraph};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// So many counted calls may be nested, fewer of functions with many variables (see `Writer::cost`): some 10 MB of PHP's
/// memory. A native host of the same module runs out of its own stack at a similar depth.
const DEPTH: u32 = 10_000;

/// What the class itself uses.
const HELPERS: [&str; 3] = ["get", "put", "trap"];

pub fn write(module: &Module<'_>, functions: &[Function], class: &ClassName) -> Result<String> {
    let (table, table_overflow) = table(module)?;
    let graph = CallGraph::new(module, functions);
    let stack = frames::find(module, functions);
    let context = Context {
        module,
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
    // Callees first: PHP calls a method it has already compiled a little faster.
    for ty in called_types(&context, functions) {
        methods.push_str(&dispatch::method(&context, &table, ty));
    }
    for index in order {
        methods.push_str(&function::method(&context, &functions[index], &stack.frames[index]));
    }
    let mut out = head(module, class, &table);
    out.push_str(&constructor(&context, table_overflow));
    out.push_str(&invoke(&context));
    out.push_str(&runtime::methods(&context.helpers.borrow()));
    out.push_str(&imports(module));
    out.push_str(&methods);
    // For `$class = require 'engine.php';`
    let _ = writeln!(out, "}}\n\nreturn {}::class;", class.name);
    Ok(out)
}

fn head(module: &Module<'_>, class: &ClassName, table: &Table) -> String {
    let mut out = String::from(
        "<?php\n// Translated from WebAssembly by unopim-to-php. Do not edit: change the source and build again.\n\ndeclare(strict_types=1);\n\n",
    );
    if !class.namespace.is_empty() {
        let _ = writeln!(out, "namespace {};\n", class.namespace);
    }
    let _ = writeln!(out, "use UnoPim\\Connector\\Engine\\Wasm\\WasmTrap;\n\nfinal class {} {{", class.name);
    let _ = writeln!(out, "\t/** Kind by name. */\n\tpublic const EXPORTS=[{}];", exports(module));
    let _ = writeln!(out, "\t/** Names by module. */\n\tpublic const IMPORTS=[{}];", import_names(module));
    let _ = writeln!(out, "\tprivate const DEPTH={DEPTH};");
    let indices: Vec<String> = table.keys().map(|index| format!("{index}=>1")).collect();
    let _ = writeln!(out, "\tprivate const TABLE=[{}];", indices.join(","));
    let _ = writeln!(out, "\tprivate const TABLE_SIZE={};", module.table_size.unwrap_or(0));
    out.push_str(
        "\t/** Memory as 32-bit words. */\n\tprivate $m=[];\n\tprivate $depth=0;\n\tprivate $max_pages;\n",
    );
    for (index, _) in module.imports.iter().enumerate() {
        let _ = writeln!(out, "\tprivate $i{index};");
    }
    for (index, _) in module.globals.iter().enumerate() {
        let _ = writeln!(out, "\tprivate $g{index};");
    }
    for (index, segment) in module.data.iter().enumerate() {
        // An active segment is as good as dropped once the module runs.
        let bytes = if segment.offset.is_none() { &segment.bytes[..] } else { &[] };
        let _ = writeln!(out, "\tprivate $d{index}={};", data::literal(bytes));
    }
    out
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn exports(module: &Module<'_>) -> String {
    let kind = |kind| match kind {
        ExportKind::Function => "'function'",
        ExportKind::Global => "'global'",
        ExportKind::Memory => "'memory'",
        ExportKind::Table => "'table'",
    };
    let all: Vec<String> = module
        .exports
        .iter()
        .map(|export| format!("{}=>{}", quoted(&export.name), kind(export.kind)))
        .collect();
    all.join(",")
}

fn all_imports<'a>(module: &'a Module<'_>) -> impl Iterator<Item = &'a Import> {
    module.imports.iter().chain(module.globals.iter().filter_map(|global| global.import.as_ref()))
}

fn import_names(module: &Module<'_>) -> String {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in all_imports(module) {
        names.entry(&import.module).or_default().insert(&import.name);
    }
    let all: Vec<String> = names
        .into_iter()
        .map(|(from, names)| {
            let names: Vec<String> = names.into_iter().map(quoted).collect();
            format!("{}=>[{}]", quoted(from), names.join(","))
        })
        .collect();
    all.join(",")
}

fn constant(value: ConstValue) -> String {
    match value {
        ConstValue::I32(value) => value.to_string(),
        ConstValue::I64(value) => Php::int(value).text,
        // By bits, so that a NaN keeps them.
        ConstValue::F32(bits) => format!("\\unpack('g',\\pack('V',{bits}))[1]"),
        ConstValue::F64(bits) => {
            format!("\\unpack('d',\\pack('q',{}))[1]", Php::int(bits.cast_signed()).text)
        }
        ConstValue::Global(index) => format!("$this->g{index}"),
    }
}

fn constructor(context: &Context<'_>, table_overflow: bool) -> String {
    let module = context.module;
    let mut out = String::from(
        "\t/**\n\t * @param array<string,array<string,callable|int|float>> $imports By module and name; functions get this object before their arguments.\n\t */\n\tpublic function __construct(array $imports=[],?int $max_pages=null){\n",
    );
    out.push_str("foreach(self::IMPORTS as $from=>$names)foreach($names as $name)if(!isset($imports[$from][$name]))throw new \\InvalidArgumentException(\"The module imports $from.$name, which is missing.\");\n");
    for (index, import) in module.imports.iter().enumerate() {
        let _ =
            writeln!(out, "$this->i{index}=$imports[{}][{}];", quoted(&import.module), quoted(&import.name));
    }
    for (index, global) in module.globals.iter().enumerate() {
        let value = match (&global.import, global.init) {
            (Some(import), _) => {
                let value = format!("$imports[{}][{}]", quoted(&import.module), quoted(&import.name));
                if global.ty == Ty::I32 { format!("{value}&4294967295") } else { value }
            }
            (None, Some(init)) => constant(init),
            (None, None) => unreachable!("a global is imported or has a value"),
        };
        let _ = writeln!(out, "$this->g{index}={value};");
    }
    if let Some(memory) = &module.memory {
        let _ = writeln!(out, "$this->max_pages=\\min({0},$max_pages??{0});", memory.max_pages);
        if memory.min_pages > 0 {
            let _ = writeln!(out, "$this->m=\\array_fill(0,{},0);", memory.min_pages << 14);
        }
    }
    if table_overflow {
        out.push_str("$this->trap('out of bounds table access');\n");
    }
    for segment in &module.data {
        let Some(offset) = segment.offset else { continue };
        if let ConstValue::I32(offset) = offset
            && !segment.bytes.is_empty()
        {
            let end = u64::from(offset) + segment.bytes.len() as u64;
            if module.memory.as_ref().is_some_and(|memory| end <= memory.min_pages << 16) {
                for (at, piece) in data::pieces(&segment.bytes) {
                    let _ = writeln!(
                        out,
                        "$this->put($this->m,{},{});",
                        offset as usize + at,
                        data::literal(piece)
                    );
                }
                continue;
            }
        }
        let _ = writeln!(out, "$this->put($this->m,{},{});", constant(offset), data::literal(&segment.bytes));
    }
    if let Some(start) = module.start {
        let memory = if context.uses_memory[start as usize] { "$this->m" } else { "" };
        let _ = writeln!(out, "$this->f{start}({memory});");
    }
    out.push_str("}\n");
    out
}

fn invoke(context: &Context<'_>) -> String {
    let module = context.module;
    let mut out = String::from(
        "\t/** Calls an exported function: i32 and i64 as int, f32 and f64 as float. */\n\tpublic function invoke(string $name,...$args){\n$depth=$this->depth;\ntry{return match($name){\n",
    );
    for export in module.exports.iter().filter(|export| export.kind == ExportKind::Function) {
        let params = module.signature(export.index).params.iter().enumerate();
        let mut args: Vec<String> = params
            .map(
                |(at, ty)| {
                    if *ty == Ty::I32 { format!("$args[{at}]&4294967295") } else { format!("$args[{at}]") }
                },
            )
            .collect();
        if context.uses_memory[export.index as usize] {
            args.insert(0, "$this->m".to_owned());
        }
        let _ = writeln!(out, "{}=>$this->f{}({}),", quoted(&export.name), export.index, args.join(","));
    }
    out.push_str(
        "default=>throw new \\InvalidArgumentException(\"The module exports no function $name.\")};\n",
    );
    out.push_str("}catch(\\DivisionByZeroError $e){throw new WasmTrap('integer divide by zero',0,$e);}finally{$this->depth=$depth;}\n}\n");
    out.push_str("\tpublic function global(string $name){\nreturn match($name){\n");
    for export in module.exports.iter().filter(|export| export.kind == ExportKind::Global) {
        let _ = writeln!(out, "{}=>$this->g{},", quoted(&export.name), export.index);
    }
    out.push_str(
        "default=>throw new \\InvalidArgumentException(\"The module exports no global $name.\")};\n}\n",
    );
    out.push_str("\t/** Bytes of the memory. */\n\tpublic function read(int $address,int $length):string{\nreturn 0===$length?'':$this->get($this->m,$address,$length);\n}\n");
    out.push_str("\tpublic function write(int $address,string $bytes):void{\n$this->put($this->m,$address,$bytes);\n}\n");
    out
}

fn imports(module: &Module<'_>) -> String {
    let mut out = String::new();
    for index in 0..module.imports.len() {
        let signature = module.signature(u32::try_from(index).expect("validated"));
        let params: Vec<String> = (0..signature.params.len()).map(|param| format!("$l{param}")).collect();
        let args: String = params.iter().flat_map(|param| [",", param]).collect();
        let call = format!("($this->i{index})($this{args})");
        let body = match signature.results[..] {
            [] => format!("{call};"),
            [Ty::I32] => format!("return {call}&4294967295;"),
            _ => format!("return {call};"),
        };
        let _ = writeln!(out, "private function f{index}({}){{{body}}}", params.join(","));
    }
    out
}

/// The table as it is from the start on, and whether a segment does not fit.
fn table(module: &Module<'_>) -> Result<(Table, bool)> {
    let mut table = Table::new();
    let size = module.table_size.unwrap_or(0);
    for elements in &module.elements {
        let offset = match elements.offset {
            ConstValue::I32(offset) => offset,
            ConstValue::Global(index) => match module.globals[index as usize].init {
                Some(ConstValue::I32(offset)) => offset,
                _ => {
                    let what = "a table offset that only the host knows";
                    return Err(TranslateError::feature("element section", what));
                }
            },
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
