//! What a channel writes on a site whose texts are translated.
//!
//! The first channel of a site makes the products, in its default language. A channel of another default language has no products of its
//! own there: it translates what the first one brings, as a further language does.

use super::languages::matched;
use super::settings::{Above, RunSettings, StoreFacts, distinct};
use crate::ordered::SortedMap;
use crate::wire::Tongue;

/// The channel whose products another one translates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Originals {
    pub channel: String,
    /// The site's language that they are in.
    pub language: String,
}

impl Above {
    fn site_languages(&self, store: &StoreFacts) -> SortedMap<String, String> {
        site_languages([&self.default_locale, &self.locale], &self.locales, store)
    }
}

impl RunSettings {
    /// On a site whose texts are translated, where it has languages of its own.
    #[must_use]
    pub fn speaking(mut self, store: &StoreFacts) -> Self {
        let languages = self.site_languages(store);
        self.language = languages.get(&self.locale).cloned();
        let Some(own) = languages.get(&self.default_locale) else { return self };
        let first = self.above.first().map_or_else(
            || own.clone(),
            |first| first.site_languages(store).remove(&first.default_locale).unwrap_or_default(),
        );
        if first != *own {
            let channel = self.above[0].channel.clone();
            self.originals = Some(Originals { channel, language: first.clone() });
            self.own_rows_only = true;
        }
        self.translates = self.own_rows_only && self.language.is_some() && !self.is_left_to_originals();
        if self.translates {
            self.label_chain.clone_from(&self.locale_chain);
        }
        // Of the channels above those count that write in this language: what another says, it says elsewhere.
        let language = self.language.clone();
        self.above.retain_mut(|above| {
            let Some(language) = &language else { return true };
            let theirs = above.site_languages(store);
            let makes = theirs.get(&above.default_locale) == Some(&first);
            let Some((locale, _)) = theirs.into_iter().find(|(_, code)| code == language) else {
                return false;
            };
            above.locale = locale;
            makes || *language != first
        });
        self
    }

    /// Whether the run is in the language in which another channel makes the products: there is nothing to translate.
    pub fn is_left_to_originals(&self) -> bool {
        self.originals.as_ref().is_some_and(|of| Some(&of.language) == self.language.as_ref())
    }

    /// The same channel in a further language of the site; nothing where the channel has no texts of its own in it.
    pub fn in_language(&self, language: &str, store: &StoreFacts) -> Option<Self> {
        let (locale, _) = self.site_languages(store).into_iter().find(|(_, code)| code == language)?;
        let makes = match &self.originals {
            Some(originals) => originals.language == language,
            None => locale == self.locale,
        };
        let chain = self.locale_chains.get(&locale).unwrap_or(&self.locale_chain).clone();
        (!makes).then(|| Self { locale_chain: chain, locale, own_rows_only: true, ..self.clone() })
    }

    /// What a store is asked on a site with several languages; `originals`: the channel of the links that are translated, none where all
    /// channels share theirs.
    pub fn tongue(&self, originals: &str) -> Tongue {
        let other = self.originals.as_ref().filter(|_| !originals.is_empty());
        let of = other.map_or(originals, |other| other.channel.as_str());
        Tongue { language: self.language.clone(), of: self.translates.then(|| of.to_owned()) }
    }

    /// The channel under which the links of what is translated are kept.
    pub fn originals_channel(&self) -> &str {
        self.originals.as_ref().map_or(&self.channel, |of| &of.channel)
    }

    /// The site's language that each of the channel's is; nothing on a site that has one alone.
    pub fn site_languages(&self, store: &StoreFacts) -> SortedMap<String, String> {
        site_languages([&self.default_locale, &self.locale], &self.locales, store)
    }
}

/// The site's language that each language of a channel is: its default one comes first, then that of the run.
fn site_languages(first: [&String; 2], all: &[String], store: &StoreFacts) -> SortedMap<String, String> {
    let own = first.into_iter().chain(all).cloned();
    matched(&distinct(own.collect()), &store.languages)
}
