//! The way of a request through the middleware, in the order in which UnoPim applies it: host, route, token,
//! rate limit, `Accept`, permission, handler.

use super::auth::bearer::{self, Caller};
use super::auth::throttle::{self, Hit};
use super::auth::token;
use super::clock::{self, Moment};
use super::framework::{Thrown, thrown};
use super::input::{Input, Query, percent_decoded};
use super::media;
use super::request::Request;
use super::response::{Outcome, Response};
use super::routes::{self, Endpoint, Match};
use super::state::State;

const API: &str = "/api/v1/rest/";

/// What a handler gets to see.
pub struct Call<'a> {
    pub request: &'a Request,
    /// The parts of the path that the route left open.
    pub params: Vec<String>,
    pub query: Query,
    pub input: Input,
    /// The path below the host, for links.
    pub path: String,
    pub now: Moment,
}

impl Call<'_> {
    pub fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// Whether a query parameter is switched on.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.query.get(name), Some("1" | "true" | "on" | "yes"))
    }
}

pub fn handle(state: &mut State, request: &Request, now: Moment) -> Response {
    let response = match overridden_method(request).as_str() {
        "HEAD" => {
            let get = Request { method: "GET".to_owned(), ..request.clone() };
            Response { body: [].into(), ..routed(state, &get, "GET", now) }
        }
        method => routed(state, request, method, now),
    };
    response.with("Date", clock::http_date(now))
}

fn routed(state: &mut State, request: &Request, method: &str, now: Moment) -> Response {
    if state.settings.checks_host && !host_is_own(state, request) {
        return thrown(state, request, &Thrown::NotFound);
    }
    let path = percent_decoded(request.raw_path(), false);
    if let Some(file) = path.strip_prefix("/storage/") {
        return media::download::serve(state, request, file);
    }
    if let Some(id) = path.strip_prefix(media::dam::SIGNED) {
        return media::dam::signed(state, request, id);
    }
    if path.trim_end_matches('/') == "/oauth/token" {
        return match method {
            "POST" => token::grant(state, request, now),
            _ => thrown(state, request, &Thrown::MethodNotAllowed(vec!["POST"])),
        };
    }
    let Some(rest) = path.strip_prefix(API) else {
        return thrown(state, request, &Thrown::NotFound);
    };
    let response = if method == "OPTIONS" {
        preflight(request)
    } else {
        api(state, request, method, rest.trim_end_matches('/'), now)
    };
    response.with("Access-Control-Allow-Origin", "*")
}

/// Hosts that block PATCH and PUT are served through a header on POST.
fn overridden_method(request: &Request) -> String {
    let method = request.method.to_ascii_uppercase();
    match request.header_value("X-HTTP-Method-Override") {
        Some(other) if method == "POST" => other.to_ascii_uppercase(),
        _ => method,
    }
}

fn host_is_own(state: &State, request: &Request) -> bool {
    let own = state.settings.app_url.split("://").nth(1).unwrap_or_default();
    request.header_value("Host").is_none_or(|host| host.eq_ignore_ascii_case(own))
}

fn preflight(request: &Request) -> Response {
    let asked = request.header_value("Access-Control-Request-Method").unwrap_or_default().to_owned();
    Response::empty(204)
        .with("Content-Type", "text/html; charset=UTF-8")
        .with("Access-Control-Allow-Methods", asked)
        .with("Access-Control-Max-Age", "0")
}

fn api(state: &mut State, request: &Request, method: &str, rest: &str, now: Moment) -> Response {
    let (endpoint, params) = match routes::find(state.version, method, rest) {
        Match::Found(endpoint, params) => (endpoint, params),
        Match::OtherMethods(methods) => return thrown(state, request, &Thrown::MethodNotAllowed(methods)),
        Match::Nothing => return thrown(state, request, &Thrown::NotFound),
    };
    let Some(caller) = bearer::caller(state, request, now) else {
        return thrown(state, request, &Thrown::Unauthenticated);
    };
    let quota = state.version.rest_quota().filter(|_| state.settings.throttle);
    let hit = quota.map(|quota| state.accounts.throttle.hit(&format!("api:{}", caller.email), quota, now));
    let response = if matches!(hit, Some(Hit::Refused { .. })) {
        thrown(state, request, &Thrown::TooManyRequests)
    } else {
        admitted(state, request, endpoint, params, &caller, now).unwrap_or_else(|refusal| refusal)
    };
    let response = match (quota, hit) {
        (Some(quota), Some(hit)) => throttle::with_headers(response, quota, hit),
        _ => response,
    };
    let response = if endpoint.is_misspelt() && state.version.deprecates_misspelling() {
        response
            .with("Deprecation", "true")
            .with("Link", "</api/v1/rest/configurable-products>; rel=\"successor-version\"")
    } else {
        response
    };
    if response.header("Cache-Control").is_some() {
        response
    } else {
        response.with("Cache-Control", "no-cache, private")
    }
}

fn admitted(
    state: &mut State,
    request: &Request,
    endpoint: &'static Endpoint,
    params: Vec<String>,
    caller: &Caller,
    now: Moment,
) -> Outcome {
    if !accepts(state, request) {
        return Err(Response::error(406, "Accept header must be application/json"));
    }
    if caller.permission.is_none() {
        return Err(thrown(state, request, &Thrown::Server));
    }
    if !endpoint.is_open_to(caller, state.version) {
        return Err(Response::error(403, "This action is unauthorized"));
    }
    let reading = endpoint.method == "GET";
    if reading && let Some(kept) = state.cache.get(&request.target) {
        return Ok(conditional(state, request, kept));
    }
    let call = Call {
        request,
        params,
        query: Query::parse(request.raw_query()),
        input: if reading { Input::empty() } else { Input::read(request) },
        path: request.raw_path().trim_end_matches('/').to_owned(),
        now,
    };
    if reading {
        let mut response = (endpoint.run)(state, &call)?;
        if state.version.has_etag() {
            let tag = etag(&response.body);
            response = response.with("ETag", tag).with("Cache-Control", "private");
        }
        state.cache.keep(&request.target, &response);
        return Ok(conditional(state, request, response));
    }
    state.touch();
    let outcome = (endpoint.run)(state, &call);
    state.touch();
    outcome
}

fn accepts(state: &State, request: &Request) -> bool {
    let accept = request.header_value("Accept").unwrap_or_default();
    if state.version.compares_accept_literally() {
        return accept == "application/json";
    }
    accept.is_empty()
        || accept.split(',').any(|part| {
            let kind = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            ["application/json", "application/*", "*/*"].contains(&kind.as_str())
        })
}

fn conditional(state: &State, request: &Request, response: Response) -> Response {
    let (Some(tag), Some(asked)) = (response.header("ETag"), request.header_value("If-None-Match")) else {
        return response;
    };
    let known = asked.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*");
    if state.version.has_etag() && response.status == 200 && known {
        return Response { status: 304, body: [].into(), ..response };
    }
    response
}

/// A strong tag over the bytes (FNV-1a, 64 bits: nobody attacks a simulator).
pub fn etag(body: &[u8]) -> String {
    let hash = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("\"{hash:016x}{:08x}\"", body.len())
}
