//! DELETE resolves by SKU whatever the type, and takes the variants of a configurable along.

use serde_json::json;

use super::put;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

pub fn any(state: &mut State, call: &Call) -> Outcome {
    let sku = call.param(0);
    let id = put::known(state, sku)?;
    state.products.delete(id);
    Ok(Response::json(200, &json!({"success": true, "message": "Product deleted successfully", "sku": sku})))
}
