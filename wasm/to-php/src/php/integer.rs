//! Integer arithmetic. PHP's integers have 64 bits and a sign, and turn to floats when they overflow.

use super::function::Writer;
use super::text::{MASK, Php, Range, infix, level};
use crate::ir::{Expr, IntOp};

/// Sums of loose values stay inside of this, so that a few more can be added before anything overflows.
const LOOSE: Range = Range::new(-(1 << 61), 1 << 61);

fn add(a: i128, b: i128) -> i128 {
    a + b
}

fn sub(a: i128, b: i128) -> i128 {
    a - b
}

fn mul(a: i128, b: i128) -> i128 {
    a * b
}

impl Writer<'_> {
    pub(super) fn int32(&mut self, op: IntOp, a: &Expr, b: &Expr) -> Php {
        let (a, b) = (self.expression(a), self.expression(b));
        match op {
            IntOp::Add | IntOp::Sub => {
                let (mut a, mut b) = (short(a), short(b));
                let exact = if op == IntOp::Add { add } else { sub };
                if !a.range.checked(b.range, exact).is_some_and(|range| range.within(LOOSE)) {
                    (a, b) = (a.canonical(), b.canonical());
                }
                sum(op, a, b)
            }
            IntOp::Mul => {
                let (mut a, mut b) = (short(a), short(b));
                if a.range.checked(b.range, mul).is_none() {
                    (a, b) =
                        if b.value().is_some() { (a.canonical(), b) } else { (a.canonical(), b.signed()) };
                }
                let range = a.range.checked(b.range, mul).expect("32 bits times 31 bits and a sign");
                Php::new(infix(&a, "*", &b, level::MUL), level::MUL, range).zeros((a.zeros + b.zeros).min(63))
            }
            IntOp::DivU | IntOp::RemU => {
                let (a, b) = (a.canonical(), b.canonical());
                if op == IntOp::RemU {
                    let high = a.range.high.min((b.range.high - 1).max(0));
                    return Php::new(infix(&a, "%", &b, level::MUL), level::MUL, Range::new(0, high));
                }
                // The quotient of two 32-bit numbers is never rounded up to the next integer.
                let text = format!("(int)({})", infix(&a, "/", &b, level::MUL));
                Php::new(text, level::UNARY, Range::new(0, a.range.high))
            }
            IntOp::DivS => {
                let (a, b) = (a.signed(), b.signed());
                if b.value().is_some_and(|value| value != 0 && value != -1) {
                    let text = format!("(int)({})", infix(&a, "/", &b, level::MUL));
                    return Php::new(text, level::UNARY, Range::S32);
                }
                let mut php = self.helper("div_s32", &[&a.text, &b.text]);
                php.range = Range::S32;
                php
            }
            IntOp::RemS => {
                let (a, b) = (a.signed(), b.signed());
                Php::new(infix(&a, "%", &b, level::MUL), level::MUL, Range::S32)
            }
            IntOp::And | IntOp::Or | IntOp::Xor => bitwise(op, &a, &b),
            IntOp::Shl => shift_left(&a, &b, 31),
            IntOp::ShrS => shift_right(&a.signed(), &b, 31),
            IntOp::ShrU => shift_right(&a.canonical(), &b, 31),
            IntOp::Rotl | IntOp::Rotr => {
                let a = a.canonical();
                let Some(count) = b.value() else {
                    let name = if op == IntOp::Rotl { "rotl32" } else { "rotr32" };
                    let b = b.canonical();
                    let mut php = self.helper(name, &[&a.text, &b.text]);
                    php.range = Range::U32;
                    return php;
                };
                let count = if op == IntOp::Rotl { count & 31 } else { count.wrapping_neg() & 31 };
                if count == 0 {
                    return a;
                }
                let (first, again) = self.twice(a);
                let text = format!("{}<<{count}|{again}>>{}", first.at(level::SHIFT), 32 - count);
                Php::new(text, level::OR, Range::new(0, MASK << count | MASK))
            }
        }
    }

    pub(super) fn int64(&mut self, op: IntOp, a: &Expr, b: &Expr) -> Php {
        let (a, b) = (self.expression(a), self.expression(b));
        match op {
            IntOp::Add | IntOp::Sub => {
                let (exact, name, sign) = if op == IntOp::Add {
                    (add as fn(_, _) -> _, "add64", "+")
                } else {
                    (sub as _, "sub64", "-")
                };
                if a.range.checked(b.range, exact).is_some() {
                    return sum(op, a, b);
                }
                self.wrapping(a, sign, b, level::ADD, name)
            }
            IntOp::Mul => {
                if let Some(range) = a.range.checked(b.range, mul) {
                    let zeros = (a.zeros + b.zeros).min(63);
                    return Php::new(infix(&a, "*", &b, level::MUL), level::MUL, range).zeros(zeros);
                }
                match b.value() {
                    // With a factor like a hash's, overflow is the rule.
                    Some(factor) if factor.unsigned_abs() >> 40 != 0 => self.multiply(a, factor),
                    _ => self.wrapping(a, "*", b, level::MUL, "mul64"),
                }
            }
            IntOp::DivS => {
                if b.value().is_some_and(|value| value != 0 && value != -1) {
                    let low = a.range.low.saturating_abs().max(a.range.high.saturating_abs());
                    return Php::atom(
                        format!("\\intdiv({},{})", a.text, b.text),
                        Range::new(low.saturating_neg(), low),
                    );
                }
                self.helper("div_s64", &[&a.text, &b.text])
            }
            IntOp::DivU if a.range.natural() && b.range.natural() => {
                Php::atom(format!("\\intdiv({},{})", a.text, b.text), Range::new(0, a.range.high))
            }
            IntOp::RemU if a.range.natural() && b.range.natural() => {
                let high = a.range.high.min((b.range.high - 1).max(0));
                Php::new(infix(&a, "%", &b, level::MUL), level::MUL, Range::new(0, high))
            }
            IntOp::DivU => self.helper("div_u64", &[&a.text, &b.text]),
            IntOp::RemU => self.helper("rem_u64", &[&a.text, &b.text]),
            IntOp::RemS => Php::new(infix(&a, "%", &b, level::MUL), level::MUL, Range::ANY),
            IntOp::And | IntOp::Or | IntOp::Xor => bitwise(op, &a, &b),
            IntOp::Shl => shift_left(&a, &b, 63),
            IntOp::ShrS => shift_right(&a, &b, 63),
            IntOp::ShrU => match b.value() {
                _ if a.range.natural() => shift_right(&a, &b, 63),
                Some(count) if count % 64 == 0 => a,
                Some(count) => {
                    let mask = i64::MAX >> ((count & 63) - 1);
                    let text = format!("{}>>{}&{mask}", a.at(level::SHIFT), count & 63);
                    Php::new(text, level::AND, Range::new(0, mask))
                }
                None => self.helper("shr64", &[&a.text, &b.text]),
            },
            IntOp::Rotl | IntOp::Rotr => {
                let Some(count) = b.value() else {
                    return self
                        .helper(if op == IntOp::Rotl { "rotl64" } else { "rotr64" }, &[&a.text, &b.text]);
                };
                let count = if op == IntOp::Rotl { count & 63 } else { count.wrapping_neg() & 63 };
                if count == 0 {
                    return a;
                }
                let (first, again) = self.twice(a);
                let text = format!(
                    "{}<<{count}|{again}>>{}&{}",
                    first.at(level::SHIFT),
                    64 - count,
                    i64::MAX >> (63 - count)
                );
                Php::new(text, level::OR, Range::ANY)
            }
        }
    }

    /// The value, and a text that gives it once more.
    pub(super) fn twice(&mut self, a: Php) -> (Php, String) {
        if a.is_simple() {
            let again = a.text.clone();
            return (a, again);
        }
        let scratch = self.scratch();
        (Php::new(format!("({scratch}={})", a.text), level::ATOM, a.range).zeros(a.zeros), scratch)
    }

    /// PHP's operator, and a method where its result was a float.
    fn wrapping(&mut self, a: Php, op: &str, b: Php, level: u8, helper: &'static str) -> Php {
        let (a, a_again) = self.twice(a);
        let (b, b_again) = self.twice(b);
        let result = self.scratch();
        let overflow = self.helper(helper, &[&a_again, &b_again]);
        let condition = format!("\\is_int({result}={})", infix(&a, op, &b, level));
        Php::choice(condition, result, overflow.text, Range::ANY)
    }

    /// A product with a constant, from four products of halves, the lower half of the constant taken as signed:
    /// then none of them overflows.
    fn multiply(&mut self, a: Php, factor: i64) -> Php {
        let low = Php::int(factor & MASK).signed().range.low;
        let high = factor.wrapping_sub(low) >> 32;
        let (a, again) = self.twice(a);
        let (half, product) = (self.scratch(), self.scratch());
        let (low, high) = (Php::int(low).text, Php::int(high).text);
        let text = format!(
            "(({product}=({half}={}&{MASK})*{low})>>32)+({again}>>32)*{low}+({half}*{high}&{MASK})<<32|{product}&{MASK}",
            a.at(level::AND),
        );
        Php::new(text, level::OR, Range::ANY)
    }
}

/// A constant as the signed number, which keeps ranges small.
fn short(php: Php) -> Php {
    if php.value().is_some() { php.signed() } else { php }
}

/// `a + b` or `a - b` where the result fits.
fn sum(op: IntOp, a: Php, b: Php) -> Php {
    let zeros = a.zeros.min(b.zeros);
    let (a, b) = if op == IntOp::Add && a.value().is_some() { (b, a) } else { (a, b) };
    let exact = if op == IntOp::Add { add } else { sub };
    let range = a.range.checked(b.range, exact).expect("checked by the caller");
    if a.value().is_some() && b.value().is_some() {
        return Php::int(range.low);
    }
    let text = match (op, b.value()) {
        (_, Some(0)) => return a,
        (IntOp::Add, Some(negative @ i64::MIN..0)) if negative > i64::MIN => {
            format!("{}-{}", a.at(level::ADD), -negative)
        }
        (IntOp::Sub, Some(negative @ i64::MIN..0)) if negative > i64::MIN => {
            format!("{}+{}", a.at(level::ADD), -negative)
        }
        (IntOp::Add, _) => infix(&a, "+", &b, level::ADD),
        _ => infix(&a, "-", &b, level::ADD),
    };
    Php::new(text, level::ADD, range).zeros(zeros)
}

fn bitwise(op: IntOp, a: &Php, b: &Php) -> Php {
    let bits = a.range.bits(b.range);
    match op {
        IntOp::And => {
            let high = match (a.range.natural(), b.range.natural()) {
                (true, true) => a.range.high.min(b.range.high),
                (true, false) => a.range.high,
                (false, true) => b.range.high,
                (false, false) => bits.high,
            };
            let low = if a.range.natural() || b.range.natural() { 0 } else { bits.low };
            let text = infix(a, "&", b, level::AND);
            Php::new(text, level::AND, Range::new(low, high)).zeros(a.zeros.max(b.zeros).min(63))
        }
        IntOp::Or => Php::new(infix(a, "|", b, level::OR), level::OR, bits).zeros(a.zeros.min(b.zeros)),
        _ => Php::new(infix(a, "^", b, level::XOR), level::XOR, bits).zeros(a.zeros.min(b.zeros)),
    }
}

fn amount(b: &Php, mask: i64) -> String {
    match b.value() {
        Some(count) => (count & mask).to_string(),
        None if b.range.within(Range::new(0, mask)) => b.at(level::SHIFT + 1),
        None => format!("({}&{mask})", b.at(level::AND)),
    }
}

fn shift_left(a: &Php, b: &Php, mask: i64) -> Php {
    let text = format!("{}<<{}", a.at(level::SHIFT), amount(b, mask));
    let Some(count) = b.value().map(|count| count & mask) else {
        return Php::new(text, level::SHIFT, Range::ANY).zeros(a.zeros.min(63));
    };
    if count == 0 {
        return a.clone();
    }
    // Bits that fall off on the left are lost, as they should be.
    let range = 1i64.checked_shl(u32::try_from(count).expect("masked")).filter(|&factor| factor > 0);
    let range = range.and_then(|factor| a.range.checked(Range::is(factor), mul)).unwrap_or(Range::ANY);
    let zeros = (i64::from(a.zeros) + count).min(63);
    Php::new(text, level::SHIFT, range).zeros(u8::try_from(zeros).expect("at most 63"))
}

fn shift_right(a: &Php, b: &Php, mask: i64) -> Php {
    let text = format!("{}>>{}", a.at(level::SHIFT), amount(b, mask));
    let Some(count) = b.value().map(|count| count & mask) else {
        let range = Range::new(a.range.low.min(0), a.range.high.max(0));
        return Php::new(text, level::SHIFT, range);
    };
    if count == 0 {
        return a.clone();
    }
    let zeros = u8::try_from((i64::from(a.zeros) - count).max(0)).expect("at most 64");
    Php::new(text, level::SHIFT, Range::new(a.range.low >> count, a.range.high >> count)).zeros(zeros)
}
