//! Turns branches into `if` where the shape allows it, and drops blocks nobody branches to.

use crate::ir::{Expr, Label, Stmt, UnOp, walk_statements};

/// Nested `if`s beyond this depth stay branches: PHP's compiler recurses over them.
const MAX_NESTING: usize = 24;

pub fn simplify(body: Vec<Stmt>) -> Vec<Stmt> {
    simplify_at(body, 0)
}

fn simplify_at(body: Vec<Stmt>, nesting: usize) -> Vec<Stmt> {
    let mut out = Vec::with_capacity(body.len());
    for statement in body {
        match statement {
            Stmt::Block(label, inner) => {
                let mut inner = simplify_at(inner, nesting);
                if nesting < MAX_NESTING {
                    inner = branches_to_ifs(inner, label, nesting);
                }
                strip_tail(&mut inner, label);
                if is_target(&inner, label) {
                    out.push(Stmt::Block(label, inner));
                } else {
                    out.extend(inner);
                }
            }
            Stmt::Loop(label, inner) => {
                let inner = simplify_at(inner, nesting);
                if is_target(&inner, label) {
                    out.push(Stmt::Loop(label, inner));
                } else {
                    out.extend(inner);
                }
            }
            Stmt::If(label, condition, yes, no) => {
                let mut yes = simplify_at(yes, nesting + 1);
                let mut no = simplify_at(no, nesting + 1);
                strip_tail(&mut yes, label);
                strip_tail(&mut no, label);
                out.push(match (&yes[..], &no[..]) {
                    (&[Stmt::Br(target)], []) => Stmt::BrIf(target, condition),
                    ([], []) => Stmt::Eval(condition),
                    ([], _) => Stmt::If(label, not(condition), no, vec![]),
                    _ => Stmt::If(label, condition, yes, no),
                });
            }
            other => {
                let leaves =
                    matches!(other, Stmt::Br(_) | Stmt::BrTable(..) | Stmt::Return(_) | Stmt::Unreachable);
                out.push(other);
                if leaves {
                    break;
                }
            }
        }
    }
    out
}

/// `br_if $end c; rest` at the top of a block is `if (not c) { rest }`.
fn branches_to_ifs(mut body: Vec<Stmt>, label: Label, nesting: usize) -> Vec<Stmt> {
    let Some(at) = body.iter().position(|s| matches!(s, Stmt::BrIf(target, _) if *target == label)) else {
        return body;
    };
    let rest = body.split_off(at + 1);
    let Some(Stmt::BrIf(_, condition)) = body.pop() else { unreachable!("found above") };
    if rest.is_empty() {
        body.push(Stmt::Eval(condition));
        return body;
    }
    if nesting >= MAX_NESTING {
        body.push(Stmt::BrIf(label, condition));
        body.extend(rest);
        return body;
    }
    let rest = branches_to_ifs(rest, label, nesting + 1);
    // The block's own label serves as the label of the `if`: both end at the same place.
    body.push(Stmt::If(Label::MAX, not(condition), rest, vec![]));
    body
}

/// Drops branches to where control goes anyway.
fn strip_tail(body: &mut Vec<Stmt>, label: Label) {
    match body.last_mut() {
        Some(Stmt::Br(target)) if *target == label => {
            body.pop();
        }
        Some(Stmt::BrIf(target, _)) if *target == label => {
            let Some(Stmt::BrIf(_, condition)) = body.pop() else { unreachable!("matched above") };
            body.push(Stmt::Eval(condition));
        }
        Some(Stmt::If(_, _, yes, no)) => {
            strip_tail(yes, label);
            strip_tail(no, label);
        }
        Some(Stmt::Block(_, inner)) => strip_tail(inner, label),
        _ => {}
    }
}

pub fn not(condition: Expr) -> Expr {
    match condition {
        Expr::Unary(UnOp::Eqz, inner) if matches!(*inner, Expr::Unary(UnOp::Eqz, _)) => *inner,
        other => Expr::Unary(UnOp::Eqz, Box::new(other)),
    }
}

fn is_target(body: &[Stmt], label: Label) -> bool {
    let mut found = false;
    walk_statements(body, &mut |statement| {
        found |= match statement {
            Stmt::Br(target) | Stmt::BrIf(target, _) => *target == label,
            Stmt::BrTable(_, targets, default) => targets.contains(&label) || *default == label,
            _ => false,
        };
    });
    found
}
