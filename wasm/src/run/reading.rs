//! UnoPim's structure: read from UnoPim, kept in the catalogue, or found there again.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::io::{Io, SourceFault};
use super::lists::{read_all, read_fresh};
use super::structure::Knowledge;
use crate::diff::hash_of;
use crate::error::Fault;
use crate::ordered::Sort as _;
use crate::plain::value_in;
use crate::plan::{CATEGORY_FIELD, fault_log};
use crate::source::{Attribute, Category, Channel, Choice, Family, Switched, decode_records};
use crate::wire::{CatalogRecord, Level, Log, Request};

/// Options of several attributes that are read in one step; they share the host's connection.
const TOGETHER: usize = 8;

#[derive(serde::Deserialize)]
struct Kept {
    #[serde(default)]
    records: Vec<CatalogRecord>,
}

/// Only what is kept matters.
#[derive(serde::Deserialize)]
struct Coded {
    #[allow(dead_code)] // tells a record from anything else
    code: String,
}

/// The permission that a list needs.
fn permission(list: &str) -> &'static str {
    match list {
        "channels" => "api.settings.channels",
        "locales" => "api.settings.locales",
        "currencies" => "api.settings.currencies",
        "attribute-groups" => "api.catalog.attribute_groups",
        "category-fields" => "api.catalog.category_fields",
        "families" => "api.catalog.families",
        "categories" => "api.catalog.categories",
        "products" | "configurable-products" | "configrable-products" => "api.catalog.products",
        _ => "api.catalog.attributes",
    }
}

/// Names the permission that a refused read needs.
pub fn named(list: &str, fault: SourceFault) -> Fault {
    match fault.status {
        403 => {
            let message = format!("UnoPim denies the list of {list} to the integration");
            let hint = format!("Give the integration the permission {} in UnoPim.", permission(list));
            Fault::new("forbidden", list, message, &hint)
        }
        _ => fault.fault,
    }
}

impl Knowledge {
    /// Reads UnoPim's structure and keeps it in the catalogue, where pickers and later chunks find it.
    pub async fn read_source(&mut self, io: &Io) -> Result<(), Fault> {
        io.step("channels");
        self.read_channels(io).await?;
        io.step("locales");
        let locales = self.read_spare::<Switched>(io, "locales", "locale").await?;
        self.catalog.set_locales(&locales);
        io.step("currencies");
        let currencies = self.read_spare::<Switched>(io, "currencies", "currency").await?;
        self.catalog.set_currencies(&currencies);
        io.step("attribute_groups");
        self.read_spare::<Coded>(io, "attribute-groups", "group").await?;
        // What the mapping means depends on all of these.
        io.step("attributes");
        let attributes = self.read_list::<Attribute>(io, "attributes", "attribute").await?;
        self.catalog.set_attributes(attributes);
        let families = self.read_spare::<Family>(io, "families", "family").await?;
        self.catalog.set_families(families);
        let fields = self.read_spare::<Attribute>(io, "category-fields", "category_field").await?;
        self.catalog.set_category_fields(fields);
        let categories = self.read_list::<Category>(io, "categories", "category").await?;
        self.catalog.set_categories(categories);
        Ok(())
    }

    /// The definition that was saved holds until somebody refreshes it; a difference is told.
    async fn read_channels(&mut self, io: &Io) -> Result<(), Fault> {
        let saved: Kept = io.ask_one(|id| Request::CatalogRead { id, kinds: vec!["channel"] }).await?;
        let bodies: Vec<Value> = saved.records.into_iter().map(|record| record.body).collect();
        let (saved, _) = decode_records::<Channel>("channel", &bodies);
        let known = saved.iter().find(|c| c.code == self.settings.channel).cloned();
        let listed = match read_fresh::<Channel>(io, "channels", "channel").await {
            Ok(listed) => listed,
            Err(fault) if !fault.fatal && known.is_some() => {
                Self::spared(io, "channels", fault);
                self.catalog.set_channels(saved);
                return Ok(());
            }
            Err(fault) => return Err(named("channels", fault)),
        };
        let (channels, raw, faults) = listed;
        let Some(present) = channels.iter().find(|c| c.code == self.settings.channel) else {
            let message = format!("UnoPim has no channel {}", self.settings.channel);
            let hint = "Refresh the channels and choose one that exists.";
            return Err(Fault::new("channel_gone", "channel", message, hint));
        };
        let Some(known) = known else {
            self.keep(io, "channel", &raw, faults).await?;
            self.catalog.set_channels(channels);
            return Ok(());
        };
        if differs(&known, present) {
            let message = "The channel's definition was changed in UnoPim; the saved one holds";
            let hint = "Click Refresh channels on Channels & Stores to take the change over.";
            let key = &self.settings.channel;
            io.log(Log::pull(Level::Warn, "channel", key, "channel_changed", message, hint));
        }
        self.catalog.set_channels(saved);
        Ok(())
    }

    async fn read_list<T: DeserializeOwned>(
        &mut self,
        io: &Io,
        path: &str,
        kind: &'static str,
    ) -> Result<Vec<T>, Fault> {
        let (good, raw, faults) = read_all::<T>(io, path, kind).await.map_err(|f| named(path, f))?;
        self.keep(io, kind, &raw, faults).await?;
        Ok(good)
    }

    /// A list that a pull can do without: it is empty where UnoPim does not serve it.
    async fn read_spare<T: DeserializeOwned>(
        &mut self,
        io: &Io,
        path: &str,
        kind: &'static str,
    ) -> Result<Vec<T>, Fault> {
        match read_all::<T>(io, path, kind).await {
            Ok((good, raw, faults)) => {
                self.keep(io, kind, &raw, faults).await?;
                Ok(good)
            }
            Err(fault) if fault.fatal => Err(fault.fault),
            Err(fault) => {
                Self::spared(io, path, fault);
                Ok(Vec::new())
            }
        }
    }

    /// Types of links between products: only pickers need them, so there is no harm where UnoPim has no list of them, or none for us.
    pub async fn read_association_types(&self, io: &Io) -> Result<(), Fault> {
        if !self.capabilities.variant_groups {
            return Ok(());
        }
        match read_fresh::<Coded>(io, "association-types", "association_type").await {
            Ok((_, raw, faults)) => self.keep(io, "association_type", &raw, faults).await,
            Err(fault) if fault.fatal => Err(fault.fault),
            Err(_) => Ok(()),
        }
    }

    fn spared(io: &Io, path: &str, fault: SourceFault) {
        let fault = named(path, fault);
        let message = format!("{}; the pull goes on without it", fault.message);
        io.log(Log::pull(Level::Warn, entity_of(path), path, &fault.code, message, &fault.hint));
    }

    /// The structure as an earlier chunk of this run, or an earlier run, read it.
    pub async fn read_kept(&mut self, io: &Io) -> Result<bool, Fault> {
        let kinds = vec![
            "channel",
            "locale",
            "currency",
            "attribute",
            "option",
            "family",
            "category_field",
            "category",
        ];
        let answer: Kept = io.ask_one(|id| Request::CatalogRead { id, kinds }).await?;
        let bodies = |kind: &str| {
            answer.records.iter().filter(|r| r.kind == kind).map(|r| r.body.clone()).collect::<Vec<_>>()
        };
        self.catalog.set_channels(decode_records("channel", &bodies("channel")).0);
        self.catalog.set_locales(&decode_records("locale", &bodies("locale")).0);
        self.catalog.set_currencies(&decode_records("currency", &bodies("currency")).0);
        self.catalog.set_attributes(decode_records("attribute", &bodies("attribute")).0);
        self.catalog.set_families(decode_records("family", &bodies("family")).0);
        self.catalog.set_category_fields(decode_records("category_field", &bodies("category_field")).0);
        self.catalog.set_categories(decode_records("category", &bodies("category")).0);
        for record in answer.records.iter().filter(|r| r.kind == "option") {
            let rows = record.body.as_array().cloned().unwrap_or_default();
            self.catalog.set_options(&record.code, decode_records::<Choice>("option", &rows).0);
        }
        // Test & Save knows the channels before anything else was read.
        Ok(self.catalog.channel(&self.settings.channel).is_some()
            && self.catalog.attributes().next().is_some())
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

    /// Options of attributes that rows and axes need, and of mapped category fields.
    pub async fn read_options(&mut self, io: &Io) -> Result<(), Fault> {
        let fields = self.resolved.category_fields.iter().map(|field| &field.attribute);
        let wanted: Vec<String> = self
            .resolved
            .attributes
            .iter()
            .chain(fields)
            .filter(|a| a.kind.has_options() && !self.catalog.has_options(&a.code))
            .map(|a| a.code.clone())
            .collect();
        for some in wanted.chunks(TOGETHER) {
            let reads: Vec<_> = some.iter().map(|code| (options_path(code), Vec::new())).collect();
            let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
            let mut records = Vec::new();
            for (code, answer) in some.iter().zip(answers) {
                match answer.map_err(|f| named("attributes", f)).and_then(|got| rows_of(code, &got.body)) {
                    Ok(rows) => {
                        let (choices, faults) = decode_records::<Choice>("option", &rows);
                        for fault in faults {
                            io.log(fault_log(&fault));
                        }
                        self.catalog.set_options(code, choices);
                        let (body, kind) = (Value::Array(rows), String::new());
                        records.push(CatalogRecord { kind, code: code.clone(), hash: hash_of(&body), body });
                    }
                    Err(fault) => {
                        io.checkpoint(|c| c.partial.push("option".to_owned()));
                        io.log(fault_log(&Fault { path: format!("attribute.{code}"), ..fault }));
                        self.catalog.set_options(code, Vec::new());
                    }
                }
            }
            if self.keeps() {
                let kind = "option";
                io.ask(|id| vec![Request::CatalogWrite { id: id(), kind, records, complete: false }]).await?;
            }
        }
        Ok(())
    }
}

fn options_path(code: &str) -> String {
    match code.strip_prefix(CATEGORY_FIELD) {
        Some(field) => format!("category-fields/{field}/options"),
        None => format!("attributes/{code}/options"),
    }
}

fn rows_of(code: &str, body: &[u8]) -> Result<Vec<Value>, Fault> {
    let why = match value_in(body) {
        Ok(Value::Array(rows)) => return Ok(rows),
        Ok(_) => "they are no list".to_owned(),
        Err(error) => error.to_string(),
    };
    let hint = "Check UnoPim's log, then pull again.";
    Err(Fault::new("unreadable_answer", code, format!("The options of {code} cannot be read: {why}"), hint))
}

/// What a list's records are called in the log.
fn entity_of(list: &str) -> &'static str {
    match list {
        "locales" => "language",
        "currencies" => "currency",
        "families" => "family",
        "channels" => "channel",
        "category-fields" => "category",
        _ => "attribute",
    }
}

/// The order of languages and currencies says nothing.
fn differs(a: &Channel, b: &Channel) -> bool {
    let sorted = |channel: &Channel| {
        let mut channel = channel.clone();
        channel.locales.order();
        channel.currencies.order();
        channel
    };
    sorted(a) != sorted(b)
}
