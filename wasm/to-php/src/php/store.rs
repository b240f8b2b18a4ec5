//! Stores; see `load` for how memory is kept.

use super::function::Writer;
use super::place::{Place, next_word, plus, split, word};
use super::text::{MASK, Php, Range, level};
use crate::effects::Effects;
use crate::ir::{Access, Expr, Ty};

impl Writer<'_> {
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
        if !heavy && bytes == 8 && self.copy_words(access, address, offset, value) {
            return;
        }
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

    /// Eight bytes that go from one place to another are two words, and need not be put together in between. False where a
    /// place is none of whole words.
    fn copy_words(&mut self, access: Access, address: &Expr, offset: u32, value: &Expr) -> bool {
        let Expr::Load(read, source, source_offset) = value else { return false };
        if access.ty != Ty::I64 || read.ty != Ty::I64 || read.bytes != 8 {
            return false;
        }
        let before = self.proven.clone();
        let from = match self.place(*read, source, *source_offset) {
            Place::Inside { index, .. } => Some(index),
            Place::Aligned { index, proves, .. } => {
                self.prove(proves);
                Some(index.text)
            }
            _ => None,
        };
        let to = self.place(access, address, offset);
        let (Some(from), true) = (from, matches!(to, Place::Inside { .. } | Place::Aligned { .. })) else {
            self.proven = before;
            return false;
        };
        let from_level = if split(&from).is_some() { level::ATOM } else { level::SHIFT };
        let (first, again) = self.twice(Php::new(from, from_level, Range::ANY));
        match to {
            Place::Inside { index, .. } => {
                let last = self.second_word(&first.text, &index);
                self.line(&format!("$m[{index}]=$m[{again}];$m[{}]={last};", next_word(&index)));
            }
            Place::Aligned { index, proves, .. } => {
                let last = self.second_word(&first.text, &index.text);
                let (at, next) = (self.scratch(), self.scratch());
                self.line(&format!("if(isset($m[{next}=({at}={})+1])){{", index.text));
                self.line(&format!("$m[{at}]=$m[{again}];$m[{next}]={last};}}"));
                self.refuse_out_of_bounds();
                self.prove(proves);
            }
            _ => unreachable!("looked at above"),
        }
        true
    }

    /// The word after `index`, read before anything is written, unless it is surely not the one at `target`.
    fn second_word(&mut self, index: &str, target: &str) -> String {
        let word = format!("$m[{}]", next_word(index));
        let apart = split(index).zip(split(target)).is_some_and(|(a, b)| a.0 == b.0 && a.1 + 1 != b.1);
        if apart {
            return word;
        }
        let scratch = self.scratch();
        self.line(&format!("{scratch}={word};"));
        scratch
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
        self.refuse_out_of_bounds();
    }

    fn refuse_out_of_bounds(&mut self) {
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
