//! The list envelope in both modes: pages with a total, and a cursor without one.

use serde_json::Value;

use super::lenient::integer;
use crate::error::Fault;
use crate::plain::{Cut, text_in, value_in, value_of};

/// One answer of a list; rows are left as they are, so that one bad row spoils no other.
#[derive(Debug)]
pub struct Page<'a> {
    pub rows: Vec<&'a str>,
    /// In page mode, which page this is.
    pub number: Option<u64>,
    pub last_page: Option<u64>,
    pub total: Option<u64>,
    /// `None`: not a cursor answer. `Some(None)`: the last one.
    #[allow(clippy::option_option)]
    pub cursor: Option<Option<i64>>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Web pages come with status 200 too.
    #[error("UnoPim answered with a web page instead of data")]
    Html,
    #[error("the answer ends in the middle")]
    Truncated,
    #[error("the answer is no list of records: {0}")]
    Shape(String),
}

impl PageError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Html => "html_answer",
            Self::Truncated => "truncated_answer",
            Self::Shape(_) => "unreadable_answer",
        }
    }

    pub fn hint(&self) -> &'static str {
        match self {
            Self::Html => {
                "Check that the address is UnoPim's own (its APP_URL) and that no login page or firewall answers in its place."
            }
            Self::Truncated => {
                "Check UnoPim's memory and time limits and any proxy in between, then pull again."
            }
            Self::Shape(_) => "Check UnoPim's log for errors and that its version is 0.2 or newer.",
        }
    }

    /// As a run tells it of a path.
    pub fn fault(&self, path: &str) -> Fault {
        Fault::new(self.code(), path, self.to_string(), self.hint())
    }

    fn of(body: &[u8], error: Option<&serde_json::Error>) -> Self {
        match error {
            Some(_) if body.trim_ascii_start().starts_with(b"<") => Self::Html,
            Some(e) if e.is_eof() || body.trim_ascii().is_empty() => Self::Truncated,
            Some(e) => Self::Shape(e.to_string()),
            None => Self::Shape("it has another shape".into()),
        }
    }
}

pub fn decode_page(body: &[u8]) -> Result<Page<'_>, PageError> {
    let text = text_in(body).map_err(|e| PageError::of(body, Some(&e)))?;
    // What is wrong with a page is told by reading all of it.
    cut_page(text).ok_or_else(|| PageError::of(body, value_of(text).err().as_ref()))
}

fn cut_page(text: &str) -> Option<Page<'_>> {
    let (mut rows, mut number, mut last_page, mut total, mut cursor) = (None, None, None, None, None);
    let mut cut = Cut::new(text);
    cut.object(|key, cut| {
        if key == "\"data\"" {
            rows = Some(cut.list()?);
            return Some(());
        }
        let value = cut.value()?;
        let counted = || value_of(value).ok().and_then(|value| integer(&value));
        match key {
            "\"current_page\"" => number = counted(),
            "\"last_page\"" => last_page = counted(),
            "\"total\"" => total = counted(),
            "\"search_after\"" => cursor = Some(counted()),
            _ => {}
        }
        Some(())
    })?;
    let whole = |number: Option<i64>| number.and_then(|n| u64::try_from(n).ok());
    Some(Page {
        rows: rows.filter(|_| cut.is_done())?,
        number: whole(number),
        last_page: whole(last_page),
        total: whole(total),
        cursor,
    })
}

/// An answer that is read as a whole: a record, a page, a list of options. `fits` knows its outermost shape.
pub fn decode_answer(body: &[u8], fits: fn(&Value) -> bool) -> Result<Value, PageError> {
    match value_in(body) {
        Ok(value) if fits(&value) => Ok(value),
        Ok(_) => Err(PageError::of(body, None)),
        Err(e) => Err(PageError::of(body, Some(&e))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_envelopes() {
        let page =
            decode_page(br#"{"data":[{"a":1},null],"current_page":1,"last_page":3,"total":250,"links":{}}"#)
                .unwrap();
        assert_eq!((page.rows.len(), page.last_page, page.total, page.cursor), (2, Some(3), Some(250), None));
        let page = decode_page(br#"{"data":[],"search_after":null,"links":{"next":null}}"#).unwrap();
        assert_eq!(page.cursor, Some(None));
        assert_eq!(decode_page(br#"{"data":[],"search_after":17}"#).unwrap().cursor, Some(Some(17)));
    }

    #[test]
    fn what_is_no_page_says_what_it_is() {
        assert_eq!(decode_page(b"\n<!DOCTYPE html>").unwrap_err(), PageError::Html);
        assert_eq!(decode_page(b"").unwrap_err(), PageError::Truncated);
        assert_eq!(decode_page(br#"{"data":[{"sku":"#).unwrap_err(), PageError::Truncated);
        let shape = decode_page(br#"{"error":"x"}"#).unwrap_err();
        assert!(matches!(shape, PageError::Shape(_)));
        assert_eq!(shape.code(), "unreadable_answer");
    }

    #[test]
    fn what_is_read_as_a_whole_has_the_shape_that_was_asked_for() {
        assert!(decode_answer(br#"{"sku":"mug"}"#, Value::is_object).is_ok());
        for body in ["null", "[]", r#""mug""#] {
            let error = decode_answer(body.as_bytes(), Value::is_object).unwrap_err();
            assert_eq!(error.code(), "unreadable_answer", "{body}");
        }
        assert_eq!(decode_answer(b"<html>", Value::is_object).unwrap_err(), PageError::Html);
        assert_eq!(decode_answer(br#"{"sku":"m"#, Value::is_object).unwrap_err(), PageError::Truncated);
    }
}
