//! Translates a core WebAssembly module to one PHP class that behaves exactly like it, on any 64-bit PHP from 8.1 on.
//!
//! The way: `module` decodes, `lower` turns each function's stack machine into a tree, `passes` find things out about the
//! tree, `php` writes it. The same module always gives the same bytes.

mod class_name;
mod effects;
mod error;
mod ir;
mod lower;
mod module;
mod passes;
mod php;

pub use error::TranslateError;

pub use php::class::Output;

/// The PHP file for `wasm`; `class` is the name of its class, with the namespace.
pub fn translate(wasm: &[u8], class: &str) -> Result<String, TranslateError> {
    Ok(run(wasm, class, None)?.main)
}

/// The same as a small main file and parts, for large modules: PHP loads only the parts that are used, and needs less memory
/// to compile them. `folder` is where the parts will be, relative to the main file.
pub fn translate_in_parts(wasm: &[u8], class: &str, folder: &str) -> Result<Output, TranslateError> {
    run(wasm, class, Some(folder))
}

fn run(wasm: &[u8], class: &str, folder: Option<&str>) -> Result<Output, TranslateError> {
    let class = class_name::ClassName::parse(class)?;
    let module = module::decode(wasm)?;
    let imports = module.imports.len();
    let mut functions = module
        .bodies
        .iter()
        .enumerate()
        .map(|(index, body)| {
            let index = u32::try_from(imports + index).expect("validated");
            let mut function = lower::function(&module, index, body)?;
            function.body = passes::simplify::simplify(function.body);
            Ok(function)
        })
        .collect::<Result<Vec<_>, TranslateError>>()?;
    passes::forward::forward(&module, &mut functions);
    php::class::write(&module, &functions, &class, folder)
}
