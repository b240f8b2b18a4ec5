//! What the server's HTML purifier leaves of rich text: no scripts, no handlers, no script links.

/// Elements that vanish with their content.
const DROPPED: &[&str] = &["script", "style", "iframe", "object", "embed", "form"];

pub fn purified(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').unwrap_or(0);
        let tag = rest.get(1..end).unwrap_or_default();
        let name = tag_name(tag);
        if name.is_empty() {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        }
        rest = &rest[end + 1..];
        if DROPPED.contains(&name.as_str()) {
            let closing = format!("</{name}");
            if !tag.starts_with('/')
                && let Some(close) = rest.to_ascii_lowercase().find(&closing)
            {
                let tail = &rest[close..];
                rest = tail.find('>').map_or("", |gt| &tail[gt + 1..]);
            }
            continue;
        }
        out.push_str(&clean_tag(tag));
    }
    out.push_str(rest);
    out
}

fn tag_name(tag: &str) -> String {
    let body = tag.trim_start_matches('/');
    body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn clean_tag(tag: &str) -> String {
    let Some((name, attributes)) = tag.split_once(char::is_whitespace) else { return format!("<{tag}>") };
    let kept: Vec<String> = attributes_of(attributes)
        .into_iter()
        .filter(|(key, value)| {
            let script = value.trim_start().to_ascii_lowercase().starts_with("javascript:");
            !key.to_ascii_lowercase().starts_with("on") && !script
        })
        .map(|(key, value)| format!(" {key}=\"{value}\""))
        .collect();
    let close = if attributes.trim_end().ends_with('/') { " /" } else { "" };
    format!("<{name}{}{close}>", kept.concat())
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((key, tail)) = rest.split_once('=') {
        let key = key.trim().trim_start_matches('/').to_owned();
        let tail = tail.trim_start();
        let (value, after) = match tail.chars().next() {
            Some(quote @ ('"' | '\'')) => tail[1..].split_once(quote).unwrap_or((&tail[1..], "")),
            _ => tail.split_once(char::is_whitespace).unwrap_or((tail, "")),
        };
        found.push((key, value.to_owned()));
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::purified;

    #[test]
    fn scripts_and_handlers_go_and_the_rest_stays() {
        let html = "<p>Rich <strong>en</strong> <script>alert(1)</script><a href=\"javascript:x\" onclick=\"y\">l</a></p>";
        assert_eq!(purified(html), "<p>Rich <strong>en</strong> <a>l</a></p>");
        assert_eq!(purified("<p onclick=\"x()\">ok</p><script>bad()</script>"), "<p>ok</p>");
        assert_eq!(purified("<img src=\"a.png\" alt='x' />"), "<img src=\"a.png\" alt=\"x\" />");
        assert_eq!(purified("plain < text"), "plain &lt; text");
    }
}
