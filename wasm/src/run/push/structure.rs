//! What attributes, terms and categories share on their way to UnoPim.

use serde_json::{Value, json};

use super::super::io::{Io, Outcome, SourceFault};
use super::super::send::Delivery;
use super::super::spec::PushScope;
use super::item::Item;
use super::refusals::ignored;
use super::{ATTRIBUTE, CATEGORY, Disposition, Pusher};
use crate::diff::hash_of;
use crate::error::Fault;
use crate::plan::{Need, Operation, Waiting, is_worth, item_key};
use crate::source::write::{self, Write};
use crate::store::{Bases, TermRow};
use crate::wire::{ItemKey, ItemRow, Level, Log};

/// What became of the structure that a push was asked for; what is not named went well.
#[derive(Default)]
pub struct Became {
    /// By the id of the term.
    pub categories: Vec<(u64, Disposition)>,
    /// Attributes and their options are looked at together: the first fault that may pass.
    pub options: Option<Fault>,
}

impl Became {
    /// What became of a row of the queue.
    pub fn take(&mut self, row: &ItemRow) -> Disposition {
        if row.entity == CATEGORY {
            let place = self.categories.iter().position(|(id, _)| *id == row.id);
            return place.map_or(Disposition::Done, |place| self.categories.swap_remove(place).1);
        }
        self.options.clone().map_or(Disposition::Done, Disposition::Again)
    }

    /// What UnoPim does not serve now is told and left for another try, unless nothing can be had at all.
    pub fn spare(
        &mut self,
        io: &Io,
        entity: &str,
        key: &str,
        done: Result<(), SourceFault>,
    ) -> Result<(), Fault> {
        match done {
            Err(fault) if fault.fatal => Err(fault.fault),
            Err(SourceFault { fault, .. }) => {
                io.failed(Log::fault(entity, key, &fault).outward());
                self.options.get_or_insert(fault);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// UnoPim said yes, or nothing, and does not hold it.
pub fn not_taken() -> Fault {
    let hint = "Push it again; should it stay so, check UnoPim's log.";
    Fault::new("no_result", "", "UnoPim did not take the change", hint)
}

/// A write as it is known again: what UnoPim has refused, it refuses as long as the write and its own item are the same.
pub fn stamp_of(write: &Write, raw: Option<&Value>) -> String {
    hash_of(&json!([write.method, write.path, write.body, raw.map(|raw| &raw["updated_at"])]))
}

pub fn is_edited(bases: &Bases, field: &str, row: &TermRow) -> bool {
    let held = row.h.get(field);
    match (bases.get(field), held) {
        (Some((_, base)), Some(held)) => base != held,
        (None, _) => is_worth(&row.value(field)) && row.value(field) != json!(0),
        (Some(_), None) => false,
    }
}

impl Pusher {
    /// Attributes, terms and categories that were saved, in every language; what products name comes before them.
    pub async fn structure(
        &mut self,
        io: &Io,
        attributes: &[u64],
        terms: &[u64],
        categories: &[u64],
    ) -> Result<Became, Fault> {
        let mut became = Became::default();
        self.attributes(io, attributes, &mut became).await?;
        self.terms(io, terms, &mut became).await?;
        self.categories(io, categories, &mut became).await?;
        self.translated_terms(io, ATTRIBUTE, Some(terms), &mut became).await?;
        self.translated_terms(io, CATEGORY, Some(categories), &mut became).await?;
        Ok(became)
    }

    /// Sends a write of the structure; the fault, where UnoPim refuses it.
    pub async fn deliver(&self, io: &Io, request: &Write) -> Result<Option<Fault>, SourceFault> {
        match self.send(io, request).await {
            // What may have arrived is looked for.
            Ok(Delivery::Done(_) | Delivery::Unknown(_)) => Ok(None),
            Ok(Delivery::Refused { status, body }) => Ok(Some(write::rejected(status, &body))),
            Err(fault) if fault.fatal => Err(fault),
            Err(fault) => Ok(Some(fault.fault)),
        }
    }

    /// Keeps what was done in the history, and the link with it.
    pub async fn keep_structure(&self, io: &Io, operation: Operation) -> Result<(), Fault> {
        for (operation, outcome) in io.apply(vec![operation]).await? {
            if let Outcome::Failed(fault) = outcome {
                io.failed(Log::fault(&operation.entity, &operation.key, &fault).outward());
            }
        }
        Ok(())
    }

    /// A row for the Parked tab: `held` is what the shop holds, `refused` the write that UnoPim refused.
    pub fn parked_row(
        &self,
        (entity, key, id): (&str, &str, u64),
        fault: &Fault,
        held: &Value,
        refused: Option<&String>,
    ) -> ItemRow {
        ItemRow {
            row: 0,
            lane: "parked".into(),
            entity: entity.into(),
            channel: self.channels.first().settings.link_channel(),
            code: if key.is_empty() { format!("#{id}") } else { key.to_owned() },
            id,
            state: "parked".into(),
            tries: 0,
            due_in: 0,
            error_code: fault.code.clone(),
            body: json!({
                "dir": "to_unopim", "code": fault.code, "message": fault.message, "hint": fault.hint,
                "field": fault.path, "target": held, "refused": refused,
            }),
        }
    }

    /// What UnoPim has refused of terms before.
    pub async fn recall_refused(&mut self, io: &Io) -> Result<(), Fault> {
        if std::mem::replace(&mut self.knows_refused, true) {
            return Ok(());
        }
        self.channels.0[0].recall_parked(io, true).await
    }

    /// Whether the refusal of a term still stands, which is told; of what many products name, once.
    pub fn stands(&mut self, io: &Io, entity: &str, code: &str, stamp: &str) -> bool {
        if self.refused.contains(stamp) {
            return true;
        }
        let row = self.channels.first().parked.get(&(entity.to_owned(), code.to_owned()));
        let stands = self.is_refused(io, row, stamp);
        if stands {
            self.refused.insert(stamp.to_owned());
        }
        stands
    }

    /// Whether UnoPim has refused this write before and nobody has changed anything since, on either side. A push of everything
    /// leaves it at that; what somebody saves, names or retries is sent.
    pub fn is_refused(&self, io: &Io, row: Option<&ItemRow>, stamp: &str) -> bool {
        let Some(row) = row.filter(|row| row.body["refused"] == stamp) else { return false };
        if row.state == "ignored" {
            let (code, level, message, hint) = ignored();
            Self::tell(io, level, &row.entity, &row.code, (code, message, hint));
            return true;
        }
        if row.state != "parked" || self.scope != Some(PushScope::All) {
            return false;
        }
        io.checkpoint(|c| c.counts.parked += 1);
        let message = format!(
            "{}; nothing has changed since, so it is not sent again",
            row.body["message"].as_str().unwrap_or_default()
        );
        let hint = row.body["hint"].as_str().unwrap_or_default();
        let log = Log::push(Level::Warn, &row.entity, &row.code, &row.error_code, message, hint);
        io.log(Log { field: row.body["field"].as_str().filter(|f| !f.is_empty()).map(Into::into), ..log });
        true
    }

    /// A term that UnoPim refuses waits on the Parked tab.
    pub async fn park_term(
        &mut self,
        io: &Io,
        named: (&str, &str, u64),
        fault: &Fault,
        stamp: &String,
    ) -> Result<Disposition, Fault> {
        io.checkpoint(|c| c.counts.parked += 1);
        io.log(Log::fault(named.0, named.1, fault).outward());
        // What is only denied may be sent again at any time.
        let refused = Some(stamp).filter(|_| fault.code == "rejected");
        let row = self.parked_row(named, fault, &Value::Null, refused);
        self.refused.insert(stamp.clone());
        self.channels.0[0].parked.insert((row.entity.clone(), row.code.clone()), row.clone());
        io.write_items(Waiting { write: vec![row], remove: Vec::new() }).await?;
        Ok(Disposition::Parked)
    }

    /// Rows of an entity that have nothing to wait for any more leave the lane.
    pub async fn release(
        &mut self,
        io: &Io,
        entity: &str,
        is_solved: &dyn Fn(&Self, &ItemRow) -> bool,
    ) -> Result<(), Fault> {
        let parked = self.channels.first().parked.values();
        let solved = parked.filter(|row| row.entity == entity && is_solved(self, row));
        let remove: Vec<ItemKey> =
            solved.map(|row| item_key("parked", &row.entity, &row.channel, &row.code)).collect();
        for key in &remove {
            self.channels.0[0].parked.remove(&(key.entity.clone(), key.code.clone()));
        }
        if self.dry || remove.is_empty() {
            return Ok(());
        }
        io.write_items(Waiting { write: Vec::new(), remove }).await
    }

    /// What an item has to go without while UnoPim refuses a term that it names; it waits for somebody, as the term does.
    pub fn lack(&self, item: &Item, needs: &[Need]) -> Option<Fault> {
        let is_needed = |row: &ItemRow| {
            needs.iter().find(|need| need.option.term == row.id && need.target.entity() == row.entity)
        };
        let (path, row) = self.channels.first().parked.values().find_map(|row| match is_needed(row) {
            Some(need) => Some((need.attribute.as_str(), row)),
            None => self.is_category_of(item, row).then_some(("categories", row)),
        })?;
        let message = format!("It goes without {}: {}", row.code, row.body["message"].as_str()?);
        Some(Fault::new(&row.error_code, path, message, row.body["hint"].as_str()?))
    }

    /// It has gone out, or nothing is left to send.
    pub async fn unpark_term(&mut self, io: &Io, entity: &str, code: &str) -> Result<(), Fault> {
        self.release(io, entity, &|_, row| row.code == code).await
    }
}
