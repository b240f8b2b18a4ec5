//! The name of the generated class.

use crate::error::{Result, TranslateError};

pub struct ClassName {
    pub namespace: String,
    pub name: String,
}

impl ClassName {
    pub fn parse(class: &str) -> Result<Self> {
        let trimmed = class.trim_start_matches('\\');
        if !trimmed.split('\\').all(is_identifier) {
            return Err(TranslateError::BadClassName { class: class.to_owned() });
        }
        let (namespace, name) = trimmed.rsplit_once('\\').unwrap_or(("", trimmed));
        Ok(Self { namespace: namespace.to_owned(), name: name.to_owned() })
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
