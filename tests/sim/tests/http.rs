//! The server on real sockets.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::state;
use serde_json::{Value, json};
use unopim_sim::client::Client;
use unopim_sim::http::{Options, Server};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version::V3_0_0;

fn server(options: Options) -> Server {
    let mut state = state(V3_0_0, 40);
    add_integrations(&mut state);
    Server::start(0, Simulator::new(state), options).unwrap()
}

struct Answer {
    status: u16,
    headers: String,
    announced: usize,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Sends a request and reads one answer; a body that stops early is returned as far as it came.
fn ask(stream: &mut TcpStream, head: &str, body: &[u8]) -> Option<Answer> {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    stream.write_all(format!("{head}\r\nHost: localhost\r\n{length}\r\n").as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    read_answer(stream, head.starts_with("HEAD"))
}

fn read_answer(stream: &mut TcpStream, head_only: bool) -> Option<Answer> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut headers = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        headers.push_str(&line);
    }
    let status = headers.split(' ').nth(1)?.parse().ok()?;
    let announced = headers
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse().unwrap())
        })
        .unwrap_or(0);
    let mut body = Vec::new();
    if !head_only {
        reader.take(announced as u64).read_to_end(&mut body).ok()?;
    }
    Some(Answer { status, headers, announced, body })
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn control(server: &Server, edit: &Value) -> Answer {
    ask(&mut connect(server), "POST /_sim/set HTTP/1.1", edit.to_string().as_bytes()).unwrap()
}

fn token(server: &Server) -> String {
    let credentials = Client::new(state(V3_0_0, 1), common::NOW).full;
    let body = json!({"grant_type": "password", "username": credentials.username, "password": credentials.password,
        "client_id": credentials.client_id, "client_secret": credentials.client_secret});
    let head = "POST /oauth/token HTTP/1.1\r\nContent-Type: application/json";
    let answer = ask(&mut connect(server), head, body.to_string().as_bytes()).unwrap();
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

fn get(server: &Server, path: &str) -> Option<Answer> {
    ask(&mut connect(server), &head("GET", path, &token(server)), &[])
}

fn head(method: &str, path: &str, token: &str) -> String {
    format!(
        "{method} /api/v1/rest/{path} HTTP/1.1\r\nAccept: application/json\r\nAuthorization: Bearer {token}"
    )
}

#[test]
fn one_connection_serves_many_requests() {
    let server = server(Options::default());
    let token = token(&server);
    let mut stream = connect(&server);
    for limit in [1, 2, 3] {
        let answer = ask(&mut stream, &head("GET", &format!("products?limit={limit}"), &token), &[]).unwrap();
        assert_eq!((answer.status, answer.json()["data"].as_array().unwrap().len()), (200, limit));
    }
    let answer = ask(&mut stream, &head("HEAD", "products?limit=1", &token), &[]).unwrap();
    assert!(answer.status == 200 && answer.body.is_empty());
    assert_eq!(ask(&mut stream, &head("GET", "locales", &token), &[]).unwrap().status, 200);
}

#[test]
fn bodies_may_come_in_chunks() {
    let server = server(Options::default());
    let mut stream = connect(&server);
    let head = head("PATCH", "products/s-000001", &token(&server));
    let body = r#"{"values":{"common":{"weight":"55"}}}"#;
    let (one, two) = body.split_at(10);
    let request = format!(
        "{head}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n",
        one.len(),
        two.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream, false).unwrap().status, 200);
    assert_eq!(server.simulator().state.product("s-000001").unwrap().values["common"]["weight"], "55");
}

#[test]
fn a_truncated_body_is_shorter_than_announced() {
    let server = server(Options::default());
    control(&server, &json!({"op": "faults", "spec": "seed=2,truncate@/products"}));
    let answer = get(&server, "products").unwrap();
    assert!(answer.body.len() < answer.announced);
}

#[test]
fn a_reset_and_a_timeout_give_no_answer() {
    let server = server(Options { silence: Duration::from_millis(100), ..Options::default() });
    control(&server, &json!({"op": "faults", "spec": "reset#1@/products,timeout#2@/products"}));
    assert!(get(&server, "products").is_none());
    assert!(get(&server, "products").is_none());
    assert_eq!(get(&server, "products").unwrap().status, 200);
}

#[test]
fn a_tls_handshake_gets_garbage() {
    let server = server(Options { tls_garbage: true, ..Options::default() });
    let mut stream = connect(&server);
    stream.write_all(&[0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]).unwrap();
    let mut answer = Vec::new();
    // The server closes with our bytes unread, which may show as a reset after its own bytes.
    let _ = stream.read_to_end(&mut answer);
    assert!(!answer.starts_with(&[0x16]) && !answer.starts_with(b"HTTP"));
    assert_eq!(get(&server, "locales").unwrap().status, 200, "plain HTTP goes on");
}

#[test]
fn edits_from_outside_show_at_once_and_requests_are_logged() {
    let server = server(Options::default());
    let sku = "s-000001";
    let edits = json!([
        {"op": "set_value", "sku": sku, "path": ["common", "weight"], "value": "9"},
        {"op": "put_product", "sku": "fresh", "family": "default", "values": {"common": {"sku": "fresh"}}},
        {"op": "bad_row", "sku": "fresh"},
    ]);
    assert_eq!(control(&server, &edits).status, 200);
    assert_eq!(get(&server, &format!("products/{sku}")).unwrap().json()["values"]["common"]["weight"], "9");
    assert_eq!(get(&server, "products/fresh").unwrap().status, 500);
    control(&server, &json!({"op": "bad_row", "sku": "fresh", "repair": true}));
    assert_eq!(get(&server, "products/fresh").unwrap().status, 200);
    control(&server, &json!({"op": "delete_product", "sku": "fresh"}));
    assert_eq!(get(&server, "products/fresh").unwrap().status, 404);
    let counters = ask(&mut connect(&server), "GET /_sim/counters HTTP/1.1", &[]).unwrap().json();
    assert_eq!(counters["GET /api/v1/rest/products/fresh"], 3);
    let log = ask(&mut connect(&server), "GET /_sim/requests HTTP/1.1", &[]).unwrap();
    assert!(log.json().as_array().unwrap().iter().any(|row| row["status"] == 404));
    assert!(!String::from_utf8_lossy(&log.body).contains("sim-password"), "sign-in data stay out of the log");
    assert!(log.headers.contains("200 OK"));
}

#[test]
fn an_edit_that_cannot_be_made_says_why() {
    let server = server(Options::default());
    let answer = control(&server, &json!({"op": "delete_product", "sku": "nope"}));
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (400, &json!("edit 0: no product with the SKU nope"))
    );
    assert_eq!(control(&server, &json!({"op": "paint"})).status, 400);
}

#[test]
fn the_clock_can_be_moved() {
    let server = server(Options::default());
    let old = token(&server);
    control(&server, &json!({"op": "clock", "offset_ms": 3_700_000}));
    assert_eq!(ask(&mut connect(&server), &head("GET", "locales", &old), &[]).unwrap().status, 401);
    assert_eq!(get(&server, "locales").unwrap().status, 200);
}
