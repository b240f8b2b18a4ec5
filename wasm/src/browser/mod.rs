//! The engine's face in a Web Worker: convert, call, convert, map the error. Logic is elsewhere.

mod convert;
mod drive;
#[cfg(feature = "screens")]
mod preview;

use wasm_bindgen::prelude::*;

use convert::{to_error, to_js};

/// Answers one frame, as the other hosts do; for comparing hosts.
#[cfg(any(feature = "screens", feature = "cases"))]
#[wasm_bindgen]
pub fn answer(frame: &[u8]) -> Result<Vec<u8>, JsValue> {
    let frame =
        crate::wire::Frame::decode(frame).map_err(|e| JsValue::from(js_sys::Error::new(&e.to_string())))?;
    Ok(crate::session::Session::default().answer(frame).encode())
}

/// Drives a run to its end over the bridge's step route. `on_report` gets each step's logs and progress, `on_state` gets
/// `running` and `waiting`.
#[wasm_bindgen]
pub async fn run(
    step_url: String,
    nonce: String,
    lease: String,
    on_report: js_sys::Function,
    on_state: Option<js_sys::Function>,
) -> Result<JsValue, JsValue> {
    drive::clear_stop();
    let bridge = drive::Bridge::new(step_url, nonce, lease, on_report, on_state);
    let result = bridge.run().await.map_err(|fault| to_error(&fault))?;
    to_js(&result)
}

/// Asks the run in progress to end after its present step.
#[wasm_bindgen]
pub fn stop() {
    drive::ask_to_stop();
}
