//! A grey JPEG, drawn from a seed: baseline, one flat tone per block, so that only DC coefficients
//! need coding.

use crate::random::Random;

/// Huffman table K.3 of the standard: number of codes per length, then the symbols.
const DC_COUNTS: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SYMBOLS: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// The codes that the table stands for: (bits, length) per symbol.
const DC_CODES: [(u32, u32); 9] = [
    (0b00, 2),
    (0b010, 3),
    (0b011, 3),
    (0b100, 3),
    (0b101, 3),
    (0b110, 3),
    (0b1110, 4),
    (0b11110, 5),
    (0b11_1110, 6),
];

/// A square of so many blocks of eight pixels a side.
pub fn draw(seed: u64, blocks: u16) -> Vec<u8> {
    let mut random = Random::new(seed);
    let side = blocks * 8;
    let [high, low] = side.to_be_bytes();
    let mut out = vec![0xFF, 0xD8];
    segment(&mut out, 0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let mut quantisation = vec![0];
    quantisation.extend_from_slice(&[8; 64]);
    segment(&mut out, 0xDB, &quantisation);
    segment(&mut out, 0xC0, &[8, high, low, high, low, 1, 1, 0x11, 0]);
    let mut dc = vec![0x00];
    dc.extend_from_slice(&DC_COUNTS);
    dc.extend_from_slice(&DC_SYMBOLS);
    segment(&mut out, 0xC4, &dc);
    // The AC table holds one code, of one bit: end of block.
    let mut ac = vec![0x10, 1];
    ac.extend_from_slice(&[0; 15]);
    ac.push(0);
    segment(&mut out, 0xC4, &ac);
    segment(&mut out, 0xDA, &[1, 1, 0, 0, 63, 0]);
    let mut bits = Bits { out: &mut out, word: 0, held: 0 };
    let mut before = 0_i32;
    for _ in 0..u32::from(blocks) * u32::from(blocks) {
        let tone = i32::try_from(random.below(200)).unwrap_or(0) - 100;
        dc_difference(&mut bits, tone - before);
        before = tone;
        bits.push(0, 1);
    }
    bits.push(0x7F, 7);
    out.extend_from_slice(&[0xFF, 0xD9]);
    out
}

fn dc_difference(bits: &mut Bits, difference: i32) {
    let size = 32 - difference.unsigned_abs().leading_zeros();
    let (code, length) = DC_CODES[size as usize];
    bits.push(code, length);
    // Negative numbers are written as their one's complement.
    let shown = if difference < 0 { difference - 1 } else { difference };
    bits.push(shown.cast_unsigned() & ((1_u32 << size) - 1), size);
}

fn segment(out: &mut Vec<u8>, marker: u8, data: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&u16::try_from(data.len() + 2).unwrap_or(2).to_be_bytes());
    out.extend_from_slice(data);
}

struct Bits<'a> {
    out: &'a mut Vec<u8>,
    word: u32,
    held: u32,
}

impl Bits<'_> {
    fn push(&mut self, value: u32, length: u32) {
        self.word = self.word << length | value;
        self.held += length;
        while self.held >= 8 {
            self.held -= 8;
            let byte = (self.word >> self.held).to_le_bytes()[0];
            self.out.push(byte);
            if byte == 0xFF {
                self.out.push(0);
            }
        }
        self.word &= (1 << self.held) - 1;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_picture_begins_and_ends_as_it_must() {
        let picture = super::draw(3, 6);
        assert!(picture.starts_with(&[0xFF, 0xD8, 0xFF, 0xE0]) && picture.ends_with(&[0xFF, 0xD9]));
        assert_ne!(picture, super::draw(4, 6));
    }
}
