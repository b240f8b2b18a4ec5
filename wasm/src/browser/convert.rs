//! The one place where values cross: missing is null, maps are plain objects.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::error::Fault;
use crate::plain::{read_value, value_of};

/// As text: the engine writes that already, and the browser is quick at reading it.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&serde_json::to_string(value).map_err(|e| refusal(&e))?)
}

/// As text too: the engine reads that already. What has none, as undefined, is null.
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let value = match js_sys::JSON::stringify(value)?.as_string() {
        Some(text) => value_of(&text).map_err(|e| refusal(&e))?,
        None => Value::Null,
    };
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
