//! Addresses of single records.

use std::fmt::Write as _;

/// A SKU as a segment of a path.
pub fn segment(sku: &str) -> String {
    let mut out = String::with_capacity(sku.len());
    for byte in sku.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
