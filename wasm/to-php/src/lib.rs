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

/// How to translate.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The name of the class, with its namespace.
    pub class: &'a str,
    /// Splits the output in a small main file and parts in this folder beside it. Right for a large module: PHP loads only
    /// the parts that are used, and needs less memory to compile them.
    pub parts: Option<&'a str>,
    pub alignment: Alignment,
}

/// What to make of an instruction's declaration that its address is naturally aligned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Alignment {
    /// A hint, as the specification has it: the address is looked at.
    #[default]
    Checked,
    /// A promise: otherwise the access may go to a lower address. Compilers keep it for languages where an access that is
    /// not aligned is undefined behaviour, as in Rust. About a tenth quicker, and a sixth smaller.
    Trusted,
}

/// The PHP for `wasm`.
pub fn translate(wasm: &[u8], options: &Options<'_>) -> Result<Output, TranslateError> {
    let class = class_name::ClassName::parse(options.class)?;
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
    php::class::write(&module, &functions, &class, options)
}
