//! What UnoPim no longer has: found by set difference, only after complete listings, and never without a guard.

use serde::Deserialize;
use serde_json::{Value, json};

use super::io::{Io, Outcome};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{
    Action, BaseSource, FieldChange, HELD, OnDelete, Operation, OperationLink, Waiting, item_key, subtree,
};
use crate::store::{ProductLink, kind};
use crate::wire::{Level, Log, Request};

/// More than this many at once is asked about, unless it is a small share of what is linked.
const GUARD: u64 = 50;
const GUARD_SHARE: u64 = 20;
const PAGE: u64 = 50;
/// Keys that a question names; the rest is counted.
const NAMED: usize = 200;

#[derive(Debug, Default, Deserialize)]
struct UnseenAnswer {
    #[serde(default)]
    links: Vec<UnseenLink>,
    #[serde(default)]
    unseen: u64,
    #[serde(default)]
    linked: u64,
}

#[derive(Debug, Clone, Deserialize)]
struct UnseenLink {
    row: u64,
    code: String,
    id: u64,
    #[serde(default)]
    kind: String,
}

/// What an administrator, or nobody, had to say about a set difference.
enum Permission {
    Granted,
    Refused,
}

pub async fn delete_missing(io: &Io, knowledge: &mut Knowledge) -> Result<(), Fault> {
    if knowledge.settings.own_rows_only && !knowledge.settings.translates {
        return Ok(());
    }
    io.step("deletions");
    products(io, knowledge).await?;
    if knowledge.settings.translates {
        // A term without an original shows nothing any more.
        return Ok(());
    }
    for (entity, list) in
        [("category", "category"), ("option", "option"), ("term", "option"), ("attribute", "attribute")]
    {
        let partial = io.0.borrow().checkpoint.partial.iter().any(|p| p == list);
        if !partial {
            structure(io, knowledge, entity).await?;
        }
    }
    Ok(())
}

async fn unseen(io: &Io, entity: &'static str, channel: &str, after: u64) -> Result<UnseenAnswer, Fault> {
    let channel = channel.to_owned();
    io.ask_one(|id| Request::Unseen { id, entity, channel, after, limit: PAGE }).await
}

/// Whether so many are asked about. A site can lower the limit, and not raise it.
pub fn is_many(count: u64, linked: u64, lowered: Option<u64>) -> bool {
    let limit = GUARD.max(linked / GUARD_SHARE);
    count > lowered.map_or(limit, |wanted| wanted.min(limit))
}

/// How many products are to go, and as many of them as a question names; about the undecided ones somebody is asked already.
async fn to_go(
    io: &Io,
    channel: &str,
    mut page: UnseenAnswer,
    undecided: &SortedSet<String>,
) -> Result<(u64, Vec<String>), Fault> {
    let (mut count, mut unmet, mut keys) = (page.unseen, undecided.len(), Vec::new());
    while let Some(last) = page.links.last().map(|l| l.row) {
        for link in page.links {
            if undecided.contains(&link.code) {
                (count, unmet) = (count.saturating_sub(1), unmet - 1);
            } else {
                keys.push(link.code);
            }
        }
        if keys.len() >= NAMED && unmet == 0 {
            break;
        }
        page = unseen(io, "product", channel, last).await?;
    }
    keys.truncate(NAMED);
    Ok((count, keys))
}

/// Few go by themselves; many may be a mistake in UnoPim, and somebody has to say so.
async fn permission(
    io: &Io,
    knowledge: &Knowledge,
    entity: &'static str,
    (count, linked): (u64, u64),
    keys: Vec<String>,
) -> Result<Permission, Fault> {
    let lowered = knowledge.settings.guard.get(entity).copied();
    if !is_many(count, linked, lowered) || knowledge.settings.on_delete == OnDelete::Skip {
        return Ok(Permission::Granted);
    }
    let question = format!("delete:{entity}");
    let message = format!("{count} of {linked} linked items of the kind {entity} are no longer in UnoPim");
    if knowledge.spec.is_dry() {
        let hint = "A pull would ask before it takes them away.";
        io.log(
            Log::pull(Level::Warn, entity, &knowledge.settings.channel, "guard", message, hint).of("delete"),
        );
        return Ok(Permission::Granted);
    }
    match knowledge.spec.answers.get(&question).map(String::as_str) {
        Some("delete") => Ok(Permission::Granted),
        Some(_) => {
            let hint = "The next complete pull asks again.";
            let message = format!("{message}; they are kept as was chosen");
            io.log(
                Log::pull(Level::Warn, entity, &knowledge.settings.channel, "kept", message, hint)
                    .of("delete"),
            );
            Ok(Permission::Refused)
        }
        None => {
            io.ask(|id| vec![Request::Ask { id: id(), question, entity, count, linked, keys }]).await?;
            // A host that answers at once has not understood: nothing is taken away without a word.
            Ok(Permission::Refused)
        }
    }
}

async fn products(io: &Io, knowledge: &mut Knowledge) -> Result<(), Fault> {
    if io.0.borrow().checkpoint.incomplete {
        let hint = "Solve the errors above; the next complete pull looks again.";
        let message = "The listing was not complete; nothing is deleted because of it";
        let channel = &knowledge.settings.channel;
        io.log(Log::pull(Level::Warn, "product", channel, "listing_incomplete", message, hint).of("delete"));
        return Ok(());
    }
    let channel = knowledge.settings.link_channel();
    let first = unseen(io, "product", &channel, 0).await?;
    if first.links.is_empty() {
        return Ok(());
    }
    let (unseen_links, linked) = (first.unseen, first.linked);
    let lowered = knowledge.settings.guard.get("product").copied();
    let undecided = knowledge.undecided(io).await?;
    let (count, keys) = if is_many(unseen_links, linked, lowered) {
        to_go(io, &channel, first, &undecided).await?
    } else {
        (unseen_links, Vec::new())
    };
    if let Permission::Refused = permission(io, knowledge, "product", (count, linked), keys).await? {
        return Ok(());
    }
    // Variations go with their parents; those that are still there afterwards went alone.
    let mut parents = SortedSet::new();
    for alone in [false, true] {
        let mut after = 0;
        loop {
            let page = unseen(io, "product", &channel, after).await?;
            let Some(last) = page.links.last() else { break };
            after = last.row;
            let links: Vec<UnseenLink> = page
                .links
                .into_iter()
                .filter(|l| (l.kind == kind::VARIATION) == alone && !undecided.contains(&l.code))
                .collect();
            if alone {
                variations(io, knowledge, &links, &parents).await?;
            } else {
                parents.extend(links.iter().map(|l| l.code.clone()));
                whole(io, knowledge, &links).await?;
            }
        }
    }
    Ok(())
}

fn verb(knowledge: &Knowledge) -> Option<(Action, &'static str)> {
    match knowledge.settings.on_delete {
        OnDelete::Trash => Some((Action::Trash, "It was deleted in UnoPim and goes to the trash")),
        OnDelete::Delete => Some((Action::Delete, "It was deleted in UnoPim and is deleted for good")),
        OnDelete::Skip => None,
    }
}

fn tell(io: &Io, level: Level, entity: &str, key: &str, code: &str, message: &str, hint: &str) {
    io.log(Log::pull(level, entity, key, code, message, hint).of("delete"));
}

fn skip(io: &Io, entity: &str, key: &str) {
    io.checkpoint(|c| c.counts.skipped += 1);
    let hint = "Choose Trash or Delete under On-delete to have it follow UnoPim.";
    tell(
        io,
        Level::Info,
        entity,
        key,
        "deletion_skipped",
        "It was deleted in UnoPim; deletion skipped",
        hint,
    );
}

async fn whole(io: &Io, knowledge: &Knowledge, links: &[UnseenLink]) -> Result<(), Fault> {
    let Some((action, message)) = verb(knowledge) else {
        for link in links {
            skip(io, "product", &link.code);
        }
        return Ok(());
    };
    let operations = links
        .iter()
        .map(|link| Operation {
            id: Some(link.id),
            kind: Some(link.kind.clone()),
            reason: "deleted_in_unopim".into(),
            ..Operation::blank("product", &link.code, &knowledge.settings.link_channel(), action)
        })
        .collect();
    settle(io, operations, message).await
}

/// There is no trash for a variation: it is disabled, and enabled again should UnoPim have it again.
async fn variations(
    io: &Io,
    knowledge: &Knowledge,
    links: &[UnseenLink],
    gone: &SortedSet<String>,
) -> Result<(), Fault> {
    if links.is_empty() {
        return Ok(());
    }
    let codes = links.iter().map(|l| l.code.clone()).collect();
    let known = knowledge.read_links(io, codes, &[]).await?;
    let parent_of: SortedMap<&str, &str> = known
        .links
        .iter()
        .filter_map(|l| Some((l.code.as_str(), l.context.get("parent")?.as_str()?)))
        .collect();
    let context_of: SortedMap<&str, &Value> =
        known.links.iter().map(|l| (l.code.as_str(), &l.context)).collect();
    let links: Vec<&UnseenLink> =
        links.iter().filter(|l| parent_of.get(l.code.as_str()).is_none_or(|p| !gone.contains(*p))).collect();
    let Some((action, message)) = verb(knowledge) else {
        for link in &links {
            skip(io, "product", &link.code);
        }
        return Ok(());
    };
    let ids = links.iter().map(|l| l.id).collect();
    let held = knowledge.read_products(io, ids, vec!["status".into()]).await?;
    let mut operations = flags(io, knowledge, parent_of.values().copied().collect()).await?;
    for link in links {
        let operation = Operation {
            id: Some(link.id),
            kind: Some(kind::VARIATION.into()),
            reason: "deleted_in_unopim".into(),
            ..Operation::blank("product", &link.code, &knowledge.settings.channel, action)
        };
        if action == Action::Delete {
            operations.push(operation);
            continue;
        }
        let Some(status) = held.iter().find(|s| s.id == link.id).and_then(|s| s.fields.get("status")) else {
            continue;
        };
        let base = BaseSource { src: "deleted".into(), shop: None };
        // What is disabled already, with its product maybe, keeps what it was before that.
        let is_disabled = status.v == "private";
        let disabled = || FieldChange {
            field: "status".into(),
            old: status.v.clone(),
            new: json!("private"),
            offered: None,
            reason: "deleted_in_unopim".into(),
            write: true,
            expect: Some(status.h.clone()),
            after: None,
            shown: None,
        };
        operations.push(Operation {
            action: if is_disabled { Action::Trash } else { Action::Update },
            fields: if is_disabled { Vec::new() } else { vec![disabled()] },
            link: Some(OperationLink {
                target: None,
                bases: SortedMap::from([("status".to_owned(), Some(base))]),
                context: context_of.get(link.code.as_str()).map_or(Value::Null, |c| (*c).clone()),
                flags: vec!["deleted".into()],
            }),
            ..operation
        });
    }
    settle(io, operations, message).await
}

/// The parents are synchronised once more at the end.
async fn flags(io: &Io, knowledge: &Knowledge, parents: SortedSet<&str>) -> Result<Vec<Operation>, Fault> {
    let codes: Vec<String> = parents.into_iter().map(ToOwned::to_owned).collect();
    let links = knowledge.read_links(io, codes, &[]).await?;
    let usable = |l: &&ProductLink| l.kind == kind::VARIABLE && l.is_there() && !l.is_in_trash();
    Ok(links.links.iter().filter(usable).map(|l| flag(l, &knowledge.settings.channel, "sync")).collect())
}

/// A link row with a further flag.
pub fn flag(link: &ProductLink, channel: &str, flag: &str) -> Operation {
    let mut flags = link.flags.clone();
    if flags.iter().all(|f| f != flag) {
        flags.push(flag.to_owned());
    }
    flagged(link, channel, "variations_change", flags)
}

/// A link row without a flag.
pub fn unflag(link: &ProductLink, channel: &str, flag: &str) -> Operation {
    let flags = link.flags.iter().filter(|f| *f != flag).cloned().collect();
    flagged(link, channel, "undone", flags)
}

fn flagged(link: &ProductLink, channel: &str, reason: &str, flags: Vec<String>) -> Operation {
    Operation {
        kind: Some(link.kind.clone()),
        id: Some(link.id),
        reason: reason.into(),
        link: Some(OperationLink {
            target: link.target.clone(),
            bases: SortedMap::new(),
            context: link.context.clone(),
            flags,
        }),
        ..Operation::blank("product", &link.code, channel, Action::Link)
    }
}

/// Categories that the mapping turns into terms of another taxonomy.
fn references(knowledge: &Knowledge) -> SortedSet<&str> {
    let catalog = &knowledge.catalog;
    let with_top = knowledge.resolved.references.iter().flat_map(|reference| {
        let below = subtree(catalog, &reference.category).into_iter().flatten().map(|c| c.code.as_str());
        below.chain(std::iter::once(reference.category.as_str()))
    });
    with_top.collect()
}

/// Attributes, options, terms and categories: the catalogue of this run is complete, so it tells what is gone.
async fn structure(io: &Io, knowledge: &Knowledge, entity: &'static str) -> Result<(), Fault> {
    let channel = if entity == "category" { knowledge.settings.channel.clone() } else { String::new() };
    let elsewhere = if entity == "category" { references(knowledge) } else { SortedSet::new() };
    let (mut missing, mut linked, mut after) = (Vec::new(), 0, 0);
    loop {
        let page = unseen(io, entity, &channel, after).await?;
        linked = linked.max(page.linked);
        let Some(last) = page.links.last() else { break };
        after = last.row;
        let gone =
            |l: &UnseenLink| elsewhere.contains(l.code.as_str()) || !exists(knowledge, entity, &l.code);
        missing.extend(page.links.into_iter().filter(gone));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let keys = missing.iter().take(NAMED).map(|l| l.code.clone()).collect();
    let count = missing.len() as u64;
    if let Permission::Refused = permission(io, knowledge, entity, (count, linked), keys).await? {
        return Ok(());
    }
    let (action, message) = match knowledge.settings.on_delete {
        OnDelete::Trash => (Action::Unlink, "it stays in the shop and is no longer linked"),
        OnDelete::Delete => (Action::Delete, "it is deleted in the shop"),
        OnDelete::Skip => {
            for link in missing.iter().filter(|link| !elsewhere.contains(link.code.as_str())) {
                skip(io, entity, &link.code);
            }
            return Ok(());
        }
    };
    let (moved, deleted): (Vec<_>, Vec<_>) =
        missing.into_iter().partition(|link| elsewhere.contains(link.code.as_str()));
    for (links, reason, why) in [
        (deleted, "deleted_in_unopim", "It was deleted in UnoPim"),
        (moved, "now_a_reference", "It is a term of another taxonomy now"),
    ] {
        let message = format!("{why}; {message}");
        for some in links.chunks(50) {
            let operations = some
                .iter()
                .map(|link| Operation {
                    id: Some(link.id),
                    taxonomy: knowledge.taxonomy_of(entity, &link.code),
                    reason: reason.into(),
                    ..Operation::blank(entity, &link.code, &channel, action)
                })
                .collect();
            settle(io, operations, &message).await?;
        }
    }
    Ok(())
}

/// Whether UnoPim still has what a link stands for. What was not read in this run counts as there.
fn exists(knowledge: &Knowledge, entity: &str, code: &str) -> bool {
    let catalog = &knowledge.catalog;
    let category = |code: &str| catalog.categories().iter().any(|c| c.code == code);
    let code = if entity == "term" { code.split_once(':').map_or(code, |(_, rest)| rest) } else { code };
    match (entity, code.split_once('/')) {
        ("category", _) => category(code),
        ("attribute", _) => catalog.attribute(code).is_some(),
        (_, Some((attribute, option))) => {
            catalog.attribute(attribute).is_some()
                && (option.starts_with('~')
                    || !catalog.has_options(attribute)
                    || catalog.option(attribute, option).is_some())
        }
        (_, None) => category(code),
    }
}

async fn settle(io: &Io, operations: Vec<Operation>, message: &str) -> Result<(), Fault> {
    let mut after = Waiting::default();
    for (operation, outcome) in io.apply(operations).await? {
        match outcome {
            Outcome::Done(_) if operation.action == Action::Link => {}
            Outcome::Done(_) => {
                io.checkpoint(|c| {
                    c.counts.deleted += u64::from(operation.action != Action::Unlink);
                    c.counts.writes += u64::from(operation.action != Action::Unlink);
                });
                // Nobody has to choose any more between values of what is gone.
                let Operation { entity, channel, key, .. } = &operation;
                after.remove.push(item_key(HELD, entity, channel, key));
                let code = operation.reason.clone();
                tell(io, Level::Info, &operation.entity, &operation.key, &code, message, "");
            }
            Outcome::Changed(_) => {
                let hint = "Nothing was done; the next complete pull looks again.";
                let message = "It is being edited in the shop";
                tell(io, Level::Warn, &operation.entity, &operation.key, "changed_since_read", message, hint);
            }
            // Terms that items still carry are kept; that is no error.
            Outcome::Failed(fault) if fault.code == "still_used" => {
                let log = Log::fault(&operation.entity, &operation.key, &fault).of("delete");
                io.log(Log { level: Level::Warn, ..log });
            }
            Outcome::Failed(fault) => {
                io.failed(Log::fault(&operation.entity, &operation.key, &fault).of("delete"));
            }
        }
    }
    io.write_items(after).await
}

#[cfg(test)]
mod tests {
    use super::is_many;

    #[test]
    fn many_is_more_than_fifty_and_a_twentieth_and_can_be_lowered_only() {
        assert_eq!(
            [is_many(50, 100, None), is_many(51, 100, None), is_many(500, 10_000, None)],
            [false, true, false]
        );
        assert_eq!(
            [is_many(1, 100, Some(0)), is_many(51, 100, Some(90)), is_many(21, 10_000, Some(20))],
            [true; 3]
        );
    }
}
