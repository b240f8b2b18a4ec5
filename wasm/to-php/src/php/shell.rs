//! What the class shows to the host: imports, memory, globals, segments, exports.

use super::data;
use super::dispatch::Table;
use super::function::{Context, Home};
use super::text::Php;
use crate::class_name::ClassName;
use crate::ir::Ty;
use crate::module::{ConstValue, ExportKind, Import, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

pub const BANNER: &str = "<?php\n// Translated from WebAssembly by unopim-to-php. Do not edit: change the source and build again.\n\ndeclare(strict_types=1);\n\n";

pub fn head(module: &Module<'_>, class: &ClassName, table: &Table) -> String {
    let mut out = String::from(BANNER);
    if !class.namespace.is_empty() {
        let _ = writeln!(out, "namespace {};\n", class.namespace);
    }
    let _ = writeln!(out, "use UnoPim\\Connector\\Engine\\Wasm\\WasmTrap;\n\nfinal class {} {{", class.name);
    let _ = writeln!(out, "\t/** Kind by name. */\n\tpublic const EXPORTS=[{}];", exports(module));
    let _ = writeln!(out, "\t/** Names by module. */\n\tpublic const IMPORTS=[{}];", import_names(module));
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

pub fn constructor(context: &Context<'_>, table_overflow: bool) -> String {
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
        let _ = writeln!(out, "{};", context.call(Home::Main, start, "$this->m", &[]));
    }
    out.push_str("}\n");
    out
}

pub fn invoke(context: &Context<'_>) -> String {
    let module = context.module;
    let mut out = String::from(
        "\t/** Calls an exported function: i32 and i64 as int, f32 and f64 as float. */\n\tpublic function invoke(string $name,...$args){\n$depth=$this->depth;\ntry{return match($name){\n",
    );
    for export in module.exports.iter().filter(|export| export.kind == ExportKind::Function) {
        let params = module.signature(export.index).params.iter().enumerate();
        let args: Vec<String> = params
            .map(
                |(at, ty)| {
                    if *ty == Ty::I32 { format!("$args[{at}]&4294967295") } else { format!("$args[{at}]") }
                },
            )
            .collect();
        let call = context.call(Home::Main, export.index, "$this->m", &args);
        let _ = writeln!(out, "{}=>{call},", quoted(&export.name));
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

pub fn imports(module: &Module<'_>) -> String {
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

/// Loads a part when PHP first asks for its class.
pub fn loader(class: &ClassName, folder: &str) -> String {
    format!(
        "\n\\spl_autoload_register(static function(string $class):void{{\nif(\\str_starts_with($class,{0}::class.'_P'))require __DIR__.'/{folder}/'.\\substr($class,\\strlen({0}::class)+2).'.php';\n}});\n",
        class.name
    )
}

pub fn part(class: &ClassName, part: usize, methods: &str) -> String {
    let mut out = String::from(BANNER);
    if !class.namespace.is_empty() {
        let _ = writeln!(out, "namespace {};\n", class.namespace);
    }
    let _ = writeln!(out, "final class {}_P{part} {{\n{methods}}}", class.name);
    out
}
