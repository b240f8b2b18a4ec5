//! HTTP/1.1 on the wire: reading a request, writing an answer or a part of one.

use std::io::{self, BufRead, Write};

use crate::unopim::{Request, Response};

const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 128 * 1024 * 1024;

pub(super) struct Incoming {
    pub(super) request: Request,
    pub(super) keep_alive: bool,
}

/// The next request, or none when the client has closed the connection.
pub(super) fn read(stream: &mut impl BufRead, out: &mut impl Write) -> io::Result<Option<Incoming>> {
    let Some(head) = read_head(stream)? else { return Ok(None) };
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(&head) {
        Ok(httparse::Status::Complete(_)) => {}
        _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "not an HTTP request")),
    }
    let mut request = Request::new(parsed.method.unwrap_or_default(), parsed.path.unwrap_or_default());
    for field in parsed.headers.iter() {
        request = request.header(field.name, &String::from_utf8_lossy(field.value));
    }
    if request.header_value("Expect").is_some_and(|expect| expect.eq_ignore_ascii_case("100-continue")) {
        out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        out.flush()?;
    }
    request.body = read_body(stream, &request)?;
    let old = parsed.version == Some(0);
    let connection = request.header_value("Connection").unwrap_or_default().to_ascii_lowercase();
    let keep_alive = if old { connection == "keep-alive" } else { connection != "close" };
    Ok(Some(Incoming { request, keep_alive }))
}

fn read_head(stream: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        if stream.read_until(b'\n', &mut head)? == 0 {
            return if head.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        let line = &head[before..];
        if line == b"\r\n" || line == b"\n" {
            if before == 0 {
                // Blank lines before a request are allowed.
                head.clear();
                continue;
            }
            return Ok(Some(head));
        }
        if head.len() > MAX_HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "request head too long"));
        }
    }
}

fn read_body(stream: &mut impl BufRead, request: &Request) -> io::Result<Vec<u8>> {
    let chunked = request.header_value("Transfer-Encoding").is_some_and(|value| value.contains("chunked"));
    if chunked {
        return read_chunks(stream);
    }
    let length =
        request.header_value("Content-Length").and_then(|value| value.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; checked(length)?];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn read_chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let digits = line.trim().split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(digits, 16)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "bad chunk size"))?;
        checked(body.len() + size)?;
        let start = body.len();
        body.resize(start + size, 0);
        stream.read_exact(&mut body[start..])?;
        stream.read_line(&mut String::new())?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn checked(length: usize) -> io::Result<usize> {
    if length > MAX_BODY {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "request body too long"));
    }
    Ok(length)
}

/// Writes an answer. Its length is announced in full even when only `bytes` of it follow.
pub(super) fn write(
    out: &mut impl Write,
    response: &Response,
    head_only: bool,
    keep_alive: bool,
    bytes: usize,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status)).into_bytes();
    for (name, value) in &response.headers {
        head.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if !matches!(response.status, 204 | 304) {
        head.extend_from_slice(format!("Content-Length: {}\r\n", response.body.len()).as_bytes());
    }
    if !keep_alive {
        head.extend_from_slice(b"Connection: close\r\n");
    }
    head.extend_from_slice(b"\r\n");
    if !head_only && !matches!(response.status, 204 | 304) {
        head.extend_from_slice(&response.body[..bytes.min(response.body.len())]);
    }
    out.write_all(&head)?;
    out.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
