//! What a run knows of UnoPim's structure, of the mapping, and of what the shop has of both.

use super::io::Io;
use super::probe::Capabilities;
use super::spec::{Job, RunSpec};
use crate::error::Fault;
use crate::mapping::{Resolved, resolve};
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{Axes, Catalog, Choices, RunSettings, ShopStructure, TargetContext, TermContext};
use crate::source::Unreadable;
use crate::store::CATEGORIES;
use crate::wire::{ItemRow, Level, Log, Request};

/// What a run knows while it plans products.
pub struct Knowledge {
    pub spec: RunSpec,
    pub settings: RunSettings,
    pub capabilities: Capabilities,
    pub catalog: Catalog,
    pub resolved: Resolved,
    pub axes: Axes,
    pub shop: ShopStructure,
    /// Attributes whose taxonomy and terms are in step.
    pub(super) ready: Vec<String>,
    /// Complete listings mark what they meet.
    pub marks: bool,
    /// Only what changed is listed: a parent's record may be older than what its children say.
    pub since: bool,
    /// Configurables that this run has planned, where not all of them are.
    pub parents_met: SortedSet<String>,
    /// Levels of two-level trees met so far, by their SKU.
    pub groups: SortedMap<String, super::tree::Group>,
    /// Rows of the present page that could not be decoded.
    pub unreadable: Vec<Unreadable>,
    /// Structure that could not be brought over before, by entity and code.
    pub(super) parked: SortedMap<(String, String), ItemRow>,
}

impl Knowledge {
    pub fn new(spec: RunSpec, capabilities: Capabilities) -> Self {
        let settings = spec.settings.clone().completed().speaking(&spec.store);
        let chosen = match &spec.job {
            Job::Pull(pull) => pull.chosen.clone(),
            _ => Choices::new(),
        };
        Self {
            spec,
            settings,
            capabilities,
            catalog: Catalog::default(),
            resolved: Resolved::default(),
            axes: Axes::default(),
            shop: ShopStructure { chosen, ..ShopStructure::default() },
            ready: Vec::new(),
            marks: false,
            since: false,
            parents_met: SortedSet::new(),
            groups: SortedMap::new(),
            unreadable: Vec::new(),
            parked: SortedMap::new(),
        }
    }

    pub fn target_context(&self) -> TargetContext<'_> {
        TargetContext {
            catalog: &self.catalog,
            settings: &self.settings,
            store: &self.spec.store,
            resolved: &self.resolved,
            axes: &self.axes,
            terms: &self.shop.terms,
        }
    }

    pub(super) fn term_context(&self) -> TermContext<'_> {
        TermContext {
            catalog: &self.catalog,
            settings: &self.settings,
            store: &self.spec.store,
            mapping: &self.spec.mapping,
            resolved: &self.resolved,
        }
    }

    /// Rows whose attribute no family carries cannot bring anything.
    pub fn check_families(&self, io: &Io) {
        for row in &self.resolved.rows {
            let Some(attribute) = row.attribute.map(|n| &self.resolved.attributes[n]) else { continue };
            if attribute.code != "sku" && !self.catalog.in_some_family(&attribute.code) {
                let message =
                    format!("No family carries {}; the row {} brings nothing", attribute.code, row.path);
                let hint = "Add the attribute to a family in UnoPim, or clear the row.";
                let log = Log::pull(Level::Warn, "family", &attribute.code, "not_in_family", message, hint);
                io.log(Log { field: Some(row.field.clone()), ..log });
            }
        }
    }

    /// A preview writes nothing, not even what it read of UnoPim.
    pub(super) fn keeps(&self) -> bool {
        matches!(self.spec.job, Job::Pull(_) | Job::Push(_) | Job::Deletions { .. } | Job::Refresh)
            && !self.spec.is_dry()
    }

    /// Resolves the mapping; its diagnostics go to the log once per run.
    pub fn resolve(&mut self, io: &Io, tell: bool) {
        self.settings = std::mem::take(&mut self.settings).narrowed(&self.catalog);
        let s = &self.settings;
        self.resolved = resolve(&self.spec.mapping, &self.catalog, s);
        if !tell {
            return;
        }
        for d in &self.resolved.diagnostics {
            io.log(Log::pull(d.level, "attribute", &d.path, &d.code, d.message.as_str(), &d.hint));
        }
        if !self.catalog.is_active_locale(&s.locale) {
            let message =
                format!("The language {} is not active in UnoPim; texts come from the next one", s.locale);
            let hint = "Activate the language in UnoPim, or choose another for the channel.";
            io.log(Log::pull(Level::Warn, "language", &s.locale, "locale_inactive", message, hint));
        }
        if s.price_currency.is_none() {
            let message = match &self.spec.settings.price_currency {
                Some(currency) => format!("Prices are not written: {currency} is not active in UnoPim"),
                None => "Prices are not written: the shop's currency is not among the channel's".to_owned(),
            };
            let hint = "Choose a Price currency on Channels & Stores.";
            io.log(Log::pull(Level::Warn, "currency", &s.channel, "no_currency", message, hint));
        }
        let skipped = s.skipped_currencies(&self.catalog);
        if !skipped.is_empty() {
            let message =
                format!("The shop does not sell in {}: these amounts are not written", skipped.join(", "));
            let hint = "Switch the currency on in the shop's currency plugin to have its prices.";
            io.log(Log::pull(Level::Info, "currency", &s.channel, "currency_skipped", message, hint));
        }
    }
}

impl Knowledge {
    /// What the shop's attributes are linked to, where nothing else needs to be known of them.
    pub async fn read_shop_terms(&mut self, io: &Io) -> Result<(), Fault> {
        self.shop.attributes = io.ask_one(|id| Request::Attributes { id }).await?;
        Ok(())
    }

    /// The taxonomy in which the term of a link lies.
    pub fn taxonomy_of(&self, entity: &str, code: &str) -> Option<String> {
        match entity {
            "category" => Some(CATEGORIES.to_owned()),
            "term" => code.split_once(':').map(|(taxonomy, _)| taxonomy.to_owned()),
            "option" => {
                let attribute = code.split_once('/')?.0;
                let link = self.shop.attributes.links.iter().find(|l| l.code == attribute)?;
                let row = self.shop.attributes.attributes.iter().find(|a| a.id == link.id)?;
                Some(format!("pa_{}", row.slug))
            }
            _ => None,
        }
    }
}
