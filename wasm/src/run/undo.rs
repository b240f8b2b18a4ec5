//! Takes back what a run wrote, where nobody has changed it since.

use serde::Deserialize;
use serde_json::Value;

use super::checkpoint::Phase;
use super::io::{Io, Outcome};
use super::pull::{enter, learn, synchronise};
use super::spec::RunSpec;
use super::structure::Knowledge;
use crate::diff::Side;
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{Action, BaseSource, FieldChange, KEPT_TYPE, Operation, OperationLink};
use crate::reason::Reason;
use crate::store::{
    LinkRow, LinksAnswer, ProductLink, Snapshot, SnapshotField, TaxonomyRow, TermsAnswer, kind,
};
use crate::wire::{Level, Log, Request, TaxonomyWish, Tongue};

#[derive(Deserialize)]
pub struct HistoryAnswer {
    #[serde(default)]
    pub operations: Vec<Done>,
}

/// What a run did to one record.
#[derive(Deserialize)]
pub struct Done {
    pub row: u64,
    pub entity: String,
    pub key: String,
    #[serde(default)]
    pub channel: String,
    pub action: Action,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    side: Option<Side>,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub taxonomy: Option<String>,
    #[serde(default)]
    pub id: u64,
    #[serde(default)]
    pub fields: Vec<DoneField>,
}

impl Done {
    /// What it was before its type was changed.
    fn kind_before(&self) -> Option<&'static str> {
        match self.reason.as_str() {
            reason if reason == Reason::BecomesVariable.code() => Some(kind::SIMPLE),
            reason if reason == Reason::BecomesSimple.code() => Some(kind::VARIABLE),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
pub struct DoneField {
    pub field: String,
    #[serde(default)]
    pub old: Value,
    /// The store's hash of what it held after the write.
    #[serde(default)]
    pub after: Option<String>,
}

/// The side that a run wrote to, as its last operation tells.
pub async fn side(io: &Io, run: u64) -> Result<Side, Fault> {
    let last: HistoryAnswer = io.ask_one(|id| Request::History { id, run, before: None, limit: 1 }).await?;
    Ok(last.operations.into_iter().find_map(|done| done.side).unwrap_or(Side::Shop))
}

pub async fn undo(io: Io, run: u64, spec: RunSpec) -> Result<Value, Fault> {
    let mirror = spec.settings.mirror;
    let mut knowledge = learn(&io, spec).await?;
    if mirror {
        let message = "Mirror is on: the next pull writes UnoPim's values again";
        tell(
            &io,
            Level::Warn,
            "run",
            &run.to_string(),
            "mirror",
            message,
            "Switch Mirror off to keep what is undone.",
        );
    }
    knowledge.read_shop_terms(&io).await?;
    enter(&io, Phase::Carry, &knowledge, None).await?;
    io.step("undo");
    loop {
        let before = io.0.borrow().checkpoint.after;
        let answer: HistoryAnswer = io.ask_one(|id| Request::History { id, run, before, limit: 50 }).await?;
        let Some(last) = answer.operations.last().map(|d| d.row) else { break };
        take_back(&io, &knowledge, &answer.operations).await?;
        io.checkpoint(|c| {
            c.after = Some(last);
            c.done += answer.operations.len() as u64;
        });
    }
    synchronise(&io, &knowledge).await?;
    io.step("done");
    Ok(Value::Null)
}

fn tell(io: &Io, level: Level, entity: &str, key: &str, code: &str, message: &str, hint: &str) {
    io.log(Log::pull(level, entity, key, code, message, hint).of("undo"));
}

/// The present state of what a run wrote.
struct Present {
    products: Vec<Snapshot>,
    links: LinksAnswer,
    taxonomies: Vec<TaxonomyRow>,
}

async fn read(io: &Io, knowledge: &Knowledge, done: &[Done]) -> Result<Present, Fault> {
    let of_products = || done.iter().filter(|d| d.entity == "product");
    let ids: SortedSet<u64> = of_products().map(|d| d.id).collect();
    let fields: SortedSet<String> = of_products().flat_map(|d| &d.fields).map(|f| f.field.clone()).collect();
    let mut codes: SortedSet<String> = of_products().map(|d| d.key.clone()).collect();
    let products =
        knowledge.read_products(io, ids.into_iter().collect(), fields.into_iter().collect()).await?;
    let mut links = knowledge.read_links(io, codes.iter().cloned().collect(), &[]).await?;
    let parents: SortedSet<String> = links
        .links
        .iter()
        .filter_map(|l| Some(l.context.get("parent")?.as_str()?.to_owned()))
        .filter(|p| codes.insert(p.clone()))
        .collect();
    links.links.extend(knowledge.read_links(io, parents.into_iter().collect(), &[]).await?.links);
    let names: SortedSet<(&String, &String, &String)> =
        done.iter().filter_map(|d| Some((d.taxonomy.as_ref()?, &d.entity, &d.channel))).collect();
    let taxonomies: Vec<TaxonomyWish> = names
        .into_iter()
        .map(|(taxonomy, entity, channel)| TaxonomyWish {
            taxonomy: taxonomy.clone(),
            entity: ["category", "term"].into_iter().find(|e| e == entity).unwrap_or("option"),
            channel: channel.clone(),
            prefix: String::new(),
            others: Vec::new(),
            meta: meta_of(done, taxonomy),
            tongue: Tongue::default(),
        })
        .collect();
    let taxonomies = if taxonomies.is_empty() {
        Vec::new()
    } else {
        io.ask_one::<TermsAnswer>(|id| Request::Terms { id, taxonomies }).await?.taxonomies
    };
    Ok(Present { products, links, taxonomies })
}

/// The meta keys that a run wrote to terms.
fn meta_of(done: &[Done], taxonomy: &str) -> Vec<String> {
    let of = done.iter().filter(|d| d.taxonomy.as_deref() == Some(taxonomy)).flat_map(|d| &d.fields);
    let keys: SortedSet<&str> = of.filter_map(|f| f.field.strip_prefix("meta:")).collect();
    keys.into_iter().map(ToOwned::to_owned).collect()
}

impl Present {
    /// The links of the attributes, or of the terms beside this one.
    fn links_like<'p>(&'p self, knowledge: &'p Knowledge, done: &Done) -> &'p [LinkRow] {
        if done.entity == "attribute" {
            return &knowledge.shop.attributes.links;
        }
        let of = self.taxonomies.iter().find(|t| Some(&t.taxonomy) == done.taxonomy.as_ref());
        of.map_or(&[], |t| &t.links)
    }

    /// The link of a term or an attribute.
    fn structure_link<'p>(&'p self, knowledge: &'p Knowledge, done: &Done) -> Option<&'p LinkRow> {
        self.links_like(knowledge, done).iter().find(|link| link.code == done.key)
    }

    fn fields(&self, knowledge: &Knowledge, done: &Done) -> Option<SortedMap<String, SnapshotField>> {
        if done.entity == "product" {
            return self.products.iter().find(|s| s.id == done.id).map(|s| s.fields.clone());
        }
        let hashes = if done.entity == "attribute" {
            &knowledge.shop.attributes.attributes.iter().find(|a| a.id == done.id)?.h
        } else {
            let taxonomy = self.taxonomies.iter().find(|t| Some(&t.taxonomy) == done.taxonomy.as_ref())?;
            &taxonomy.terms.iter().find(|t| t.id == done.id)?.h
        };
        let field = |h: &String| SnapshotField { v: Value::Null, h: h.clone() };
        Some(hashes.iter().map(|(name, h)| (name.clone(), field(h))).collect())
    }

    fn link(&self, key: &str) -> Option<&ProductLink> {
        self.links.links.iter().find(|l| l.code == key)
    }

    fn kind(&self, id: u64) -> Option<&str> {
        self.products.iter().find(|s| s.id == id).map(|s| s.kind.as_str())
    }

    fn bases(&self, id: u64) -> Option<&crate::store::Bases> {
        self.products.iter().find(|s| s.id == id).map(|s| &s.bases)
    }
}

async fn take_back(io: &Io, knowledge: &Knowledge, done: &[Done]) -> Result<(), Fault> {
    let present = read(io, knowledge, done).await?;
    let mut operations = Vec::new();
    let mut parents: SortedMap<&str, &str> = SortedMap::new();
    for one in done {
        let Some(operation) = plan(io, knowledge, &present, one) else { continue };
        let parent = present.link(&one.key).and_then(|l| l.context.get("parent")?.as_str());
        parents.extend(parent.map(|parent| (parent, one.channel.as_str())));
        let (link, action) = (present.link(&one.key), operation.action);
        operations.push(operation);
        operations.extend(link.and_then(|link| match action {
            // It lies in the trash because somebody wanted it so: no pull brings it back by itself.
            Action::Trash => Some(super::deletions::unflag(link, &one.channel, "deleted")),
            // And it is there for the same reason, though UnoPim has it no more: no pull takes it away again.
            Action::Restore => Some(super::deletions::flag(link, &one.channel, "deleted")),
            _ => None,
        }));
    }
    let mut operations = with_sync(operations, &parents, &present);
    knowledge.name_deleted(io, &mut operations).await?;
    for (operation, outcome) in io.apply(operations).await? {
        match outcome {
            Outcome::Done(_) if operation.action == Action::Link => {}
            Outcome::Done(_) => io.checkpoint(|c| {
                c.counts.writes += 1;
                match operation.action {
                    Action::Trash => c.counts.deleted += 1,
                    Action::Restore => c.counts.restored += 1,
                    _ => c.counts.updated += 1,
                }
            }),
            Outcome::Changed(_) => edited(io, &operation.entity, &operation.key, None),
            Outcome::Failed(fault) => {
                io.failed(Log::fault(&operation.entity, &operation.key, &fault).of("undo"));
            }
        }
    }
    Ok(())
}

/// The parents of variations are synchronised at the end, also those that are taken back themselves, whose operations say what their links hold.
fn with_sync(
    mut operations: Vec<Operation>,
    parents: &SortedMap<&str, &str>,
    present: &Present,
) -> Vec<Operation> {
    let flagged = parents
        .iter()
        .filter_map(|(parent, channel)| Some(super::deletions::flag(present.link(parent)?, channel, "sync")));
    let mut all: Vec<Operation> = flagged.collect();
    let own = |operation: &&mut Operation| {
        operation.entity == "product" && parents.contains_key(operation.key.as_str())
    };
    for link in operations.iter_mut().filter(own).filter_map(|operation| operation.link.as_mut()) {
        if link.flags.iter().all(|flag| flag != "sync") {
            link.flags.push("sync".into());
        }
    }
    all.append(&mut operations);
    all
}

fn edited(io: &Io, entity: &str, key: &str, field: Option<&str>) {
    let log = edited_since(io, entity, key, field);
    io.log(log.of("undo"));
}

/// What is told of something that is not taken back, which is counted.
pub(super) fn edited_since(io: &Io, entity: &str, key: &str, field: Option<&str>) -> Log {
    io.checkpoint(|c| c.counts.skipped += 1);
    let message = "It was edited since that run and stays as it is";
    let hint = "Put it back by hand should that be wanted.";
    Log { field: field.map(Into::into), ..Log::pull(Level::Warn, entity, key, "edited_since", message, hint) }
}

/// The operation that takes one back; nothing where it was edited since.
fn plan(io: &Io, knowledge: &Knowledge, present: &Present, done: &Done) -> Option<Operation> {
    let operation = Operation {
        id: Some(done.id),
        kind: done.kind.clone(),
        taxonomy: done.taxonomy.clone(),
        reason: "undone".into(),
        ..Operation::blank(&done.entity, &done.key, &done.channel, Action::Update)
    };
    match done.action {
        Action::Trash => return Some(Operation { action: Action::Restore, ..operation }),
        Action::Restore => return Some(Operation { action: Action::Trash, ..operation }),
        Action::Delete => {
            let message = "It was deleted for good and cannot be brought back";
            tell(
                io,
                Level::Warn,
                &done.entity,
                &done.key,
                "not_undoable",
                message,
                "Create it again, or pull it from UnoPim.",
            );
            return None;
        }
        _ => {}
    }
    let Some(fields) = present.fields(knowledge, done) else {
        edited(io, &done.entity, &done.key, None);
        return None;
    };
    let untouched =
        |f: &DoneField| f.after.is_some() && f.after.as_ref() == fields.get(&f.field).map(|now| &now.h);
    match done.action {
        Action::Create => return created(io, done, operation, &|| done.fields.iter().all(untouched)),
        Action::Unlink => return linked_again(io, present.links_like(knowledge, done), done, operation),
        _ => {}
    }
    let kind_before = done.kind_before().filter(|_| present.kind(done.id) == done.kind.as_deref());
    let structure = present.structure_link(knowledge, done).filter(|_| done.entity != "product");
    let (mut changes, mut bases) = (Vec::new(), SortedMap::new());
    for field in &done.fields {
        if !untouched(field) {
            edited(io, &done.entity, &done.key, Some(&field.field));
            continue;
        }
        let now = &fields[&field.field];
        // In step until either side changes again: UnoPim's half stays, the shop's is read back.
        let known = match structure {
            Some(link) => Some(&link.bases),
            None => present.bases(done.id),
        };
        if let Some((src, _)) = known.and_then(|b| b.get(&field.field)) {
            bases.insert(field.field.clone(), Some(BaseSource { src: src.clone(), shop: None }));
        }
        changes.push(FieldChange {
            field: field.field.clone(),
            old: now.v.clone(),
            new: field.old.clone(),
            offered: None,
            reason: "undone".into(),
            write: true,
            expect: Some(now.h.clone()),
            after: None,
            shown: None,
        });
    }
    if changes.is_empty() && kind_before.is_none() {
        return None;
    }
    let link = match structure {
        Some(link) => {
            let (target, context) = (link.target.clone(), link.context.clone());
            Some(OperationLink { target, bases, context, flags: Vec::new() })
        }
        None => present.link(&done.key).filter(|_| done.entity == "product").map(|link| OperationLink {
            target: link.target.clone(),
            bases,
            context: link.context.clone(),
            flags: flags_of(link, kind_before),
        }),
    };
    let kind = kind_before.map(Into::into).or(operation.kind);
    Some(Operation { fields: changes, link, kind, ..operation })
}

/// A type that was put back stays as it is, and a variable product shows its variations again.
fn flags_of(link: &ProductLink, kind_before: Option<&str>) -> Vec<String> {
    let more = match kind_before {
        Some(kind::VARIABLE) => &[KEPT_TYPE, "sync"][..],
        Some(_) => &[KEPT_TYPE],
        None => &[],
    };
    let mut flags = link.flags.clone();
    flags.extend(more.iter().map(|flag| (*flag).to_owned()));
    flags.order();
    flags.dedup();
    flags
}

/// A term or an attribute has its link again. Without a base: nobody knows what both sides agreed on. UnoPim has it no more, and no pull
/// takes its link away for that.
fn linked_again(io: &Io, links: &[LinkRow], done: &Done, operation: Operation) -> Option<Operation> {
    // A product's link moved to its new SKU, and is there.
    if done.entity == "product" {
        return None;
    }
    if links.iter().any(|link| link.code == done.key || link.id == done.id) {
        edited(io, &done.entity, &done.key, None);
        return None;
    }
    let link = OperationLink { flags: vec!["deleted".into()], ..OperationLink::default() };
    Some(Operation { action: Action::Link, link: Some(link), ..operation })
}

/// Created products go to the trash, variations are disabled with their parent; created terms stay.
fn created(io: &Io, done: &Done, operation: Operation, untouched: &dyn Fn() -> bool) -> Option<Operation> {
    if done.entity != "product" || done.kind.as_deref() == Some(kind::VARIATION) {
        return None;
    }
    if untouched() {
        return Some(Operation { action: Action::Trash, ..operation });
    }
    edited(io, &done.entity, &done.key, None);
    None
}
