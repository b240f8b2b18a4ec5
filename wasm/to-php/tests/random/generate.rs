//! Random modules, as text, in the manner of compiled code: a stack pointer, frames, loops, aligned and other accesses.
//!
//! Floats never reach memory or integers by their bits: which bits a NaN has is not specified.

use crate::random::Random;
use std::fmt::Write;

pub const FUNCTIONS: u64 = 4;

const INT: &[&str] =
    &["add", "sub", "mul", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl", "rotr", "add", "sub", "and"];
const DIVIDE: &[&str] = &["div_s", "div_u", "rem_s", "rem_u"];
const COMPARE: &[&str] = &["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];
const COUNT: &[&str] = &["clz", "ctz", "popcnt"];
const FLOAT: &[&str] = &["add", "sub", "mul", "div", "min", "max"];
const ROUND: &[&str] = &["abs", "neg", "ceil", "floor", "trunc", "nearest", "sqrt"];

/// `honest`: an access that is not aligned says so, as those of compilers do.
pub fn module(random: &mut Random, honest: bool) -> String {
    let mut out = String::from(
        "(module (memory (export \"memory\") 1 2) (global $sp (mut i32) (i32.const 32768)) (global $g (mut i64) (i64.const 7))\n\
         (type $t (func (param i32 i32 i64 i64) (result i64))) (table funcref (elem $f0 $f1 $f2))\n\
         (data (i32.const 1000) \"The quick brown fox\\00\\ff\\80jumps over the lazy dog\")\n",
    );
    for index in 0..FUNCTIONS {
        let framed = random.chance(60);
        let mut function =
            Function { random, out: String::new(), index, framed, honest, labels: 0, depth: 0 };
        function.body();
        let body = function.out;
        let _ = write!(
            out,
            "(func $f{index} (export \"f{index}\") (param $a i32) (param $b i32) (param $c i64) (param $d i64) (result i64)\n\
             (local $e i32) (local $f i32) (local $g i64) (local $h i64) (local $x f64) (local $y f32) (local $p i32) (local $n i32)\n{body})\n"
        );
    }
    out.push(')');
    out
}

struct Function<'r> {
    random: &'r mut Random,
    out: String,
    index: u64,
    /// Whether it keeps a frame of 32 bytes on the shadow stack.
    framed: bool,
    honest: bool,
    labels: u32,
    depth: u32,
}

impl Function<'_> {
    fn body(&mut self) {
        if self.framed {
            self.out.push_str("(global.set $sp (local.tee $p (i32.sub (global.get $sp) (i32.const 32))))\n");
        } else {
            self.out.push_str("(local.set $p (i32.const 2048))\n");
        }
        for _ in 0..3 + self.random.below(6) {
            self.statement(3);
        }
        let result = self.value("i64", 3);
        if self.framed {
            self.line(&format!(
                "(local.set $g {result}) (global.set $sp (i32.add (local.get $p) (i32.const 32)))"
            ));
            self.out.push_str("(i64.xor (local.get $g) (i64.load offset=8 (local.get $p)))");
        } else {
            self.out.push_str(&result);
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn statements(&mut self, nesting: u32) {
        for _ in 0..=self.random.below(3) {
            self.statement(nesting);
        }
    }

    fn statement(&mut self, nesting: u32) {
        match self.random.below(if nesting > 0 { 14 } else { 8 }) {
            0..=2 => {
                let (name, ty) = self.local();
                let value = self.value(ty, 3);
                self.line(&format!("(local.set ${name} {value})"));
            }
            3..=5 => self.store(),
            6 => {
                let value = self.value("i64", 2);
                self.line(&format!("(global.set $g {value})"));
            }
            7 => self.bulk(),
            8 | 9 => {
                let condition = self.value("i32", 2);
                self.line(&format!("(if {condition} (then"));
                self.statements(nesting - 1);
                if self.random.chance(50) {
                    self.line(") (else");
                    self.statements(nesting - 1);
                }
                self.line("))");
            }
            10 | 11 => {
                let label = self.label();
                self.line(&format!("(block $l{label}"));
                self.statements(nesting - 1);
                let condition = self.value("i32", 2);
                self.line(&format!("(br_if $l{label} {condition})"));
                self.statements(nesting - 1);
                self.line(")");
            }
            12 => self.repeat(nesting),
            _ => self.table(nesting),
        }
    }

    fn label(&mut self) -> u32 {
        self.labels += 1;
        self.labels
    }

    /// A loop that ends, whatever else happens in it.
    fn repeat(&mut self, nesting: u32) {
        if self.depth > 0 {
            return;
        }
        self.depth += 1;
        let label = self.label();
        let rounds = 1 + self.random.below(5);
        self.line(&format!("(local.set $n (i32.const {rounds})) (loop $l{label}"));
        self.statements(nesting - 1);
        self.line(&format!("(br_if $l{label} (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"));
        self.depth -= 1;
    }

    fn table(&mut self, nesting: u32) {
        let labels = [self.label(), self.label(), self.label()];
        let [a, b, c] = labels;
        let value = self.value("i32", 2);
        self.line(&format!("(block $l{a} (block $l{b} (block $l{c} (br_table $l{a} $l{b} $l{c} $l{b} (i32.and {value} (i32.const 7))))"));
        self.statements(nesting - 1);
        self.line(")");
        self.statements(nesting - 1);
        self.line(")");
    }

    fn bulk(&mut self) {
        let mut small = |limit: u64| self.random.below(limit);
        let (to, from, length) = (small(600) + 900, small(600) + 900, small(40));
        let dynamic = self.value("i32", 1);
        if self.random.chance(50) {
            self.line(&format!(
                "(memory.copy (i32.const {to}) (i32.const {from}) (i32.and {dynamic} (i32.const {length})))"
            ));
        } else {
            self.line(&format!("(memory.fill (i32.const {to}) {dynamic} (i32.const {length}))"));
        }
    }

    /// Offset, alignment and address; in bounds, most of the time.
    fn address(&mut self, bytes: u64) -> String {
        if self.honest && self.random.chance(50) {
            let offset = self.random.below(6) * bytes;
            let address = match self.random.below(3) {
                0 => "(local.get $p)".to_owned(),
                1 => format!("(i32.add (local.get $p) (i32.const -{bytes}))"),
                _ => {
                    let address = self.value("i32", 1);
                    format!("(local.tee $e (i32.and {address} (i32.const {})))", 0x7fff & !(bytes - 1))
                }
            };
            return format!("offset={offset} {address}");
        }
        let (address, offset) = self.any_address(bytes);
        let align = if self.honest || self.random.chance(30) { "align=1" } else { "" };
        format!("offset={offset} {align} {address}")
    }

    fn any_address(&mut self, bytes: u64) -> (String, u64) {
        match self.random.below(6) {
            0 | 1 => ("(local.get $p)".to_owned(), self.random.below(33 - bytes)),
            2 => {
                let more = self.random.below(17).cast_signed() - 8;
                (format!("(i32.add (local.get $p) (i32.const {more}))"), self.random.below(12) + 8)
            }
            3 => {
                // A variable that holds an address for a while.
                let address = self.value("i32", 1);
                let mask = self.random.pick(&["0x3ffc", "0x3fff", "0xffff"]);
                (format!("(local.tee $e (i32.and {address} (i32.const {mask})))"), self.random.below(9) * 4)
            }
            4 => ("(local.get $e)".to_owned(), self.random.below(20)),
            _ => {
                let address = self.value("i32", 1);
                (format!("(i32.and {address} (i32.const 0x7fff))"), self.random.below(5000))
            }
        }
    }

    fn store(&mut self) {
        let (kind, ty, bytes) = match self.random.below(7) {
            0 => ("i32.store", "i32", 4),
            1 => ("i64.store", "i64", 8),
            2 => ("i32.store8", "i32", 1),
            3 => ("i32.store16", "i32", 2),
            4 => ("i64.store32", "i64", 4),
            5 => ("i64.store8", "i64", 1),
            _ => ("i64.store16", "i64", 2),
        };
        let address = self.address(bytes);
        let value = self.value(ty, 2);
        self.line(&format!("({kind} {address} {value})"));
    }

    fn load(&mut self, ty: &str) -> String {
        let kinds: &[(&str, u64)] = if ty == "i32" {
            &[
                ("i32.load", 4),
                ("i32.load8_u", 1),
                ("i32.load8_s", 1),
                ("i32.load16_u", 2),
                ("i32.load16_s", 2),
            ]
        } else {
            &[
                ("i64.load", 8),
                ("i64.load32_u", 4),
                ("i64.load32_s", 4),
                ("i64.load8_s", 1),
                ("i64.load16_u", 2),
            ]
        };
        let (kind, bytes) = kinds[usize::try_from(self.random.below(kinds.len() as u64)).expect("an index")];
        let address = self.address(bytes);
        format!("({kind} {address})")
    }

    fn local(&mut self) -> (&'static str, &'static str) {
        let all = [
            ("a", "i32"),
            ("b", "i32"),
            ("c", "i64"),
            ("d", "i64"),
            ("f", "i32"),
            ("g", "i64"),
            ("h", "i64"),
            ("x", "f64"),
            ("y", "f32"),
        ];
        all[usize::try_from(self.random.below(all.len() as u64)).expect("an index")]
    }

    fn local_of(&mut self, ty: &str) -> &'static str {
        match ty {
            "i32" => self.random.pick(&["a", "b", "e", "f", "n"]),
            "i64" => self.random.pick(&["c", "d", "g", "h"]),
            "f64" => "x",
            _ => "y",
        }
    }

    fn value(&mut self, ty: &str, depth: u32) -> String {
        if depth == 0 || self.random.chance(20) {
            return match self.random.below(3) {
                0 if ty == "i32" => format!("(i32.const {})", self.random.number32()),
                0 if ty == "i64" => format!("(i64.const {})", self.random.number()),
                0 => format!("({ty}.const {}.25)", self.random.number() >> self.random.below(60)),
                _ => format!("(local.get ${})", self.local_of(ty)),
            };
        }
        if ty == "f64" || ty == "f32" { self.float(ty, depth) } else { self.int(ty, depth) }
    }

    fn int(&mut self, ty: &str, depth: u32) -> String {
        let other = if ty == "i32" { "i64" } else { "i32" };
        let below = depth - 1;
        match self.random.below(22) {
            0..=6 => {
                let (a, b) = (self.value(ty, below), self.value(ty, below));
                format!("({ty}.{} {a} {b})", self.random.pick(INT))
            }
            7 | 8 => {
                let a = self.value(ty, below);
                let b = if ty == "i32" { i64::from(self.random.number32()) } else { self.random.number() };
                format!("({ty}.{} {a} ({ty}.const {b}))", self.random.pick(INT))
            }
            9 => {
                let a = self.value(ty, below);
                let b = self.value(ty, below);
                // Mostly not zero.
                let b = if self.random.chance(90) { format!("({ty}.or {b} ({ty}.const 1))") } else { b };
                format!("({ty}.{} {a} {b})", self.random.pick(DIVIDE))
            }
            10 => format!("({ty}.{} {})", self.random.pick(COUNT), self.value(ty, below)),
            11 | 12 if ty == "i32" => {
                let of = self.random.pick(&["i32", "i64"]);
                let (a, b) = (self.value(of, below), self.value(of, below));
                format!("({of}.{} {a} {b})", self.random.pick(COMPARE))
            }
            11 => format!("(i64.extend_i32_{} {})", self.random.pick(&["s", "u"]), self.value(other, below)),
            12 => format!("({ty}.extend{}_s {})", self.random.pick(&["8", "16"]), self.value(ty, below)),
            13 if ty == "i32" => format!("(i32.wrap_i64 {})", self.value(other, below)),
            14 if ty == "i32" => format!("({0}.eqz {1})", "i64", self.value("i64", below)),
            13 | 14 => format!("(i64.extend32_s {})", self.value(ty, below)),
            15 | 16 => self.load(ty),
            17 => {
                let (a, b, c) = (self.value(ty, below), self.value(ty, below), self.value("i32", below));
                format!("(select {a} {b} {c})")
            }
            18 => {
                let (condition, a, b) =
                    (self.value("i32", below), self.value(ty, below), self.value(ty, below));
                format!("(if (result {ty}) {condition} (then {a}) (else {b}))")
            }
            19 => {
                let value = self.value(ty, below);
                format!(
                    "(local.tee ${} {value})",
                    self.random.pick(if ty == "i32" { &["a", "b", "f"] } else { &["c", "g", "h"] })
                )
            }
            20 => self.call(ty, below),
            _ => {
                let float = self.random.pick(&["f64", "f32"]);
                format!(
                    "({ty}.trunc_sat_{float}_{} {})",
                    self.random.pick(&["s", "u"]),
                    self.value(float, below)
                )
            }
        }
    }

    fn call(&mut self, ty: &str, depth: u32) -> String {
        if self.depth > 0 || self.index == 0 {
            return if ty == "i32" { "(memory.size)".to_owned() } else { "(global.get $g)".to_owned() };
        }
        let args = [
            self.value("i32", depth),
            self.value("i32", depth),
            self.value("i64", depth),
            self.value("i64", depth),
        ];
        let args = args.join(" ");
        let call = if self.index == FUNCTIONS - 1 && self.random.chance(40) {
            let index = self.random.below(4);
            format!("(call_indirect (type $t) {args} (i32.const {index}))")
        } else {
            format!("(call $f{} {args})", self.random.below(self.index))
        };
        if ty == "i32" { format!("(i32.wrap_i64 {call})") } else { call }
    }

    fn float(&mut self, ty: &str, depth: u32) -> String {
        let below = depth - 1;
        match self.random.below(6) {
            0 | 1 => {
                let (a, b) = (self.value(ty, below), self.value(ty, below));
                format!("({ty}.{} {a} {b})", self.random.pick(FLOAT))
            }
            2 => format!("({ty}.{} {})", self.random.pick(ROUND), self.value(ty, below)),
            3 if ty == "f64" => format!("(f64.promote_f32 {})", self.value("f32", below)),
            3 => format!("(f32.demote_f64 {})", self.value("f64", below)),
            _ => {
                let from = self.random.pick(&["i32", "i64"]);
                format!("({ty}.convert_{from}_{} {})", self.random.pick(&["s", "u"]), self.value(from, below))
            }
        }
    }
}
