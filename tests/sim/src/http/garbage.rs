//! A TLS handshake that goes wrong: good enough to see a client report it.

use std::io::{self, Write};
use std::net::TcpStream;

/// The first byte of a TLS record that carries a handshake.
const HANDSHAKE: u8 = 0x16;

pub(super) fn is_tls(stream: &TcpStream) -> io::Result<bool> {
    let mut first = [0];
    Ok(stream.peek(&mut first)? == 1 && first[0] == HANDSHAKE)
}

pub(super) fn answer(stream: &mut TcpStream) -> io::Result<()> {
    stream.write_all(b"This is not a TLS server.\r\n")
}
