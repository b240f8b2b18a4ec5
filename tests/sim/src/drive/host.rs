//! A host in memory: it carries out what the engine asks for, and can die.

use serde_json::{Map, Value, json};
use unopim_engine::run::{Driver, RunSpec, Step};
use unopim_engine::wire::{Log, Report, Response as Answer, RunResult};

use super::media::Library;
use super::owner::Owner;
use crate::simulator::{Credentials, Simulator};
use crate::store::{Crash, Shop};
use crate::unopim::Moment;

/// More steps than any story needs: a run beyond them goes in circles.
const STEPS: u32 = 20_000;

/// The two sides and what a host remembers between processes.
pub struct Host {
    pub unopim: Simulator,
    pub shop: Shop,
    pub now: Moment,
    /// The run row's checkpoint.
    pub checkpoint: Value,
    /// Runs that were begun; the last one's number is its id.
    pub runs: u64,
    /// Steps after which the host dies.
    pub dies_after: Option<u32>,
    pub capabilities: Option<Value>,
    /// What the engine reported, as a log table would keep it.
    pub logs: Vec<Log>,
    /// Operations of the shop's history by the time of each of them.
    pub heard_at: Vec<usize>,
    /// The steps that the progress of the last process told, in their order.
    pub steps: Vec<String>,
    /// The files of the shop.
    pub library: Library,
    /// Who works in the shop meanwhile.
    pub owner: Owner,
    /// Answers that an administrator gave to the questions of the present run.
    pub answers: Map<String, Value>,
    /// The last question that a run has asked.
    pub asked: Value,
    pub(super) credentials: Credentials,
    pub(super) token: Option<String>,
}

/// How a process ended.
#[derive(Debug)]
pub enum Ended {
    Done(Box<RunResult>),
    Crashed,
    /// It waits for an answer to this question.
    Asked(String),
    /// The engine asked on and on.
    Circles,
}

/// The mapping that the stories use: core fields, a global attribute, a text attribute, meta.
pub fn mapping(channel: &str, locale: &str, rows: &Value) -> Value {
    let row = |attribute: &str| json!({ "attribute": attribute });
    json!({
        "version": 1,
        "core": {
            "sku": row("sku"), "name": row("name"), "regular_price": row("price"), "description": row("description"),
            "short_description": row("short_description"), "status": row("status"),
        },
        "attributes": { channel: { locale: rows } },
    })
}

impl Host {
    pub fn new(unopim: Simulator, credentials: Credentials) -> Self {
        Self {
            unopim,
            shop: Shop::default(),
            now: 1_790_000_000_000,
            checkpoint: Value::Null,
            runs: 0,
            dies_after: None,
            capabilities: None,
            logs: Vec::new(),
            heard_at: Vec::new(),
            steps: Vec::new(),
            library: Library::default(),
            owner: Owner::default(),
            answers: Map::new(),
            asked: Value::Null,
            credentials,
            token: None,
        }
    }

    /// One process: from the last checkpoint to the end of the run, or to its own.
    pub fn run(&mut self, run: &Value) -> Ended {
        let mut run = run.clone();
        if self.checkpoint.is_null() {
            self.runs += 1;
        }
        run["id"] = json!(self.runs);
        run["store"]["default_categories"] = json!(self.shop.default_categories());
        self.shop.run = self.runs;
        run["checkpoint"] = self.checkpoint.clone();
        if !self.answers.is_empty() {
            run["answers"] = Value::Object(self.answers.clone());
        }
        self.shop.dry = run["job"]["dry"] == true;
        if let Some(capabilities) = &self.capabilities {
            run["capabilities"] = capabilities.clone();
        }
        let spec: RunSpec = match serde_json::from_value(run) {
            Ok(spec) => spec,
            Err(error) => panic!("the story's run cannot be read: {error}"),
        };
        self.steps.clear();
        let (mut driver, mut step) = Driver::start(spec, self.time());
        for _ in 0..STEPS {
            let requests = match step {
                Step::Done { result, report } => {
                    self.hear(report);
                    self.checkpoint = Value::Null;
                    self.answers.clear();
                    return Ended::Done(Box::new(result));
                }
                Step::Ask { requests, checkpoint, report } => {
                    self.hear(report);
                    self.checkpoint = checkpoint;
                    requests
                }
            };
            match &mut self.dies_after {
                Some(0) => return Ended::Crashed,
                Some(left) => *left -= 1,
                None => {}
            }
            let mut answers = Vec::with_capacity(requests.len());
            for request in requests {
                let request = serde_json::to_value(request).unwrap_or_default();
                if request["do"] == "ask" {
                    self.asked.clone_from(&request);
                    return Ended::Asked(request["question"].as_str().unwrap_or_default().to_owned());
                }
                match self.answer(&request) {
                    Ok(answer) => answers.push(answer),
                    Err(Crash) => return Ended::Crashed,
                }
            }
            self.now += 20;
            self.owner.meanwhile(&mut self.shop);
            step = driver.answer(answers, self.time());
        }
        Ended::Circles
    }

    fn hear(&mut self, report: Report) {
        self.heard_at.resize(self.logs.len() + report.logs.len(), self.shop.operations.len());
        self.logs.extend(report.logs);
        let step = report.progress.step;
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
    }

    fn time(&self) -> String {
        crate::unopim::clock::exact(self.now)
    }

    fn answer(&mut self, request: &Value) -> Result<Answer, Crash> {
        let id = request["id"].as_u64().unwrap_or_default();
        match request["do"].as_str() {
            Some("source.get") => Ok(self.get(id, request)),
            Some("source.send") => Ok(self.send(id, request)),
            Some("source.upload") => Ok(self.upload(id, request)),
            Some("wait") => {
                self.now += request["seconds"].as_u64().unwrap_or_default() * 1000;
                Ok(Answer { id, rest: json!({}), body: Vec::new() })
            }
            Some(name) if name.starts_with("media.") => {
                Ok(Answer { id, rest: self.media(request), body: Vec::new() })
            }
            _ => {
                self.shop.now = self.now;
                Ok(Answer { id, rest: self.shop.answer(request)?, body: Vec::new() })
            }
        }
    }
}
