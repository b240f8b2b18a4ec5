//! A pull in a further language of a site whose texts are translated: texts of products and terms, on the translations of what the
//! default language brought. All else of them the site's plugin copies.

use super::io::Io;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::mapping::resolve;
use crate::plan::{Role, RunSettings, has_words, worded};
use crate::source::{Kind, Product, label};
use crate::wire::{Level, Log};

impl Knowledge {
    /// Whether this run's language is one of the site's; told where it is not. Nothing is written then.
    pub fn speaks(&self, io: &Io) -> bool {
        let settings = &self.settings;
        if self.spec.store.languages.is_empty() || !settings.own_rows_only {
            return true;
        }
        if let Some(originals) = settings.originals.as_ref().filter(|_| settings.is_left_to_originals()) {
            let message = format!("The channel {} makes the products in this language", originals.channel);
            let hint = "Nothing to do; the order of the channels is set on Channels & Stores.";
            io.log(Log::pull(Level::Info, "language", &settings.locale, "lower_priority", message, hint));
            return false;
        }
        if settings.language.is_none() {
            tell_unmatched(io, &settings.locale);
            return false;
        }
        // That it is switched off in UnoPim was told with the mapping.
        self.catalog.is_active_locale(&settings.locale)
    }

    /// Further languages that a complete run of the default one is followed by; those that the site does not have are told.
    pub fn further_languages(&self, io: &Io) -> Vec<String> {
        let settings = &self.settings;
        let is_further = settings.locale != settings.default_locale;
        if self.spec.store.languages.is_empty() || is_further || self.spec.is_dry() {
            return Vec::new();
        }
        let matched = settings.site_languages(&self.spec.store);
        let others =
            settings.locales.iter().filter(|l| **l != settings.locale && **l != settings.default_locale);
        let (spoken, unmatched): (Vec<&String>, Vec<&String>) =
            others.partition(|l| matched.contains_key(*l));
        for locale in unmatched {
            tell_unmatched(io, locale);
        }
        spoken.into_iter().filter(|l| self.catalog.is_active_locale(l)).cloned().collect()
    }

    /// A page of configurables or of products: those that are no variants, whose texts are their products'.
    pub async fn translate(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        let own = |product: &Product| product.parent.is_none() && product.kind != Kind::VariantGroup;
        let (products, variants): (Vec<Product>, Vec<Product>) = self.decode(rows).into_iter().partition(own);
        if variants.iter().any(|variant| has_words(variant, &self.resolved))
            && let Some(told) = variations_left(io, &self.settings.locale)
        {
            io.log(told);
        }
        let made = products.into_iter();
        let made = made.map(|product| (product, Role::Simple, None, serde_json::Value::Null)).collect();
        self.park_unreadable(io).await?;
        self.page(io, made, None).await
    }

    /// Names and descriptions of the terms that the default language brought.
    pub async fn translate_structure(&mut self, io: &Io) -> Result<(), Fault> {
        let settings = RunSettings { own_rows_only: false, translates: false, ..self.settings.clone() };
        let whole = resolve(&self.spec.mapping, &self.catalog, &settings);
        let texts = std::mem::replace(&mut self.resolved, whole);
        let done = self.translate_terms(io).await;
        self.resolved = texts;
        done
    }

    async fn translate_terms(&mut self, io: &Io) -> Result<(), Fault> {
        self.recall_axes(io).await?;
        io.step("options");
        self.read_options(io).await?;
        let attributes = self.shop.attributes.clone();
        let chain = &self.settings.label_chain;
        let mut named = Vec::new();
        for link in &attributes.links {
            let Some(row) = attributes.attributes.iter().find(|a| a.id == link.id) else { continue };
            let own = self.catalog.attribute(&link.code).and_then(|a| label(&a.labels, chain.get(..1)?));
            named.extend(own.filter(|own| *own != row.name).map(|_| link.code.as_str()));
        }
        if !named.is_empty() && is_untold(io, "names") {
            let message = format!("Names of attributes are not translated: {}", named.join(", "));
            let hint = "Translate them in the site's translation plugin, where it has a place for them.";
            io.log(untranslated(&self.settings.locale, message, hint));
        }
        let catalog = self.catalog.clone();
        for source in worded(&catalog, &attributes, &self.resolved, &self.settings) {
            let vocabularies = std::slice::from_ref(&source.vocabulary);
            io.step(match source.vocabulary.entity {
                "option" => "options",
                "term" => "references",
                _ => "categories",
            });
            self.read_terms(io, vocabularies).await?;
            for level in 0..source.levels() {
                let needed = source.needed(level, &self.term_context(), &self.shop.terms);
                let plan = self.shop.plan_translations(&source.vocabulary, &needed, &self.settings);
                self.bring(io, plan, vocabularies).await?;
            }
        }
        Ok(())
    }
}

/// That texts of variations go neither way in a further language, once in a run.
pub fn variations_left(io: &Io, locale: &str) -> Option<Log> {
    let message = "Variations have no texts of their own in a further language; theirs are left out";
    let hint = "Nothing to do; a text of the product can say it in each language.";
    is_untold(io, "variations").then(|| untranslated(locale, message, hint))
}

fn is_untold(io: &Io, what: &str) -> bool {
    let told = &mut io.0.borrow_mut().checkpoint.told;
    let is_new = told.iter().all(|known| known != what);
    told.extend(is_new.then(|| what.to_owned()));
    is_new
}

fn untranslated(locale: &str, message: impl Into<String>, hint: &str) -> Log {
    Log::pull(Level::Info, "language", locale, "untranslated", message, hint)
}

fn tell_unmatched(io: &Io, locale: &str) {
    let message = format!("The site has no language for {locale}; its texts are left out");
    let hint =
        "Add the language to the site, or name the one it is by the filter unopim_connector_locale_map.";
    io.log(Log::pull(Level::Info, "language", locale, "language_unmatched", message, hint));
}
