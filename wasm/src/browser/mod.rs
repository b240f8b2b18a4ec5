//! The engine's face in a Web Worker: convert, call, convert, map the error. Logic is elsewhere.

mod convert;
mod drive;
mod preview;

use wasm_bindgen::prelude::*;

use convert::{from_js, to_error, to_js};

/// Answers a stateless call.
///
/// ```js
/// call("version", null) // { engine: "0.1.0", wire: 1 }
/// ```
#[wasm_bindgen]
pub fn call(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    let json = crate::calls::call(name, from_js(input)?, &[]).map_err(|fault| to_error(&fault))?;
    js_sys::JSON::parse(&json)
}

/// Answers one frame, as the other hosts do; for comparing hosts.
#[wasm_bindgen]
pub fn answer(frame: &[u8]) -> Result<Vec<u8>, JsValue> {
    let frame =
        crate::wire::Frame::decode(frame).map_err(|e| JsValue::from(js_sys::Error::new(&e.to_string())))?;
    Ok(crate::session::Session::default().answer(&frame).encode())
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
