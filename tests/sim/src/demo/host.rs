//! A host over the wire: frames to the engine, its requests to UnoPim's HTTP and to the shop in memory.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Value, json};
use unopim_engine::wire::{Counts, Frame};

use super::engine::Engine;
use super::source::Source;
use crate::store::Shop;
use crate::unopim::clock;

pub struct Host<'e> {
    engine: &'e mut dyn Engine,
    pub source: Source,
    pub shop: Shop,
    /// Every operation that was carried out, with the number of its run: the shop's history.
    pub history: Vec<(u64, Value)>,
    runs: u64,
}

/// What a pull came to.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Pulled {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub failed: u64,
    pub writes: u64,
    pub seconds: f64,
    #[serde(skip)]
    pub run: u64,
}

/// A step's progress: its name, what is done, and of how much.
pub type OnProgress<'p> = &'p mut dyn FnMut(&str, u64, Option<u64>);

impl<'e> Host<'e> {
    pub fn new(engine: &'e mut dyn Engine, source: Source) -> Self {
        Host { engine, source, shop: Shop::default(), history: Vec::new(), runs: 0 }
    }

    /// A stateless question to the engine.
    pub fn call(&mut self, name: &str, input: &Value) -> Result<Value, String> {
        let answer = self.send(&json!({"type": "call", "name": name, "input": input}), Vec::new())?;
        Ok(answer["value"].clone())
    }

    /// A whole run.
    pub fn pull(&mut self, run: &Value, progress: OnProgress) -> Result<Pulled, String> {
        self.runs += 1;
        self.shop.run = self.runs;
        let mut run = run.clone();
        run["id"] = json!(self.runs);
        let begun = Instant::now();
        let mut message = self.send(&json!({"type": "start", "now": now(), "run": run}), Vec::new())?;
        loop {
            let at = &message["report"]["progress"];
            let step = at["step"].as_str().unwrap_or_default();
            progress(step, at["done"].as_u64().unwrap_or_default(), at["total"].as_u64());
            if message["type"] != "step" {
                break;
            }
            let (mut answers, mut blob) = (Vec::new(), Vec::new());
            for request in message["requests"].as_array().into_iter().flatten() {
                answers.push(self.answer(request, &mut blob)?);
            }
            message = self.send(&json!({"type": "responses", "now": now(), "responses": answers}), blob)?;
        }
        let result = &message["result"];
        if result["status"] == "failed" {
            let error = &result["error"];
            return Err(format!("the pull failed: {} {}", error["message"], error["hint"]));
        }
        let counts: Counts = serde_json::from_value(result["counts"].clone()).map_err(|e| e.to_string())?;
        let Counts { created, updated, unchanged, failed, writes, .. } = counts;
        let seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        Ok(Pulled { created, updated, unchanged, failed, writes, seconds, run: self.runs })
    }

    fn answer(&mut self, request: &Value, blob: &mut Vec<u8>) -> Result<Value, String> {
        let mut answer = match request["do"].as_str() {
            Some("source.get") => {
                let (mut answer, body) = self.source.get(request);
                answer["body"] = json!([blob.len(), body.len()]);
                blob.extend_from_slice(&body);
                answer
            }
            Some("wait") => {
                let seconds = request["seconds"].as_u64().unwrap_or_default();
                std::thread::sleep(std::time::Duration::from_secs(seconds));
                json!({})
            }
            _ => self.shop.answer(request).map_err(|_| "the shop died".to_owned())?,
        };
        if request["do"] == "store.apply" {
            self.remember(&request["operations"], &answer["results"]);
        }
        answer["id"] = request["id"].clone();
        Ok(answer)
    }

    fn remember(&mut self, operations: &Value, results: &Value) {
        let both = operations.as_array().into_iter().flatten().zip(results.as_array().into_iter().flatten());
        let done = both.filter(|(_, result)| result["status"] == "done");
        self.history.extend(done.map(|(operation, _)| (self.runs, operation.clone())));
    }

    fn send(&mut self, message: &Value, blob: Vec<u8>) -> Result<Value, String> {
        let frame = Frame { json: message.to_string().into_bytes(), blob };
        let answer = self.engine.exchange(&frame).map_err(|error| format!("the engine failed: {error}"))?;
        let message: Value = serde_json::from_slice(&answer.json)
            .map_err(|error| format!("the engine's answer cannot be read: {error}"))?;
        if message["type"] == "error" {
            let error = &message["error"];
            return Err(format!("the engine refused: {} {}", error["message"], error["hint"]));
        }
        Ok(message)
    }
}

fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    clock::seconds(u64::try_from(since.as_millis()).unwrap_or_default())
}
