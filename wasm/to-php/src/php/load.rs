//! Loads.
//!
//! Memory is one PHP array `$m` of 32-bit words. Reading a word that is not there raises a warning, which the host turns into
//! a trap; writing one would make it, so writes look first. Where the alignment is neither known nor trusted (see
//! [`crate::Alignment`]), it is looked at: an access that crosses a word goes to a method.

use super::function::Writer;
use super::place::{Place, next_word, word};
use super::text::{Php, Range, level};
use crate::ir::{Access, Expr, Ty};

impl Writer<'_> {
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
}
