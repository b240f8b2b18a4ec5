//! What evaluating an expression reads, writes and may refuse, so that the order of effects can be kept
//! while stack values are folded into larger expressions.

use crate::ir::{BinOp, Expr, IntOp, Stmt, UnOp, Var};

#[derive(Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate question, and all combinations occur")]
pub struct Effects {
    reads: Vec<Var>,
    writes: Vec<Var>,
    reads_state: bool,
    writes_state: bool,
    /// May trap, or may not come back.
    traps: bool,
    /// May trap for another reason than a load out of bounds.
    refuses: bool,
}

impl Effects {
    pub fn of(expression: &Expr) -> Self {
        let mut effects = Self::default();
        effects.add(expression);
        effects
    }

    pub fn of_statement(statement: &Stmt) -> Self {
        let mut effects = Self::default();
        for expression in statement.expressions() {
            effects.add(expression);
        }
        match statement {
            Stmt::Set(var, _) => effects.writes.push(*var),
            Stmt::SetMany(vars, _) => effects.writes.extend(vars),
            Stmt::SetGlobal(..) => effects.writes_state = true,
            Stmt::Store(..)
            | Stmt::MemoryCopy(..)
            | Stmt::MemoryFill(..)
            | Stmt::MemoryInit(..)
            | Stmt::DataDrop(_)
            // Leaving straight-line code: what waits must have happened, if anyone could tell.
            | Stmt::BrIf(..)
            | Stmt::Unreachable => {
                effects.writes_state = true;
                effects.traps = true;
            }
            _ => {}
        }
        effects
    }

    fn add(&mut self, expression: &Expr) {
        expression.walk(&mut |part| match part {
            Expr::Var(var) => self.reads.push(*var),
            Expr::Global(_) | Expr::MemorySize => self.reads_state = true,
            Expr::Load(..) => {
                self.reads_state = true;
                self.traps = true;
            }
            Expr::Call(..) | Expr::CallIndirect(..) => {
                self.reads_state = true;
                self.writes_state = true;
                self.traps = true;
                self.refuses = true;
            }
            Expr::MemoryGrow(_) => {
                self.reads_state = true;
                self.writes_state = true;
            }
            Expr::Unary(UnOp::Helper(helper), _) | Expr::Binary(BinOp::Helper(helper), _, _) => {
                self.traps |= helper.traps;
                self.refuses |= helper.traps;
            }
            Expr::Binary(
                BinOp::Int(_, IntOp::DivS | IntOp::DivU | IntOp::RemS | IntOp::RemU),
                _,
                divisor,
            ) => {
                let traps = !matches!(**divisor, Expr::I32(1..=0xffff_fffe) | Expr::I64(1..));
                self.traps |= traps;
                self.refuses |= traps;
            }
            _ => {}
        });
    }

    /// Whether evaluation can be left out when the value is not wanted.
    pub fn is_pure(&self) -> bool {
        !self.writes_state && !self.traps
    }

    /// Whether evaluation may change anything, or trap otherwise than by a load out of bounds.
    pub fn is_heavy(&self) -> bool {
        self.writes_state || self.refuses
    }

    /// Whether something that should come first may not be evaluated after `later`.
    pub fn must_precede(&self, later: &Effects) -> bool {
        (self.writes_state && (later.reads_state || later.writes_state || later.traps))
            || (later.writes_state && (self.reads_state || self.traps))
            || later.writes.iter().any(|var| self.reads.contains(var) || self.writes.contains(var))
            || self.writes.iter().any(|var| later.reads.contains(var))
    }
}
