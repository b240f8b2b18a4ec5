//! Instructions to statements: a symbolic run of the operand stack.
//!
//! Values stay on the symbolic stack as expressions as long as nothing in between could tell the difference; then they
//! are written to the *slot* of their height. A slot is a variable that only this height and type use. An expression
//! that waits at some height reads no slot of a lower height, so settling one value never spoils another.

mod control;
mod operators;

use crate::effects::Effects;
use crate::error::Result;
use crate::ir::{Expr, Function, Label, Stmt, Ty, Var};
use crate::module::{Module, unsupported, value_type};
use std::collections::BTreeMap;
use wasmparser::FunctionBody;

/// Expressions beyond this many nodes are cut by a slot: PHP's compiler recurses over them.
const MAX_EXPRESSION: usize = 60;

pub fn function(module: &Module<'_>, index: u32, body: &FunctionBody<'_>) -> Result<Function> {
    let signature = module.signature(index);
    let mut vars = signature.params.clone();
    for locals in body.get_locals_reader()? {
        let (count, ty) = locals?;
        let ty = value_type(ty)?;
        vars.extend(std::iter::repeat_n(ty, count as usize));
    }
    let locals = u32::try_from(vars.len()).expect("validated");
    let mut lowering = Lowering {
        module,
        path: format!("function {index}"),
        vars,
        slots: BTreeMap::new(),
        stack: Vec::new(),
        frames: Vec::new(),
        out: Vec::new(),
        labels: 0,
        dead: 0,
    };
    lowering.enter(control::Kind::Function, vec![], signature.results.clone());
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let operator = operators.read()?;
        if !lowering.control(&operator)? && !lowering.simple(&operator) {
            return Err(unsupported(&lowering.path, &operator));
        }
    }
    Ok(Function {
        index,
        params: u32::try_from(signature.params.len()).expect("validated"),
        locals,
        vars: lowering.vars,
        body: lowering.out,
    })
}

struct Lowering<'a> {
    module: &'a Module<'a>,
    path: String,
    vars: Vec<Ty>,
    slots: BTreeMap<(usize, Ty), Var>,
    stack: Vec<(Expr, Ty)>,
    frames: Vec<control::Frame>,
    out: Vec<Stmt>,
    labels: Label,
    /// Depth of blocks opened in code that cannot be reached; 0 where code can be.
    dead: usize,
}

impl Lowering<'_> {
    fn slot(&mut self, height: usize, ty: Ty) -> Var {
        *self.slots.entry((height, ty)).or_insert_with(|| {
            self.vars.push(ty);
            u32::try_from(self.vars.len() - 1).expect("validated")
        })
    }

    fn label(&mut self) -> Label {
        self.labels += 1;
        self.labels - 1
    }

    fn push(&mut self, value: Expr, ty: Ty) {
        let long = value.size() > MAX_EXPRESSION;
        self.stack.push((value, ty));
        if long {
            self.settle(self.stack.len() - 1);
        }
    }

    fn pop(&mut self) -> Expr {
        self.stack.pop().expect("validated").0
    }

    fn pop_many(&mut self, count: usize) -> Vec<Expr> {
        self.stack.split_off(self.stack.len() - count).into_iter().map(|(value, _)| value).collect()
    }

    /// Appends a statement, after the waiting values that must come before it.
    fn emit(&mut self, statement: Stmt) {
        self.settle_before(&Effects::of_statement(&statement), self.stack.len());
        self.out.push(statement);
    }

    /// Settles those of the lowest `count` stack values that cannot wait until after `later`.
    fn settle_before(&mut self, later: &Effects, count: usize) {
        let effects: Vec<Effects> = self.stack[..count].iter().map(|(value, _)| Effects::of(value)).collect();
        let mut chosen: Vec<usize> = Vec::new();
        for index in (0..count).rev() {
            let effect = &effects[index];
            if effect.must_precede(later) || chosen.iter().any(|&above| effect.must_precede(&effects[above]))
            {
                chosen.push(index);
            }
        }
        for &index in chosen.iter().rev() {
            self.settle(index);
        }
    }

    /// Writes the stack value at `height` to its slot.
    fn settle(&mut self, height: usize) {
        let ty = self.stack[height].1;
        let slot = self.slot(height, ty);
        if self.stack[height].0 == Expr::Var(slot) {
            return;
        }
        let value = std::mem::replace(&mut self.stack[height].0, Expr::Var(slot));
        let statement = Stmt::Set(slot, value);
        self.settle_before(&Effects::of_statement(&statement), height);
        self.out.push(statement);
    }

    /// Before control flow that splits: everything but constants goes to its slot.
    fn settle_all(&mut self) {
        for height in 0..self.stack.len() {
            if !matches!(self.stack[height].0, Expr::I32(_) | Expr::I64(_) | Expr::F32(_) | Expr::F64(_)) {
                self.settle(height);
            }
        }
    }

    /// Moves the top values to the slots from `height` up, where a branch target expects them. What lies below is
    /// dropped, but not its effects.
    fn transfer(&mut self, types: &[Ty], height: usize) {
        let first = self.stack.len() - types.len();
        for below in 0..first {
            if !Effects::of(&self.stack[below].0).is_pure() {
                self.settle(below);
            }
        }
        for (index, &ty) in types.iter().enumerate() {
            let slot = self.slot(height + index, ty);
            if self.stack[first + index].0 != Expr::Var(slot) {
                let value = std::mem::replace(&mut self.stack[first + index].0, Expr::Var(slot));
                self.out.push(Stmt::Set(slot, value));
            }
        }
    }

    /// Resets the stack to what the target of a branch or the end of a block expects.
    fn refill(&mut self, height: usize, types: &[Ty]) {
        self.stack.truncate(height);
        for (index, &ty) in types.iter().enumerate() {
            let slot = self.slot(height + index, ty);
            self.stack.push((Expr::Var(slot), ty));
        }
    }

    fn call(&mut self, call: Expr, results: &[Ty]) {
        match results {
            [] => self.emit(Stmt::Eval(call)),
            &[ty] => self.push(call, ty),
            _ => {
                let height = self.stack.len();
                let slots: Vec<Var> =
                    results.iter().enumerate().map(|(i, &ty)| self.slot(height + i, ty)).collect();
                self.emit(Stmt::SetMany(slots, call));
                self.refill(height, results);
            }
        }
    }
}
