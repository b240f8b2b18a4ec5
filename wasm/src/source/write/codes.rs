//! Codes for what UnoPim does not have yet, and SKUs that it takes.

use crate::diff::Digest;
use crate::run::Capabilities;

/// UnoPim's column for codes.
const CODE: usize = 191;

/// Codes that UnoPim keeps for itself; the names of an attribute can be none of them.
const RESERVED: [&str; 13] = [
    "attribute_family",
    "attribute_family_id",
    "categories",
    "channel",
    "configurable_attributes",
    "cross_sells",
    "locale",
    "parent",
    "related_products",
    "sku",
    "status",
    "type",
    "up_sells",
];

pub fn is_reserved(code: &str) -> bool {
    RESERVED.contains(&code.to_ascii_lowercase().as_str())
}

/// Codes for a slug: letters, digits and `_`. Latin letters lose their marks; a slug with others gets a tail of its own.
pub fn code_for(slug: &str) -> String {
    let mut out = String::with_capacity(slug.len());
    let mut lost = false;
    for letter in decoded(slug).chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if let Some(plain) = latin(letter) {
            out.push_str(plain);
        } else {
            lost |= letter.is_alphanumeric();
            underscore(&mut out);
        }
    }
    let code = out.trim_end_matches('_');
    if code.len() <= CODE && !code.is_empty() && !lost {
        return code.to_owned();
    }
    let mut digest = Digest::default();
    digest.text(slug);
    let tail = &digest.finish()[..8];
    let head = code[..code.len().min(CODE - tail.len() - 1)].trim_end_matches('_');
    if head.is_empty() { format!("x_{tail}") } else { format!("{head}_{tail}") }
}

/// A code that is free: one that is taken gets the first number that is not.
pub fn free_code(slug: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let code = code_for(slug);
    let mut free = code.clone();
    let mut number = 2;
    while is_taken(&free) {
        let end = format!("_{number}");
        free = format!("{}{end}", &code[..code.len().min(CODE - end.len())]);
        number += 1;
    }
    free
}

/// Letters and digits with single hyphens between, since 2.0 underscores too.
pub fn sku_is_legal(sku: &str, capabilities: &Capabilities) -> bool {
    // The same line that brought swatches.
    let separator = |c: char| c == '-' || (c == '_' && capabilities.swatches);
    sku.split(separator).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// One between two words, none at the beginning.
fn underscore(out: &mut String) {
    if !out.is_empty() && !out.ends_with('_') {
        out.push('_');
    }
}

/// WordPress keeps slugs of other alphabets percent-encoded.
fn decoded(slug: &str) -> String {
    let mut bytes = Vec::with_capacity(slug.len());
    let mut rest = slug.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|n| u8::try_from(n).ok());
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| slug.to_owned())
}

/// The letters of European languages, plain.
fn latin(letter: char) -> Option<&'static str> {
    const LETTERS: [(&str, &str); 52] = [
        ("àáâãåāăąǎ", "a"),
        ("ÀÁÂÃÅĀĂĄǍ", "A"),
        ("ä", "ae"),
        ("Ä", "Ae"),
        ("æ", "ae"),
        ("Æ", "Ae"),
        ("çćĉċč", "c"),
        ("ÇĆĈĊČ", "C"),
        ("ďđð", "d"),
        ("ĎĐÐ", "D"),
        ("èéêëēĕėęěẽ", "e"),
        ("ÈÉÊËĒĔĖĘĚẼ", "E"),
        ("ĝğġģ", "g"),
        ("ĜĞĠĢ", "G"),
        ("ĥħ", "h"),
        ("ĤĦ", "H"),
        ("ìíîïĩīĭįıǐ", "i"),
        ("ÌÍÎÏĨĪĬĮİǏ", "I"),
        ("ĵ", "j"),
        ("Ĵ", "J"),
        ("ķ", "k"),
        ("Ķ", "K"),
        ("ĺļľŀł", "l"),
        ("ĹĻĽĿŁ", "L"),
        ("ñńņňŋ", "n"),
        ("ÑŃŅŇŊ", "N"),
        ("òóôõøōŏőǒ", "o"),
        ("ÒÓÔÕØŌŎŐǑ", "O"),
        ("ö", "oe"),
        ("Ö", "Oe"),
        ("œ", "oe"),
        ("Œ", "Oe"),
        ("ŕŗř", "r"),
        ("ŔŖŘ", "R"),
        ("śŝşšș", "s"),
        ("ŚŜŞŠȘ", "S"),
        ("ß", "ss"),
        ("ẞ", "SS"),
        ("ţťŧț", "t"),
        ("ŢŤŦȚ", "T"),
        ("þ", "th"),
        ("Þ", "Th"),
        ("ùúûũūŭůűųǔ", "u"),
        ("ÙÚÛŨŪŬŮŰŲǓ", "U"),
        ("ü", "ue"),
        ("Ü", "Ue"),
        ("ŵẁẃẅ", "w"),
        ("ŴẀẂẄ", "W"),
        ("ýÿŷỳ", "y"),
        ("ÝŸŶỲ", "Y"),
        ("źżž", "z"),
        ("ŹŻŽ", "Z"),
    ];
    LETTERS.iter().find(|(letters, _)| letters.contains(letter)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_letters_digits_and_underscores() {
        for (slug, code) in [
            ("dark-red", "dark_red"),
            ("dark--red-", "dark_red"),
            ("größe", "groesse"),
            ("crème-brûlée", "creme_brulee"),
            ("Łódź", "Lodz"),
            ("10-cm", "10_cm"),
            ("%c3%a9t%c3%a9", "ete"),
            ("50%", "50"),
        ] {
            assert_eq!(code_for(slug), code, "{slug}");
        }
    }

    #[test]
    fn other_alphabets_get_a_tail_and_never_meet() {
        for slug in ["цвет", "красный-цвет", "%d1%86", "色", "a-色", "---", "", "ф"] {
            let code = code_for(slug);
            assert_eq!(code, code_for(slug));
            let good = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
            assert!(!code.is_empty() && code.bytes().all(good), "{slug}: {code}");
        }
        assert_ne!(code_for("цвет"), code_for("цена"));
        assert_ne!(code_for("a-色"), code_for("a-形"));
        assert!(code_for("a-色").starts_with("a_"));
    }

    #[test]
    fn long_slugs_are_cut_and_stay_apart() {
        let (a, b) = (code_for(&"a".repeat(300)), code_for(&"a".repeat(301)));
        assert!(a != b && a.len() <= CODE && b.len() <= CODE);
        let taken = "a".repeat(CODE);
        let free = free_code(&taken, |code| code == taken);
        assert!(free.len() <= CODE && free.ends_with("_2"));
    }

    #[test]
    fn skus_are_words_with_single_separators() {
        let old = Capabilities::default();
        let new = Capabilities { swatches: true, ..Capabilities::default() };
        for sku in ["a", "A-1", "10-b-c"] {
            assert!(sku_is_legal(sku, &old) && sku_is_legal(sku, &new), "{sku}");
        }
        assert!(!sku_is_legal("a_b", &old) && sku_is_legal("a_b", &new));
        for sku in ["", "a b", "a.b", "a--b", "a-", "-a", "a/b", "é", "a-_b"] {
            assert!(!sku_is_legal(sku, &new), "{sku}");
        }
    }

    #[test]
    fn a_taken_code_gets_a_number() {
        assert_eq!(free_code("red", |code| ["red", "red_2"].contains(&code)), "red_3");
        assert_eq!(free_code("type", is_reserved), "type_2");
        assert_eq!(free_code("red", |_| false), "red");
    }
}
