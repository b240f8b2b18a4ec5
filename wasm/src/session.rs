//! A conversation with one host: frames in, frames out.

use serde_json::Value;

use crate::calls::call;
use crate::error::Fault;
use crate::run::Driver;
use crate::wire::{EngineMessage, Frame, HostMessage, Response};

/// The state between two frames.
#[derive(Default)]
pub struct Session {
    driver: Option<Driver>,
}

impl Session {
    /// Answers one frame. Every frame gets exactly one.
    pub fn answer(&mut self, frame: &Frame) -> Frame {
        let json = match self.read(frame) {
            Ok(json) => json,
            Err(error) => write(&EngineMessage::Error { error }),
        };
        Frame { json, blob: Vec::new() }
    }

    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault> {
        match read_message(frame)? {
            // What a call answers is JSON already, and may be large.
            HostMessage::Call { name, input } => {
                let value = call(&name, input, &frame.blob)?;
                Ok([br#"{"type":"result","value":"#, value.as_bytes(), b"}"].concat())
            }
            message => self.go_on(message, &frame.blob).map(|message| write(&message)),
        }
    }

    fn go_on(&mut self, message: HostMessage, blob: &[u8]) -> Result<EngineMessage, Fault> {
        match message {
            HostMessage::Start { now, run } => {
                let (driver, step) = Driver::start(*run, now);
                self.driver = Some(driver);
                Ok(step.into())
            }
            HostMessage::Responses { now, responses } => {
                let driver = self.driver.as_mut().ok_or_else(|| {
                    Fault::new("no_run", "type", "There is no run to answer", "Send a start frame first.")
                })?;
                let responses = with_bodies(responses, blob)?;
                let step = driver.answer(responses, now);
                let message = EngineMessage::from(step);
                if matches!(message, EngineMessage::Done { .. }) {
                    self.driver = None;
                }
                Ok(message)
            }
            HostMessage::Wait { .. } | HostMessage::Call { .. } => {
                Err(Fault::new("bad_frame", "type", "Only a bridge answers with a wait", "Send responses."))
            }
        }
    }
}

fn write(message: &EngineMessage) -> Vec<u8> {
    serde_json::to_vec(message).unwrap_or_else(|e| {
        let error = Fault::new("internal", "", format!("The answer cannot be written: {e}"), "Report this.");
        serde_json::to_vec(&EngineMessage::Error { error }).unwrap_or_default()
    })
}

/// What a host's frame says.
pub fn read_message(frame: &Frame) -> Result<HostMessage, Fault> {
    HostMessage::read(&frame.json).map_err(|e| {
        let hint = "Update the plugin so that bridge and engine belong together.";
        Fault::new("bad_frame", "", format!("The frame cannot be read: {e}"), hint)
    })
}

/// Gives each response the raw body that it names.
pub fn with_bodies(responses: Vec<Response>, blob: &[u8]) -> Result<Vec<Response>, Fault> {
    responses
        .into_iter()
        .map(|mut response| {
            let place = |i: usize| response.rest.get("body").and_then(|b| b.get(i)).and_then(Value::as_u64);
            if let (Some(offset), Some(length)) = (place(0), place(1)) {
                let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
                let body = range.and_then(|(o, l)| blob.get(o..o.checked_add(l)?));
                response.body = body
                    .ok_or_else(|| {
                        Fault::new(
                            "bad_frame",
                            "body",
                            "A body lies outside the frame",
                            "Send offset and length within the blob.",
                        )
                    })?
                    .to_vec();
            }
            Ok(response)
        })
        .collect()
}
