//! Loads and stores.
//!
//! Memory is one PHP array `$m` of 32-bit words. Reading a word that is not there raises a warning, which the host turns
//! into a trap; writing one would make it, so writes look first. Where the alignment is neither known nor trusted (see [`Alignment`]), it is looked at: an
//! access that crosses a word goes to a method.

use super::function::Writer;
use super::text::{MASK, Php, Range, SIGN, infix, level};
use crate::Alignment;
use crate::effects::Effects;
use crate::ir::{Access, Expr, Ty, Var};
use crate::passes::bases::base_of;

/// In `Writer::proven`: nothing is known but that the variable is an address inside the memory.
const ADDRESS: i64 = -1;

/// Where an access goes.
enum Place {
    /// Word index and byte in the word; surely in bounds.
    Inside { index: String, byte: u32 },
    /// Word index and byte in the word; the index may be out of bounds. Once accessed, that many words after the
    /// variable are proven.
    Aligned { index: Php, byte: u32, proves: Option<(Var, i64)> },
    /// Word index from a variable's `$w` and byte in the word; the address to use if there is no such word.
    Kept { index: String, byte: u32, address: Php },
    /// The address, to be looked at.
    Anywhere(Php),
}

impl Writer<'_> {
    fn place(&mut self, access: Access, address: &Expr, offset: u32) -> Place {
        let place = self.find_place(access, address, offset);
        if let Expr::Var(var) = address {
            // Whoever comes after this access knows that the variable holds an address inside the memory.
            self.proven.entry(*var).or_insert(ADDRESS);
        }
        place
    }

    /// Whether this access needs no look at its alignment.
    fn trusts(&self, access: Access) -> bool {
        access.aligned && self.context.alignment == Alignment::Trusted
    }

    fn find_place(&mut self, access: Access, address: &Expr, offset: u32) -> Place {
        let bytes = access.bytes;
        let trusted = self.trusts(access) && bytes >= 4 && offset.is_multiple_of(4);
        if let Some(place) = self
            .frame_place(address, offset, bytes)
            .or_else(|| self.base_place(address, offset, bytes, trusted))
        {
            return place;
        }
        let php = self.expression(address);
        // A small negative address stands for one near 4 GiB, where there is never memory: both trap. Not so with an
        // offset, which would bring it back to the start.
        let php =
            if offset == 0 && php.range.within(Range::new(-SIGN, MASK)) { php } else { php.canonical() };
        if let Some(value) = php.value() {
            let value = value + i64::from(offset);
            let end = value + i64::from(bytes);
            let byte = u32::try_from(value & 3).expect("two bits");
            if value >= 0 && end <= self.context.min_bytes && fits(byte, bytes) {
                return Place::Inside { index: (value >> 2).to_string(), byte };
            }
            return Place::Anywhere(Php::int(value));
        }
        let byte = offset & 3;
        if (trusted || php.zeros >= 2) && fits(byte, bytes) {
            let words = i64::from(offset - byte);
            return Place::Aligned { index: word(&plus(&php, words)), byte, proves: None };
        }
        Place::Anywhere(plus(&php, i64::from(offset)))
    }

    /// Inside the function's own frame on the shadow stack.
    fn frame_place(&mut self, address: &Expr, offset: u32, bytes: u8) -> Option<Place> {
        let (var, more) = base_of(address)?;
        let size = u64::from(*self.frames.get(&var)?);
        let at = u64::from(offset) + u64::from(more);
        let byte = u32::try_from(at & 3).expect("two bits");
        if at + u64::from(bytes) > size || !fits(byte, bytes) {
            return None;
        }
        self.words.insert(var);
        Some(Place::Inside { index: kept(var, i64::try_from(at >> 2).expect("below 2^31")), byte })
    }

    /// Relative to a variable that is aligned, or whose word index is kept.
    fn base_place(&mut self, address: &Expr, offset: u32, bytes: u8, trusted: bool) -> Option<Place> {
        let (var, more) = base_of(address)?;
        let (aligned, has_word) = (self.is_aligned(var) || trusted, self.bases.contains(&var));
        // As a signed number: `$l1-8` is written as an addition.
        let at = i64::from(more.cast_signed()) + i64::from(offset);
        let byte = u32::try_from(at & 3).expect("two bits");
        // Where alignment is trusted, `$w` does not tell whether the variable is aligned.
        let usable = aligned || (has_word && self.context.alignment == Alignment::Checked);
        if !usable || !fits(byte, bytes) {
            return None;
        }
        let first = at >> 2;
        let last = first + i64::from(bytes == 8);
        let index = |writer: &Self| {
            if has_word {
                return Php::new(
                    kept(var, first),
                    if first == 0 { level::ATOM } else { level::ADD },
                    Range::ANY,
                );
            }
            word(&plus(&writer.variable(var), first << 2))
        };
        if aligned && first >= 0 && self.proven.get(&var).is_some_and(|&proven| last <= proven) {
            // The second word of two is found by adding to the text.
            return Some(Place::Inside { index: index(self).at(level::ADD), byte });
        }
        if aligned && more == 0 {
            return Some(Place::Aligned { index: index(self), byte, proves: Some((var, last)) });
        }
        if !has_word {
            return None;
        }
        // The sum of variable and constant may wrap around.
        let address = plus(&self.expression(address).canonical(), i64::from(offset));
        Some(Place::Kept { index: kept(var, first), byte, address })
    }

    fn prove(&mut self, words: Option<(Var, i64)>) {
        if let Some((var, word)) = words {
            let known = self.proven.entry(var).or_insert(word);
            *known = word.max(*known);
        }
    }

    pub(super) fn load(&mut self, access: Access, address: &Expr, offset: u32) -> Php {
        let bytes = access.bytes;
        let php = match self.place(access, address, offset) {
            Place::Inside { index, byte } => Self::load_word(&index, None, byte, bytes),
            Place::Aligned { index, byte, proves } => {
                self.prove(proves);
                if bytes == 8 && index.text.contains(">>") {
                    let (first, again) = self.twice(index);
                    Self::load_word(&first.text, Some(&again), byte, bytes)
                } else {
                    Self::load_word(&index.text, None, byte, bytes)
                }
            }
            Place::Kept { index, byte, address } => self.load_kept(&index, byte, bytes, &address),
            Place::Anywhere(address) => self.load_anywhere(access, address),
        };
        match (access.ty, bytes) {
            (Ty::F32, _) => self.helper("bits_f32", &[&php.text]),
            (Ty::F64, _) => self.helper("bits_f64", &[&php.text]),
            _ if access.signed => {
                let sign = 1i64 << (8 * bytes - 1);
                let text = format!("({}^{sign})-{sign}", php.at(level::XOR));
                Php::new(text, level::ADD, Range::new(-sign, sign - 1))
            }
            _ => php,
        }
    }

    fn load_word(index: &str, again: Option<&str>, byte: u32, bytes: u8) -> Php {
        if bytes == 8 {
            let next = next_word(again.unwrap_or(index));
            return Php::new(format!("$m[{index}]|$m[{next}]<<32"), level::OR, Range::ANY);
        }
        if bytes == 4 {
            return Php::atom(format!("$m[{index}]"), Range::U32);
        }
        let mask = (1i64 << (8 * bytes)) - 1;
        let (text, level) = match byte {
            0 => (format!("$m[{index}]&{mask}"), level::AND),
            // Nothing is above the last byte.
            _ if byte + u32::from(bytes) == 4 => (format!("$m[{index}]>>{}", 8 * byte), level::SHIFT),
            _ => (format!("$m[{index}]>>{}&{mask}", 8 * byte), level::AND),
        };
        Php::new(text, level, Range::new(0, mask))
    }

    fn load_kept(&mut self, index: &str, byte: u32, bytes: u8, address: &Php) -> Php {
        let (name, range) = match bytes {
            1 => ("load8", Range::new(0, 255)),
            2 => ("load16", Range::new(0, 65_535)),
            4 => ("load32", Range::U32),
            _ => ("load64", Range::ANY),
        };
        let slow = self.helper(name, &["$m", &address.text]).text;
        match bytes {
            8 => {
                let condition = format!("isset($m[{}])", next_word(index));
                Php::choice(condition, Self::load_word(index, None, 0, 8).text, slow, range)
            }
            4 => Php::new(format!("$m[{index}]??{slow}"), level::TERNARY, range),
            // The slow way gives the part of the word alone, where it would be in the word.
            _ => {
                let mask = (1i64 << (8 * bytes)) - 1;
                let shift = 8 * byte;
                let text = match byte {
                    0 => format!("($m[{index}]??{slow})&{mask}"),
                    _ => format!("($m[{index}]??{slow}<<{shift})>>{shift}&{mask}"),
                };
                Php::new(text, level::AND, range)
            }
        }
    }

    fn load_anywhere(&mut self, access: Access, address: Php) -> Php {
        let bytes = access.bytes;
        if bytes == 1 {
            let (first, again) = self.twice(address);
            let text = format!("$m[{}]>>({again}<<3&24)&255", word(&first).text);
            return Php::new(text, level::AND, Range::new(0, 255));
        }
        if bytes == 2 && self.trusts(access) {
            let (first, again) = self.twice(address);
            let text = format!("$m[{}]>>({again}<<3&16)&65535", word(&first).text);
            return Php::new(text, level::AND, Range::new(0, 65_535));
        }
        let (checked, address) = self.aligned(address, bytes);
        let (slow, fast, range) = match bytes {
            2 => {
                let fast = format!("$m[{}]>>({}<<3&16)&65535", word(&address).text, address.at(level::SHIFT));
                ("load16", fast, Range::new(0, 65_535))
            }
            4 => ("load32", format!("$m[{}]", word(&address).text), Range::U32),
            _ => {
                let index = self.scratch();
                let fast = format!("$m[{index}={}]|$m[{index}+1]<<32", word(&address).text);
                ("load64", fast, Range::ANY)
            }
        };
        let slow = self.helper(slow, &["$m", &address.text]);
        Php::choice(checked, slow.text, fast, range)
    }

    /// A condition that holds if the access is not aligned, and the address to use after it.
    fn aligned(&mut self, address: Php, bytes: u8) -> (String, Php) {
        let mask = i64::from(bytes.min(4)) - 1;
        // `$l1+8` is as well aligned as `$l1`, and cheap to write again.
        if let Some((base, more)) = address.text.split_once(['+', '-'])
            && more.parse::<i64>().is_ok_and(|more| more & mask == 0)
            && Php::atom(base, Range::ANY).is_simple()
        {
            return (format!("{base}&{mask}"), address);
        }
        let (first, again) = self.twice(address);
        (format!("{}&{mask}", first.at(level::AND)), Php::atom(again, first.range))
    }

    pub(super) fn store(&mut self, access: Access, address: &Expr, offset: u32, value: &Expr) {
        let heavy = Effects::of(value).is_heavy() || Effects::of(address).is_heavy();
        // What happens in the value happens before the address is looked at.
        let address_first = heavy.then(|| {
            let address = self.value(address);
            let scratch = self.scratch();
            self.line(&format!("{scratch}={};", address.text));
            Php::atom(scratch, address.range).zeros(address.zeros)
        });
        let bytes = access.bytes;
        let mut php = match (access.ty, bytes) {
            (Ty::F32, _) => {
                let value = self.value(value);
                let mut bits = self.helper("f32_bits", &[&value.text]);
                bits.range = Range::U32;
                bits
            }
            (Ty::F64, _) => {
                let value = self.value(value);
                self.helper("f64_bits", &[&value.text])
            }
            (_, 4) => self.expression(value).canonical(),
            _ => self.expression(value),
        };
        if heavy {
            php = self.keep(php);
        }
        let place = match address_first {
            Some(address) => Place::Anywhere(plus(&address, i64::from(offset))),
            None => self.place(access, address, offset),
        };
        match place {
            Place::Inside { index, byte } => self.store_word(&index, byte, bytes, php),
            Place::Aligned { index, byte, proves } => {
                self.store_aligned(&index, byte, bytes, php);
                self.prove(proves);
            }
            Place::Kept { index, byte, address } => self.store_kept(&index, byte, bytes, &address, php),
            Place::Anywhere(address) => self.store_anywhere(access, address, php),
        }
    }

    fn store_aligned(&mut self, index: &Php, byte: u32, bytes: u8, mut php: Php) {
        let index_var = self.scratch();
        if bytes < 4 {
            // Reading the word finds out whether it is there.
            self.line(&format!("{index_var}={};", index.text));
            self.store_word(&index_var, byte, bytes, php);
            return;
        }
        if bytes == 4 {
            self.line(&format!("if(isset($m[{index_var}={}]))$m[{index_var}]={};", index.text, php.text));
        } else {
            php = self.keep(php);
            let last = self.scratch();
            self.line(&format!("if(isset($m[{last}=({index_var}={})+1])){{", index.text));
            self.line(&format!("$m[{index_var}]={};$m[{last}]={};}}", low(&php).text, high(&php).text));
        }
        let trap = self.helper("out_of_bounds", &[]);
        self.line(&format!("else {};", trap.text));
    }

    fn store_kept(&mut self, index: &str, byte: u32, bytes: u8, address: &Php, php: Php) {
        let name = match bytes {
            1 => "store8",
            2 => "store16",
            4 => "store32",
            _ => "store64",
        };
        let php = self.keep(php);
        let slow = self.helper(name, &["$m", &address.text, &php.text]);
        if bytes == 8 {
            self.line(&format!("if(isset($m[{}])){{", next_word(index)));
        } else {
            let index_var = self.scratch();
            self.line(&format!("if(isset($m[{index_var}={index}])){{"));
            self.store_word(&index_var, byte, bytes, php);
            self.line(&format!("}}else {};", slow.text));
            return;
        }
        self.store_word(index, byte, bytes, php);
        self.line(&format!("}}else {};", slow.text));
    }

    /// Keeps a value that is written down more than once.
    fn keep(&mut self, php: Php) -> Php {
        if php.is_simple() || php.value().is_some() {
            return php;
        }
        let scratch = self.scratch();
        self.line(&format!("{scratch}={};", php.text));
        Php::atom(scratch, php.range).zeros(php.zeros)
    }

    fn store_word(&mut self, index: &str, byte: u32, bytes: u8, php: Php) {
        match bytes {
            8 => {
                let php = self.keep(php);
                self.line(&format!("$m[{index}]={};", low(&php).text));
                self.line(&format!("$m[{}]={};", next_word(index), high(&php).text));
            }
            4 => self.line(&format!("$m[{index}]={};", php.text)),
            _ => {
                let mask = (1i64 << (8 * bytes)) - 1;
                let rest = MASK & !(mask << (8 * byte));
                let value = if php.range.within(Range::new(0, mask)) {
                    php
                } else if let Some(value) = php.value() {
                    Php::int(value & mask)
                } else {
                    Php::new(format!("{}&{mask}", php.at(level::AND)), level::AND, Range::new(0, mask))
                };
                let value = match (value.value(), byte) {
                    (Some(value), _) => Php::int(value << (8 * byte)),
                    (None, 0) => value,
                    _ => Php::new(
                        format!("{}<<{}", value.at(level::SHIFT), 8 * byte),
                        level::SHIFT,
                        Range::ANY,
                    ),
                };
                self.line(&format!("$m[{index}]=$m[{index}]&{rest}|{};", value.at(level::OR + 1)));
            }
        }
    }

    fn store_anywhere(&mut self, access: Access, address: Php, php: Php) {
        let bytes = access.bytes;
        if bytes == 1 {
            let (first, again) = self.twice(address);
            let (index, shift) = (self.scratch(), self.scratch());
            self.line(&format!(
                "$m[{index}={}]^=(($m[{index}]>>({shift}={again}<<3&24)^{})&255)<<{shift};",
                word(&first).text,
                php.at(level::XOR + 1)
            ));
            return;
        }
        if bytes == 2 && self.trusts(access) {
            let (first, again) = self.twice(address);
            let (index, shift) = (self.scratch(), self.scratch());
            self.line(&format!(
                "$m[{index}={}]^=(($m[{index}]>>({shift}={again}<<3&16)^{})&65535)<<{shift};",
                word(&first).text,
                php.at(level::XOR + 1)
            ));
            return;
        }
        let php = self.keep(php);
        let (checked, address) = self.aligned(address, bytes);
        let slow = match bytes {
            2 => "store16",
            4 => "store32",
            _ => "store64",
        };
        let slow = self.helper(slow, &["$m", &address.text, &php.text]);
        let index = self.scratch();
        match bytes {
            2 => {
                let shift = self.scratch();
                self.line(&format!("if({checked}){};else ", slow.text));
                self.line(&format!(
                    "$m[{index}={}]^=(($m[{index}]>>({shift}={}<<3&16)^{})&65535)<<{shift};",
                    word(&address).text,
                    address.at(level::SHIFT),
                    php.at(level::XOR + 1)
                ));
            }
            4 => {
                self.line(&format!(
                    "if({checked}||!isset($m[{index}={}])){};",
                    word(&address).text,
                    slow.text
                ));
                self.line(&format!("else $m[{index}]={};", php.text));
            }
            _ => {
                let last = self.scratch();
                self.line(&format!(
                    "if({checked}||!isset($m[{last}=({index}={})+1])){};",
                    word(&address).text,
                    slow.text
                ));
                self.line(&format!("else{{$m[{index}]={};$m[{last}]={};}}", low(&php).text, high(&php).text));
            }
        }
    }
}

/// The word index of a variable plus a number of words.
fn kept(var: Var, words: i64) -> String {
    match words {
        0 => format!("$w{var}"),
        1.. => format!("$w{var}+{words}"),
        _ => format!("$w{var}{words}"),
    }
}

/// Whether an access at this byte of a word stays inside the word, or is made of whole words.
fn fits(byte: u32, bytes: u8) -> bool {
    if bytes >= 4 { byte == 0 } else { byte + u32::from(bytes) <= 4 }
}

fn plus(php: &Php, offset: i64) -> Php {
    if offset == 0 {
        return php.clone();
    }
    let range = Range::new(php.range.low + offset, php.range.high + offset);
    let zeros = php.zeros.min(u8::try_from(offset.trailing_zeros()).expect("at most 64"));
    Php::new(infix(php, "+", &Php::int(offset), level::ADD), level::ADD, range).zeros(zeros)
}

fn word(address: &Php) -> Php {
    Php::new(format!("{}>>2", address.at(level::SHIFT)), level::SHIFT, Range::ANY)
}

/// The index after `index`, which is a number, a variable, or a variable plus or minus a number.
fn next_word(index: &str) -> String {
    if let Ok(number) = index.parse::<i64>() {
        return (number + 1).to_string();
    }
    let Some(at) = index.find(['+', '-']) else { return format!("{index}+1") };
    match index[at..].parse::<i64>() {
        Ok(-1) => index[..at].to_owned(),
        Ok(words) => format!("{}{:+}", &index[..at], words + 1),
        Err(_) => format!("{index}+1"),
    }
}

fn low(php: &Php) -> Php {
    php.clone().canonical()
}

fn high(php: &Php) -> Php {
    if php.range.within(Range::U32) {
        return Php::int(0);
    }
    if let Some(value) = php.value() {
        return Php::int(value >> 32 & MASK);
    }
    if php.range.natural() {
        return Php::new(format!("{}>>32", php.at(level::SHIFT)), level::SHIFT, Range::U32);
    }
    Php::new(format!("{}>>32&{MASK}", php.at(level::SHIFT)), level::AND, Range::U32)
}
