//! What a run is told about the channel and the shop.

use serde::{Deserialize, Serialize};

use crate::diff::Policy;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct RunSettings {
    pub channel: String,
    pub locale: String,
    /// The language used where a mapping has no rows for `locale`.
    pub default_locale: String,
    /// Languages in which a value is looked for, the wanted one first.
    pub locale_chain: Vec<String>,
    /// `None`: the shop's currency is not among the channel's and none was chosen; prices are not written.
    pub price_currency: Option<String>,
    pub conflict_policy: Policy,
    pub create_categories: bool,
    pub category_assignment: CategoryAssignment,
    pub batch_size: usize,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            channel: "default".into(),
            locale: "en_US".into(),
            default_locale: String::new(),
            locale_chain: Vec::new(),
            price_currency: None,
            conflict_policy: Policy::default(),
            create_categories: true,
            category_assignment: CategoryAssignment::default(),
            batch_size: 50,
        }
    }
}

impl RunSettings {
    /// Fills what follows from the rest: the chain starts with the wanted language and ends with `en_US`.
    #[must_use]
    pub fn completed(mut self) -> Self {
        if self.default_locale.is_empty() {
            self.default_locale.clone_from(&self.locale);
        }
        let mut chain = vec![self.locale.clone()];
        chain.append(&mut self.locale_chain);
        chain.extend([self.default_locale.clone(), "en_US".to_owned()]);
        let mut seen = Vec::new();
        chain.retain(|l| {
            !l.is_empty() && !seen.contains(l) && {
                seen.push(l.clone());
                true
            }
        });
        self.locale_chain = chain;
        self.batch_size = self.batch_size.clamp(1, 500);
        self
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CategoryAssignment {
    /// Shop categories unknown to UnoPim stay on a product.
    #[default]
    Managed,
    Exact,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct StoreFacts {
    pub currency: String,
    pub price_decimals: u32,
    pub words: Words,
}

impl Default for StoreFacts {
    fn default() -> Self {
        Self { currency: "EUR".into(), price_decimals: 2, words: Words::default() }
    }
}

/// Words that become terms, in the shop's language.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    pub yes: String,
    pub no: String,
}

impl Default for Words {
    fn default() -> Self {
        Self { yes: "Yes".into(), no: "No".into() }
    }
}
