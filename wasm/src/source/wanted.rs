//! Which attributes are worth decoding, and where their values lie.
//!
//! A product carries every attribute of its family in every channel and language; a mapping names a few. What is not wanted is
//! skipped by the parser without being stored, which is most of the work saved on a large catalogue.

use super::structure::Attribute;
use crate::ordered::Sort as _;

/// The section of `values` that an attribute's flags dictate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Common,
    Locale,
    Channel,
    ChannelLocale,
}

impl Scope {
    pub fn of(attribute: &Attribute) -> Self {
        match (attribute.value_per_channel, attribute.value_per_locale) {
            (false, false) => Self::Common,
            (false, true) => Self::Locale,
            (true, false) => Self::Channel,
            (true, true) => Self::ChannelLocale,
        }
    }
}

/// The attributes to decode, by number.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Sorted by length, then text: most keys are told apart without looking at their letters.
    codes: Vec<(String, usize, Scope)>,
    pub(super) channel: String,
    /// Languages in the order of preference.
    pub(super) locales: Vec<String>,
}

impl Wanted {
    /// Attributes are numbered in the order given.
    pub fn new<'a>(
        attributes: impl IntoIterator<Item = &'a Attribute>,
        channel: &str,
        locales: &[String],
    ) -> Self {
        let mut codes: Vec<_> =
            attributes.into_iter().enumerate().map(|(n, a)| (a.code.clone(), n, Scope::of(a))).collect();
        codes.order_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
        Self { codes, channel: channel.to_owned(), locales: locales.to_vec() }
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    pub(super) fn find(&self, code: &str, scope: Scope) -> Option<usize> {
        let at =
            self.codes.binary_search_by(|(c, ..)| (c.len(), c.as_str()).cmp(&(code.len(), code))).ok()?;
        let (_, number, found) = &self.codes[at];
        (*found == scope).then_some(*number)
    }

    pub(super) fn locale(&self, locale: &str) -> Option<usize> {
        self.locales.iter().position(|l| l == locale)
    }
}
