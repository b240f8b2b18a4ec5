//! Bytes as PHP string literals.

use std::fmt::Write;

/// A double-quoted literal that stays readable where the bytes are text.
pub fn literal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2 + 2);
    out.push('"');
    for (index, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'"' | b'\\' | b'$' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b' '..=b'~' => out.push(char::from(byte)),
            // Octal, as short as what follows allows.
            0..=7 if !bytes.get(index + 1).is_some_and(u8::is_ascii_digit) => {
                let _ = write!(out, "\\{byte:o}");
            }
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push('"');
    out
}

/// The pieces of a segment between long runs of zeros, with their offsets: memory is zero at the start.
pub fn pieces(bytes: &[u8]) -> Vec<(usize, &[u8])> {
    const RUN: usize = 64;
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let Some(first) = bytes[start..].iter().position(|&byte| byte != 0) else { break };
        // Whole words are quicker to load.
        let from = (start + first) & !3;
        let from = from.max(start);
        let mut end = start + first;
        let mut zeros = 0;
        for (index, &byte) in bytes.iter().enumerate().skip(from) {
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            if byte != 0 {
                end = index + 1;
            }
            if zeros == RUN {
                break;
            }
        }
        pieces.push((from, &bytes[from..end]));
        start = end;
    }
    pieces
}
