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

/// The PHP file for `wasm`; `class` is the name of its class, with the namespace.
pub fn translate(wasm: &[u8], class: &str) -> Result<String, TranslateError> {
    let class = class_name::ClassName::parse(class)?;
    let module = module::decode(wasm)?;
    let imports = module.imports.len();
    let functions = module
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
    php::class::write(&module, &functions, &class)
}
