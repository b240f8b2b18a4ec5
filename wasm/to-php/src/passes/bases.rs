//! Which variables get a second variable `$w` with their word index, because memory is often accessed relative to them.

use crate::Alignment;
use crate::ir::{Access, BinOp, Expr, Function, IntOp, Stmt, Ty, Var, Width};
use std::collections::{BTreeMap, BTreeSet};

/// Code in a loop is taken to run so many times as often as the code around it.
const LOOP: u64 = 8;

/// What `$w` costs and saves, in PHP instructions.
struct Price {
    set: u64,
    load: u64,
    store: u64,
}

const ALIGNED: Price = Price { set: 2, load: 1, store: 1 };
const UNKNOWN: Price = Price { set: 8, load: 3, store: 4 };

/// The variable that an address is relative to, and the constant that is added to it.
pub fn base_of(address: &Expr) -> Option<(Var, u32)> {
    match address {
        Expr::Var(var) => Some((*var, 0)),
        Expr::Binary(BinOp::Int(Width::W32, IntOp::Add), base, more) => match (&**base, &**more) {
            (Expr::Var(var), Expr::I32(more)) => Some((*var, *more)),
            _ => None,
        },
        _ => None,
    }
}

/// `aligned` tells whether a variable is known to hold multiples of four.
pub fn choose(function: &Function, alignment: Alignment, aligned: impl Fn(Var) -> bool) -> BTreeSet<Var> {
    let trusted = alignment == Alignment::Trusted;
    // Where `$w` says nothing about the alignment, only accesses that need not know it can use it.
    let usable = |var, access: &Access| !trusted || aligned(var) || (access.aligned && access.bytes >= 4);
    let mut count = Count { usable, sets: BTreeMap::new(), loads: BTreeMap::new(), stores: BTreeMap::new() };
    for param in 0..function.params {
        count.sets.insert(param, 1);
    }
    count.list(&function.body, 1);
    let all: BTreeSet<Var> = count.loads.keys().chain(count.stores.keys()).copied().collect();
    all.into_iter()
        .filter(|var| *var < function.locals && function.vars[*var as usize] == Ty::I32)
        .filter(|var| {
            let price = if trusted || aligned(*var) { ALIGNED } else { UNKNOWN };
            let of = |counts: &BTreeMap<Var, u64>| counts.get(var).copied().unwrap_or(0);
            let saved = of(&count.loads) * price.load + of(&count.stores) * price.store;
            saved > of(&count.sets) * price.set
        })
        .collect()
}

struct Count<U> {
    usable: U,
    sets: BTreeMap<Var, u64>,
    loads: BTreeMap<Var, u64>,
    stores: BTreeMap<Var, u64>,
}

impl<U: Fn(Var, &Access) -> bool> Count<U> {
    fn list(&mut self, body: &[Stmt], weight: u64) {
        for statement in body {
            match statement {
                Stmt::Set(var, _) => *self.sets.entry(*var).or_default() += weight,
                Stmt::SetMany(vars, _) => {
                    for var in vars {
                        *self.sets.entry(*var).or_default() += weight;
                    }
                }
                Stmt::Store(access, address, offset, _) if access.bytes >= 4 => {
                    if let Some((var, more)) = base_of(address)
                        && more.wrapping_add(*offset).trailing_zeros() >= 2
                        && (self.usable)(var, access)
                    {
                        *self.stores.entry(var).or_default() += weight;
                    }
                }
                _ => {}
            }
            for expression in statement.expressions() {
                expression.walk(&mut |part| {
                    if let Expr::Load(access, address, offset) = part
                        && let Some((var, more)) = base_of(address)
                        && (access.bytes < 4 || more.wrapping_add(*offset).trailing_zeros() >= 2)
                        && (self.usable)(var, access)
                    {
                        *self.loads.entry(var).or_default() += weight;
                    }
                });
            }
            let inner =
                if matches!(statement, Stmt::Loop(..)) { (weight * LOOP).min(1 << 30) } else { weight };
            for body in statement.bodies() {
                self.list(body, inner);
            }
        }
    }
}
