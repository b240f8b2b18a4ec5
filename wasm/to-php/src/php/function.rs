//! One function of the module as one method.

use super::facts::{self, Fact, Known};
use super::text::{Php, Range};
use crate::Alignment;
use crate::ir::{Expr, Function, Label, Stmt, Ty, Var};
use crate::module::Module;
use crate::passes::assigned::needs_zero;
use crate::passes::bases;
use crate::passes::frames::Frames;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Marks the place where a frame's word index may be wanted; which frames need it is known after the body was written.
pub(super) const FRAME: &str = "//frame ";

/// So many counted calls may be nested, fewer of functions with many variables (see `Writer::cost`): some 10 MB of PHP's
/// memory. A native host of the same module runs out of its own stack at a similar depth.
const DEPTH: u32 = 10_000;

/// No memory is larger.
const MAX_ADDRESS: i64 = 1 << 30;

/// The class that a function is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    Main,
    Part(usize),
    /// Nothing can ever call it.
    Nowhere,
}

/// What all functions share.
pub struct Context<'a> {
    pub module: &'a Module<'a>,
    /// Name of the class.
    pub class: &'a str,
    pub alignment: Alignment,
    /// By function.
    pub homes: Vec<Home>,
    pub globals: Vec<Fact>,
    /// The global that holds LLVM's stack pointer.
    pub stack: Option<u32>,
    /// Size of the memory at the start; it never shrinks.
    pub min_bytes: i64,
    pub known: RefCell<Known>,
    /// By function: whether it, or what it calls, touches memory.
    pub uses_memory: Vec<bool>,
    /// By function: whether it counts how deep calls are nested.
    pub counted: BTreeSet<u32>,
    /// The run-time methods that are needed.
    pub helpers: RefCell<BTreeSet<&'static str>>,
}

impl Context<'_> {
    /// The first type equal to this one: types are compared by structure.
    pub fn canonical_type(&self, ty: u32) -> u32 {
        let wanted = &self.module.types[ty as usize];
        let first = self.module.types.iter().position(|known| known == wanted).expect("the type itself");
        u32::try_from(first).expect("validated")
    }

    /// A call from a function of one class to another function. In a part `$this` becomes the module, see `class`.
    pub fn call(&self, from: Home, function: u32, memory: &str, args: &[String]) -> String {
        let to = self.homes[function as usize];
        let mut all: Vec<&str> = Vec::new();
        if matches!(to, Home::Part(_)) {
            all.push("$this");
        }
        if self.uses_memory[function as usize] {
            all.push(memory);
        }
        all.extend(args.iter().map(String::as_str));
        let class = match to {
            Home::Part(_) if to == from => "self::".to_owned(),
            Home::Part(part) => format!("{}_P{part}::", self.class),
            Home::Main | Home::Nowhere => "$this->".to_owned(),
        };
        format!("{class}f{function}({})", all.join(","))
    }
}

pub struct Writer<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) function: &'a Function,
    pub(super) frames: &'a Frames,
    facts: &'a [Option<Fact>],
    scratches: u32,
    /// Variables whose word index `$w` is kept, frames apart.
    pub(super) bases: BTreeSet<Var>,
    /// Frames whose word index `$w` is used.
    pub(super) words: BTreeSet<Var>,
    /// Variables that surely hold an address inside the memory here; for an aligned one, the highest word after it that
    /// surely is in bounds too.
    pub(super) proven: BTreeMap<Var, i64>,
    /// How often each label is jumped to.
    pub(super) jumps: BTreeMap<Label, usize>,
    out: String,
}

impl<'a> Writer<'a> {
    pub fn new(
        context: &'a Context<'a>,
        function: &'a Function,
        frames: &'a Frames,
        facts: &'a [Option<Fact>],
    ) -> Self {
        Self {
            context,
            function,
            frames,
            facts,
            scratches: 0,
            bases: BTreeSet::new(),
            words: BTreeSet::new(),
            proven: BTreeMap::new(),
            jumps: BTreeMap::new(),
            out: String::new(),
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A variable for inside one statement.
    pub(super) fn scratch(&mut self) -> String {
        self.scratches += 1;
        format!("$x{}", self.scratches - 1)
    }

    /// What a nested call of this function counts for: its variables are what PHP keeps for it.
    pub(super) fn cost(&self) -> usize {
        1 + self.function.vars.len() / 64
    }

    pub(super) fn end_statement(&mut self) {
        self.scratches = 0;
    }

    pub(super) fn name(&self, var: Var) -> String {
        if var < self.function.locals {
            format!("$l{var}")
        } else {
            format!("$s{}", var - self.function.locals)
        }
    }

    pub(super) fn variable(&self, var: Var) -> Php {
        let fact = self.facts[var as usize].unwrap_or_else(|| Fact::any(self.function.vars[var as usize]));
        if fact.range.low == fact.range.high {
            return Php::int(fact.range.low);
        }
        let mut range = fact.range;
        if self.proven.contains_key(&var) {
            range.high = range.high.min(MAX_ADDRESS);
        }
        Php::atom(self.name(var), range).zeros(fact.zeros)
    }

    pub(super) fn is_aligned(&self, var: Var) -> bool {
        self.facts[var as usize].is_some_and(|fact| fact.zeros >= 2)
    }

    /// Brings `$w` up to date after its variable was set; far below zero if that is not aligned, where this matters.
    pub(super) fn set_word(&mut self, var: Var) {
        if !self.bases.contains(&var) {
            return;
        }
        let name = self.name(var);
        if self.is_aligned(var) || self.context.alignment == Alignment::Trusted {
            self.line(&format!("$w{var}={name}>>2;"));
        } else {
            self.line(&format!("$w{var}={name}&3?-1<<60:{name}>>2;"));
        }
    }

    pub(super) fn call(&mut self, function: u32, args: &[Expr]) -> Php {
        let args: Vec<String> = args.iter().map(|arg| self.value(arg).text).collect();
        let home = self.context.homes[self.function.index as usize];
        let call = self.context.call(home, function, "$m", &args);
        let fact = match self.context.module.signature(function).results[..] {
            [ty] => self.context.known.borrow().results[function as usize].unwrap_or_else(|| Fact::any(ty)),
            _ => Fact::any(Ty::I64),
        };
        Php::atom(call, fact.range).zeros(fact.zeros)
    }

    pub(super) fn call_indirect(&mut self, ty: u32, args: &[Expr], index: &Expr) -> Php {
        let mut texts = vec!["$m".to_owned()];
        texts.extend(args.iter().map(|arg| self.value(arg).text));
        texts.push(self.value(index).text);
        let range = match self.context.module.types[ty as usize].results[..] {
            [Ty::I32] => Range::U32,
            _ => Range::ANY,
        };
        Php::atom(format!("$this->t{}({})", self.context.canonical_type(ty), texts.join(",")), range)
    }
}

/// The method for `function`.
pub fn method(context: &Context<'_>, function: &Function, frames: &Frames) -> String {
    let facts = facts::of_function(context, function, frames);
    let mut writer = Writer::new(context, function, frames, &facts);
    writer.bases = bases::choose(function, context.alignment, |var| writer.is_aligned(var));
    writer.bases.retain(|var| !frames.contains_key(var));
    let mut params: Vec<String> = (0..function.params).map(|param| writer.name(param)).collect();
    if context.uses_memory[function.index as usize] {
        params.insert(0, "&$m".to_owned());
    }
    let counted = context.counted.contains(&function.index);
    if counted {
        let trap = writer.helper("exhausted", &[]);
        writer.line(&format!("if(($this->depth+={})>{DEPTH}){};", writer.cost(), trap.text));
    }
    let mut body = &function.body[..];
    if let [rest @ .., Stmt::Return(values)] = body
        && values.is_empty()
        && !counted
    {
        body = rest;
    }
    for param in 0..function.params {
        writer.set_word(param);
    }
    writer.list(body);
    let mut text = format!("private function f{}({}){{\n", function.index, params.join(","));
    for (var, ty) in needs_zero(function) {
        let value = if matches!(ty, Ty::F32 | Ty::F64) { "0.0" } else { "0" };
        let word = if writer.words.contains(&var) || writer.bases.contains(&var) {
            format!("$w{var}=0;")
        } else {
            String::new()
        };
        let _ = write!(text, "{}={value};{word}", writer.name(var));
    }
    for line in writer.out.lines() {
        match line.strip_prefix(FRAME).map(|var| var.parse::<Var>().expect("written by `set`")) {
            None => {
                text.push_str(line);
                text.push('\n');
            }
            Some(var) if writer.words.contains(&var) => {
                let _ = writeln!(text, "$w{var}={}>>2;", writer.name(var));
            }
            Some(_) => {}
        }
    }
    text.push_str("}\n");
    text
}
