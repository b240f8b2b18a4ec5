//! Takes back what a push wrote to UnoPim, where nobody has changed it since.

use serde_json::{Value, json};

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::super::spec::RunSpec;
use super::super::undo::{Done, HistoryAnswer, edited_since};
use super::item::{Item, at_path};
use super::page::Candidate;
use super::{CATEGORY, PRODUCT, Pusher};
use crate::diff::{Side, hash_of};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{Action, BaseSource, FieldChange, Operation, OperationLink, said_by};
use crate::source::write::{self, Change, Place};
use crate::store::{ShopLink, ShopProduct, kind};
use crate::wire::{Level, Log, Request};

pub async fn undo(io: Io, run: u64, spec: RunSpec) -> Result<Value, Fault> {
    let mut pusher = Pusher::learn(&io, spec).await?;
    io.step("undo");
    loop {
        let before = io.0.borrow().checkpoint.after;
        let page: HistoryAnswer = io.ask_one(|id| Request::History { id, run, before, limit: 50 }).await?;
        let Some(last) = page.operations.last().map(|d| d.row) else { break };
        for done in &page.operations {
            match pusher.take_back_in_its_language(&io, done).await {
                Err(fault) if fault.fatal => return Err(fault.fault),
                Err(SourceFault { fault, .. }) => {
                    io.failed(Log::fault(&done.entity, &done.key, &fault).outward().of("undo"));
                }
                Ok(()) => {}
            }
        }
        io.checkpoint(|c| {
            c.after = Some(last);
            c.done += page.operations.len() as u64;
        });
    }
    io.step("done");
    Ok(Value::Null)
}

fn tell(io: &Io, level: Level, done: &Done, code: &str, message: &str, hint: &str) {
    io.log(Log::push(level, &done.entity, &done.key, code, message, hint).of("undo"));
}

/// It stays as it is in UnoPim.
pub(super) fn edited(io: &Io, done: &Done, field: Option<&str>) {
    io.log(edited_since(io, &done.entity, &done.key, field).outward().of("undo"));
}

impl Pusher {
    /// What was sent from a translation is taken back in its language.
    async fn take_back_in_its_language(&mut self, io: &Io, done: &Done) -> Result<(), SourceFault> {
        if !done.channel.contains('@') {
            return self.take_back(io, done, None).await;
        }
        let spoken = self.language_of(&done.channel).is_some_and(|language| self.speak(io, &language));
        if !spoken {
            edited(io, done, None);
            return Ok(());
        }
        let original = ShopLink { code: done.key.clone(), ..ShopLink::default() };
        let original = (done.entity == PRODUCT).then_some(original);
        let taken = self.take_back(io, done, original).await;
        self.fall_silent();
        taken
    }

    async fn take_back(
        &mut self,
        io: &Io,
        done: &Done,
        original: Option<ShopLink>,
    ) -> Result<(), SourceFault> {
        match done.action {
            Action::Create => {
                let message = "It was created in UnoPim and stays there";
                tell(
                    io,
                    Level::Info,
                    done,
                    "created_stays",
                    message,
                    "Delete it in UnoPim should that be wanted.",
                );
                Ok(())
            }
            Action::Delete => {
                let message = "It was deleted in UnoPim and cannot be brought back";
                tell(
                    io,
                    Level::Warn,
                    done,
                    "not_undoable",
                    message,
                    "Push it again to have it created anew.",
                );
                Ok(())
            }
            Action::Update if done.entity == PRODUCT => self.take_back_product(io, done, original).await,
            Action::Update if done.entity == CATEGORY => self.take_back_category(io, done).await,
            Action::Update => self.take_back_option(io, done).await,
            _ => Ok(()),
        }
    }

    async fn take_back_product(
        &mut self,
        io: &Io,
        done: &Done,
        original: Option<ShopLink>,
    ) -> Result<(), SourceFault> {
        let configurable = done.kind.as_deref() == Some(kind::VARIABLE);
        let path = self.path(&done.key, configurable);
        let Some(raw) = io.get_record(&path).await? else {
            edited(io, done, None);
            return Ok(());
        };
        let mut changes = Vec::new();
        let mut status = None;
        let mut fields = Vec::new();
        for field in &done.fields {
            let now = at_path(&raw, &field.field);
            if field.after.as_deref() != Some(hash_of(&now).as_str()) {
                edited(io, done, Some(&field.field));
                continue;
            }
            if field.field == "status" {
                status = field.old.as_bool();
            } else {
                let value = (!field.old.is_null()).then(|| field.old.clone());
                changes.push(Change { path: field.field.clone(), value });
            }
            fields.push(FieldChange {
                reason: "undone".into(),
                old: now,
                ..super::options::written(&field.field, field.old.clone())
            });
        }
        if fields.is_empty() {
            return Ok(());
        }
        let Some(candidate) = self.candidate(io, done.id).await? else { return Ok(()) };
        let candidate = Candidate { original, ..candidate };
        let axes = self.linked_axes(&candidate);
        let none = SortedMap::new();
        let parent = self.parent_of(io, &candidate).await?;
        let item = Item { candidate: &candidate, parent: parent.as_ref(), axes: &axes, codes: &none };
        let request =
            self.with_item_facts(&item, &[], |facts| write::product_write(&raw, &changes, status, facts))?;
        let Some(request) = request else { return Ok(()) };
        match self.send(io, &request).await {
            // What may have arrived is read like what did.
            Ok(Delivery::Done(_) | Delivery::Unknown(_)) => {}
            Ok(Delivery::Refused { status, body }) => {
                let message = write::refusal_of("it", status, &body);
                let hint = "Put it back in UnoPim by hand.";
                let log = Log::push(Level::Error, &done.entity, &done.key, "rejected", message, hint);
                io.failed(log.of("undo"));
                return Ok(());
            }
            Err(fault) if fault.fatal => return Err(fault),
            Err(fault) => {
                io.failed(Log::fault(&done.entity, &done.key, &fault.fault).outward().of("undo"));
                return Ok(());
            }
        }
        let Some(back) = io.get_record(&path).await? else { return Ok(()) };
        for field in &mut fields {
            field.after = Some(hash_of(&at_path(&back, &field.field)));
        }
        let operations = self.undone(&item, &back, fields)?;
        self.record(io, &item, operations).await?;
        io.checkpoint(|c| {
            c.counts.updated += 1;
            c.counts.writes += 1;
        });
        Ok(())
    }

    /// The product of a history row as it is now.
    async fn candidate(&self, io: &Io, id: u64) -> Result<Option<Candidate>, Fault> {
        // Of a variable product the variations do not matter here.
        let row = ShopProduct { id, ..ShopProduct::default() };
        Ok(self
            .read_wholes(io, &[row], &SortedMap::new())
            .await?
            .into_iter()
            .next()
            .map(|whole| whole.product))
    }

    /// Undone fields count as in step until either side changes again.
    fn undone(&self, item: &Item, back: &Value, fields: Vec<FieldChange>) -> Result<Vec<Operation>, Fault> {
        let snapshot = &item.candidate.snapshot;
        let undone: Vec<String> = fields.iter().map(|f| f.field.clone()).collect();
        let mut fields = Some(fields);
        let mut out = Vec::new();
        for (knowledge, link) in self.channels.0.iter().zip(&item.candidate.links) {
            let Some(link) = link else { continue };
            let target = Self::target_of(knowledge, back, item)?;
            let settings = &knowledge.settings;
            let mut bases = SortedMap::new();
            for row in &knowledge.resolved.rows {
                let path = match row.attribute {
                    None => "status".to_owned(),
                    Some(number) => {
                        let attribute = &knowledge.resolved.attributes[number];
                        Place::of(attribute, &settings.channel, &settings.locale).path(&attribute.code)
                    }
                };
                let named = undone.contains(&path);
                let Some(shop) = snapshot.fields.get(&row.field).filter(|_| named) else { continue };
                let src = said_by(target.iter().find(|(field, _)| *field == row.field).map(|(_, wish)| wish));
                bases.insert(row.field.clone(), Some(BaseSource { src, shop: Some(shop.h.clone()) }));
            }
            let action = if fields.is_some() { Action::Update } else { Action::Link };
            out.push(Operation {
                side: Some(Side::Unopim),
                id: Some(snapshot.id),
                kind: Some(snapshot.kind.clone()),
                reason: "undone".into(),
                fields: fields.take().unwrap_or_default(),
                link: Some(OperationLink {
                    target: None,
                    bases,
                    context: link.context.clone(),
                    flags: link.flags.clone(),
                }),
                ..Operation::blank(PRODUCT, item.key(), &settings.link_channel(), action)
            });
        }
        Ok(out)
    }

    async fn take_back_category(&mut self, io: &Io, done: &Done) -> Result<(), SourceFault> {
        let Some(category) = io.get_category(&done.key).await? else {
            edited(io, done, None);
            return Ok(());
        };
        let raw = json!({
            "code": category.code, "parent": category.parent, "additional_data": category.additional_data,
        });
        let now = |path: &str| {
            if path == "parent" {
                raw["parent"].clone()
            } else {
                path.split('.')
                    .try_fold(&raw["additional_data"], |at, key| at.get(key))
                    .cloned()
                    .unwrap_or_default()
            }
        };
        let mut changes = Vec::new();
        for field in &done.fields {
            if field.after.as_deref() != Some(hash_of(&now(&field.field)).as_str()) {
                edited(io, done, Some(&field.field));
                continue;
            }
            let value = (!field.old.is_null()).then(|| field.old.clone());
            changes.push(Change { path: field.field.clone(), value });
        }
        if changes.is_empty() {
            return Ok(());
        }
        let request = self.with_facts(|facts| write::category_write(&raw, &changes, facts))?;
        let Some(request) = request else { return Ok(()) };
        if let Some(fault) = self.deliver(io, &request).await? {
            io.failed(Log::fault(CATEGORY, &done.key, &fault).outward().of("undo"));
            return Ok(());
        }
        let fields = changes
            .iter()
            .map(|change| FieldChange {
                reason: "undone".into(),
                old: now(&change.path),
                ..super::options::written(&change.path, change.value.clone().unwrap_or_default())
            })
            .collect();
        Ok(self.keep_undone(io, done, fields).await?)
    }

    /// What of the structure was put back, in the history.
    pub async fn keep_undone(&self, io: &Io, done: &Done, fields: Vec<FieldChange>) -> Result<(), Fault> {
        let operation = Operation {
            side: Some(Side::Unopim),
            id: Some(done.id),
            taxonomy: done.taxonomy.clone(),
            reason: "undone".into(),
            fields,
            ..Operation::blank(&done.entity, &done.key, &done.channel, Action::Update)
        };
        self.keep_structure(io, operation).await?;
        io.checkpoint(|c| {
            c.counts.updated += 1;
            c.counts.writes += 1;
        });
        Ok(())
    }
}
