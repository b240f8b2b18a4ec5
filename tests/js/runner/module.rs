//! A command for the runner's tests: reads frames and does what their first part says. It ends with its input.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{self, Read, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn main() {
    while let Some((order, blob)) = read_frame() {
        let mut words = order.split(' ');
        match (words.next().unwrap_or_default(), words.next().and_then(|word| word.parse().ok()).unwrap_or(0))
        {
            ("echo", _) => answer("echo", &blob),
            ("send", bytes) => answer("send", &vec![b'x'; bytes]),
            ("grow", megabytes) => answer(&vec![1_u8; megabytes << 20].len().to_string(), &[]),
            ("spin", rounds) => spin(rounds),
            ("panic", _) => panic!("as ordered"),
            ("overflow", _) => answer(&deep(1).to_string(), &[]),
            ("exit", code) => std::process::exit(i32::try_from(code).unwrap()),
            ("complain", bytes) => complain(bytes),
            ("surroundings", _) => answer(&surroundings(), &[]),
            ("linger", _) => while io::stdin().read(&mut [0]).is_ok() {},
            other => panic!("unknown order {other:?}"),
        }
    }
}

fn read_frame() -> Option<(String, Vec<u8>)> {
    let mut input = io::stdin().lock();
    let mut head = [0; 8];
    input.read_exact(&mut head).ok()?;
    let [order, blob] = [0, 4].map(|at| u32::from_le_bytes(head[at..at + 4].try_into().unwrap()) as usize);
    let mut body = vec![0; order + blob];
    input.read_exact(&mut body).ok()?;
    let blob = body.split_off(order);
    Some((String::from_utf8(body).unwrap().trim_matches('"').to_owned(), blob))
}

fn answer(text: &str, blob: &[u8]) {
    let json = format!("\"{text}\"");
    let mut output = io::stdout().lock();
    for length in [json.len(), blob.len()] {
        output.write_all(&u32::try_from(length).unwrap().to_le_bytes()).unwrap();
    }
    output.write_all(json.as_bytes()).unwrap();
    output.write_all(blob).unwrap();
    output.flush().unwrap();
}

/// Computes for ever (0), or for a number of rounds.
fn spin(rounds: usize) {
    let mut value = 1_u64;
    let mut round = 0;
    while rounds == 0 || round < rounds {
        value = std::hint::black_box(value.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        round += 1;
    }
    answer("spun", &[]);
}

#[expect(unconditional_recursion)]
fn deep(value: u64) -> u64 {
    let here = std::hint::black_box([value; 64]);
    deep(value + 1) + here[1]
}

fn complain(bytes: usize) {
    for _ in 0..bytes / 1024 {
        eprintln!("{}", "c".repeat(1023));
    }
    answer("complained", &[]);
}

fn surroundings() -> String {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::MAX);
    format!(
        "args={} env={} clock={} random={:x} folder={} file={}",
        std::env::args().count(),
        std::env::vars().count(),
        clock.as_nanos(),
        RandomState::new().hash_one(1),
        std::fs::read_dir("/").is_ok(),
        std::fs::read("/etc/passwd").is_ok(),
    )
}
