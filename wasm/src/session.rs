//! A conversation with one host: frames in, frames out.

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
    /// Answers one frame. Every frame gets exactly one. Its bytes are let go of as soon as they are read.
    pub fn answer(&mut self, frame: Frame) -> Frame {
        let json = match self.read(frame) {
            Ok(json) => json,
            Err(error) => write(&EngineMessage::Error { error }),
        };
        Frame { json, blob: Vec::new() }
    }

    fn read(&mut self, frame: Frame) -> Result<Vec<u8>, Fault> {
        let Frame { json, blob } = frame;
        let message = read_message(&json)?;
        drop(json);
        match message {
            // What a call answers is JSON already, and may be large.
            HostMessage::Call { name, input } => {
                let value = call(&name, input, &blob)?;
                Ok([br#"{"type":"result","value":"#, value.as_bytes(), b"}"].concat())
            }
            message => self.go_on(message, blob).map(|message| write(&message)),
        }
    }

    fn go_on(&mut self, message: HostMessage, blob: Vec<u8>) -> Result<EngineMessage, Fault> {
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
pub fn read_message(json: &[u8]) -> Result<HostMessage, Fault> {
    HostMessage::read(json).map_err(|e| {
        let hint = "Update the plugin so that bridge and engine belong together.";
        Fault::new("bad_frame", "", format!("The frame cannot be read: {e}"), hint)
    })
}

/// Gives each response the raw body that it names.
pub fn with_bodies(mut responses: Vec<Response>, blob: Vec<u8>) -> Result<Vec<Response>, Fault> {
    // One body is all of the blob, which need not be copied.
    if let [response] = &mut responses[..]
        && place_of(response) == Some((0, blob.len() as u64))
    {
        response.body = blob;
        return Ok(responses);
    }
    for response in &mut responses {
        let Some((offset, length)) = place_of(response) else { continue };
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
    Ok(responses)
}

/// Offset and length of a body in the blob.
fn place_of(response: &Response) -> Option<(u64, u64)> {
    let body = response.rest.get("body")?;
    Some((body.get(0)?.as_u64()?, body.get(1)?.as_u64()?))
}
