//! A preview that was read once and is planned again at every change of the mapping.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_error, to_js};
use super::drive::{Bridge, clear_stop};
use crate::error::Fault;
use crate::mapping::Mapping;
use crate::run::{Driver, Io, Prepared, prepare};
use crate::wire::RunStatus;

#[wasm_bindgen]
pub struct Preview {
    prepared: Prepared,
}

#[wasm_bindgen]
impl Preview {
    /// Reads everything that a preview run of the bridge asks for.
    pub async fn open(
        step_url: String,
        nonce: String,
        lease: String,
        on_report: js_sys::Function,
    ) -> Result<Preview, JsValue> {
        clear_stop();
        let bridge = Bridge::new(step_url, nonce, lease, on_report, None);
        open(&bridge).await.map_err(|fault| to_error(&fault))
    }

    /// The plan under `mapping`, or under the saved one when it is undefined.
    pub fn plan(&self, mapping: JsValue) -> Result<JsValue, JsValue> {
        let mapping: Option<Mapping> = from_js(mapping)?;
        let json =
            self.prepared.plan(mapping.as_ref()).json().map_err(|e| js_sys::Error::new(&e.to_string()))?;
        js_sys::JSON::parse(&json)
    }

    /// The attributes that rows can name.
    pub fn attributes(&self) -> Result<JsValue, JsValue> {
        to_js(&self.prepared.attributes())
    }

    /// The types of association that the products have.
    pub fn associations(&self) -> Result<JsValue, JsValue> {
        to_js(self.prepared.associations())
    }

    /// Proposals for empty rows: `{mapping, filled}`.
    #[wasm_bindgen(js_name = autoMap)]
    pub fn auto_map(&self, mapping: JsValue) -> Result<JsValue, JsValue> {
        to_js(&self.prepared.auto_map(&from_js::<Mapping>(mapping)?))
    }
}

async fn open(bridge: &Bridge) -> Result<Preview, Fault> {
    let (now, spec) = bridge.start().await?;
    let io = Io::default();
    io.0.borrow_mut().now = now;
    let kept: Rc<RefCell<Option<Prepared>>> = Rc::default();
    let story = {
        let (io, kept) = (io.clone(), kept.clone());
        async move {
            let prepared = prepare(io, spec).await?;
            kept.replace(Some(prepared));
            Ok(json!({}))
        }
    };
    let (driver, step) = Driver::begin(io, Box::pin(story));
    let result = bridge.drive(driver, step).await?;
    if let (RunStatus::Failed, Some(fault)) = (result.status, result.error) {
        return Err(fault);
    }
    let prepared = kept.take();
    prepared.map(|prepared| Preview { prepared }).ok_or_else(|| {
        Fault::new("internal", "", "The preview was not kept", "Reload the page and try again.")
    })
}
