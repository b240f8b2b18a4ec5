//! `/_sim/…`: tests steer the simulator from outside, without touching the API.
//!
//! | request | what it does |
//! |---|---|
//! | `GET /_sim/state` | version, counts, clock |
//! | `GET /_sim/requests` | the log; `DELETE` empties it and the counters |
//! | `GET /_sim/counters` | requests by method and path |
//! | `GET /_sim/product/{sku}` | a product as stored |
//! | `POST /_sim/set` | one edit or a list of edits, see [`super::edits`] |

use serde_json::{Value, json};

use super::edits;
use crate::simulator::Simulator;
use crate::unopim::input::percent_decoded;
use crate::unopim::{Moment, Request, Response};

pub const PATH: &str = "/_sim/";

pub fn answer(simulator: &mut Simulator, request: &Request, moment: Moment) -> Response {
    let path = percent_decoded(request.raw_path(), false);
    let rest = path.strip_prefix(PATH).unwrap_or_default();
    match (request.method.as_str(), rest) {
        ("GET", "state") => Response::json(200, &state(simulator, moment)),
        ("GET", "requests") => Response::json(200, &json!(simulator.log)),
        ("DELETE", "requests") => {
            simulator.log.clear();
            simulator.counters.clear();
            Response::json(200, &json!({"ok": true}))
        }
        ("GET", "counters") => Response::json(200, &json!(simulator.counters)),
        ("POST", "set") => set(simulator, request, moment),
        ("GET", rest) if rest.starts_with("product/") => {
            match simulator.state.products.get(rest.trim_start_matches("product/")) {
                Some(product) => Response::json(200, &edits::product_json(&simulator.state, product)),
                None => problem("no such product"),
            }
        }
        _ => Response::json(404, &json!({"ok": false, "error": "unknown control path"})),
    }
}

fn state(simulator: &Simulator, moment: Moment) -> Value {
    let state = &simulator.state;
    json!({
        "version": state.version.as_str(),
        "products": state.products.len(),
        "categories": state.categories.len(),
        "attributes": state.attributes.len(),
        "families": state.families.len(),
        "now": simulator.now(moment),
        "throttle": state.settings.throttle,
    })
}

fn set(simulator: &mut Simulator, request: &Request, moment: Moment) -> Response {
    let edits = match serde_json::from_slice::<Value>(&request.body) {
        Ok(Value::Array(list)) => list,
        Ok(single) => vec![single],
        Err(error) => return problem(&format!("the body is no JSON: {error}")),
    };
    let mut results = Vec::new();
    for (index, edit) in edits.into_iter().enumerate() {
        match edits::apply(simulator, edit, moment) {
            Ok(result) => results.push(result),
            Err(error) => return problem(&format!("edit {index}: {error}")),
        }
    }
    simulator.state.touch();
    Response::json(200, &json!({"ok": true, "results": results}))
}

fn problem(text: &str) -> Response {
    Response::json(400, &json!({"ok": false, "error": text}))
}
