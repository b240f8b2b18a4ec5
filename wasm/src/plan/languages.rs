//! Languages of a site whose texts are translated: which of UnoPim's each of them is.
//!
//! Under WPML or Polylang a text has a record of its own in each language, and the records of one thing are a group. What the channel's
//! default language brings is the original; a further language writes its texts on the translations, and nothing else.

use serde::{Deserialize, Serialize};

use crate::ordered::{SortedMap, SortedSet};

/// A language of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SiteLanguage {
    /// What the plugin calls it: `fr`.
    pub code: String,
    /// What WordPress calls it: `fr_FR`.
    pub locale: String,
    pub default: bool,
    /// UnoPim's languages that somebody said it is.
    pub locales: Vec<String>,
}

impl SiteLanguage {
    fn was_named(&self, locale: &str) -> bool {
        self.locales.iter().any(|named| named == locale)
    }

    /// Language and region are the same, however they are spelled.
    fn is(&self, locale: &str) -> bool {
        parts(self.name()).iter().take(2).eq(parts(locale).iter().take(2))
    }

    /// One of the two names the language alone: `fr` is `fr_FR`, but `fr_CA` is not.
    fn is_like(&self, locale: &str) -> bool {
        let (own, other) = (parts(self.name()), parts(locale));
        own.first() == other.first() && (own.len() == 1 || other.len() == 1)
    }

    fn name(&self) -> &str {
        if self.locale.is_empty() { &self.code } else { &self.locale }
    }
}

fn parts(locale: &str) -> Vec<String> {
    locale.split(['_', '-']).map(str::to_lowercase).collect()
}

/// The language of the site that each of UnoPim's is, by what UnoPim calls it; each is given once. The first is the channel's default
/// language: what no language of the site is, lies in the site's own.
pub fn matched(locales: &[String], languages: &[SiteLanguage]) -> SortedMap<String, String> {
    let rules = [SiteLanguage::was_named, SiteLanguage::is, SiteLanguage::is_like];
    let mut out = SortedMap::new();
    let mut taken = SortedSet::new();
    let (first, others) = locales.split_at(locales.len().min(1));
    for some in [first, others] {
        for rule in rules {
            for locale in some {
                let free = |l: &&SiteLanguage| !taken.contains(&l.code) && rule(l, locale);
                let Some(language) = languages.iter().find(free).filter(|_| !out.contains_key(locale)) else {
                    continue;
                };
                taken.insert(language.code.clone());
                out.insert(locale.clone(), language.code.clone());
            }
        }
        if let (Some(language), Some(locale)) = (languages.iter().find(|l| l.default), first.first())
            && !out.contains_key(locale)
        {
            taken.insert(language.code.clone());
            out.insert(locale.clone(), language.code.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(languages: &[(&str, &str)]) -> Vec<SiteLanguage> {
        let of = |(place, (code, locale)): (usize, &(&str, &str))| SiteLanguage {
            code: (*code).into(),
            locale: (*locale).into(),
            default: place == 0,
            locales: Vec::new(),
        };
        languages.iter().enumerate().map(of).collect()
    }

    fn found(locales: &[&str], languages: &[SiteLanguage]) -> Vec<(String, String)> {
        let locales: Vec<String> = locales.iter().map(|l| (*l).to_owned()).collect();
        matched(&locales, languages).into_iter().collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_language_is_known_by_language_and_region_however_spelled() {
        let site = site(&[("en", "en_US"), ("fr", "fr_FR"), ("de", "de_DE_formal"), ("ja", "ja")]);
        let wanted = [("de_DE", "de"), ("en-us", "en"), ("fr_FR", "fr"), ("ja_JP", "ja")];
        assert_eq!(found(&["en-us", "fr_FR", "de_DE", "ja_JP", "nl_NL"], &site), pairs(&wanted));
    }

    #[test]
    fn a_region_is_no_other_region_unless_somebody_says_so() {
        let mut site = site(&[("en", "en_US"), ("fr", "fr_FR")]);
        assert_eq!(found(&["en_US", "fr_CA"], &site), pairs(&[("en_US", "en")]));
        site[1].locales.push("fr_CA".into());
        assert_eq!(found(&["en_US", "fr_FR", "fr_CA"], &site), pairs(&[("en_US", "en"), ("fr_CA", "fr")]));
    }

    #[test]
    fn a_language_of_the_site_is_given_once() {
        let site = site(&[("en", ""), ("fr", "")]);
        let wanted = [("en_US", "en"), ("fr_FR", "fr")];
        assert_eq!(found(&["en_US", "en_GB", "fr_FR"], &site), pairs(&wanted));
    }

    #[test]
    fn what_no_language_of_the_site_is_lies_in_its_own() {
        let site = site(&[("en", "en_US"), ("fr", "fr_FR")]);
        assert_eq!(found(&["nl_NL", "en_US", "fr_FR"], &site), pairs(&[("fr_FR", "fr"), ("nl_NL", "en")]));
        assert!(found(&["nl_NL"], &[]).is_empty());
    }
}
