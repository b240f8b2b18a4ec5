//! What is kept of a push: the history, and what both sides have in step from now on.

use serde_json::{Value, json};

use super::super::io::{Io, Outcome, SourceFault};
use super::super::structure::Knowledge;
use super::files::FilesSent;
use super::item::{Item, at_path};
use super::view::View;
use super::{Disposition, PRODUCT, Pusher};
use crate::diff::{Side, Wish, hash_of, is_nothing, source_of};
use crate::error::Fault;
use crate::plan::{
    AT, Action, BORN, BaseSource, Decided, FOUND, FieldChange, HELD, MEDIA, Operation, OperationLink, Role,
    Target, born, context, held_fields, held_row, item_key, kept_fields, remember, said_by, shown_files,
    stands_at, told,
};
use crate::variants::Combinations;
use crate::wire::Log;

impl Pusher {
    /// After a write: files, then what was read back becomes the base.
    pub async fn finish(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &Value,
        decided: &[Decided],
        created: bool,
    ) -> Result<Disposition, SourceFault> {
        let mut back = back.clone();
        let mut sent = FilesSent::default();
        if decided.iter().any(|d| !d.files.is_empty()) {
            sent = self.send_files(io, item, &mut back, decided).await?;
        }
        let changes = Self::changes(decided, Some(&back), &sent.changes);
        let again = sent.again.take();
        if changes.is_empty() && !created {
            let disposition = self.settle(io, item, &back, decided, &sent).await?;
            return Ok(again.map_or(disposition, Disposition::Again));
        }
        let action = if created { Action::Create } else { Action::Update };
        let operations = self.operations(item, Some(&back), decided, &sent, action, changes)?;
        self.record(io, item, operations).await?;
        io.checkpoint(|c| {
            c.counts.writes += 1;
            if created {
                c.counts.created += 1;
            } else {
                c.counts.updated += 1;
            }
        });
        Ok(again.map_or(Disposition::Done, Disposition::Again))
    }

    /// Keeps a new item's link once more, as UnoPim shows it by now.
    pub async fn remember(&mut self, io: &Io, item: &Item<'_>) -> Result<(), SourceFault> {
        let path = self.path(item.key(), item.is_variable());
        let Some(raw) = io.get_record(&path).await? else { return Ok(()) };
        let nothing: Vec<Decided> = self.channels.0.iter().map(|_| Decided::default()).collect();
        let mut operations =
            self.operations(item, Some(&raw), &nothing, &FilesSent::default(), Action::Create, Vec::new())?;
        for operation in &mut operations {
            operation.action = Action::Link;
            operation.reason = "unchanged".into();
        }
        Ok(self.record(io, item, operations).await?)
    }

    /// Nothing is sent: both sides hold the same, or what differs is not the push's to say.
    pub async fn settle(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        raw: &Value,
        decided: &[Decided],
        files: &FilesSent,
    ) -> Result<Disposition, Fault> {
        io.checkpoint(|c| c.counts.unchanged += 1);
        // A change of which UnoPim takes nothing is settled too, or it would be tried for ever.
        let news = decided.iter().any(|d| !d.bases.is_empty() || !d.changes.is_empty())
            || !files.settled.is_empty()
            || item.candidate.links.iter().any(Option::is_none);
        if news && !self.dry {
            let operations = self.operations(item, Some(raw), decided, files, Action::Link, Vec::new())?;
            self.record(io, item, operations).await?;
        }
        Ok(Disposition::Done)
    }

    /// What is written to UnoPim, field by field.
    fn changes(decided: &[Decided], back: Option<&Value>, files: &[FieldChange]) -> Vec<FieldChange> {
        let all = decided.iter().flat_map(|d| &d.changes);
        let mut out: Vec<FieldChange> = all
            .map(|change| FieldChange {
                field: change.path.clone(),
                old: change.old.clone(),
                new: change.value.clone().unwrap_or_default(),
                offered: None,
                reason: change.reason.into(),
                write: true,
                expect: None,
                after: back.map(|back| hash_of(&at_path(back, &change.path))),
                shown: None,
            })
            .collect();
        out.extend(files.iter().cloned());
        out
    }

    /// The operation of a push, and the link rows of the other channels.
    fn operations(
        &self,
        item: &Item,
        back: Option<&Value>,
        decided: &[Decided],
        files: &FilesSent,
        action: Action,
        changes: Vec<FieldChange>,
    ) -> Result<Vec<Operation>, Fault> {
        let snapshot = &item.candidate.snapshot;
        let created = action == Action::Create;
        let mut out = Vec::new();
        let mut changes = Some(changes);
        for ((knowledge, decided), link) in self.channels.0.iter().zip(decided).zip(&item.candidate.links) {
            let mut bases = decided.bases.clone();
            let mut shown: Vec<(String, Value)> = Vec::new();
            let view = back.map(|back| Self::view(knowledge, back, item)).transpose()?;
            if let Some(view) = &view {
                let target = knowledge.target_context().build(&view.product, &view.role);
                if link.is_none() && created {
                    // What was made from the shop's item stands as the shop has it.
                    for field in &target.fields {
                        let Some(shop) = snapshot.fields.get(&*field.field) else { continue };
                        // A value that UnoPim gives every new product is for the next pull to bring.
                        if is_nothing(&shop.v) && matches!(&field.wish, Wish::Set(v) if !is_nothing(v)) {
                            continue;
                        }
                        let base = BaseSource { src: said_by(Some(&field.wish)), shop: Some(shop.h.clone()) };
                        bases.entry(field.field.clone().into_owned()).or_insert(Some(base));
                    }
                }
                for (part, value, refused) in settled(knowledge, &target, decided, files) {
                    let Some(shop) = snapshot.fields.get(&part) else { continue };
                    shown.push((part.clone(), value.clone()));
                    let shop = if refused { told(&shop.h) } else { shop.h.clone() };
                    bases.insert(part, Some(BaseSource { src: source_of(&value), shop: Some(shop) }));
                }
                let sent = decided.changes.iter().map(|c| &c.field);
                for field in sent.filter(|field| !decided.open.contains(field)) {
                    let Some(shop) = snapshot.fields.get(field) else { continue };
                    let wish = target.field(field).map(|f| &f.wish);
                    let is_named = knowledge.resolved.associations.iter().any(|(_, f)| f == field);
                    let src = if is_named {
                        // Ids that UnoPim's list stands for are the shop's own, as they were sent.
                        source_of(&shop.v)
                    } else {
                        said_by(wish)
                    };
                    bases.insert(field.clone(), Some(BaseSource { src, shop: Some(shop.h.clone()) }));
                }
            }
            let mut link = match link {
                Some(link) => OperationLink {
                    target: None,
                    bases,
                    context: Self::with_found(knowledge, link.context.clone(), decided, item),
                    flags: link.flags.clone(),
                },
                None => OperationLink {
                    target: None,
                    bases,
                    context: view.as_ref().map(|v| new_context(v, item)).unwrap_or_default(),
                    flags: Vec::new(),
                },
            };
            // What was sent is UnoPim's from here on, also for the pull that finds it taken away.
            if !shown.is_empty() {
                let mut media = link.context.get(MEDIA).cloned().unwrap_or_else(|| json!({}));
                for (part, value) in shown {
                    media[part.as_str()] = value;
                }
                remember(&mut link.context, MEDIA, media);
            }
            let fields = changes.take();
            let action = if fields.is_some() { action } else { Action::Link };
            let fields = fields.unwrap_or_default();
            let reason = fields.first().map_or("unchanged", |f| &*f.reason);
            let reason = if action == Action::Create { "created" } else { reason }.to_owned();
            out.push(Operation {
                side: Some(Side::Unopim),
                id: Some(snapshot.id),
                kind: Some(snapshot.kind.clone()),
                parent: (snapshot.parent > 0).then(|| json!(snapshot.parent)),
                parent_key: item.parent.map(|p| p.key.clone()),
                reason,
                fields,
                link: Some(link),
                plan_row: self.planned_row(PRODUCT, item.key()).filter(|_| out.is_empty()),
                ..Operation::blank(PRODUCT, item.key(), &knowledge.settings.link_channel(), action)
            });
        }
        Ok(out)
    }

    /// Products that UnoPim names now because the shop does are UnoPim's from here on, also for the pull that finds one taken away.
    fn with_found(knowledge: &Knowledge, mut context: Value, decided: &Decided, item: &Item) -> Value {
        let Some(found) = context.get_mut(FOUND).and_then(Value::as_object_mut) else { return context };
        for (_, field) in &knowledge.resolved.associations {
            let is_sent =
                decided.changes.iter().any(|change| change.field == *field) && !decided.open.contains(field);
            if let Some(shop) = item.candidate.snapshot.fields.get(field).filter(|_| is_sent) {
                found.insert(field.clone(), shop.v.clone());
            }
        }
        context
    }

    /// A dry run only says what would be sent.
    pub async fn plan(io: &Io, operation: Operation) -> Result<Disposition, Fault> {
        let created = operation.action == Action::Create;
        io.apply(vec![operation]).await?;
        io.checkpoint(|c| {
            if created {
                c.counts.created += 1;
            } else {
                c.counts.updated += 1;
            }
        });
        Ok(Disposition::Done)
    }

    /// What would be sent, as a plan holds it.
    pub fn planned(
        &self,
        item: &Item,
        raw: Option<&Value>,
        decided: &[Decided],
        files: &[FieldChange],
    ) -> Result<Operation, Fault> {
        let action = if raw.is_some() { Action::Update } else { Action::Create };
        let changes = Self::changes(decided, None, files);
        let operations = self.operations(item, None, decided, &FilesSent::default(), action, changes)?;
        operations
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new("internal", item.key(), "A push has no channel", "Report this."))
    }

    /// Keeps what was done, and takes the item out of the lanes that it waited in.
    pub async fn record(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        operations: Vec<Operation>,
    ) -> Result<(), Fault> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let parked = item.candidate.row("parked").filter(|row| row.is_outward());
        if let Some(row) = parked {
            waiting.remove.push(item_key("parked", &row.entity, &row.channel, &row.code));
        }
        let results = io.apply_after(waiting, operations).await?;
        for (operation, outcome) in results {
            if let Outcome::Failed(fault) = outcome {
                io.failed(Log::fault(PRODUCT, &operation.key, &fault).outward());
            }
        }
        Ok(())
    }

    /// Fields that both sides changed wait for a choice, and leave the lane once they do not differ any more.
    pub async fn hold(&mut self, io: &Io, item: &Item<'_>, decided: &[Decided]) -> Result<(), Fault> {
        if self.dry {
            return Ok(());
        }
        for (knowledge, one) in self.channels.0.iter().zip(decided) {
            let asked = one.held.iter().any(|f| f.reason == "conflict");
            if !asked {
                continue;
            }
            let key = item_key(HELD, PRODUCT, &knowledge.settings.link_channel(), item.key());
            let before =
                item.candidate.items.iter().find(|row| row.lane == HELD && row.channel == key.channel);
            let mut fields = held_fields(&one.held);
            // What waits already stays, also where this push has not looked at it.
            fields.extend(kept_fields(before, |name| one.held.iter().all(|f| f.field != name)));
            io.checkpoint(|c| c.counts.held += 1);
            self.waiting.write.push(held_row(key, item.candidate.snapshot.id, &fields, None));
        }
        let waiting = std::mem::take(&mut self.waiting);
        io.write_items(waiting).await
    }
}

/// Fields of files that UnoPim holds now, as the image lane will show them, and whether some of them were refused.
fn settled(
    knowledge: &Knowledge,
    target: &Target,
    decided: &Decided,
    files: &FilesSent,
) -> Vec<(String, Value, bool)> {
    let mut out = Vec::new();
    for one in &decided.files {
        let Some(settled) = files.settled.iter().find(|settled| settled.path == one.path) else { continue };
        for part in &one.parts {
            let paths = target.images.get(part).map(Vec::as_slice).unwrap_or_default();
            let value = shown_files(&knowledge.resolved, part, paths, &files.library);
            out.extend(value.map(|value| (part.clone(), value, settled.refused)));
        }
    }
    out
}

/// What the link of a new item remembers, as a pull would have it.
fn new_context(view: &View, item: &Item) -> Value {
    let knowledge = view.knowledge;
    let mut out = match (&view.role, item.parent) {
        (Role::Variation { axes }, Some(parent)) => {
            json!({"parent": parent.key, AT: stands_at(&view.product, axes, &knowledge.axes)})
        }
        (Role::Variable { axes }, _) => {
            let axes: Vec<String> = axes.iter().map(|(code, _)| code.clone()).collect();
            let combinations = Combinations::of(&view.product, &axes, &knowledge.catalog);
            let inherit = knowledge.capabilities.inheritance;
            context(&view.product, &axes, &combinations, inherit, &knowledge.resolved, &knowledge.settings)
        }
        _ => Value::Null,
    };
    if let Some(at) = &view.product.created_at {
        remember(&mut out, BORN, json!(born(at, &view.product)));
    }
    out
}
