//! Calls of functions that do nothing but call another one go to that other one. Rust's allocator is a chain of such.

use crate::ir::{Expr, Function, Stmt};
use crate::module::Module;
use std::collections::BTreeMap;

/// A function that passes its parameters on, all and in order, perhaps followed by numbers.
#[derive(Clone)]
struct Forward {
    to: u32,
    more: Vec<Expr>,
}

pub fn forward(module: &Module<'_>, functions: &mut [Function]) {
    let mut forwards: BTreeMap<u32, Forward> = functions.iter().filter_map(forwards_to).collect();
    // Chains end at the last of them; one that runs in a circle is left alone.
    let starts: Vec<u32> = forwards.keys().copied().collect();
    for start in starts {
        let mut current = forwards[&start].clone();
        for _ in 0..8 {
            let Some(next) = forwards.get(&current.to).filter(|_| current.to != start).cloned() else {
                break;
            };
            current.to = next.to;
            current.more.extend(next.more);
        }
        forwards.insert(start, current);
    }
    forwards.retain(|from, forward| *from != forward.to && module.signature(forward.to).params.len() < 64);
    for function in functions {
        for statement in &mut function.body {
            rewrite(statement, &forwards);
        }
    }
}

fn forwards_to(function: &Function) -> Option<(u32, Forward)> {
    let call = match &function.body[..] {
        [Stmt::Return(values)] if values.len() == 1 => &values[0],
        [Stmt::Eval(call)] => call,
        [Stmt::Eval(call), Stmt::Return(values)] if values.is_empty() => call,
        _ => return None,
    };
    let Expr::Call(to, args) = call else { return None };
    let params = function.params as usize;
    if args.len() < params {
        return None;
    }
    let (passed, more) = args.split_at(params);
    let in_order =
        passed.iter().enumerate().all(|(at, arg)| matches!(arg, Expr::Var(var) if *var as usize == at));
    let numbers = more.iter().all(|arg| matches!(arg, Expr::I32(_) | Expr::I64(_)));
    (in_order && numbers).then(|| (function.index, Forward { to: *to, more: more.to_vec() }))
}

fn rewrite(statement: &mut Stmt, forwards: &BTreeMap<u32, Forward>) {
    for expression in statement.expressions_mut() {
        rewrite_expression(expression, forwards);
    }
    for body in statement.bodies_mut() {
        for inner in body {
            rewrite(inner, forwards);
        }
    }
}

fn rewrite_expression(expression: &mut Expr, forwards: &BTreeMap<u32, Forward>) {
    expression.walk_mut(&mut |part| {
        if let Expr::Call(to, args) = part
            && let Some(forward) = forwards.get(to)
        {
            *to = forward.to;
            args.extend(forward.more.iter().cloned());
        }
    });
}
