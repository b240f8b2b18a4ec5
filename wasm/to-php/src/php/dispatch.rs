//! Indirect calls: one method for each type, that picks the function by its table index.
//!
//! The table cannot change after the start (instructions that would are refused), so which indices hold a function of the
//! right type is known. All others trap.

use super::function::{Context, Home};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The table: index to function.
pub type Table = BTreeMap<u64, u32>;

pub fn method(context: &Context<'_>, table: &Table, ty: u32) -> String {
    let signature = &context.module.types[ty as usize];
    let params: Vec<String> = (0..signature.params.len()).map(|param| format!("$l{param}")).collect();
    let mut text = format!("private function t{ty}(&$m,{}$i){{switch($i){{\n", joined(&params));
    for (index, &function) in table {
        if context.module.signature(function) != signature {
            continue;
        }
        let call = context.call(Home::Main, function, "$m", &params);
        let _ = writeln!(text, "case {index}:return {call};");
    }
    context.helpers.borrow_mut().insert("bad_call");
    text.push_str("}$this->bad_call($i);}\n");
    text
}

fn joined(params: &[String]) -> String {
    params.iter().flat_map(|param| [param.as_str(), ","]).collect()
}
