//! Carries a run's frames between the engine and the bridge.

use std::cell::Cell;

use gloo_net::http::Request as Post;
use js_sys::{Function, Promise, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::convert::to_js;
use crate::error::Fault;
use crate::plain::value_in;
use crate::run::{Driver, RunSpec, Step};
use crate::session::{read_message, with_bodies};
use crate::wire::{EngineMessage, Frame, HostMessage, Report, Request, Response, RunResult};

thread_local! {
    static STOP: Cell<bool> = const { Cell::new(false) };
}

pub(super) fn ask_to_stop() {
    STOP.set(true);
}

pub(super) fn clear_stop() {
    STOP.set(false);
}

/// A lease lasts a minute; long waits are broken so that it is renewed in time.
const LONGEST_SLEEP: u64 = 20;

pub(super) struct Bridge {
    url: String,
    nonce: String,
    lease: String,
    on_report: Function,
    on_state: Option<Function>,
}

impl Bridge {
    pub(super) fn new(
        url: String,
        nonce: String,
        lease: String,
        on_report: Function,
        on_state: Option<Function>,
    ) -> Self {
        Self { url, nonce, lease, on_report, on_state }
    }

    pub(super) async fn run(&self) -> Result<RunResult, Fault> {
        let (now, spec) = self.start().await?;
        let (driver, step) = Driver::start(spec, now);
        self.drive(driver, step).await
    }

    /// Takes the lease; the run as the bridge describes it.
    pub(super) async fn start(&self) -> Result<(String, RunSpec), Fault> {
        match read_message(&self.post(Vec::new()).await?.json)? {
            HostMessage::Start { now, run } => Ok((now, *run)),
            _ => Err(Fault::new(
                "bad_host",
                "",
                "The site did not start the run",
                "Reload the page and try again.",
            )),
        }
    }

    /// Steps until the run is done.
    pub(super) async fn drive(&self, mut driver: Driver, mut step: Step) -> Result<RunResult, Fault> {
        loop {
            if STOP.get() {
                return Err(Fault::new(
                    "stopped",
                    "",
                    "The run was stopped",
                    "Press Resume to go on where it ended.",
                ));
            }
            match step {
                Step::Done { result, report } => {
                    self.tell(&report);
                    self.post(frame(&EngineMessage::Done { result: result.clone(), report })?).await?;
                    return Ok(result);
                }
                Step::Ask { requests, checkpoint, report } => {
                    self.tell(&report);
                    let (now, responses) = match requests.as_slice() {
                        [Request::Wait { id, seconds, .. }] => {
                            (self.sleep(*seconds).await?, vec![empty(*id)])
                        }
                        _ => self.exchange(&EngineMessage::Step { requests, checkpoint, report }).await?,
                    };
                    step = driver.answer(responses, now);
                }
            }
        }
    }

    async fn exchange(&self, message: &EngineMessage) -> Result<(String, Vec<Response>), Fault> {
        let step = frame(message)?;
        loop {
            let answer = self.post(step.clone()).await?;
            match read_message(&answer.json)? {
                HostMessage::Responses { now, responses } => {
                    return Ok((now, with_bodies(responses, answer.blob)?));
                }
                HostMessage::Wait { seconds } if !STOP.get() => {
                    self.sleep(seconds.max(1)).await?;
                }
                _ => {
                    return Err(Fault::new(
                        "bad_host",
                        "",
                        "The site did not answer the step",
                        "Reload the page and try again.",
                    ));
                }
            }
        }
    }

    /// Waits here, so that no process of the site is held; the lease is kept alive meanwhile.
    async fn sleep(&self, seconds: u64) -> Result<String, Fault> {
        self.state("waiting");
        let mut left = seconds;
        let mut now = String::new();
        while left > 0 && !STOP.get() {
            let slice = left.min(LONGEST_SLEEP);
            pause(slice * 1000).await;
            left -= slice;
            (now, _) = self.start().await?;
        }
        self.state("running");
        Ok(now)
    }

    async fn post(&self, body: Vec<u8>) -> Result<Frame, Fault> {
        let broken = |e: &dyn std::fmt::Display| {
            let hint = "Check your connection; the run goes on in the background.";
            Fault::new("bridge_unreachable", "", format!("The site did not answer: {e}"), hint)
        };
        let request = Post::post(&self.url)
            .header("X-WP-Nonce", &self.nonce)
            .header("X-Unopim-Lease", &self.lease)
            .header("Content-Type", "application/octet-stream")
            .body(Uint8Array::from(body.as_slice()))
            .map_err(|e| broken(&e))?;
        let response = request.send().await.map_err(|e| broken(&e))?;
        let status = response.status();
        let bytes = response.binary().await.map_err(|e| broken(&e))?;
        if !(200..300).contains(&status) {
            return Err(refusal(status, &bytes));
        }
        Frame::decode(&bytes).map_err(|e| broken(&e))
    }

    fn tell(&self, report: &Report) {
        if let Ok(value) = to_js(report) {
            // A throwing listener must not end a run.
            let _ = self.on_report.call1(&JsValue::NULL, &value);
        }
    }

    fn state(&self, state: &str) {
        if let Some(listener) = &self.on_state {
            let _ = listener.call1(&JsValue::NULL, &state.into());
        }
    }
}

fn frame(message: &EngineMessage) -> Result<Vec<u8>, Fault> {
    let json =
        serde_json::to_vec(message).map_err(|e| Fault::new("internal", "", e.to_string(), "Report this."))?;
    Ok(Frame { json, blob: Vec::new() }.encode())
}

fn empty(id: u64) -> Response {
    Response { id, rest: Value::Null, body: Vec::new() }
}

/// The bridge's errors have our shape already; anything else is told with its status.
fn refusal(status: u16, body: &[u8]) -> Fault {
    let value = value_in(body).unwrap_or(json!({}));
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let code = match text("code") {
        code if code.is_empty() => format!("http_{status}"),
        code => code,
    };
    let message = match text("message") {
        message if message.is_empty() => format!("The site answered with HTTP {status}"),
        message => message,
    };
    Fault { code, path: text("path"), message, hint: text("next_step") }
}

async fn pause(milliseconds: u64) {
    let delay = i32::try_from(milliseconds).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        let scope: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
        // Outside a worker this fails and the promise never settles; the engine is only loaded in one.
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay);
    });
    let _ = JsFuture::from(promise).await;
}
