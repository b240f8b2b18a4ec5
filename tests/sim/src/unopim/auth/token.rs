//! `POST /oauth/token`: the password, refresh and client-credentials grants.

use serde_json::{Value, json};

use super::throttle::{self, Hit};
use crate::unopim::clock::Moment;
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::input::Input;
use crate::unopim::request::Request;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::state::State;

const MALFORMED: &str = "The request is missing a required parameter, includes an invalid parameter value, \
    includes a parameter more than once, or is otherwise malformed.";

pub fn grant(state: &mut State, request: &Request, now: Moment) -> Response {
    let input = Input::read(request);
    let quota = state.version.token_quota();
    if !state.settings.throttle {
        return run(state, request, &input, now).unwrap_or_else(|refusal| refusal);
    }
    let user =
        if state.version.token_quota_is_per_user() { input.text("username").unwrap_or_default() } else { "" };
    let hit = state.accounts.throttle.hit(&format!("token:{user}"), quota, now);
    let response = match hit {
        Hit::Refused { .. } => thrown(state, request, &Thrown::TooManyRequests),
        Hit::Allowed { .. } => run(state, request, &input, now).unwrap_or_else(|refusal| refusal),
    };
    throttle::with_headers(response, quota, hit)
}

fn run(state: &mut State, request: &Request, input: &Input, now: Moment) -> Outcome {
    let kind = input.text("grant_type").unwrap_or_default().to_owned();
    if !["password", "refresh_token", "client_credentials"].contains(&kind.as_str()) {
        let text = "The authorization grant type is not supported by the authorization server.";
        let hint = "Check that all required parameters have been provided";
        return Err(refusal(state, 400, "unsupported_grant_type", text, Some(hint)));
    }
    let client = client(state, request, input)?;
    if let Some(scope) = input.text("scope").filter(|scope| *scope != "*") {
        let text = "The requested scope is invalid, unknown, or malformed";
        let hint = format!("Check the `{scope}` scope");
        return Err(refusal(state, 400, "invalid_scope", text, Some(&hint)));
    }
    let email = match kind.as_str() {
        "password" => Some(password_grant(state, input)?),
        "refresh_token" => Some(refresh_grant(state, input, &client, now)?),
        _ => None,
    };
    let lifetimes = (state.settings.access_token_seconds, state.settings.refresh_token_seconds);
    let (access, refresh) = state.accounts.issue(&client, email.as_deref(), now, lifetimes);
    let mut body = json!({"token_type": "Bearer", "expires_in": lifetimes.0, "access_token": access});
    if let Some(refresh) = refresh {
        body["refresh_token"] = Value::String(refresh);
    }
    Ok(Response::json(200, &body).with("Cache-Control", "no-store, private"))
}

/// The client of the request. A user name that is not the client's own makes the client invalid.
fn client(state: &State, request: &Request, input: &Input) -> Result<String, Response> {
    let (id, secret) = match basic(request) {
        Some(pair) => pair,
        None => match input.text("client_id") {
            Some(id) => (id.to_owned(), input.text("client_secret").unwrap_or_default().to_owned()),
            None => return Err(missing(state, "client_id")),
        },
    };
    let known = state.accounts.client(&id).filter(|client| !client.revoked && client.secret == secret);
    let own = known.filter(|client| {
        input.text("username").is_none_or(|username| client.email.eq_ignore_ascii_case(username))
    });
    match own {
        Some(client) => Ok(client.id.clone()),
        None => Err(refusal(state, 401, "invalid_client", "Client authentication failed", None)),
    }
}

fn password_grant(state: &State, input: &Input) -> Result<String, Response> {
    let username = input.text("username").ok_or_else(|| missing(state, "username"))?;
    let password = input.text("password").ok_or_else(|| missing(state, "password"))?;
    match state.accounts.admin(username).filter(|admin| admin.password == password) {
        // 3.0 refuses disabled users at sign-in; before that they get a token.
        Some(admin) if admin.enabled || !state.version.refuses_disabled_users() => Ok(admin.email.clone()),
        _ => Err(refusal(state, 400, "invalid_grant", "The user credentials were incorrect.", None)),
    }
}

fn refresh_grant(state: &mut State, input: &Input, client: &str, now: Moment) -> Result<String, Response> {
    let given = input.text("refresh_token").ok_or_else(|| missing(state, "refresh_token"))?.to_owned();
    let hint = match state.accounts.refresh.get(&given) {
        None => Some("Cannot decrypt the refresh token"),
        Some(token) if token.client != client => Some("Token is not linked to client"),
        Some(token) if now >= token.expires => Some("Token has expired"),
        Some(token) if token.revoked => Some("Token has been revoked"),
        Some(_) => None,
    };
    if let Some(hint) = hint {
        let (status, error) = state.version.dead_refresh_token();
        return Err(refusal(state, status, error, "The refresh token is invalid.", Some(hint)));
    }
    // The old pair dies at once, the access token with the refresh token.
    let mut email = String::new();
    if let Some(token) = state.accounts.refresh.get_mut(&given) {
        token.revoked = true;
        email = token.email.clone().unwrap_or_default();
        if let Some(access) = token.access.clone().and_then(|access| state.accounts.access.get_mut(&access)) {
            access.revoked = true;
        }
    }
    Ok(email)
}

fn missing(state: &State, parameter: &str) -> Response {
    refusal(state, 400, "invalid_request", MALFORMED, Some(&format!("Check the `{parameter}` parameter")))
}

fn refusal(state: &State, status: u16, error: &str, text: &str, hint: Option<&str>) -> Response {
    let mut body = json!({"error": error, "error_description": text});
    if let Some(hint) = hint {
        body["hint"] = json!(hint);
    }
    if state.version.oauth_errors_have_message() {
        body["message"] = json!(text);
    }
    Response::json(status, &body)
}

fn basic(request: &Request) -> Option<(String, String)> {
    let encoded = request.header_value("Authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(crate::unopim::base64::decode(encoded.trim())?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
