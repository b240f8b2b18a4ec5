//! What is known about the values of each variable, whatever way control takes: their range and their low zero bits.

use super::function::{Context, Writer};
use super::text::Range;
use crate::ir::{Function, Stmt, Ty, walk_statements};
use crate::module::{ConstValue, Module};
use crate::passes::frames::Frames;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact {
    pub range: Range,
    pub zeros: u8,
}

impl Fact {
    pub fn any(ty: Ty) -> Self {
        Self { range: if ty == Ty::I32 { Range::U32 } else { Range::ANY }, zeros: 0 }
    }

    fn exactly(value: i64) -> Self {
        Self { range: Range::is(value), zeros: u8::try_from(value.trailing_zeros()).expect("at most 64") }
    }

    fn join(self, other: Self) -> Self {
        Self { range: self.range.join(other.range), zeros: self.zeros.min(other.zeros) }
    }
}

/// Rounds after which a range that still grows is given up.
const PATIENCE: usize = 3;

/// Of each variable; `None` for one that is never written.
pub fn of_function(
    context: &Context<'_>,
    function: &Function,
    frames: &Frames,
    zero: &[u32],
) -> Vec<Option<Fact>> {
    let mut facts: Vec<Option<Fact>> = vec![None; function.vars.len()];
    for var in 0..function.params as usize {
        facts[var] = Some(Fact::any(function.vars[var]));
    }
    for &var in zero {
        let ty = function.vars[var as usize];
        facts[var as usize] =
            Some(if matches!(ty, Ty::I32 | Ty::I64) { Fact::exactly(0) } else { Fact::any(ty) });
    }
    for round in 0.. {
        let before = facts.clone();
        walk_statements(&function.body, &mut |statement| match statement {
            Stmt::Set(var, value) => {
                let ty = function.vars[*var as usize];
                if matches!(ty, Ty::F32 | Ty::F64) {
                    return;
                }
                let mut writer = Writer::new(context, function, frames, &facts);
                let php = writer.value(value);
                let mut fact = Fact { range: php.range, zeros: php.zeros };
                if frames.contains_key(var) {
                    // Written without a mask, but with a check.
                    fact.range = Range::U32;
                }
                let old = facts[*var as usize];
                let mut new = old.map_or(fact, |old| old.join(fact));
                if round >= PATIENCE && old.is_some_and(|old| old.range != new.range) {
                    new.range = Fact::any(ty).range;
                }
                facts[*var as usize] = Some(new);
            }
            Stmt::SetMany(vars, _) => {
                for var in vars {
                    facts[*var as usize] = Some(Fact::any(function.vars[*var as usize]));
                }
            }
            _ => {}
        });
        if facts == before {
            break;
        }
    }
    facts
}

/// Of each global, before anything is known about the functions that set it.
pub fn of_globals(module: &Module<'_>, stack: Option<u32>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (index, global) in module.globals.iter().enumerate() {
        let fact = match global.init {
            // Its size and every frame's are multiples of 16, see `passes::frames`.
            Some(ConstValue::I32(_)) if stack == u32::try_from(index).ok() => {
                Fact { range: Range::U32, zeros: 4 }
            }
            Some(ConstValue::I32(value)) if !global.mutable => Fact::exactly(i64::from(value)),
            Some(ConstValue::I64(value)) if !global.mutable => Fact::exactly(value),
            _ => Fact::any(global.ty),
        };
        facts.push(fact);
    }
    facts
}
