//! The one place where values cross: missing is null, maps are plain objects.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::error::Fault;
use crate::plain::read_value;

/// As text: the engine writes that already, and the browser is quick at reading it.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&serde_json::to_string(value).map_err(|e| refusal(&e))?)
}

/// By way of a plain value, so that no type brings a second decoder. The screens alone take values in.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let value: Value = serde_wasm_bindgen::from_value(value)?;
    read_value(value).map_err(|e| refusal(&e))
}

fn refusal(error: &dyn Display) -> JsValue {
    js_sys::Error::new(&error.to_string()).into()
}

/// An `Error` that carries `code`, `path` and `hint`.
pub(super) fn to_error(fault: &Fault) -> JsValue {
    let error = js_sys::Error::new(&fault.message);
    for (key, value) in [("code", &fault.code), ("path", &fault.path), ("hint", &fault.hint)] {
        // A plain object never refuses a property.
        let _ = js_sys::Reflect::set(&error, &key.into(), &value.into());
    }
    error.into()
}
