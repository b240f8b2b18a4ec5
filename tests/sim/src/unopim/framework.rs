//! Errors that no controller makes: unknown routes, wrong methods, refused tokens, crashes.

use serde_json::json;

use super::request::Request;
use super::response::Response;
use super::state::State;

/// What the framework threw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thrown {
    NotFound,
    /// With the methods that the route knows.
    MethodNotAllowed(Vec<&'static str>),
    Unauthenticated,
    TooManyRequests,
    Server,
}

impl Thrown {
    fn status(&self) -> u16 {
        match self {
            Thrown::NotFound => 404,
            Thrown::MethodNotAllowed(_) => 405,
            Thrown::Unauthenticated => 401,
            Thrown::TooManyRequests => 429,
            Thrown::Server => 500,
        }
    }

    fn exception(&self) -> (&'static str, &'static str) {
        match self {
            Thrown::NotFound => ("", "Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException"),
            Thrown::MethodNotAllowed(_) => {
                ("", "Symfony\\Component\\HttpKernel\\Exception\\MethodNotAllowedHttpException")
            }
            Thrown::Unauthenticated => ("Unauthenticated.", "Illuminate\\Auth\\AuthenticationException"),
            Thrown::TooManyRequests => {
                ("Too Many Attempts.", "Illuminate\\Http\\Exceptions\\ThrottleRequestsException")
            }
            Thrown::Server => ("Server Error", "ErrorException"),
        }
    }
}

/// The names of the error pages, by status.
fn title(status: u16) -> &'static str {
    match status {
        401 => "401 Unauthorized",
        404 => "404 Page Not Found",
        405 => "405 Method Not Allowed",
        429 => "429 Too Many Requests",
        _ => "500 Internal Server Error",
    }
}

fn description(state: &State, status: u16) -> String {
    if !state.version.has_error_texts() {
        // 1.0 prints the key of the text instead of the text.
        return format!("admin::app.shop.errors.{status}.description");
    }
    let text = match status {
        404 => {
            "Oops! The page you're looking for is on vacation. It seems we couldn't find what you were searching for."
        }
        405 => {
            "Oops! The request method is not allowed for this URL. Please use the correct method or return to the \
             previous page."
        }
        429 => "Oops! Too many requests have been made in a short time. Please wait a moment and try again.",
        _ => "Oops! Something went wrong. It seems we're having trouble loading the page you're looking for.",
    };
    text.to_owned()
}

pub fn thrown(state: &State, request: &Request, what: &Thrown) -> Response {
    let as_json = request.wants_json() || state.version.always_json();
    if as_json && *what == Thrown::Unauthenticated {
        return unauthenticated();
    }
    if state.settings.debug && as_json {
        return debug(request, what);
    }
    let mut status = what.status();
    if state.version.masks_statuses() && matches!(status, 405 | 429) {
        status = 500;
    }
    if !as_json {
        // A page has no room for 401: it is shown as a crash.
        let shown = if status == 401 { 500 } else { status };
        let sent = if state.version.hides_errors_in_pages() { 200 } else { shown };
        return Response::page(sent, title(shown));
    }
    let body = json!({"error": title(status), "description": description(state, status)});
    let response = Response::json(status, &body);
    match what {
        Thrown::MethodNotAllowed(methods) if status == 405 => response.with("Allow", methods.join(", ")),
        _ => response,
    }
}

pub fn unauthenticated() -> Response {
    Response::error(401, "Authentication failed due to invalid credentials or expired token.")
}

fn debug(request: &Request, what: &Thrown) -> Response {
    let (text, exception) = what.exception();
    let message = match what {
        Thrown::MethodNotAllowed(methods) => format!(
            "The {} method is not supported for route {}. Supported methods: {}.",
            request.method,
            request.raw_path().trim_start_matches('/'),
            methods.join(", ")
        ),
        Thrown::NotFound => {
            format!("The route {} could not be found.", request.raw_path().trim_start_matches('/'))
        }
        _ => text.to_owned(),
    };
    let body = json!({"message": message, "exception": exception, "file": "", "line": 0, "trace": []});
    let response = Response::json(what.status(), &body);
    match what {
        Thrown::MethodNotAllowed(methods) => response.with("Allow", methods.join(", ")),
        _ => response,
    }
}
