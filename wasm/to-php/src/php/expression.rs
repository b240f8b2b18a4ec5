//! Expressions.

use super::function::Writer;
use super::text::{MASK, Php, Range, infix, level, method};
use crate::ir::{BinOp, Expr, FloatOp, Helper, IntOp, Order, Sign, Ty, UnOp, Width};

impl Writer<'_> {
    pub(super) fn ty(&self, expression: &Expr) -> Ty {
        match expression {
            Expr::I32(_) | Expr::MemorySize | Expr::MemoryGrow(_) => Ty::I32,
            Expr::I64(_) => Ty::I64,
            Expr::F32(_) => Ty::F32,
            Expr::F64(_) => Ty::F64,
            Expr::Var(var) => self.function.vars[*var as usize],
            Expr::Global(index) => self.context.module.globals[*index as usize].ty,
            Expr::Unary(op, _) => match op {
                UnOp::Eqz | UnOp::Wrap | UnOp::SignExtend(_, Width::W32) => Ty::I32,
                UnOp::ExtendU | UnOp::ExtendS | UnOp::SignExtend(_, Width::W64) => Ty::I64,
                UnOp::Helper(helper) => helper.result,
            },
            Expr::Binary(op, _, _) => match op {
                BinOp::Int(Width::W32, _) | BinOp::Compare(..) | BinOp::FloatCompare(_) => Ty::I32,
                BinOp::Int(Width::W64, _) => Ty::I64,
                BinOp::Float(Width::W32, _) => Ty::F32,
                BinOp::Float(Width::W64, _) => Ty::F64,
                BinOp::Helper(helper) => helper.result,
            },
            Expr::Select(parts) => self.ty(&parts[1]),
            Expr::Load(access, _, _) => access.ty,
            Expr::Call(function, _) => self.context.module.signature(*function).results[0],
            Expr::CallIndirect(ty, _, _) => self.context.module.types[*ty as usize].results[0],
        }
    }

    /// The value in its one form: what a variable, an argument or a comparison needs.
    pub(super) fn value(&mut self, expression: &Expr) -> Php {
        let php = self.expression(expression);
        if self.ty(expression) == Ty::I32 { php.canonical() } else { php }
    }

    /// The value; an i32 may be loose.
    pub(super) fn expression(&mut self, expression: &Expr) -> Php {
        match expression {
            Expr::I32(value) => Php::int(i64::from(*value)),
            Expr::I64(value) => Php::int(*value),
            Expr::F32(bits) => {
                let value = f32::from_bits(*bits);
                if value.is_nan() {
                    self.helper("bits_f32", &[&bits.to_string()])
                } else {
                    float(f64::from(value))
                }
            }
            Expr::F64(bits) => {
                let value = f64::from_bits(*bits);
                if value.is_nan() {
                    self.helper("bits_f64", &[&Php::int(bits.cast_signed()).text])
                } else {
                    float(value)
                }
            }
            Expr::Var(var) => self.variable(*var),
            Expr::Global(index) => {
                let fact = self.context.globals[*index as usize];
                if fact.range.low == fact.range.high {
                    return Php::int(fact.range.low);
                }
                Php::atom(format!("$this->g{index}"), fact.range).zeros(fact.zeros)
            }
            Expr::Unary(op, a) => self.unary(*op, expression, a),
            Expr::Binary(op, a, b) => match op {
                BinOp::Int(Width::W32, op) => self.int32(*op, a, b),
                BinOp::Int(Width::W64, op) => self.int64(*op, a, b),
                BinOp::Compare(..) | BinOp::FloatCompare(_) => self.truth(expression),
                BinOp::Float(width, op) => self.float(*width, *op, a, b),
                BinOp::Helper(helper) => {
                    let args = [self.value(a), self.value(b)];
                    self.helper_result(*helper, &args)
                }
            },
            Expr::Select(parts) => {
                let condition = self.condition(&parts[0], false);
                let (yes, no) = (self.value(&parts[1]), self.value(&parts[2]));
                let text = format!("{}?{}:{}", condition.at(level::OR), yes.at(level::OR), no.at(level::OR));
                Php::new(text, level::TERNARY, yes.range.join(no.range)).zeros(yes.zeros.min(no.zeros))
            }
            Expr::Load(access, address, offset) => self.load(*access, address, *offset),
            Expr::Call(function, args) => self.call(*function, args),
            Expr::CallIndirect(ty, args, index) => self.call_indirect(*ty, args, index),
            Expr::MemorySize => Php::new("\\count($m)>>14", level::SHIFT, Range::new(0, 65_536)),
            Expr::MemoryGrow(pages) => {
                let pages = self.value(pages);
                let mut grown = self.helper("grow", &["$m", &pages.text]);
                grown.range = Range::U32;
                grown
            }
        }
    }

    fn unary(&mut self, op: UnOp, whole: &Expr, a: &Expr) -> Php {
        match op {
            UnOp::Eqz => self.truth(whole),
            UnOp::Wrap => self.expression(a),
            UnOp::ExtendU => self.value(a),
            UnOp::ExtendS => self.expression(a).signed(),
            UnOp::SignExtend(bits, _) => {
                let a = self.expression(a);
                let (mask, sign) = ((1i64 << bits) - 1, 1i64 << (bits - 1));
                if a.range.within(Range::new(-sign, sign - 1)) {
                    return a;
                }
                let low = if a.range.within(Range::new(0, mask)) {
                    a.at(level::XOR)
                } else {
                    format!("{}&{mask}", a.at(level::AND))
                };
                Php::new(format!("({low}^{sign})-{sign}"), level::ADD, Range::new(-sign, sign - 1))
            }
            UnOp::Helper(helper) => match (helper.name, self.value(a)) {
                // Hardware makes a quiet NaN of a signalling one when it multiplies; all else stays the same.
                ("promote", a) => Php::float(format!("{}*1.0", a.at(level::MUL)), level::MUL),
                ("i32_f64", a) => Php::float(format!("(float)({})", a.signed().text), level::UNARY),
                ("u32_f64" | "i64_f64", a) => {
                    Php::float(format!("(float){}", a.at(level::ATOM)), level::UNARY)
                }
                ("fsqrt", a) => Php::float(format!("\\sqrt({})", a.text), level::ATOM),
                (_, a) => self.helper_result(helper, &[a]),
            },
        }
    }

    fn float(&mut self, width: Width, op: FloatOp, a: &Expr, b: &Expr) -> Php {
        let (a, b) = (self.value(a), self.value(b));
        let php = match op {
            FloatOp::Add => Php::float(infix(&a, "+", &b, level::ADD), level::ADD),
            FloatOp::Sub => Php::float(infix(&a, "-", &b, level::ADD), level::ADD),
            FloatOp::Mul => Php::float(infix(&a, "*", &b, level::MUL), level::MUL),
            FloatOp::Div => Php::float(format!("\\fdiv({},{})", a.text, b.text), level::ATOM),
        };
        match width {
            Width::W32 => self.helper("round32", &[&php.text]),
            Width::W64 => php,
        }
    }

    fn helper_result(&mut self, helper: Helper, args: &[Php]) -> Php {
        let args: Vec<&str> = args.iter().map(|arg| arg.text.as_str()).collect();
        let mut php = self.helper(helper.name, &args);
        php.range = match (helper.name, helper.result) {
            ("clz32" | "ctz32" | "clz64" | "ctz64" | "popcnt", _) => Range::new(0, 64),
            (_, Ty::I32) => Range::U32,
            _ => Range::ANY,
        };
        php
    }

    /// A comparison where a number is wanted.
    fn truth(&mut self, expression: &Expr) -> Php {
        let condition = self.condition(expression, false);
        match condition.value() {
            Some(value) => Php::int(value),
            None => Php::new(format!("{}?1:0", condition.at(level::OR)), level::TERNARY, Range::new(0, 1)),
        }
    }

    /// Something that PHP takes as true exactly if the value is not zero (or, negated, if it is).
    pub(super) fn condition(&mut self, expression: &Expr, negate: bool) -> Php {
        match expression {
            Expr::Unary(UnOp::Eqz, a) => self.condition(a, !negate),
            Expr::Binary(BinOp::Compare(width, sign, order), a, b) => {
                let order = if negate { inverse(*order) } else { *order };
                match width {
                    Width::W32 => self.compare32(*sign, order, a, b),
                    Width::W64 => self.compare64(*sign, order, a, b),
                }
            }
            Expr::Binary(BinOp::FloatCompare(order), a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                let (op, level) = match order {
                    Order::Eq => ("==", level::EQUAL),
                    Order::Ne => ("!=", level::EQUAL),
                    Order::Lt => ("<", level::LESS),
                    Order::Gt => (">", level::LESS),
                    Order::Le => ("<=", level::LESS),
                    Order::Ge => (">=", level::LESS),
                };
                let text = format!("{}{op}{}", a.at(level + 1), b.at(level + 1));
                // With a NaN the opposite comparison is no negation.
                if negate {
                    Php::new(format!("!({text})"), level::UNARY, Range::new(0, 1))
                } else {
                    Php::new(text, level, Range::new(0, 1))
                }
            }
            Expr::Binary(BinOp::Int(Width::W32, op @ (IntOp::And | IntOp::Or)), a, b)
                if is_truth(a) && is_truth(b) && crate::effects::Effects::of(b).is_pure() =>
            {
                let (a, b) = (self.condition(a, negate), self.condition(b, negate));
                let both = (*op == IntOp::And) != negate;
                let (op, level) = if both { ("&&", level::OR - 1) } else { ("||", level::OR - 2) };
                Php::new(format!("{}{op}{}", a.at(level + 1), b.at(level + 1)), level, Range::new(0, 1))
            }
            _ => {
                let value = self.value(expression);
                match value.value() {
                    Some(known) => Php::int(i64::from((known != 0) != negate)),
                    None if negate => {
                        Php::new(format!("{}==0", value.at(level::EQUAL + 1)), level::EQUAL, Range::new(0, 1))
                    }
                    None => value,
                }
            }
        }
    }

    fn compare32(&mut self, sign: Sign, order: Order, a: &Expr, b: &Expr) -> Php {
        let (a, b) = (self.expression(a), self.expression(b));
        let small = |php: &Php| php.range.within(Range::S32) || php.value().is_some();
        let order_of_signed = sign == Sign::Signed || matches!(order, Order::Eq | Order::Ne);
        if order_of_signed && small(&a) && small(&b) {
            return comparison(order, &a.signed(), &b.signed());
        }
        let (a, b) = (a.canonical(), b.canonical());
        if sign == Sign::Unsigned || matches!(order, Order::Eq | Order::Ne) {
            return comparison(order, &a, &b);
        }
        match (order, b.value()) {
            (Order::Lt, Some(0)) | (Order::Le, Some(MASK)) => {
                return comparison(Order::Gt, &a, &Php::int(0x7fff_ffff));
            }
            (Order::Ge, Some(0)) | (Order::Gt, Some(MASK)) => {
                return comparison(Order::Le, &a, &Php::int(0x7fff_ffff));
            }
            _ => {}
        }
        comparison(order, &flip(&a, 0x8000_0000), &flip(&b, 0x8000_0000))
    }

    fn compare64(&mut self, sign: Sign, order: Order, a: &Expr, b: &Expr) -> Php {
        let (a, b) = (self.expression(a), self.expression(b));
        let plain = sign == Sign::Signed || matches!(order, Order::Eq | Order::Ne);
        if plain || (a.range.natural() && b.range.natural()) {
            return comparison(order, &a, &b);
        }
        comparison(order, &flip(&a, i64::MIN), &flip(&b, i64::MIN))
    }

    pub(super) fn helper(&mut self, name: &'static str, args: &[&str]) -> Php {
        self.context.helpers.borrow_mut().insert(name);
        Php::atom(method(name, args), Range::ANY)
    }
}

fn comparison(order: Order, a: &Php, b: &Php) -> Php {
    let (op, level) = match order {
        // Between integers the same as `===`, which takes PHP a function call.
        Order::Eq => ("==", level::EQUAL),
        Order::Ne => ("!=", level::EQUAL),
        Order::Lt => ("<", level::LESS),
        Order::Gt => (">", level::LESS),
        Order::Le => ("<=", level::LESS),
        Order::Ge => (">=", level::LESS),
    };
    Php::new(format!("{}{op}{}", a.at(level + 1), b.at(level + 1)), level, Range::new(0, 1))
}

/// With its sign bit flipped, for an unsigned comparison of signed numbers and the other way round.
fn flip(a: &Php, sign: i64) -> Php {
    if let Some(value) = a.value() {
        return Php::int(value ^ sign);
    }
    Php::new(format!("{}^{}", a.at(level::XOR), Php::int(sign).text), level::XOR, Range::ANY)
}

fn inverse(order: Order) -> Order {
    match order {
        Order::Eq => Order::Ne,
        Order::Ne => Order::Eq,
        Order::Lt => Order::Ge,
        Order::Gt => Order::Le,
        Order::Le => Order::Gt,
        Order::Ge => Order::Lt,
    }
}

/// Whether the value is 0 or 1 because it is a comparison.
fn is_truth(expression: &Expr) -> bool {
    match expression {
        Expr::Unary(UnOp::Eqz, _) | Expr::Binary(BinOp::Compare(..) | BinOp::FloatCompare(_), _, _) => true,
        Expr::Binary(BinOp::Int(Width::W32, IntOp::And | IntOp::Or), a, b) => is_truth(a) && is_truth(b),
        _ => false,
    }
}

fn float(value: f64) -> Php {
    if value.is_infinite() {
        return if value > 0.0 {
            Php::float("\\INF", level::ATOM)
        } else {
            Php::float("-\\INF", level::UNARY)
        };
    }
    // The shortest form that reads back as the same number; PHP reads numbers exactly.
    Php::float(format!("{value:?}"), if value.is_sign_negative() { level::UNARY } else { level::ATOM })
}
