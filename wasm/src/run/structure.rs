//! The structure part of a pull: what UnoPim has, and what of it the shop must have.

use serde_json::Value;

use super::io::{Io, Outcome};
use super::lists::read_all;
use super::probe::Capabilities;
use super::spec::{Job, RunSpec};
use crate::diff::hash_of;
use crate::error::Fault;
use crate::mapping::Target;
use crate::mapping::{Resolved, resolve};
use crate::plan::{
    Action, Axes, Catalog, Needed, NeededTerm, Operation, RunSettings, ShopStructure, TargetContext,
    fault_log, needed_attributes, plan_categories,
};
use crate::source::{Attribute, Category, Channel, Choice, Family, decode_records};
use crate::store::{AttributesAnswer, CATEGORIES, TermsAnswer};
use crate::wire::{CatalogRecord, Level, Log, Request, TaxonomyWish};

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
    ready: Vec<String>,
    /// Complete listings mark what they meet.
    pub marks: bool,
    /// Only what changed is listed: a parent's record may be older than what its children say.
    pub since: bool,
    /// Configurables that this run has planned, where not all of them are.
    pub parents_met: std::collections::BTreeSet<String>,
    /// Levels of two-level trees met so far, by their SKU.
    pub groups: std::collections::BTreeMap<String, super::tree::Group>,
    /// Rows of the present page that could not be decoded.
    pub unreadable: Vec<Fault>,
}

impl Knowledge {
    pub fn new(spec: RunSpec, capabilities: Capabilities) -> Self {
        let settings = spec.settings.clone().completed();
        Self {
            spec,
            settings,
            capabilities,
            catalog: Catalog::default(),
            resolved: Resolved::default(),
            axes: Axes::default(),
            shop: ShopStructure::default(),
            ready: Vec::new(),
            marks: false,
            since: false,
            parents_met: std::collections::BTreeSet::new(),
            groups: std::collections::BTreeMap::new(),
            unreadable: Vec::new(),
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

    /// Reads UnoPim's structure and keeps it in the catalogue, where pickers and later chunks find it.
    pub async fn read_source(&mut self, io: &Io) -> Result<(), Fault> {
        io.step("structure");
        let (channels, raw, faults) =
            read_all::<Channel>(io, "channels", "channel").await.map_err(|f| f.fault)?;
        self.keep(io, "channel", &raw, faults).await?;
        self.catalog.set_channels(channels);
        if self.catalog.channel(&self.settings.channel).is_none() {
            let message = format!("UnoPim has no channel {}", self.settings.channel);
            return Err(Fault::new(
                "channel_gone",
                "channel",
                message,
                "Refresh the channels and choose one that exists.",
            ));
        }
        let (attributes, raw, faults) =
            read_all::<Attribute>(io, "attributes", "attribute").await.map_err(|f| f.fault)?;
        self.keep(io, "attribute", &raw, faults).await?;
        self.catalog.set_attributes(attributes);
        let (families, raw, faults) =
            read_all::<Family>(io, "families", "family").await.map_err(|f| f.fault)?;
        self.keep(io, "family", &raw, faults).await?;
        self.catalog.set_families(families);
        let (categories, raw, faults) =
            read_all::<Category>(io, "categories", "category").await.map_err(|f| f.fault)?;
        self.keep(io, "category", &raw, faults).await?;
        self.catalog.set_categories(categories);
        Ok(())
    }

    /// The structure as an earlier chunk of this run read it.
    pub async fn read_kept(&mut self, io: &Io) -> Result<bool, Fault> {
        let kinds = vec!["channel", "attribute", "option", "family", "category"];
        let answer: Kept = io.ask_one(|id| Request::CatalogRead { id, kinds }).await?;
        let bodies = |kind: &str| {
            answer.records.iter().filter(|r| r.kind == kind).map(|r| r.body.clone()).collect::<Vec<_>>()
        };
        self.catalog.set_channels(decode_records("channel", &bodies("channel")).0);
        self.catalog.set_attributes(decode_records("attribute", &bodies("attribute")).0);
        self.catalog.set_families(decode_records("family", &bodies("family")).0);
        self.catalog.set_categories(decode_records("category", &bodies("category")).0);
        for record in answer.records.iter().filter(|r| r.kind == "option") {
            let rows = record.body.as_array().cloned().unwrap_or_default();
            self.catalog.set_options(&record.code, decode_records::<Choice>("option", &rows).0);
        }
        // Test & Save knows the channels before anything else was read.
        Ok(self.catalog.channel(&self.settings.channel).is_some()
            && self.catalog.attributes().next().is_some())
    }

    /// A preview writes nothing, not even what it read of UnoPim.
    pub(super) fn keeps(&self) -> bool {
        matches!(self.spec.job, Job::Pull(_) | Job::Deletions { .. }) && !self.spec.is_dry()
    }

    async fn keep(
        &self,
        io: &Io,
        kind: &'static str,
        raw: &[Value],
        faults: Vec<Fault>,
    ) -> Result<(), Fault> {
        let complete = faults.is_empty();
        if !complete {
            io.checkpoint(|c| c.partial.push(kind.to_owned()));
        }
        for fault in faults {
            io.log(fault_log(&fault));
        }
        if !self.keeps() {
            return Ok(());
        }
        let records = raw
            .iter()
            .filter_map(|body| {
                let code = body.get("code")?.as_str()?.to_owned();
                Some(CatalogRecord { kind: String::new(), code, hash: hash_of(body), body: body.clone() })
            })
            .collect();
        io.ask(|id| vec![Request::CatalogWrite { id: id(), kind, records, complete }]).await.map(drop)
    }

    /// Resolves the mapping; its diagnostics go to the log once per run.
    pub fn resolve(&mut self, io: &Io, tell: bool) {
        let s = &self.settings;
        self.resolved = resolve(&self.spec.mapping, &self.catalog, s);
        if !tell {
            return;
        }
        for d in &self.resolved.diagnostics {
            io.log(Log::pull(d.level, "attribute", &d.path, &d.code, d.message.as_str(), &d.hint));
        }
        if s.price_currency.is_none() {
            let hint = "Choose a Price currency on Channels & Stores.";
            io.log(Log::pull(
                Level::Warn,
                "currency",
                &s.channel,
                "no_currency",
                "Prices are not written: the shop's currency is not among the channel's",
                hint,
            ));
        }
    }

    /// Options of attributes that rows and axes need.
    pub async fn read_options(&mut self, io: &Io) -> Result<(), Fault> {
        let wanted: Vec<String> = self
            .resolved
            .attributes
            .iter()
            .filter(|a| a.kind.has_options() && !self.catalog.has_options(&a.code))
            .map(|a| a.code.clone())
            .collect();
        // A step's reads share the host's connection; a handful at a time keeps each step short.
        for some in wanted.chunks(8) {
            let reads: Vec<_> =
                some.iter().map(|code| (format!("attributes/{code}/options"), Vec::new())).collect();
            let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
            let mut records = Vec::new();
            for (code, answer) in some.iter().zip(answers) {
                let rows = answer.map_err(|f| f.fault).and_then(|got| {
                    serde_json::from_slice::<Vec<Value>>(&got.body).map_err(|e| {
                        let hint = "Check UnoPim's log, then pull again.";
                        Fault::new(
                            "unreadable_answer",
                            code,
                            format!("The options of {code} cannot be read: {e}"),
                            hint,
                        )
                    })
                });
                match rows {
                    Ok(rows) => {
                        let (choices, faults) = decode_records::<Choice>("option", &rows);
                        for fault in faults {
                            io.log(fault_log(&fault));
                        }
                        self.catalog.set_options(code, choices);
                        let body = Value::Array(rows);
                        records.push(CatalogRecord {
                            kind: String::new(),
                            code: code.clone(),
                            hash: hash_of(&body),
                            body,
                        });
                    }
                    Err(fault) => {
                        io.checkpoint(|c| c.partial.push("option".to_owned()));
                        io.log(fault_log(&Fault { path: format!("attribute.{code}"), ..fault }));
                        self.catalog.set_options(code, Vec::new());
                    }
                }
            }
            if self.keeps() {
                io.ask(|id| {
                    vec![Request::CatalogWrite { id: id(), kind: "option", records, complete: false }]
                })
                .await?;
            }
        }
        Ok(())
    }

    /// Attributes and terms that rows and the axes met so far need; those in step already are not looked at again.
    pub async fn bring_attributes(&mut self, io: &Io) -> Result<(), Fault> {
        let needed: Vec<Needed> =
            needed_attributes(&self.resolved, &self.axes.list, &self.settings.locale_chain)
                .into_iter()
                .filter(|need| !self.ready.contains(&need.slug))
                .collect();
        if needed.is_empty() {
            return Ok(());
        }
        let answer: AttributesAnswer = io.ask_one(|id| Request::Attributes { id }).await?;
        self.shop.attributes = answer;
        let operations = self.shop.plan_attributes(&needed, self.settings.conflict_policy);
        apply_structure(io, operations).await?;
        let wishes: Vec<TaxonomyWish> =
            needed.iter().map(|need| option_wish(&need.slug, &need.code)).collect();
        self.read_terms(io, wishes.clone()).await?;
        let mut operations = Vec::new();
        for need in &needed {
            operations.extend(self.shop.plan_options(
                need,
                &self.catalog,
                &self.settings.locale_chain,
                self.settings.conflict_policy,
            ));
        }
        let created = operations.iter().any(|op| op.action == Action::Create);
        self.apply_in_batches(io, operations).await?;
        if created {
            self.reread_terms(io, "option", wishes).await?;
        }
        self.ready.extend(needed.into_iter().map(|need| need.slug));
        Ok(())
    }

    /// Terms for texts that a page met for the first time.
    pub async fn bring_names(&mut self, io: &Io, taxonomy: &str, needed: &[NeededTerm]) -> Result<(), Fault> {
        let operations = self.shop.plan_names(taxonomy, needed, self.settings.conflict_policy);
        self.apply_in_batches(io, operations).await?;
        let slug = taxonomy.strip_prefix("pa_").unwrap_or(taxonomy);
        let code = self.attribute_of(slug);
        self.reread_terms(io, "option", vec![option_wish(slug, &code)]).await
    }

    fn attribute_of(&self, slug: &str) -> String {
        let target = Target::Attribute(slug.to_owned());
        let number = self.resolved.row(&target).and_then(|row| row.attribute);
        number.map_or_else(|| slug.to_owned(), |n| self.resolved.attributes[n].code.clone())
    }

    /// The category tree, level by level: parents come before their children.
    pub async fn bring_categories(&mut self, io: &Io) -> Result<(), Fault> {
        io.step("categories");
        let wish = TaxonomyWish {
            taxonomy: CATEGORIES.into(),
            entity: "category",
            channel: self.settings.channel.clone(),
            prefix: String::new(),
        };
        self.read_terms(io, vec![wish.clone()]).await?;
        let catalog = self.catalog.clone();
        let tree = plan_categories(&catalog, &self.settings.channel);
        if tree.root_missing {
            let hint = "Check the channel's root category in UnoPim.";
            io.log(Log::pull(
                Level::Warn,
                "channel",
                &self.settings.channel,
                "root_missing",
                "The channel's root category is not among UnoPim's categories",
                hint,
            ));
        }
        for level in 0..tree.levels.len() {
            let shop = self.shop.categories();
            let plan = tree.level(level, &self.spec.mapping, &self.settings, &shop, &self.shop.terms);
            let operations = self.shop.learn("category", plan);
            let created = operations.iter().any(|op| op.action == Action::Create);
            self.apply_in_batches(io, operations).await?;
            if created {
                self.reread_terms(io, "category", vec![wish.clone()]).await?;
            }
        }
        Ok(())
    }

    async fn read_terms(&mut self, io: &Io, wishes: Vec<TaxonomyWish>) -> Result<(), Fault> {
        let answer: TermsAnswer = io.ask_one(|id| Request::Terms { id, taxonomies: wishes }).await?;
        self.shop.set_taxonomies(answer.taxonomies);
        Ok(())
    }

    /// Reads back what was created: ids, and the slugs that WordPress settled on.
    async fn reread_terms(
        &mut self,
        io: &Io,
        entity: &'static str,
        wishes: Vec<TaxonomyWish>,
    ) -> Result<(), Fault> {
        let names: Vec<String> = wishes.iter().map(|w| w.taxonomy.clone()).collect();
        self.read_terms(io, wishes).await?;
        for name in names {
            let row = self.shop.taxonomy(&name);
            self.shop.refresh(entity, &row);
        }
        Ok(())
    }

    async fn apply_in_batches(&self, io: &Io, operations: Vec<Operation>) -> Result<(), Fault> {
        let mut rest = operations;
        while !rest.is_empty() {
            let later = rest.split_off(rest.len().min(2 * self.settings.batch_size));
            apply_structure(io, rest).await?;
            rest = later;
        }
        Ok(())
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

#[derive(serde::Deserialize)]
struct Kept {
    #[serde(default)]
    records: Vec<CatalogRecord>,
}

fn option_wish(slug: &str, code: &str) -> TaxonomyWish {
    TaxonomyWish {
        taxonomy: format!("pa_{slug}"),
        entity: "option",
        channel: String::new(),
        prefix: format!("{code}/"),
    }
}

/// Carries structure operations out. A failed one is logged; products that need it tell so themselves.
async fn apply_structure(io: &Io, operations: Vec<Operation>) -> Result<(), Fault> {
    for (operation, outcome) in io.apply(operations).await? {
        match outcome {
            Outcome::Done(_) if operation.writes() => io.checkpoint(|c| c.counts.writes += 1),
            Outcome::Done(_) => {}
            Outcome::Changed(_) => {
                let hint = "Nothing was overwritten; the next pull looks at it again.";
                io.log(Log::pull(
                    Level::Warn,
                    &operation.entity,
                    &operation.key,
                    "changed_since_read",
                    "It was edited in the shop at this moment",
                    hint,
                ));
            }
            Outcome::Failed(fault) => {
                io.checkpoint(|c| c.counts.failed += 1);
                io.log(Log::pull(
                    Level::Error,
                    &operation.entity,
                    &operation.key,
                    &fault.code,
                    fault.message,
                    &fault.hint,
                ));
            }
        }
    }
    Ok(())
}
