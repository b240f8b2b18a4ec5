//! One request over a socket of its own.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::unopim::Request;

const PATIENCE: Duration = Duration::from_mins(1);

/// An answer as it came off the wire.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn send(address: SocketAddr, request: &Request) -> io::Result<Received> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut head = format!("{} {} HTTP/1.1\r\nHost: {address}\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let length = request.body.len().to_string();
    head.extend(["Connection: close\r\nContent-Length: ", &length, "\r\n\r\n"]);
    stream.write_all(&[head.as_bytes(), &request.body].concat())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> io::Result<Received> {
    let broken = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut answer = httparse::Response::new(&mut fields);
    let head = match answer.parse(bytes).map_err(|e| broken(e.to_string()))? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Err(broken("the answer ends within its head".into())),
    };
    let headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .map(|h| (h.name.to_ascii_lowercase(), String::from_utf8_lossy(h.value).into_owned()))
        .collect();
    let announced = headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value);
    let announced = announced.and_then(|length| length.parse().ok()).unwrap_or(0);
    let body = bytes[head..].to_vec();
    if body.len() != announced {
        return Err(broken(format!("{} of {announced} bytes came", body.len())));
    }
    Ok(Received { status: answer.code.unwrap_or_default(), headers, body })
}
