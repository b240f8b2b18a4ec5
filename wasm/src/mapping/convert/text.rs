//! Texts: tags removed, line breaks kept, e-mail addresses, web addresses and identifiers checked.

use serde_json::Value;

use super::number::{decimal, not_numeric};
use super::{Converted, excerpt, plain, skipped};
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType};

/// Tags removed, the text between them kept. A `<` that opens no tag is text.
pub fn strip_tags(text: &str) -> String {
    strip(text, |_| "")
}

/// As [`strip_tags`]; where HTML breaks the line, so does the text.
pub fn strip_html(text: &str) -> String {
    let text = strip(text, |tag| match tag {
        "br" | "br/" | "/p" | "/div" | "/li" | "/tr" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => "\n",
        _ => "",
    });
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

fn strip(text: &str, put: impl Fn(&str) -> &'static str) -> String {
    if !text.contains('<') {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let opens = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>') {
            Some(close) if opens => {
                let name = tag[..close].split_ascii_whitespace().next().unwrap_or_default();
                let broken = put(&name.to_ascii_lowercase());
                rest = &tag[close + 1..];
                // A source that breaks its lines after the tag already has this break.
                if !rest.starts_with('\n') {
                    out.push_str(broken);
                }
            }
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// The plain text that an attribute of a text type holds, checked by its validation.
pub(super) fn text_of(attribute: &Attribute, value: &Value) -> Result<String, Converted> {
    if matches!(value, Value::Array(_) | Value::Object(_)) {
        return Err(invalid(attribute, value, "a text"));
    }
    let raw = plain(value);
    let text = if attribute.kind == AttributeType::Textarea { strip_html(&raw) } else { strip_tags(&raw) };
    if text.is_empty() {
        return Err(Converted::Empty);
    }
    if attribute.kind != AttributeType::Text {
        return Ok(text);
    }
    match attribute.validation.as_deref() {
        Some("number" | "decimal") => decimal(value).ok_or_else(|| not_numeric(attribute, value)),
        Some("email") if !is_email(&text) => Err(invalid(attribute, value, "an e-mail address")),
        Some("url") if !is_address(&text) => Err(invalid(attribute, value, "a web address")),
        _ => Ok(text),
    }
}

/// A text as the name of a term: on one line.
pub(in crate::mapping) fn name_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tags that a text names: split at commas and line breaks, each once whatever its case.
pub(in crate::mapping) fn tags(text: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut out = Vec::new();
    for name in text.split([',', '\n']).map(name_of) {
        let key = name.to_lowercase();
        if !name.is_empty() && !seen.contains(&key) {
            seen.push(key);
            out.push(name);
        }
    }
    out
}

pub(super) fn gtin(attribute: &Attribute, value: &Value) -> Converted {
    match text_of(attribute, value) {
        Ok(text)
            if text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
                && text.bytes().any(|b| b.is_ascii_digit()) =>
        {
            Converted::Value(Value::String(text))
        }
        Ok(_) => invalid(attribute, value, "a GTIN, UPC, EAN or ISBN of digits and hyphens"),
        Err(other) => other,
    }
}

pub(super) fn invalid(attribute: &Attribute, value: &Value, what: &str) -> Converted {
    skipped(
        Reason::InvalidFormat,
        format!("{} is not {what}: {}", attribute.code, excerpt(value)),
        "Correct the value in UnoPim.",
    )
}

pub(in crate::mapping) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label = |s: &str| {
        !s.is_empty()
            && !s.starts_with('-')
            && !s.ends_with('-')
            && s.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let local_good = !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b));
    local_good && domain.contains('.') && domain.split('.').all(label)
}

pub(in crate::mapping) fn is_address(text: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    });
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        assert_eq!(strip_tags("<p>a <b>b</b></p>"), "a b");
        assert_eq!(strip_tags("1 < 2 & 3 > 2"), "1 < 2 & 3 > 2");
        assert_eq!(strip_tags("a <b"), "a <b");
        assert_eq!(strip_tags("a\nb"), "a\nb");
    }

    #[test]
    fn html_keeps_its_line_breaks() {
        assert_eq!(strip_html("<p>One</p><p>Two<br>Three<BR /></p>"), "One\nTwo\nThree");
        assert_eq!(strip_html("One<br>\nTwo \nThree"), "One\nTwo\nThree");
        assert_eq!(strip_html("plain"), "plain");
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@b.de", "first.last+tag@sub.example.com", "a@müller.de"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["a", "a@b", "@b.de", "a@", "a b@c.de", "a@b..de", "a@-b.de", ".a@b.de", "a@b@c.de"] {
            assert!(!is_email(bad), "{bad}");
        }
        for good in ["https://example.com", "HTTP://example.com/a?b#c", "http://[::1]:8080/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "example.com",
            "ftp://example.com",
            "https://",
            "https:///a",
            "javascript:alert(1)",
            "https://a b",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_text_names_each_tag_once() {
        assert_eq!(tags("a, b, a"), ["a", "b"]);
        assert_eq!(tags(" Big  mug ,, big mug ,\nnew"), ["Big mug", "new"]);
        assert!(tags(" , ").is_empty());
    }
}
