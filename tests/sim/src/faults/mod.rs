//! What goes wrong between a client and a server, seeded: the same seed and the same requests give the same
//! misfortunes.

mod plan;
mod rows;
mod spec;

pub use plan::{Fault, Faults, Kind};
pub use spec::SpecError;

use crate::random::Random;
use crate::unopim::{Moment, Request, Response, State, handle};

/// What a client sees of an exchange.
#[derive(Clone, Debug)]
pub enum Exchange {
    /// An answer, after a delay in milliseconds.
    Answer { response: Response, delay: u64 },
    /// An answer of which only the first bytes of the body arrive.
    Truncated { response: Response, bytes: usize },
    /// Nothing until the client gives up.
    Silence,
    /// The connection is cut before an answer.
    Reset,
    /// There was none: the request cannot have arrived.
    Refused,
}

/// A request against the state, with whatever the plan holds for it.
pub fn exchange(state: &mut State, faults: &mut Faults, request: &Request, now: Moment) -> Exchange {
    let Some(kind) = faults.draw(request) else {
        return Exchange::Answer { response: handle(state, request, now), delay: 0 };
    };
    let answer = |response| Exchange::Answer { response, delay: 0 };
    match kind {
        Kind::Timeout => Exchange::Silence,
        Kind::Reset => Exchange::Reset,
        Kind::Refused => Exchange::Refused,
        // The server did its work; only the answer is lost.
        Kind::Lost => {
            handle(state, request, now);
            Exchange::Reset
        }
        Kind::TooMany { seconds } => answer(too_many(seconds)),
        Kind::Crash => answer(Response::crashed()),
        Kind::Refuse => answer(refused()),
        Kind::Html => answer(Response::page(200, "503 Service Unavailable")),
        Kind::Revoke => {
            state.accounts.revoke_all();
            answer(handle(state, request, now))
        }
        Kind::Slow { millis } => Exchange::Answer { response: handle(state, request, now), delay: millis },
        Kind::Truncate => {
            let response = handle(state, request, now);
            let bytes = faults.random().below(response.body.len());
            Exchange::Truncated { response, bytes }
        }
        Kind::RepeatPage => {
            let earlier = rows::page_before(request);
            answer(handle(state, earlier.as_ref().unwrap_or(request), now))
        }
        Kind::InsertRow => {
            rows::insert(state, faults.random(), now);
            answer(handle(state, request, now))
        }
        Kind::DeleteRow => {
            rows::delete(state, faults.random());
            answer(handle(state, request, now))
        }
        Kind::BadRow => {
            rows::poison(state, faults.random());
            answer(handle(state, request, now))
        }
    }
}

fn refused() -> Response {
    Response::invalid(&serde_json::json!({"code": ["The code does not follow the rules of this instance."]}))
}

fn too_many(seconds: u64) -> Response {
    let text = "Oops! Too many requests have been made in a short time. Please wait a moment and try again.";
    let body = serde_json::json!({"error": "429 Too Many Requests", "description": text});
    Response::json(429, &body)
        .with("Retry-After", seconds.to_string())
        .with("X-RateLimit-Limit", "120")
        .with("X-RateLimit-Remaining", "0")
}

/// Cuts a body as [`Exchange::Truncated`] says, for clients that have no socket.
pub fn cut(response: &Response, bytes: usize) -> Response {
    Response { body: response.body[..bytes.min(response.body.len())].into(), ..response.clone() }
}

fn seeded(seed: u64) -> Random {
    Random::fork(seed, 0xFA17)
}
