//! Slugs of terms: made from a name, and made unique.

use super::records::Term;

/// `sanitize_title`, for what catalogues hold: letters and digits, the rest as hyphens.
pub(super) fn slugged(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() || c == '_' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && (c.is_whitespace() || c == '-' || c == '.') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// `wp_unique_term_slug`: the slugs of the parents are tried first, then numbers.
pub(super) fn unique(terms: &[Term], wanted: &str, parent: u64) -> String {
    let taken = |slug: &str| terms.iter().any(|t| t.slug == slug);
    let mut slug = wanted.to_owned();
    let mut above = parent;
    while taken(&slug) {
        let Some(term) = terms.iter().find(|t| t.id == above) else { break };
        slug = format!("{slug}-{}", term.slug);
        above = term.parent;
    }
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    std::iter::once(slug.clone()).chain(numbered).find(|slug| !taken(slug)).unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::{Term, slugged, unique};

    #[test]
    fn a_slug_is_made_of_a_name() {
        assert_eq!(slugged(" T-Shirts & Tops "), "t-shirts-tops");
    }

    #[test]
    fn parents_make_a_slug_unique_before_numbers_do() {
        let term = |id, slug: &str, parent| Term { id, slug: slug.into(), parent, ..Term::default() };
        let terms = [term(1, "men", 0), term(2, "tees", 0), term(3, "tees-men", 1)];
        assert_eq!(unique(&terms, "hats", 1), "hats");
        assert_eq!(unique(&terms[..2], "tees", 1), "tees-men");
        assert_eq!(unique(&terms, "tees", 1), "tees-men-2");
        assert_eq!(unique(&terms, "tees", 0), "tees-2");
    }
}
