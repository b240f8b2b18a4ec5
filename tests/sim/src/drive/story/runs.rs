//! Runs of every kind, in bad times and in good ones.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unopim_engine::wire::{Level, RunResult, RunStatus};

use super::Story;
use super::audit;
use super::beside::{LOWER, as_one, is_lower};
use crate::drive::host::Ended;
use crate::faults::Faults;

impl Story {
    /// The errand with another job.
    pub(super) fn job(&self, job: &Value) -> Value {
        let mut run = self.errand.clone();
        run["job"] = job.clone();
        run
    }

    /// The run as one of the lower channel, where there is one.
    pub(super) fn lowered(&self, mut run: Value) -> Option<Value> {
        let beside = self.beside.as_ref()?;
        run["settings"]["channel"] = json!(LOWER);
        if run["job"]["scope"] == "changes" {
            run["watermark"] = json!(beside.watermark);
        }
        Some(run)
    }

    /// One process of a run, whatever comes of it; its writes are looked through.
    pub(super) fn process(&mut self, run: &Value) -> Ended {
        self.told.runs += 1;
        let before = audit::before(&self.host);
        let asked = self.beside.as_ref().map(|beside| beside.asked(run));
        let ended = self.host.run(asked.as_ref().unwrap_or(run));
        let how = match &ended {
            Ended::Done(result) => format!("{:?} {:?}", result.status, result.counts),
            other => format!("{other:?}"),
        };
        self.hear_owner();
        let of = if is_lower(run) { " below" } else { "" };
        self.told.events.push(format!("run {}{of} {}: {how}", self.host.runs, run["job"]));
        self.hear_logs();
        let wrong = audit::audit(&mut self.host, &as_one(run), &before);
        self.told.wrong.extend(wrong);
        ended
    }

    /// What the engine complained about, each reason once with its first record.
    fn hear_logs(&mut self) {
        let mut seen = BTreeSet::new();
        for log in std::mem::take(&mut self.host.logs) {
            if log.level != Level::Info && seen.insert(log.code.clone()) {
                let (entity, key) = (&log.entity, &log.key);
                self.told.events.push(format!("   {}: {entity} {key}: {}", log.code, log.message));
            }
        }
    }

    /// A run that may crash, fail or end with errors; one that has begun goes on.
    pub(super) fn bad_run(&mut self) {
        let run = if self.host.checkpoint.is_null() { self.any_run() } else { self.going_on() };
        self.host.dies_after =
            self.random.millionth(450_000).then(|| u32::try_from(self.random.below(60)).unwrap_or(0));
        self.host.shop.crash_after = self.random.millionth(350_000).then(|| self.random.below(12) as u64);
        self.carry(&run);
        (self.host.dies_after, self.host.shop.crash_after) = (None, None);
        if self.random.millionth(150_000) {
            // The row of the run was lost with its process; the next one starts anew.
            self.host.checkpoint = Value::Null;
            self.host.answers.clear();
        }
    }

    pub(super) fn carry(&mut self, run: &Value) {
        self.going = run.clone();
        loop {
            match self.process(run) {
                Ended::Crashed => {
                    self.told.crashes += 1;
                    return;
                }
                Ended::Done(result) => return self.keep_watermark(run, &result),
                Ended::Asked(question) => self.answer(question),
                Ended::Circles => {
                    self.told.wrong.push("a run went in circles".into());
                    return;
                }
            }
        }
    }

    fn answer(&mut self, question: String) {
        let answer = *self.random.pick(&["delete", "keep"]);
        self.told.events.push(format!("asked {question}: {answer}"));
        self.host.answers.insert(question, json!(answer));
    }

    pub(super) fn keep_watermark(&mut self, run: &Value, result: &RunResult) {
        let scope = run["job"]["scope"].as_str();
        if let (Some("full" | "changes"), Some(mark)) = (scope, result.value["watermark"].as_str()) {
            let kept = match &mut self.beside {
                Some(beside) if is_lower(run) => &mut beside.watermark,
                _ => &mut self.watermark,
            };
            *kept = Some(mark.to_owned());
        }
    }

    fn going_on(&self) -> Value {
        self.going.clone()
    }

    /// A job of either channel.
    fn any_run(&mut self) -> Value {
        let lower = self.channels.below(2) == 0;
        let run = self.any_job(lower);
        let lowered = if lower { self.lowered(run.clone()) } else { None };
        lowered.unwrap_or(run)
    }

    fn any_job(&mut self, lower: bool) -> Value {
        let what = self.random.below(20);
        match what {
            0..=9 => self.errand.clone(),
            10..=13 => self.changes(),
            14..=15 => {
                let sku = self.any_sku();
                self.job(&json!({"kind": "pull", "scope": "one", "skus": [sku]}))
            }
            16 => self.job(
                &json!({"kind": "pull", "scope": "one", "attributes": ["brand"], "categories": ["cat_0"]}),
            ),
            17 => self.job(&json!({"kind": "deletions"})),
            18 => self.job(&json!({"kind": "images"})),
            _ => self.choices(lower),
        }
    }

    pub(super) fn changes(&self) -> Value {
        let mut run = self.job(&json!({"kind": "pull", "scope": "changes"}));
        run["watermark"] = json!(self.watermark);
        run
    }

    fn any_sku(&mut self) -> String {
        let skus: Vec<&str> = self.host.unopim.state.products.rows().map(|p| p.sku.as_str()).collect();
        skus.get(self.random.below(skus.len())).map_or_else(String::new, |sku| (*sku).to_owned())
    }

    /// Somebody decides everything that waits in a channel.
    pub(super) fn choices(&mut self, lower: bool) -> Value {
        let run = if lower { self.lowered(self.errand.clone()) } else { None };
        let mut run = run.unwrap_or_else(|| self.errand.clone());
        let own = [run["settings"]["channel"].as_str().unwrap_or_default().to_owned(), String::new()];
        let (mut choices, mut chosen) = (serde_json::Map::new(), serde_json::Map::new());
        let held: Vec<(String, String, Value)> = self
            .host
            .shop
            .items
            .iter()
            .filter(|((lane, _, channel, _), _)| lane == "held" && own.contains(channel))
            .map(|((_, entity, _, code), item)| (entity.clone(), code.clone(), item.body.clone()))
            .collect();
        for (entity, code, body) in held {
            let mut sides = serde_json::Map::new();
            if body["renamed_from"].is_string() {
                sides.insert("renamed".into(), json!(self.random.pick(&["unopim", "shop"])));
            }
            for field in body["fields"].as_array().into_iter().flatten() {
                let field = field["field"].as_str().unwrap_or_default();
                sides.insert(field.to_owned(), json!(self.random.pick(&["unopim", "shop"])));
            }
            if entity == "product" {
                choices.insert(code, Value::Object(sides));
            } else {
                chosen.insert(format!("{entity}:{code}"), Value::Object(sides));
            }
        }
        if choices.is_empty() && chosen.is_empty() {
            return run;
        }
        let skus: Vec<&String> = choices.keys().collect();
        let job = json!({"kind": "pull", "scope": "one", "skus": skus, "choices": choices, "chosen": chosen});
        run["job"] = job;
        run
    }

    /// Everything of every channel, without misfortune.
    pub(super) fn good_pull(&mut self) {
        let run = self.errand.clone();
        let lower = self.lowered(run.clone());
        self.good_run(&run);
        if let Some(lower) = lower {
            self.good_run(&lower);
        }
    }

    /// A run to its end without misfortune.
    pub(super) fn good_run(&mut self, run: &Value) -> Option<RunResult> {
        self.host.unopim.faults = Faults::none();
        loop {
            match self.process(run) {
                Ended::Done(result) if result.status != RunStatus::Failed => {
                    self.keep_watermark(run, &result);
                    return Some(*result);
                }
                Ended::Asked(question) => self.answer(question),
                other => {
                    self.told.wrong.push(format!("a run without misfortune did not end well: {other:?}"));
                    return None;
                }
            }
        }
    }
}
