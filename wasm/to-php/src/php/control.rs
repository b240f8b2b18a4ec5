//! Statements. Branches are `goto`: PHP compiles it to a jump, and it costs nothing that `break` would not.

use super::function::{FRAME, Writer};
use super::text::Php;
use crate::effects::Effects;
use crate::ir::{BinOp, Expr, IntOp, Label, Stmt, Var, Width, walk_statements};
use crate::passes::frames::frame_size;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Writer<'_> {
    pub(super) fn list(&mut self, body: &[Stmt]) {
        for statement in body {
            self.statement(statement);
            self.end_statement();
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Set(var, value) => self.set(*var, value),
            Stmt::SetMany(vars, call) => {
                let names: Vec<String> = vars.iter().map(|&var| self.name(var)).collect();
                let call = self.expression_of_many(call);
                self.line(&format!("[{}]={call};", names.join(",")));
                for &var in vars {
                    self.was_set(var);
                }
            }
            Stmt::SetGlobal(index, value) => self.set_global(*index, value),
            Stmt::Store(access, address, offset, value) => self.store(*access, address, *offset, value),
            Stmt::Eval(value) => self.evaluate(value),
            Stmt::Block(label, inner) => {
                let before = self.proven.clone();
                self.list(inner);
                self.forget(before, &[inner]);
                self.land(*label);
            }
            Stmt::Loop(label, inner) => self.repeat(*label, inner),
            Stmt::If(label, condition, yes, no) => {
                let condition = self.condition(condition, false);
                self.line(&format!("if({}){{", condition.text));
                self.end_statement();
                let before = self.proven.clone();
                self.list(yes);
                if !no.is_empty() {
                    self.line("}else{");
                    self.proven.clone_from(&before);
                    self.list(no);
                }
                self.line("}");
                self.forget(before, &[yes, no]);
                self.land(*label);
            }
            Stmt::Br(label) => self.jump(*label, ""),
            Stmt::BrIf(label, condition) => {
                let condition = self.condition(condition, false);
                self.jump(*label, &format!("if({})", condition.text));
            }
            Stmt::BrTable(index, labels, default) => self.table(index, labels, *default),
            Stmt::Return(values) => self.leave(values),
            Stmt::Unreachable => {
                let trap = self.helper("unreachable", &[]);
                self.line(&format!("{};", trap.text));
            }
            Stmt::MemoryCopy(a, b, c) => self.bulk("copy", "", [a, b, c]),
            Stmt::MemoryFill(a, b, c) => self.bulk("fill", "", [a, b, c]),
            Stmt::MemoryInit(segment, a, b, c) => {
                self.bulk("init", &format!("$this->d{segment},"), [a, b, c]);
            }
            Stmt::DataDrop(segment) => self.line(&format!("$this->d{segment}='';")),
        }
    }

    fn bulk(&mut self, name: &'static str, before: &str, args: [&Expr; 3]) {
        let [a, b, c] = args.map(|arg| self.value(arg).text);
        let call = self.helper(name, &["$m", &format!("{before}{a}"), &b, &c]);
        self.line(&format!("{};", call.text));
    }

    fn set(&mut self, var: u32, value: &Expr) {
        let name = self.name(var);
        if let (Some(stack), true) = (self.context.stack, self.frames.contains_key(&var))
            && let Some(size) = frame_size(value, stack)
        {
            // Without a mask: a frame below zero is a stack overflow. The word index follows where it is wanted.
            if size == 0 {
                self.line(&format!("{name}=$this->g{stack};"));
            } else {
                let trap = self.helper("exhausted", &[]);
                self.line(&format!("if(({name}=$this->g{stack}-{size})<0){};", trap.text));
            }
            self.line(&format!("{FRAME}{var}"));
            return;
        }
        let value = self.value(value);
        match value.choice {
            Some(choice) => {
                let [condition, yes, no] = *choice;
                self.line(&format!("if({condition}){name}={yes};else {name}={no};"));
            }
            None => self.line(&format!("{name}={};", value.text)),
        }
        self.was_set(var);
    }

    fn was_set(&mut self, var: u32) {
        self.proven.remove(&var);
        self.set_word(var);
    }

    /// After code that may have been left early: only what was proven before it, of variables it does not set, holds.
    fn forget(&mut self, before: BTreeMap<Var, i64>, bodies: &[&[Stmt]]) {
        self.proven = before;
        for body in bodies {
            walk_statements(body, &mut |statement| match statement {
                Stmt::Set(var, _) => {
                    self.proven.remove(var);
                }
                Stmt::SetMany(vars, _) => self.proven.retain(|var, _| !vars.contains(var)),
                _ => {}
            });
        }
    }

    fn set_global(&mut self, index: u32, value: &Expr) {
        // The stack pointer goes back to where it was: no mask.
        if self.context.stack == Some(index)
            && let Expr::Binary(BinOp::Int(Width::W32, IntOp::Add), base, size) = value
            && let (Expr::Var(var), Expr::I32(size)) = (&**base, &**size)
        {
            let name = self.name(*var);
            self.line(&format!("$this->g{index}={name}+{size};"));
            return;
        }
        let value = self.value(value);
        self.line(&format!("$this->g{index}={};", value.text));
    }

    fn evaluate(&mut self, value: &Expr) {
        if Effects::of(value).is_pure() {
            return;
        }
        let value = self.expression_of_many(value);
        self.line(&format!("{value};"));
    }

    /// A call may have any number of results; anything else has one.
    fn expression_of_many(&mut self, value: &Expr) -> String {
        match value {
            Expr::Call(function, args) => self.call(*function, args).text,
            Expr::CallIndirect(ty, args, index) => self.call_indirect(*ty, args, index).text,
            other => self.expression(other).text,
        }
    }

    fn jump(&mut self, label: Label, condition: &str) {
        *self.jumps.entry(label).or_default() += 1;
        self.line(&format!("{condition}goto L{label};"));
    }

    /// The place where jumps out of a block arrive.
    fn land(&mut self, label: Label) {
        if self.jumps.contains_key(&label) {
            self.line(&format!("L{label}:"));
        }
    }

    fn repeat(&mut self, label: Label, inner: &[Stmt]) {
        let before = std::mem::take(&mut self.proven);
        self.forget(before, &[inner]);
        if let [rest @ .., Stmt::BrIf(target, condition)] = inner
            && *target == label
        {
            self.line("do{");
            if is_target(rest, label) {
                self.line(&format!("L{label}:"));
            }
            self.list(rest);
            let condition = self.condition(condition, false);
            self.line(&format!("}}while({});", condition.text));
            return;
        }
        self.line(&format!("L{label}:"));
        self.list(inner);
    }

    fn table(&mut self, index: &Expr, labels: &[Label], default: Label) {
        let index = self.value(index);
        let index = if index.is_simple() {
            index.text
        } else {
            // `switch` on anything but a variable would have to be cleaned up by every jump out of it.
            let scratch = self.scratch();
            self.line(&format!("{scratch}={};", index.text));
            scratch
        };
        let mut text = format!("switch({index}){{");
        for (case, label) in labels.iter().enumerate() {
            if *label == default {
                continue;
            }
            *self.jumps.entry(*label).or_default() += 1;
            let _ = write!(text, "case {case}:");
            // Neighbours that go to the same place share the jump.
            if labels.get(case + 1) != Some(label) {
                let _ = write!(text, "goto L{label};");
            }
        }
        *self.jumps.entry(default).or_default() += 1;
        let _ = write!(text, "default:goto L{default};}}");
        self.line(&text);
    }

    fn leave(&mut self, values: &[Expr]) {
        let texts: Vec<Php> = values.iter().map(|value| self.value(value)).collect();
        let result = match &texts[..] {
            [] => String::new(),
            [one] => one.text.clone(),
            many => format!("[{}]", many.iter().map(|php| php.text.as_str()).collect::<Vec<_>>().join(",")),
        };
        if !self.context.counted.contains(&self.function.index) {
            let gap = if result.is_empty() { "" } else { " " };
            self.line(&format!("return{gap}{result};"));
            return;
        }
        if texts.iter().all(|php| php.is_simple() || php.value().is_some()) {
            self.line(&format!("$this->depth-={};return {result};", self.cost()));
        } else {
            self.line(&format!("$r={result};$this->depth-={};return $r;", self.cost()));
        }
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
