//! `/storage/…`: what the web server hands out, without a token.

use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::request::Request;
use crate::unopim::response::Response;
use crate::unopim::server::etag;
use crate::unopim::state::State;

use super::sniff;

pub fn serve(state: &State, request: &Request, path: &str) -> Response {
    // A missing file is routed to the application, which shows its page.
    let Some(bytes) = state.media.bytes(path) else { return thrown(state, request, &Thrown::NotFound) };
    let tag = etag(&bytes);
    if request.header_value("If-None-Match") == Some(tag.as_str()) {
        return Response::empty(304).with("ETag", tag);
    }
    Response::bytes(200, sniff::content_type(path), bytes).with("ETag", tag)
}
