//! A small PNG, drawn from a seed: stripes in two colours, stored without compression.

use crate::random::Random;

const SIDE: u32 = 48;

pub fn draw(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut colour = || random.bits().to_le_bytes();
    let (one, two) = (colour(), colour());
    let stripe = 2 + u32::from(one[3] % 9);
    let mut pixels = Vec::new();
    for y in 0..SIDE {
        pixels.push(0); // no filter
        for x in 0..SIDE {
            let from = if (x + y) / stripe % 2 == 0 { &one } else { &two };
            pixels.extend_from_slice(&from[..3]);
        }
    }
    let mut header = Vec::new();
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]); // 8 bits, RGB
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, *b"IHDR", &header);
    chunk(&mut out, *b"IDAT", &deflate_stored(&pixels));
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(&kind);
    out.extend_from_slice(data);
    let sum = crc32(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
}

/// A zlib stream of one uncompressed block; the picture is well below its 64 KiB.
fn deflate_stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let mut out = vec![0x78, 0x01, 0x01];
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(&data[..usize::from(length)]);
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend_from_slice(&(b << 16 | a).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_standard_one() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_seed_gives_one_picture() {
        assert_eq!(super::draw(7), super::draw(7));
        assert_ne!(super::draw(7), super::draw(8));
        assert!(super::draw(7).starts_with(b"\x89PNG"));
    }
}
