//! Association types (3.0.1).

use serde_json::{Value, json};

use super::listed;
use crate::unopim::records::AssociationType;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

fn json_of(kind: &AssociationType) -> Value {
    json!({
        "code": kind.code,
        "status": true,
        "position": kind.position,
        "is_user_defined": kind.user_defined,
        "labels": kind.labels,
    })
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    listed(state, call, &state.association_types, |_| true, json_of)
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let missing =
        || Response::refused(404, &format!("Association type with code {code} could not be found."));
    Ok(Response::json(200, &json_of(state.association_types.get(code).ok_or_else(missing)?)))
}
