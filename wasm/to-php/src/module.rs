//! A decoded module: everything but the instructions, which `lower` reads.

use crate::error::{Result, TranslateError};
use crate::ir::Ty;
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FunctionBody, GlobalType, MemoryType,
    Operator, Parser, Payload, TypeRef, Validator, WasmFeatures,
};

/// The most that PHP could hold anyway: 1 GiB of WebAssembly memory is 4 GiB of PHP array. `php::function` counts on it.
pub const MAX_PAGES: u64 = 16_384;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    pub params: Vec<Ty>,
    pub results: Vec<Ty>,
}

pub struct Import {
    pub module: String,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstValue {
    I32(u32),
    I64(i64),
    F32(u32),
    F64(u64),
    Global(u32),
}

pub struct Global {
    pub ty: Ty,
    pub mutable: bool,
    /// `None` for an imported global.
    pub init: Option<ConstValue>,
    pub import: Option<Import>,
    pub exported: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportKind {
    Function,
    Global,
    Memory,
    Table,
}

pub struct Export {
    pub name: String,
    pub kind: ExportKind,
    pub index: u32,
}

pub struct DataSegment {
    /// `None`: passive.
    pub offset: Option<ConstValue>,
    pub bytes: Vec<u8>,
}

pub struct Elements {
    pub offset: ConstValue,
    pub functions: Vec<Option<u32>>,
}

pub struct Memory {
    pub min_pages: u64,
    pub max_pages: u64,
}

#[derive(Default)]
pub struct Module<'a> {
    pub types: Vec<Signature>,
    /// Imported functions come first in the function index space.
    pub imports: Vec<Import>,
    /// Type index of each function, imported ones first.
    pub function_types: Vec<u32>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub memory: Option<Memory>,
    pub table_size: Option<u64>,
    pub globals: Vec<Global>,
    pub exports: Vec<Export>,
    pub start: Option<u32>,
    pub elements: Vec<Elements>,
    pub data: Vec<DataSegment>,
}

impl Module<'_> {
    pub fn signature(&self, function: u32) -> &Signature {
        &self.types[self.function_types[function as usize] as usize]
    }
}

/// What the validator lets through; the rest of what it would let through is refused by name later.
fn features() -> WasmFeatures {
    WasmFeatures::WASM2 | WasmFeatures::TAIL_CALL | WasmFeatures::EXTENDED_CONST
}

pub fn decode(wasm: &[u8]) -> Result<Module<'_>> {
    Validator::new_with_features(features()).validate_all(wasm)?;
    let mut module = Module::default();
    for payload in Parser::new(0).parse_all(wasm) {
        section(&mut module, payload?)?;
    }
    for export in &module.exports {
        if export.kind == ExportKind::Global {
            module.globals[export.index as usize].exported = true;
        }
    }
    Ok(module)
}

fn section<'a>(module: &mut Module<'a>, payload: Payload<'a>) -> Result<()> {
    match payload {
        Payload::TypeSection(types) => {
            for ty in types.into_iter_err_on_gc_types() {
                let ty = ty?;
                module.types.push(Signature {
                    params: value_types(ty.params())?,
                    results: value_types(ty.results())?,
                });
            }
        }
        Payload::ImportSection(imports) => {
            for import in imports.into_imports() {
                let import = import?;
                let name = Import { module: import.module.to_owned(), name: import.name.to_owned() };
                let path = format!("import {}.{}", import.module, import.name);
                match import.ty {
                    TypeRef::Func(ty) => {
                        module.imports.push(name);
                        module.function_types.push(ty);
                    }
                    TypeRef::Global(ty) => module.globals.push(global(&path, ty, None, Some(name))?),
                    TypeRef::Memory(_) => return Err(TranslateError::feature(path, "an imported memory")),
                    TypeRef::Table(_) => return Err(TranslateError::feature(path, "an imported table")),
                    TypeRef::Tag(_) | TypeRef::FuncExact(_) => {
                        return Err(TranslateError::feature(path, "an imported tag"));
                    }
                }
            }
        }
        Payload::FunctionSection(functions) => {
            for ty in functions {
                module.function_types.push(ty?);
            }
        }
        Payload::TableSection(tables) => {
            for table in tables {
                let table = table?.ty;
                if module.table_size.is_some() {
                    return Err(TranslateError::feature("table section", "more than one table"));
                }
                if !table.element_type.is_func_ref() {
                    return Err(TranslateError::feature(
                        "table section",
                        "a table of anything but functions",
                    ));
                }
                module.table_size = Some(table.initial);
            }
        }
        Payload::MemorySection(memories) => {
            for memory in memories {
                if module.memory.is_some() {
                    return Err(TranslateError::feature("memory section", "more than one memory"));
                }
                let memory = memory?;
                if memory.initial > MAX_PAGES {
                    return Err(TranslateError::feature("memory section", "a memory of more than 1 GiB"));
                }
                module.memory = Some(limits(&memory));
            }
        }
        Payload::GlobalSection(globals) => {
            for item in globals {
                let item = item?;
                let path = format!("global {}", module.globals.len());
                let init = constant(&path, &item.init_expr)?;
                module.globals.push(global(&path, item.ty, Some(init), None)?);
            }
        }
        Payload::ExportSection(exports) => {
            for export in exports {
                let export = export?;
                let kind = match export.kind {
                    ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Function,
                    ExternalKind::Global => ExportKind::Global,
                    ExternalKind::Memory => ExportKind::Memory,
                    ExternalKind::Table => ExportKind::Table,
                    ExternalKind::Tag => {
                        return Err(TranslateError::feature("export section", "an exported tag"));
                    }
                };
                module.exports.push(Export { name: export.name.to_owned(), kind, index: export.index });
            }
        }
        Payload::StartSection { func, .. } => module.start = Some(func),
        Payload::ElementSection(segments) => {
            for segment in segments {
                elements(module, segment?)?;
            }
        }
        Payload::DataSection(segments) => {
            for segment in segments {
                let segment = segment?;
                let path = format!("data segment {}", module.data.len());
                let offset = match segment.kind {
                    DataKind::Passive => None,
                    DataKind::Active { offset_expr, .. } => Some(constant(&path, &offset_expr)?),
                };
                module.data.push(DataSegment { offset, bytes: segment.data.to_vec() });
            }
        }
        Payload::CodeSectionEntry(body) => module.bodies.push(body),
        Payload::TagSection(_) => return Err(TranslateError::feature("tag section", "exception handling")),
        _ => {}
    }
    Ok(())
}

fn limits(memory: &MemoryType) -> Memory {
    Memory { min_pages: memory.initial, max_pages: memory.maximum.unwrap_or(MAX_PAGES).min(MAX_PAGES) }
}

fn elements(module: &mut Module<'_>, segment: wasmparser::Element<'_>) -> Result<()> {
    let path = "element section";
    let ElementKind::Active { offset_expr, .. } = segment.kind else {
        // Without table.init, which is refused by name, a passive or declared segment can never be seen.
        return Ok(());
    };
    let offset = constant(path, &offset_expr)?;
    let mut functions = Vec::new();
    match segment.items {
        ElementItems::Functions(items) => {
            for item in items {
                functions.push(Some(item?));
            }
        }
        ElementItems::Expressions(_, items) => {
            for item in items {
                functions.push(match item?.get_operators_reader().read()? {
                    Operator::RefFunc { function_index } => Some(function_index),
                    Operator::RefNull { .. } => None,
                    other => return Err(unsupported(path, &other)),
                });
            }
        }
    }
    module.elements.push(Elements { offset, functions });
    Ok(())
}

fn global(path: &str, ty: GlobalType, init: Option<ConstValue>, import: Option<Import>) -> Result<Global> {
    if import.is_some() && ty.mutable {
        return Err(TranslateError::feature(path, "an imported mutable global"));
    }
    Ok(Global { ty: value_type(ty.content_type)?, mutable: ty.mutable, init, import, exported: false })
}

fn constant(path: &str, expression: &ConstExpr<'_>) -> Result<ConstValue> {
    let mut operators = expression.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => ConstValue::I32(value.cast_unsigned()),
        Operator::I64Const { value } => ConstValue::I64(value),
        Operator::F32Const { value } => ConstValue::F32(value.bits()),
        Operator::F64Const { value } => ConstValue::F64(value.bits()),
        Operator::GlobalGet { global_index } => ConstValue::Global(global_index),
        other => return Err(unsupported(path, &other)),
    };
    match operators.read()? {
        Operator::End => Ok(value),
        other => Err(unsupported(path, &other)),
    }
}

fn value_types(types: &[wasmparser::ValType]) -> Result<Vec<Ty>> {
    types.iter().copied().map(value_type).collect()
}

pub fn value_type(ty: wasmparser::ValType) -> Result<Ty> {
    match ty {
        wasmparser::ValType::I32 => Ok(Ty::I32),
        wasmparser::ValType::I64 => Ok(Ty::I64),
        wasmparser::ValType::F32 => Ok(Ty::F32),
        wasmparser::ValType::F64 => Ok(Ty::F64),
        other => Err(TranslateError::feature("type section", format!("the value type {other}"))),
    }
}

/// Names the instruction the way the decoder does, without its immediates: `V128Load`, `TableGrow`.
pub fn unsupported(path: &str, operator: &Operator<'_>) -> TranslateError {
    let text = format!("{operator:?}");
    let name = text.split([' ', '{', '(']).next().unwrap_or(&text);
    TranslateError::UnsupportedInstruction { path: path.to_owned(), instruction: name.to_owned() }
}
