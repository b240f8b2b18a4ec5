//! A piece of PHP with what is known about its value.

/// How tightly PHP's operators bind; higher is tighter.
pub mod level {
    pub const TERNARY: u8 = 1;
    pub const OR: u8 = 8;
    pub const XOR: u8 = 9;
    pub const AND: u8 = 10;
    pub const EQUAL: u8 = 11;
    pub const LESS: u8 = 12;
    pub const SHIFT: u8 = 14;
    pub const ADD: u8 = 15;
    pub const MUL: u8 = 16;
    pub const UNARY: u8 = 18;
    pub const ATOM: u8 = 20;
}

/// The values of an integer, inclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    pub low: i64,
    pub high: i64,
}

pub const MASK: i64 = 0xffff_ffff;
pub const SIGN: i64 = 0x8000_0000;

impl Range {
    pub const ANY: Self = Self { low: i64::MIN, high: i64::MAX };
    /// The one form of an i32 in a variable: unsigned.
    pub const U32: Self = Self { low: 0, high: MASK };
    pub const S32: Self = Self { low: -SIGN, high: SIGN - 1 };

    pub const fn new(low: i64, high: i64) -> Self {
        Self { low, high }
    }

    pub const fn is(value: i64) -> Self {
        Self { low: value, high: value }
    }

    pub fn within(self, other: Self) -> bool {
        self.low >= other.low && self.high <= other.high
    }

    pub fn natural(self) -> bool {
        self.low >= 0
    }

    pub fn join(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// The range of a sum, a difference or a product; `None` where PHP would turn to floats.
    pub fn checked(self, other: Self, op: fn(i128, i128) -> i128) -> Option<Self> {
        let mut corners = [self.low, self.high]
            .into_iter()
            .flat_map(|a| [other.low, other.high].into_iter().map(move |b| op(i128::from(a), i128::from(b))))
            .collect::<Vec<_>>();
        corners.sort_unstable();
        Some(Self { low: i64::try_from(corners[0]).ok()?, high: i64::try_from(corners[3]).ok()? })
    }

    /// The smallest range of the form `0..2^n` or `-2^n..2^n` that holds this one and `other`: bit operations stay in it.
    pub fn bits(self, other: Self) -> Self {
        let all = self.join(other);
        let high = all.high.max(!all.low).max(0);
        let high =
            i64::try_from((u128::from(high.cast_unsigned()) + 1).next_power_of_two() - 1).unwrap_or(i64::MAX);
        Self { low: if all.low < 0 { !high } else { 0 }, high }
    }
}

#[derive(Clone, Debug)]
pub struct Php {
    pub text: String,
    pub level: u8,
    /// Of an integer. An i32 may be *loose*: right only in its low 32 bits, see [`Php::canonical`].
    pub range: Range,
    /// So many low bits are zero.
    pub zeros: u8,
    /// For a choice: condition, value if true, value if not. A statement can make the choice without a copy of the value.
    pub choice: Option<Box<[String; 3]>>,
    /// A number that is written out; a range of one value is not enough, the text may have effects.
    literal: bool,
}

impl Php {
    pub fn new(text: impl Into<String>, level: u8, range: Range) -> Self {
        Self { text: text.into(), level, range, zeros: 0, choice: None, literal: false }
    }

    pub fn atom(text: impl Into<String>, range: Range) -> Self {
        Self::new(text, level::ATOM, range)
    }

    pub fn float(text: impl Into<String>, level: u8) -> Self {
        Self::new(text, level, Range::ANY)
    }

    pub fn int(value: i64) -> Self {
        let zeros = u8::try_from(value.trailing_zeros()).expect("at most 64");
        let (text, level) = match value {
            i64::MIN => ("~9223372036854775807".to_owned(), level::UNARY),
            0.. => (value.to_string(), level::ATOM),
            _ => (value.to_string(), level::UNARY),
        };
        Self { text, level, range: Range::is(value), zeros, choice: None, literal: true }
    }

    pub fn choice(condition: String, yes: String, no: String, range: Range) -> Self {
        let mut php = Self::new(format!("{condition}?{yes}:{no}"), level::TERNARY, range);
        php.choice = Some(Box::new([condition, yes, no]));
        php
    }

    pub fn zeros(mut self, zeros: u8) -> Self {
        self.zeros = zeros;
        self
    }

    /// The value, if it is written out.
    pub fn value(&self) -> Option<i64> {
        self.literal.then_some(self.range.low)
    }

    /// As an operand of an operator that binds as tightly as `level`.
    pub fn at(&self, level: u8) -> String {
        if self.level >= level { self.text.clone() } else { format!("({})", self.text) }
    }

    /// A variable or a number: cheap to write twice, and without effects.
    pub fn is_simple(&self) -> bool {
        self.level == level::ATOM && !self.text.contains(['(', '[', '>'])
    }

    /// An i32 in its one form, unsigned.
    pub fn canonical(self) -> Self {
        if self.range.within(Range::U32) {
            return self;
        }
        if let Some(value) = self.value() {
            return Self::int(value & MASK);
        }
        let text = format!("{}&{MASK}", self.at(level::AND));
        Self::new(text, level::AND, Range::U32).zeros(self.zeros)
    }

    /// An i32 as a signed number.
    pub fn signed(self) -> Self {
        if self.range.within(Range::S32) {
            return self;
        }
        let canonical = self.canonical();
        if let Some(value) = canonical.value() {
            return Self::int((value ^ SIGN) - SIGN);
        }
        let text = format!("({}^{SIGN})-{SIGN}", canonical.at(level::XOR));
        Self::new(text, level::ADD, Range::S32).zeros(canonical.zeros.min(31))
    }
}

/// `left op right` for an operator that takes operands from the left.
pub fn infix(left: &Php, op: &str, right: &Php, level: u8) -> String {
    let right = right.at(level + 1);
    // `a--1` would be a decrement.
    let gap = if right.starts_with('-') && op == "-" { " " } else { "" };
    format!("{}{op}{gap}{right}", left.at(level))
}

/// A method call of the module.
pub fn method(name: &str, args: &[&str]) -> String {
    format!("$this->{name}({})", args.join(","))
}
