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
    let modified = modified(&tag);
    let known = match request.header_value("If-None-Match") {
        Some(asked) => asked == tag,
        None => request.header_value("If-Modified-Since") == Some(modified.as_str()),
    };
    let response =
        if known { Response::empty(304) } else { Response::bytes(200, sniff::content_type(path), bytes) };
    response.with("ETag", tag).with("Last-Modified", modified)
}

/// Files have no history here, so that a date stands for a content as its tag does: some moment of 2026.
fn modified(tag: &str) -> String {
    let number = u64::from_str_radix(tag.trim_matches('"').get(..8).unwrap_or_default(), 16).unwrap_or(0);
    let (minutes, seconds) = (number / 60 % 60, number % 60);
    format!(
        "Mon, {:02} Jun 2026 {:02}:{minutes:02}:{seconds:02} GMT",
        [1, 8, 15, 22, 29][(number / 86_400 % 5) as usize],
        number / 3600 % 24
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unopim::Version;

    #[test]
    fn what_is_known_by_tag_or_date_is_not_sent_again() {
        let mut state = State::new(Version::V3_0_0);
        state.media.draw("a.png", 1);
        let get = || Request::new("GET", "/storage/a.png");
        let first = serve(&state, &get(), "a.png");
        let [tag, date] =
            ["ETag", "Last-Modified"].map(|name| first.header(name).unwrap_or_default().to_owned());
        assert_eq!(serve(&state, &get().header("If-None-Match", &tag), "a.png").status, 304);
        assert_eq!(serve(&state, &get().header("If-Modified-Since", &date), "a.png").status, 304);
        state.media.draw("a.png", 2);
        assert_eq!(serve(&state, &get().header("If-None-Match", &tag), "a.png").status, 200);
        assert_eq!(serve(&state, &get().header("If-Modified-Since", &date), "a.png").status, 200);
    }
}
