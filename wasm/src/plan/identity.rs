//! Slugs and codes: deterministic, and short enough for WooCommerce.

use crate::diff::Digest;
use crate::source::Attribute;

/// WooCommerce allows 28 bytes for an attribute's slug, counted in bytes.
const ATTRIBUTE_SLUG: usize = 28;
/// A link's code column.
const LINK_CODE: usize = 191;

/// Lower case, `-` for everything that is neither letter nor digit.
fn slugify(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

fn tail(text: &str) -> String {
    let mut digest = Digest::default();
    digest.text(text);
    digest.finish()[..6].to_owned()
}

/// Cut at a character boundary, with a tail that tells equal beginnings apart.
fn shorten(slug: String, of: &str, limit: usize) -> String {
    if slug.len() <= limit && !slug.is_empty() {
        return slug;
    }
    let tail = tail(of);
    let mut end = limit - tail.len() - 1;
    end = end.min(slug.len());
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    let head = slug[..end].trim_end_matches('-');
    if head.is_empty() { tail } else { format!("{head}-{tail}") }
}

/// The slug of the product attribute for an attribute code, without `pa_`. Non-Latin letters would be percent-encoded by
/// WordPress to three bytes and more each, so they are hashed.
pub fn attribute_slug(code: &str) -> String {
    let slug = slugify(code);
    if slug.is_ascii() {
        return shorten(slug, code, ATTRIBUTE_SLUG);
    }
    let ascii: String = slug.chars().filter(char::is_ascii).collect();
    let ascii = ascii.trim_matches('-');
    let tail = tail(code);
    if ascii.is_empty() { tail } else { shorten(format!("{ascii}-{tail}"), code, ATTRIBUTE_SLUG) }
}

/// The slug of the product attribute for one that rows do not name: a wish is held to the same limits.
pub fn slug_of(attribute: &Attribute) -> String {
    attribute_slug(attribute.wanted_slug.as_deref().unwrap_or(&attribute.code))
}

/// The slug of a new term: the code in lower case, with `-` for `_`.
pub fn term_slug(code: &str) -> String {
    shorten(slugify(code), code, 190)
}

/// Whether the slug of a code says less than the code: it was too long, or has no letters that a slug may have.
pub fn is_cut(code: &str, slug: &str) -> bool {
    slugify(code) != slug
}

/// The link code of a term that stands for a text rather than an option.
pub fn name_code(attribute: &str, name: &str) -> String {
    let code = format!("{attribute}/~{}", name.to_lowercase());
    if code.len() <= LINK_CODE { code } else { format!("{attribute}/~#{}{}", tail(name), tail(&code)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_slugs_are_short_and_stable() {
        assert_eq!(attribute_slug("color"), "color");
        assert_eq!(attribute_slug("Shoe_Size"), "shoe-size");
        let cyrillic = "длина".repeat(12);
        let slug = attribute_slug(&cyrillic);
        assert_eq!(slug, attribute_slug(&cyrillic));
        assert!(slug.len() <= 28 && slug.is_ascii() && !slug.is_empty());
        let (a, b) = (attribute_slug(&"a".repeat(40)), attribute_slug(&"a".repeat(41)));
        assert!(a != b && a.len() <= 28 && b.len() <= 28);
    }

    #[test]
    fn a_wished_slug_is_held_to_the_same_limits() {
        let mut attribute: Attribute =
            serde_json::from_str(r#"{"code":"shoe_size","type":"select"}"#).unwrap();
        assert_eq!(slug_of(&attribute), "shoe-size");
        attribute.wanted_slug = Some("Schuh Größe".into());
        assert_eq!(slug_of(&attribute), attribute_slug("Schuh Größe"));
        attribute.wanted_slug = Some("x".repeat(60));
        assert!(slug_of(&attribute).len() <= 28);
    }

    #[test]
    fn term_slugs_follow_the_code() {
        assert_eq!(term_slug("Dark_Red"), "dark-red");
        assert_eq!(term_slug("S"), "s");
        assert!(!term_slug("___").is_empty());
    }
}
