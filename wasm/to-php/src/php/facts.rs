//! What is known about the values of each variable, whatever way control takes: their range and their low zero bits.

use super::function::{Context, Writer};
use super::text::{Php, Range};
use crate::ir::{Expr, Function, Stmt, Ty, Var, walk_statements};
use crate::module::{ConstValue, ExportKind, Module};
use crate::passes::assigned::needs_zero;
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

    fn of(php: &Php) -> Self {
        Self { range: php.range, zeros: php.zeros }
    }

    /// `new` taken into `known`; a range that still grows when `patient` is over is given up.
    fn add(known: &mut Option<Self>, new: Self, ty: Ty, patient: bool) {
        let mut joined = known.map_or(new, |known| known.join(new));
        if !patient && known.is_some_and(|known| known.range != joined.range) {
            joined.range = Self::any(ty).range;
        }
        *known = Some(joined);
    }
}

/// Rounds before a range that still grows is given up.
const PATIENCE: usize = 3;

/// Of each variable of a function; `None` for one that is never written.
pub type Facts = Vec<Option<Fact>>;

/// What is known about what goes into and comes out of functions.
#[derive(Default)]
pub struct Known {
    /// By function, of each parameter; `None` until a call is seen.
    pub params: Vec<Vec<Option<Fact>>>,
    /// By function, of its result if there is one. Of imported functions as well.
    pub results: Vec<Option<Fact>>,
}

/// Finds out about parameters and results. Anyone may call an exported function or one in the table; of all others, every
/// call is seen here.
pub fn of_module(context: &Context<'_>, functions: &[Function], frames: &[Frames], order: &[usize]) -> Known {
    let module = context.module;
    let open = open_functions(module);
    let any = |types: &[Ty]| types.iter().map(|&ty| Some(Fact::any(ty))).collect::<Vec<_>>();
    let mut known = Known::default();
    for (index, open) in open.into_iter().enumerate() {
        let params = &module.signature(u32::try_from(index).expect("validated")).params;
        known.params.push(if open { any(params) } else { vec![None; params.len()] });
        known.results.push(None);
    }
    context.known.replace(known);
    for round in 0.. {
        let before = context.known.borrow().params.clone();
        for &index in order.iter().rev() {
            let function = &functions[index];
            if context.known.borrow().params[function.index as usize].contains(&None) {
                // Nobody calls it, as far as is known by now.
                continue;
            }
            let facts = of_function(context, function, &frames[index]);
            arguments(context, function, &frames[index], &facts, round < PATIENCE);
        }
        if context.known.borrow().params == before {
            break;
        }
    }
    for &index in order {
        let function = &functions[index];
        let facts = of_function(context, function, &frames[index]);
        let result = result(context, function, &frames[index], &facts);
        context.known.borrow_mut().results[function.index as usize] = result;
    }
    context.known.take()
}

fn open_functions(module: &Module<'_>) -> Vec<bool> {
    let mut open = vec![false; module.function_types.len()];
    let exported =
        module.exports.iter().filter(|export| export.kind == ExportKind::Function).map(|export| export.index);
    let in_table = module.elements.iter().flat_map(|elements| elements.functions.iter().copied().flatten());
    for function in exported.chain(in_table).chain(module.start) {
        open[function as usize] = true;
    }
    open
}

/// Takes the arguments of all calls in `function` into what is known of parameters.
fn arguments(context: &Context<'_>, function: &Function, frames: &Frames, facts: &Facts, patient: bool) {
    walk_statements(&function.body, &mut |statement| {
        for expression in statement.expressions() {
            expression.walk(&mut |part| {
                let Expr::Call(callee, args) = part else { return };
                for (at, arg) in args.iter().enumerate() {
                    let mut writer = Writer::new(context, function, frames, facts);
                    let (ty, php) = (writer.ty(arg), writer.value(arg));
                    let known = &mut context.known.borrow_mut().params[*callee as usize][at];
                    Fact::add(known, Fact::of(&php), ty, patient);
                }
            });
        }
    });
}

fn result(context: &Context<'_>, function: &Function, frames: &Frames, facts: &Facts) -> Option<Fact> {
    let &[ty @ (Ty::I32 | Ty::I64)] = &context.module.signature(function.index).results[..] else {
        return None;
    };
    let mut fact = None;
    walk_statements(&function.body, &mut |statement| {
        if let Stmt::Return(values) = statement {
            let php = Writer::new(context, function, frames, facts).value(&values[0]);
            Fact::add(&mut fact, Fact::of(&php), ty, true);
        }
    });
    fact
}

pub fn of_function(context: &Context<'_>, function: &Function, frames: &Frames) -> Facts {
    let mut facts: Facts = vec![None; function.vars.len()];
    let known = context.known.borrow().params[function.index as usize].clone();
    for (at, fact) in known.into_iter().enumerate() {
        facts[at] = Some(fact.unwrap_or_else(|| Fact::any(function.vars[at])));
    }
    for (var, ty) in needs_zero(function) {
        facts[var as usize] = Some(if is_int(ty) { Fact::exactly(0) } else { Fact::any(ty) });
    }
    for round in 0.. {
        let before = facts.clone();
        walk_statements(&function.body, &mut |statement| match statement {
            Stmt::Set(var, value) => {
                set(context, function, frames, &mut facts, *var, value, round < PATIENCE);
            }
            Stmt::SetMany(vars, _) => {
                for var in vars {
                    facts[*var as usize] = Some(Fact::any(function.vars[*var as usize]));
                }
            }
            _ => {}
        });
        if facts == before {
            return facts;
        }
    }
    unreachable!("the loop ends by itself")
}

fn set(
    context: &Context<'_>,
    function: &Function,
    frames: &Frames,
    facts: &mut Facts,
    var: Var,
    value: &Expr,
    patient: bool,
) {
    let ty = function.vars[var as usize];
    if !is_int(ty) {
        return;
    }
    let mut fact = Fact::of(&Writer::new(context, function, frames, facts).value(value));
    if frames.contains_key(&var) {
        // Written without a mask, but with a check.
        fact.range = Range::U32;
    }
    Fact::add(&mut facts[var as usize], fact, ty, patient);
}

fn is_int(ty: Ty) -> bool {
    matches!(ty, Ty::I32 | Ty::I64)
}

/// Of each global.
pub fn of_globals(module: &Module<'_>, stack: Option<u32>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (index, global) in module.globals.iter().enumerate() {
        let fact = match global.init {
            // Its start and every frame's size are multiples of 16, see `passes::frames`.
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
