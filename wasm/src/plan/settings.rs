//! What a run is told about the channel and the shop.

use serde::{Deserialize, Serialize};

use super::catalog::Catalog;
use super::languages::SiteLanguage;
use super::speaking::Originals;
use crate::diff::Policy;
use crate::ordered::SortedMap;

/// Items that were deleted in the shop and are linked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Deletions {
    /// Deleted in UnoPim within the last hour.
    pub recent: u64,
    /// In the queue.
    pub waiting: u64,
    pub linked: u64,
    /// Codes of some of those in the queue.
    pub keys: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools)] // switches of an administrator, each on its own
pub struct RunSettings {
    pub channel: String,
    pub locale: String,
    /// The language used where a mapping has no rows for `locale`.
    pub default_locale: String,
    /// The channel's languages; those of a site with translations are matched with them.
    pub locales: Vec<String>,
    /// Languages in which a value is looked for, the wanted one first.
    pub locale_chain: Vec<String>,
    /// The same for further languages, of a push on a site with translations.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub locale_chains: SortedMap<String, Vec<String>>,
    /// `None`: the shop's currency is not among the channel's and none was chosen; prices are not written.
    pub price_currency: Option<String>,
    /// Further currencies in which a plugin of the shop sells at fixed prices; absent: there is no such plugin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currencies: Option<Vec<String>>,
    pub conflict_policy: Policy,
    /// UnoPim owns the mapped fields, stock apart.
    pub mirror: bool,
    /// Only products under the channel's root category.
    pub root_only: bool,
    pub create_categories: bool,
    pub category_assignment: CategoryAssignment,
    pub on_delete: OnDelete,
    pub trashed_match: TrashedMatch,
    pub match_by_gtin: bool,
    pub requests_per_minute: u32,
    pub images_per_minute: u32,
    pub largest_image_mb: u32,
    /// A further language of a shop without translations: it writes its own attribute rows and nothing else.
    pub own_rows_only: bool,
    pub batch_size: usize,
    /// Images go out with a pushed product.
    pub push_images: bool,
    /// What is deleted in the shop is deleted in UnoPim.
    pub writeback_delete: bool,
    /// Seconds after a sync in which the opposite direction waits.
    pub cooldown_seconds: u64,
    /// Of pushed products that have no family.
    pub default_family: String,
    /// The host has a say in how new attributes are named.
    pub ask_names: bool,
    /// How many items of an entity may go without a question; absent: the engine's own number.
    pub guard: SortedMap<String, u64>,
    /// What a push is about to delete in UnoPim, by entity.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub deletions: SortedMap<String, Deletions>,
    /// Channels of higher priority that pull into the same site.
    pub above: Vec<Above>,
    /// Those of lower priority: what lies outside of this channel's root may be theirs.
    pub below: Vec<Below>,
    /// Languages in which terms and attributes are named; see [`RunSettings::completed`].
    #[serde(skip)]
    pub label_chain: Vec<String>,
    /// The site's language that is written in, where the site has several; see [`RunSettings::speaking`].
    #[serde(skip)]
    pub language: Option<String>,
    /// Texts alone, on the translations of what the default language brings.
    #[serde(skip)]
    pub translates: bool,
    /// The channel whose products are translated, where it is another; see [`RunSettings::speaking`].
    #[serde(skip)]
    pub originals: Option<Originals>,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            channel: "default".into(),
            locale: "en_US".into(),
            default_locale: String::new(),
            locales: Vec::new(),
            locale_chain: Vec::new(),
            locale_chains: SortedMap::new(),
            price_currency: None,
            currencies: None,
            conflict_policy: Policy::default(),
            mirror: false,
            root_only: false,
            create_categories: true,
            category_assignment: CategoryAssignment::default(),
            on_delete: OnDelete::default(),
            trashed_match: TrashedMatch::default(),
            match_by_gtin: false,
            requests_per_minute: 100,
            images_per_minute: 60,
            largest_image_mb: 15,
            own_rows_only: false,
            batch_size: 50,
            push_images: false,
            writeback_delete: false,
            cooldown_seconds: 60,
            default_family: String::new(),
            ask_names: false,
            guard: SortedMap::new(),
            deletions: SortedMap::new(),
            above: Vec::new(),
            below: Vec::new(),
            label_chain: Vec::new(),
            language: None,
            translates: false,
            originals: None,
        }
    }
}

impl RunSettings {
    /// The channel under which links are kept: a further language has bases of its own.
    pub fn link_channel(&self) -> String {
        if self.own_rows_only { format!("{}@{}", self.channel, self.locale) } else { self.channel.clone() }
    }

    /// The other channels that pull into the site, the first one first. What they agreed on with the shop holds for a channel that has not
    /// met a product yet; a further language has products from its channel alone.
    pub fn others(&self) -> Vec<String> {
        if self.own_rows_only {
            return Vec::new();
        }
        let above = self.above.iter().map(|above| &above.channel);
        // Where the site has several languages, those above write in this one; of those below that is not known.
        let below = if self.language.is_some() { &[] } else { self.below.as_slice() };
        above.chain(below.iter().map(|below| &below.channel)).cloned().collect()
    }

    /// Fills what follows from the rest: the chain starts with the wanted language and ends with `en_US`.
    #[must_use]
    pub fn completed(mut self) -> Self {
        if self.default_locale.is_empty() {
            self.default_locale.clone_from(&self.locale);
        }
        let mut chain = vec![self.locale.clone()];
        chain.append(&mut self.locale_chain);
        chain.extend([self.default_locale.clone(), "en_US".to_owned()]);
        self.locale_chain = distinct(chain);
        // One shop has one name for a term: neither a further language nor a channel of lower priority gives it another.
        let mut first: Vec<String> = self
            .above
            .first()
            .map(|above| vec![above.locale.clone(), above.default_locale.clone()])
            .unwrap_or_default();
        if self.own_rows_only {
            first.push(self.default_locale.clone());
        }
        self.label_chain = distinct([first, self.locale_chain.clone()].concat());
        for channel in &mut self.above {
            if channel.default_locale.is_empty() {
                channel.default_locale.clone_from(&channel.locale);
            }
        }
        self.batch_size = self.batch_size.clamp(1, 500);
        self
    }

    /// Without the languages and the currency that UnoPim has switched off: what it still stores in them is out of date.
    #[must_use]
    pub fn narrowed(mut self, catalog: &Catalog) -> Self {
        self.locale_chain.retain(|locale| catalog.is_active_locale(locale));
        self.label_chain.retain(|locale| catalog.is_active_locale(locale));
        self.price_currency = self.price_currency.filter(|currency| catalog.is_active_currency(currency));
        if let Some(currencies) = &mut self.currencies {
            currencies.retain(|currency| catalog.is_active_currency(currency));
        }
        self
    }
}

/// Without blanks and repetitions, the first of each kept.
pub(super) fn distinct(mut list: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    list.retain(|l| {
        !l.is_empty() && !seen.contains(l) && {
            seen.push(l.clone());
            true
        }
    });
    list
}

/// A channel of higher priority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Above {
    pub channel: String,
    pub locale: String,
    pub default_locale: String,
    /// Its languages, where the site has several.
    pub locales: Vec<String>,
    pub root_only: bool,
}

/// A channel of lower priority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Below {
    pub channel: String,
    pub root_only: bool,
}

/// What becomes of a shop item that UnoPim no longer has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum OnDelete {
    #[default]
    Trash,
    Delete,
    Skip,
}

/// What becomes of a match that lies in the shop's trash.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TrashedMatch {
    #[default]
    Report,
    Restore,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    pub weight_unit: String,
    pub dimension_unit: String,
    pub words: Words,
    pub dates: DateFacts,
    /// Slugs of the classes that there are; without a list the store has the last word.
    pub tax_classes: Option<Vec<String>>,
    pub shipping_classes: Option<Vec<String>>,
    /// The category that products are in when nobody chose one, in each language of the site; none: not told.
    pub default_categories: Vec<u64>,
    /// Where a plugin gives the site several languages.
    pub languages: Vec<SiteLanguage>,
}

impl Default for StoreFacts {
    fn default() -> Self {
        Self {
            currency: "EUR".into(),
            price_decimals: 2,
            weight_unit: "kg".into(),
            dimension_unit: "cm".into(),
            words: Words::default(),
            dates: DateFacts::default(),
            tax_classes: None,
            shipping_classes: None,
            default_categories: Vec::new(),
            languages: Vec::new(),
        }
    }
}

/// How the site writes dates; without a format they are written `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DateFacts {
    /// In the letters of PHP's `date`.
    pub format: String,
    pub months: Vec<String>,
    pub short_months: Vec<String>,
    /// How UnoPim's times become the site's, in the order of time; empty: they are the site's.
    pub zone: Vec<ZoneStep>,
}

/// From this time of UnoPim's zone on, so many minutes make it the site's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneStep {
    pub from: String,
    pub minutes: i64,
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
