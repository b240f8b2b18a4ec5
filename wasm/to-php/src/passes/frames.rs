//! Finds how a module keeps LLVM's stack pointer, so that accesses to a function's own frame need no check.
//!
//! The stack pointer is a mutable global that no host can reach, that starts inside the memory, and that is only ever
//! set to `frame = sp - size`, back to `frame + size`, or to a value it had before. Then it can never exceed the size of
//! the memory (which never shrinks), and every access inside `[frame, frame + size)` is in bounds once `frame >= 0` was
//! checked where the frame is made. A negative frame is a stack overflow and traps there: that is the one place where a
//! translated module stops earlier than the specification asks for.

use crate::ir::{BinOp, Expr, Function, IntOp, Stmt, Ty, Var, Width, walk_statements};
use crate::module::{ConstValue, Module};
use std::collections::BTreeMap;

/// Frame pointers of one function, with the size of the frame.
pub type Frames = BTreeMap<Var, u32>;

/// The stack pointer's global, and the frames of each function.
pub struct Stack {
    pub global: Option<u32>,
    pub frames: Vec<Frames>,
}

pub fn find(module: &Module<'_>, functions: &[Function]) -> Stack {
    for index in 0..module.globals.len() {
        let index = u32::try_from(index).expect("validated");
        if let Some(start) = start_inside(module, index)
            && let Some(frames) = functions.iter().map(|function| frames(function, index, start)).collect()
        {
            return Stack { global: Some(index), frames };
        }
    }
    Stack { global: None, frames: functions.iter().map(|_| Frames::new()).collect() }
}

/// Where the stack starts, if the global can be a stack pointer at all.
fn start_inside(module: &Module<'_>, index: u32) -> Option<u32> {
    let global = &module.globals[index as usize];
    let bytes = module.memory.as_ref().map_or(0, |memory| memory.min_pages << 16);
    let Some(ConstValue::I32(start)) = global.init else { return None };
    let proper = global.ty == Ty::I32 && global.mutable && !global.exported;
    (proper && start % 16 == 0 && start > 0 && u64::from(start) <= bytes).then_some(start)
}

/// `None` if the function uses the global in any other way.
fn frames(function: &Function, global: u32, start: u32) -> Option<Frames> {
    let mut sets: BTreeMap<Var, usize> = BTreeMap::new();
    let mut found = Frames::new();
    walk_statements(&function.body, &mut |statement| match statement {
        Stmt::Set(var, value) => {
            *sets.entry(*var).or_default() += 1;
            if let Some(size) = frame_size(value, global) {
                found.insert(*var, size);
            }
        }
        Stmt::SetMany(vars, _) => vars.iter().for_each(|var| *sets.entry(*var).or_default() += 1),
        _ => {}
    });
    // No larger than the stack, so that the address zero, which an unset local holds, is a proper frame as well.
    found.retain(|var, size| *var >= function.params && sets[var] == 1 && *size <= start);
    let mut proper = true;
    walk_statements(&function.body, &mut |statement| {
        if let Stmt::SetGlobal(index, value) = statement
            && *index == global
        {
            proper &= match value {
                Expr::Var(var) => found.contains_key(var),
                Expr::Binary(BinOp::Int(Width::W32, IntOp::Add), base, size) => match (&**base, &**size) {
                    (Expr::Var(var), Expr::I32(size)) => found.get(var) == Some(size),
                    _ => false,
                },
                _ => false,
            };
        }
    });
    proper.then_some(found)
}

/// The size of the frame that `value` is the address of: `sp - size`, `sp + -size` or `sp`.
pub fn frame_size(value: &Expr, global: u32) -> Option<u32> {
    let size = match value {
        Expr::Global(index) if *index == global => 0,
        Expr::Binary(BinOp::Int(Width::W32, op @ (IntOp::Sub | IntOp::Add)), base, size) => {
            match (&**base, &**size) {
                (Expr::Global(index), Expr::I32(size)) if *index == global => {
                    if *op == IntOp::Sub {
                        *size
                    } else {
                        size.wrapping_neg()
                    }
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    (size % 16 == 0 && size < 1 << 30).then_some(size)
}
