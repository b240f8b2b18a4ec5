//! Blocks, branches and calls.

use super::Lowering;
use crate::effects::Effects;
use crate::error::Result;
use crate::ir::{Expr, Label, Stmt, Ty};
use crate::module::value_type;
use std::collections::btree_map::{BTreeMap, Entry};
use wasmparser::{BlockType, Operator};

pub(super) enum Kind {
    Function,
    Block,
    Loop,
    If(Expr),
    /// The condition and the statements of the first arm.
    Else(Expr, Vec<Stmt>),
}

/// An open block.
pub(super) struct Frame {
    kind: Kind,
    label: Label,
    params: Vec<Ty>,
    results: Vec<Ty>,
    /// Height of the stack below the parameters.
    height: usize,
    /// The statements before the block.
    before: Vec<Stmt>,
}

impl Frame {
    /// What a branch to this block carries.
    fn carries(&self) -> &[Ty] {
        if matches!(self.kind, Kind::Loop) { &self.params } else { &self.results }
    }
}

impl Lowering<'_> {
    /// Handles control instructions; `false` if it is none.
    pub(super) fn control(&mut self, operator: &Operator<'_>) -> Result<bool> {
        if self.dead > 0 {
            self.skip(operator);
            return Ok(true);
        }
        match operator {
            Operator::Nop => {}
            Operator::Unreachable => {
                self.emit(Stmt::Unreachable);
                self.dead = 1;
            }
            Operator::Block { blockty } => {
                let (params, results) = self.block_type(*blockty)?;
                self.enter(Kind::Block, params, results);
            }
            Operator::Loop { blockty } => {
                let (params, results) = self.block_type(*blockty)?;
                self.enter(Kind::Loop, params, results);
            }
            Operator::If { blockty } => {
                let (params, results) = self.block_type(*blockty)?;
                let condition = self.pop();
                self.enter(Kind::If(condition), params, results);
            }
            Operator::Else => self.alternative(true),
            Operator::End => self.end(true),
            Operator::Br { relative_depth } => {
                let branch = self.branch(*relative_depth);
                self.out.push(branch);
                self.dead = 1;
            }
            Operator::BrIf { relative_depth } => self.branch_if(*relative_depth),
            Operator::BrTable { targets } => {
                let default = targets.default();
                let targets = targets.targets().collect::<std::result::Result<Vec<_>, _>>()?;
                self.branch_table(&targets, default);
                self.dead = 1;
            }
            Operator::Return => {
                let depth = u32::try_from(self.frames.len() - 1).expect("validated");
                let branch = self.branch(depth);
                self.out.push(branch);
                self.dead = 1;
            }
            Operator::Call { function_index } => {
                let signature = self.module.signature(*function_index).clone();
                let args = self.pop_many(signature.params.len());
                self.call(Expr::Call(*function_index, args), &signature.results);
            }
            Operator::CallIndirect { type_index, .. } => {
                let signature = self.module.types[*type_index as usize].clone();
                let index = self.pop();
                let args = self.pop_many(signature.params.len());
                self.call(Expr::CallIndirect(*type_index, args, Box::new(index)), &signature.results);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Code that cannot be reached: only its nesting counts.
    fn skip(&mut self, operator: &Operator<'_>) {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => self.dead += 1,
            Operator::Else if self.dead == 1 => {
                self.dead = 0;
                self.alternative(false);
            }
            Operator::End => {
                self.dead -= 1;
                if self.dead == 0 {
                    self.end(false);
                }
            }
            _ => {}
        }
    }

    fn block_type(&self, ty: BlockType) -> Result<(Vec<Ty>, Vec<Ty>)> {
        Ok(match ty {
            BlockType::Empty => (vec![], vec![]),
            BlockType::Type(ty) => (vec![], vec![value_type(ty)?]),
            BlockType::FuncType(index) => {
                let signature = &self.module.types[index as usize];
                (signature.params.clone(), signature.results.clone())
            }
        })
    }

    pub(super) fn enter(&mut self, kind: Kind, params: Vec<Ty>, results: Vec<Ty>) {
        self.settle_all();
        let height = self.stack.len() - params.len();
        self.transfer(&params, height);
        let label = self.label();
        let before = std::mem::take(&mut self.out);
        self.frames.push(Frame { kind, label, params, results, height, before });
    }

    /// The branch to the block `depth` levels out; moves its values first. Leaves the stack as it pleases.
    fn branch(&mut self, depth: u32) -> Stmt {
        let target = self.frames.len() - 1 - depth as usize;
        let frame = &self.frames[target];
        let (types, height, label) = (frame.carries().to_vec(), frame.height, frame.label);
        if target > 0 {
            self.transfer(&types, height);
            return Stmt::Br(label);
        }
        let values = self.pop_many(types.len());
        for below in 0..self.stack.len() {
            if !Effects::of(&self.stack[below].0).is_pure() {
                self.settle(below);
            }
        }
        Stmt::Return(values)
    }

    /// The branch as statements, leaving the stack as it was.
    fn branch_arm(&mut self, depth: u32) -> Vec<Stmt> {
        let stack = self.stack.clone();
        let before = std::mem::take(&mut self.out);
        let branch = self.branch(depth);
        self.out.push(branch);
        self.stack = stack;
        std::mem::replace(&mut self.out, before)
    }

    fn branch_if(&mut self, depth: u32) {
        let condition = self.pop();
        let target = self.frames.len() - 1 - depth as usize;
        if target > 0 && self.frames[target].carries().is_empty() {
            let label = self.frames[target].label;
            self.emit(Stmt::BrIf(label, condition));
            return;
        }
        // The values are needed on both ways: settle all, then branch in an arm of its own.
        self.settle_all();
        let arm = self.branch_arm(depth);
        let label = self.label();
        self.out.push(Stmt::If(label, condition, arm, vec![]));
    }

    fn branch_table(&mut self, targets: &[u32], default: u32) {
        let index = self.pop();
        self.settle_all();
        let all = || targets.iter().chain([&default]);
        let frame = |depth: u32| self.frames.len() - 1 - depth as usize;
        if all().all(|&depth| frame(depth) > 0 && self.frames[frame(depth)].carries().is_empty()) {
            let label = |depth: &u32| self.frames[frame(*depth)].label;
            let table = Stmt::BrTable(index, targets.iter().map(label).collect(), label(&default));
            self.out.push(table);
            return;
        }
        // Each target wants its values elsewhere, so each gets a landing place of its own:
        // block { block { br_table } landing } landing …; each landing leaves by a branch.
        let mut landings: BTreeMap<u32, (Label, Vec<Stmt>)> = BTreeMap::new();
        for &depth in all() {
            if let Entry::Vacant(place) = landings.entry(depth) {
                place.insert((self.label(), self.branch_arm(depth)));
            }
        }
        let labels = targets.iter().map(|depth| landings[depth].0).collect();
        let mut body = vec![Stmt::BrTable(index, labels, landings[&default].0)];
        for (label, landing) in landings.into_values() {
            body = vec![Stmt::Block(label, body)];
            body.extend(landing);
        }
        self.out.extend(body);
    }

    fn alternative(&mut self, reached: bool) {
        let frame = self.frames.last().expect("validated");
        let (params, results, height) = (frame.params.clone(), frame.results.clone(), frame.height);
        if reached {
            self.transfer(&results, height);
        }
        let arm = std::mem::take(&mut self.out);
        let frame = self.frames.last_mut().expect("validated");
        let Kind::If(condition) = std::mem::replace(&mut frame.kind, Kind::Block) else {
            unreachable!("validated")
        };
        frame.kind = Kind::Else(condition, arm);
        self.refill(height, &params);
    }

    fn end(&mut self, reached: bool) {
        if self.frames.len() == 1 {
            if reached {
                let branch = self.branch(0);
                self.out.push(branch);
            }
            return;
        }
        let frame = self.frames.last().expect("validated");
        let (results, height) = (frame.results.clone(), frame.height);
        if reached {
            self.transfer(&results, height);
        }
        let frame = self.frames.pop().expect("validated");
        let body = std::mem::replace(&mut self.out, frame.before);
        let label = frame.label;
        self.out.push(match frame.kind {
            Kind::Function => unreachable!("handled above"),
            Kind::Block => Stmt::Block(label, body),
            Kind::Loop => Stmt::Loop(label, body),
            Kind::If(condition) => Stmt::If(label, condition, body, vec![]),
            Kind::Else(condition, arm) => Stmt::If(label, condition, arm, body),
        });
        self.refill(height, &results);
    }
}
