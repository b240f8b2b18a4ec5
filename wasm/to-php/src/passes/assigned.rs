//! Which locals may be read before they are written: only those are set to zero at the start of a function.

use crate::ir::{Expr, Function, Label, Stmt, Ty, Var};
use std::collections::{BTreeMap, BTreeSet};

/// The locals to set to zero, in order.
pub fn needs_zero(function: &Function) -> Vec<(Var, Ty)> {
    let mut flow = Flow { found: BTreeSet::new(), exits: BTreeMap::new() };
    let mut state = Some((0..function.params).collect());
    flow.list(&function.body, &mut state);
    flow.found
        .into_iter()
        .filter(|&var| var < function.locals)
        .map(|var| (var, function.vars[var as usize]))
        .collect()
}

/// The variables that are surely written; `None` where control cannot be.
type State = Option<BTreeSet<Var>>;

struct Flow {
    found: BTreeSet<Var>,
    /// What is surely written wherever control arrives at the end of a block.
    exits: BTreeMap<Label, State>,
}

impl Flow {
    fn read(&mut self, expression: &Expr, state: &State) {
        let Some(written) = state else { return };
        expression.walk(&mut |part| {
            if let Expr::Var(var) = part
                && !written.contains(var)
            {
                self.found.insert(*var);
            }
        });
    }

    fn leave(&mut self, label: Label, state: &State) {
        let merged = merge(self.exits.remove(&label).flatten(), state.clone());
        self.exits.insert(label, merged);
    }

    fn list(&mut self, body: &[Stmt], state: &mut State) {
        for statement in body {
            for expression in statement.expressions() {
                self.read(expression, state);
            }
            self.statement(statement, state);
        }
    }

    fn statement(&mut self, statement: &Stmt, state: &mut State) {
        match statement {
            Stmt::Set(var, _) => {
                if let Some(written) = state {
                    written.insert(*var);
                }
            }
            Stmt::SetMany(vars, _) => {
                if let Some(written) = state {
                    written.extend(vars);
                }
            }
            Stmt::Block(label, body) => {
                self.list(body, state);
                *state = merge(state.take(), self.exits.remove(label).flatten());
            }
            // Going round only adds to what is written, so the state at the top is the one at entry.
            Stmt::Loop(label, body) => {
                self.list(body, state);
                self.exits.remove(label);
            }
            Stmt::If(label, _, yes, no) => {
                let mut other = state.clone();
                self.list(yes, state);
                self.list(no, &mut other);
                let arms = merge(state.take(), other);
                *state = merge(arms, self.exits.remove(label).flatten());
            }
            Stmt::Br(label) => {
                self.leave(*label, state);
                *state = None;
            }
            Stmt::BrIf(label, _) => self.leave(*label, state),
            Stmt::BrTable(_, labels, default) => {
                for label in labels.iter().chain([default]) {
                    self.leave(*label, state);
                }
                *state = None;
            }
            Stmt::Return(_) | Stmt::Unreachable => *state = None,
            _ => {}
        }
    }
}

fn merge(a: State, b: State) -> State {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.intersection(&b).copied().collect()),
        (a, b) => a.or(b),
    }
}
