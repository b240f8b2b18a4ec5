//! The one place where values cross: missing is null, maps are plain objects.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::Fault;

pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}

pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(JsValue::from)
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
