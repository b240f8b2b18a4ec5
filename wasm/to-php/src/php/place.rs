//! Where a load or store goes: which word of memory, and what is known about it.

use super::function::Writer;
use super::text::{MASK, Php, Range, SIGN, infix, level};
use crate::Alignment;
use crate::ir::{Access, Expr, Var};
use crate::passes::bases::base_of;

/// In `Writer::proven`: nothing is known but that the variable is an address inside the memory.
const ADDRESS: i64 = -1;

/// Where an access goes.
pub(super) enum Place {
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
    pub(super) fn place(&mut self, access: Access, address: &Expr, offset: u32) -> Place {
        let place = self.find_place(access, address, offset);
        if let Expr::Var(var) = address {
            // Whoever comes after this access knows that the variable holds an address inside the memory.
            self.proven.entry(*var).or_insert(ADDRESS);
        }
        place
    }

    /// Whether this access needs no look at its alignment.
    pub(super) fn trusts(&self, access: Access) -> bool {
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
        let aligned = self.is_aligned(var) || trusted || self.was_aligned(var);
        let has_word = self.bases.contains(&var);
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

    /// Whether an access that was aligned, or was trusted to be, has already gone through this variable as it is now.
    fn was_aligned(&self, var: Var) -> bool {
        self.proven.get(&var).is_some_and(|&proven| proven >= 0)
    }

    pub(super) fn prove(&mut self, words: Option<(Var, i64)>) {
        if let Some((var, word)) = words {
            let known = self.proven.entry(var).or_insert(word);
            *known = word.max(*known);
        }
    }

    /// A condition that holds if the access is not aligned, and the address to use after it.
    pub(super) fn aligned(&mut self, address: Php, bytes: u8) -> (String, Php) {
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

pub(super) fn plus(php: &Php, offset: i64) -> Php {
    if offset == 0 {
        return php.clone();
    }
    let range = Range::new(php.range.low + offset, php.range.high + offset);
    let zeros = php.zeros.min(u8::try_from(offset.trailing_zeros()).expect("at most 64"));
    Php::new(infix(php, "+", &Php::int(offset), level::ADD), level::ADD, range).zeros(zeros)
}

pub(super) fn word(address: &Php) -> Php {
    Php::new(format!("{}>>2", address.at(level::SHIFT)), level::SHIFT, Range::ANY)
}

/// The index after `index`, which is a number, a variable, or a variable plus or minus a number.
pub(super) fn next_word(index: &str) -> String {
    match split(index) {
        Some(("", words)) => (words + 1).to_string(),
        Some((variable, -1)) => variable.to_owned(),
        Some((variable, words)) => format!("{variable}{:+}", words + 1),
        None => format!("{index}+1"),
    }
}

/// Variable and number of an index that is one of them or their sum; the variable is empty for a number.
pub(super) fn split(index: &str) -> Option<(&str, i64)> {
    if let Ok(number) = index.parse() {
        return Some(("", number));
    }
    let at = index.find(['+', '-']).unwrap_or(index.len());
    let (variable, words) = index.split_at(at);
    let is_plain =
        variable.strip_prefix('$').is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric()));
    let words = if words.is_empty() { 0 } else { words.parse().ok()? };
    is_plain.then_some((variable, words))
}
