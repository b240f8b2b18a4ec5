//! What becomes of a text on its way into the shop: the part of WordPress' cleaning that product data meets.

/// Tags that a post may have, as far as descriptions use them.
const TAGS: [&str; 41] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
];
const MORE_TAGS: [&str; 5] = ["tbody", "tfoot", "thead", "ul", "video"];

const ATTRIBUTES: [&str; 16] = [
    "align", "alt", "class", "colspan", "dir", "height", "href", "id", "lang", "rel", "rowspan", "src",
    "style", "target", "title", "width",
];

/// One line without tags: names, SKUs, attribute values.
pub fn line(text: &str) -> String {
    let bare = if text.contains('<') { cleaned(&spoken(text), |_, _| None) } else { text.to_owned() };
    bare.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text with the tags that posts may have; the text within a refused tag stays.
pub fn html(text: &str) -> String {
    with_entities(&cleaned(text, allowed))
}

/// Meta stays as it is, unless it holds markup.
pub fn meta(text: &str) -> String {
    if text.contains('<') { html(text) } else { text.to_owned() }
}

/// Without scripts and styles, which are no text.
fn spoken(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
        // ASCII alone changes, so that offsets stay.
        while let Some(at) = out.to_ascii_lowercase().find(open) {
            let Some(length) = out[at..].to_ascii_lowercase().find(close) else { break };
            out.replace_range(at..at + length + close.len(), "");
        }
    }
    out
}

/// Puts every tag before `keep`; a `<` that opens none stays, as an entity.
fn cleaned(text: &str, keep: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(end) = rest.find('>').filter(|end| !rest[..*end].contains('<')) else {
            out.push_str("&lt;");
            continue;
        };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        out.push_str(&keep(tag, &name.to_ascii_lowercase()).unwrap_or_default());
    }
    out.push_str(rest);
    out
}

fn allowed(tag: &str, name: &str) -> Option<String> {
    if !TAGS.contains(&name) && !MORE_TAGS.contains(&name) {
        return None;
    }
    if tag.starts_with('/') {
        return Some(format!("</{name}>"));
    }
    let end = if tag.trim_end().ends_with('/') { " /" } else { "" };
    Some(format!("<{name}{}{end}>", attributes(&tag[name.len()..])))
}

/// The attributes of a tag that may stay: `name="value"`, in either kind of quotes.
fn attributes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let name =
            name.trim().rsplit([' ', '\t', '\r', '\n']).next().unwrap_or_default().to_ascii_lowercase();
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find([' ', '\t', '\r', '\n']).unwrap_or(after.len())),
        };
        let scripted = value.trim_start().to_ascii_lowercase().starts_with("javascript:");
        if ATTRIBUTES.contains(&name.as_str()) && !scripted {
            out.extend([" ", &name, "=\"", value, "\""]);
        }
        rest = next;
    }
    out
}

/// A bare `&` becomes an entity; entities stay.
fn with_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        if !is_entity(rest) {
            out.push_str("amp;");
        }
    }
    out.push_str(rest);
    out
}

fn is_entity(text: &str) -> bool {
    let Some((name, _)) = text.split_once(';') else { return false };
    let digits = |text: &str, hex: bool| {
        !text.is_empty() && text.chars().all(|c| if hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() })
    };
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => digits(hex, true),
            None => digits(number, false),
        },
        None => !name.is_empty() && name.len() <= 8 && name.chars().all(|c| c.is_ascii_alphanumeric()),
    }
}

#[cfg(test)]
mod tests {
    use super::{html, line, meta};

    #[test]
    fn a_line_has_no_tags_and_single_blanks() {
        assert_eq!(line(" <b>Tom</b> &\n\tJerry "), "Tom & Jerry");
        assert_eq!(line("1 < 2"), "1 &lt; 2");
        assert_eq!(line("a<SCRIPT>b</Script>c"), "ac");
    }

    #[test]
    fn a_description_keeps_what_posts_may_hold() {
        assert_eq!(
            html("<P class='x' onclick=\"y()\">a & b &amp; c</P>"),
            "<p class=\"x\">a &amp; b &amp; c</p>"
        );
        assert_eq!(html("<br/>x<iframe src=\"u\"></iframe>"), "<br />x");
        assert_eq!(html("<a href=\"javascript:x\">y</a>"), "<a>y</a>");
    }

    #[test]
    fn meta_without_markup_stays() {
        assert_eq!(meta("a & b"), "a & b");
        assert_eq!(meta("<i>a</i><script>b</script>"), "<i>a</i>b");
    }
}
