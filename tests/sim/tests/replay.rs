//! Repeats the recorded session of a real UnoPim 1.0.1 and compares every answer.

use std::collections::BTreeMap;

use serde_json::Value;
use unopim_sim::catalogue::recorded::recording::Recording;
use unopim_sim::catalogue::recorded::session::Session;
use unopim_sim::unopim::Response;

/// Reads and sign-ins that must be equal, in percent.
const READS_AT_LEAST: f64 = 95.0;
const WRITES_AT_LEAST: f64 = 90.0;

/// Differences that stay, by name. They count as different.
const OUT_OF_SCOPE: &[(&str, &str)] = &[
    ("route-wrong-method-debug", "APP_DEBUG=true prints a stack trace of the framework's own files"),
    ("throttle-rest-debug-on", "APP_DEBUG=true prints a stack trace of the framework's own files"),
    ("throttle-oauth-debug-on", "APP_DEBUG=true prints a stack trace of the framework's own files"),
];

#[derive(Default)]
struct Count {
    equal: usize,
    /// Equal in their timestamps too.
    to_the_second: usize,
    total: usize,
    only_times: Vec<u32>,
    differing: Vec<String>,
}

impl Count {
    fn percent(&self) -> f64 {
        100.0 * f64::from(u32::try_from(self.equal).unwrap()) / f64::from(u32::try_from(self.total).unwrap())
    }
}

#[test]
fn the_simulator_answers_the_recorded_session_as_the_server_did() {
    let recordings = Recording::all();
    let mut session = Session::new(&recordings);
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut unexpected = Vec::new();
    for recording in &recordings {
        let Some(response) = session.play(recording) else { continue };
        let kind = if recording.is_sign_in() {
            "sign-ins"
        } else if recording.is_read() {
            "reads"
        } else {
            "writes"
        };
        let count = counts.entry(kind).or_default();
        count.total += 1;
        match difference(recording, &response) {
            Difference::None => {
                count.equal += 1;
                count.to_the_second += 1;
            }
            Difference::Times => {
                count.equal += 1;
                count.only_times.push(recording.number);
            }
            Difference::Content(what) => {
                let known = OUT_OF_SCOPE.iter().find(|(name, _)| *name == recording.name);
                if known.is_none() {
                    unexpected.push(recording.number);
                }
                let why = known.map_or(what, |(_, reason)| format!("out of scope: {reason}"));
                count.differing.push(format!("{:04} {}: {why}", recording.number, recording.name));
            }
        }
    }
    let out = counts.iter().map(|(kind, count)| described_count(kind, count)).collect::<String>();
    eprintln!("{out}");
    assert!(unexpected.is_empty(), "differences without a known reason: {unexpected:?}\n{out}");
    for (kind, least) in
        [("reads", READS_AT_LEAST), ("sign-ins", READS_AT_LEAST), ("writes", WRITES_AT_LEAST)]
    {
        assert!(counts[kind].percent() >= least, "{kind} fell below {least} %:\n{out}");
    }
}

fn described_count(kind: &str, count: &Count) -> String {
    let mut lines = vec![format!(
        "{kind}: {} of {} equal ({:.1} %), {} to the second",
        count.equal,
        count.total,
        count.percent(),
        count.to_the_second
    )];
    if !count.only_times.is_empty() {
        lines.push(format!("    other times only: {:?}", count.only_times));
    }
    lines.extend(count.differing.iter().map(|line| format!("    {line}")));
    lines.push(String::new());
    lines.join("\n")
}

enum Difference {
    None,
    Times,
    Content(String),
}

fn difference(recording: &Recording, response: &Response) -> Difference {
    let expected = recording.response.as_ref().unwrap();
    if expected.status != response.status {
        return Difference::Content(format!(
            "status {} instead of {}: {}",
            response.status,
            expected.status,
            shortened(&response.text())
        ));
    }
    if let Some(text) = &expected.body_text {
        return described(text, response);
    }
    let wanted = expected.body.clone().unwrap_or(Value::Null);
    let got = response.value();
    if wanted == got {
        return Difference::None;
    }
    let (masked_wanted, masked_got) = (masked(wanted.clone()), masked(got.clone()));
    if masked_wanted == masked_got {
        // Tokens never repeat; times may.
        return if recording.is_sign_in() { Difference::None } else { Difference::Times };
    }
    Difference::Content(first_difference("", &masked_wanted, &masked_got))
}

/// What the recorder put in place of a page or a picture.
fn described(text: &str, response: &Response) -> Difference {
    let body = response.text();
    let equal = if let Some(title) = text.strip_prefix("<HTML page with the title \"") {
        body.contains(&format!("<title>{}</title>", title.trim_end_matches("\">")))
    } else if text.starts_with("<binary") {
        response.header("Content-Type").is_some_and(|kind| kind.starts_with("image/"))
            && !response.body.is_empty()
    } else {
        body == text
    };
    if equal { Difference::None } else { Difference::Content(format!("{text} against {}", shortened(&body))) }
}

/// Without times and tokens.
fn masked(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| match key.as_str() {
                "created_at" | "updated_at" | "access_token" | "refresh_token" => (key, Value::Null),
                _ => (key, masked(value)),
            })
            .collect(),
        Value::Array(list) => list.into_iter().map(masked).collect(),
        other => other,
    }
}

fn first_difference(path: &str, wanted: &Value, got: &Value) -> String {
    match (wanted, got) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            for key in keys {
                let (x, y) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
                if x != y || a.contains_key(key) != b.contains_key(key) {
                    return first_difference(&format!("{path}.{key}"), x, y);
                }
            }
            format!("{path}: keys differ")
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let at = a.iter().zip(b).position(|(x, y)| x != y).unwrap_or(0);
            first_difference(&format!("{path}[{at}]"), &a[at], &b[at])
        }
        _ => {
            format!("{path}: wanted {}, got {}", shortened(&wanted.to_string()), shortened(&got.to_string()))
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(160).collect()
}
