//! Links between products, made when both ends are there, however late the other one comes.

use serde_json::{Value, json};

use super::holding::{held_rows, hold};
use super::io::{Io, Outcome};
use super::structure::Knowledge;
use crate::diff::Wish;
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{
    ASSOCIATIONS, Action, FOUND, ListWish, Operation, OperationLink, Waiting, compared_lists, created_lists,
    held_choices, is_held, remember,
};
use crate::source::option_codes;
use crate::store::{LinksAnswer, PendingAnswer, ProductLink, Snapshot, kind};
use crate::wire::{ItemRow, Log, Request};

/// SKUs that one request names.
pub const NAMED: usize = 500;

pub async fn associate(io: &Io, knowledge: &Knowledge) -> Result<(), Fault> {
    io.step("associations");
    loop {
        let channel = knowledge.settings.link_channel();
        let after = io.0.borrow().checkpoint.after.unwrap_or(0);
        let pending: PendingAnswer = io
            .ask_one(|id| Request::Pending {
                id,
                entity: "product",
                channel,
                flag: ASSOCIATIONS,
                after,
                limit: 50,
            })
            .await?;
        let Some(last) = pending.links.last() else { return Ok(()) };
        page(io, knowledge, pending.links.iter().map(|l| l.code.clone()).collect()).await?;
        io.checkpoint(|c| c.after = Some(last.row));
    }
}

/// SKUs by field, as the link remembers them.
fn wanted(link: &ProductLink) -> SortedMap<String, Vec<String>> {
    let map = link.context.get(ASSOCIATIONS).and_then(Value::as_object);
    map.into_iter().flatten().map(|(field, list)| (field.clone(), option_codes(list))).collect()
}

async fn page(io: &Io, knowledge: &Knowledge, codes: Vec<String>) -> Result<(), Fault> {
    let answer = knowledge.read_links(io, codes, &[]).await?;
    let asked = held_rows(&answer);
    let usable = |l: &&ProductLink| (l.is_there() || l.is_to_come()) && !l.is_in_trash();
    let links: Vec<&ProductLink> = answer.links.iter().filter(usable).collect();
    let skus: SortedSet<String> = links.iter().flat_map(|l| wanted(l).into_values().flatten()).collect();
    let mut ids: SortedMap<String, Value> = SortedMap::new();
    for some in skus.into_iter().collect::<Vec<_>>().chunks(NAMED) {
        let found: LinksAnswer = knowledge.read_links(io, some.to_vec(), &[]).await?;
        ids.extend(found.links.iter().filter(usable).map(|l| (l.code.clone(), id_of(l))));
    }
    let is_chosen = |link: &ProductLink| {
        let (_, choices) = held_choices(asked.get(link.code.as_str()).copied());
        wanted(link).keys().any(|field| choices.contains_key(field))
    };
    // Where nothing has come or was chosen since the last time, the product is not even loaded.
    let is_news =
        |link: &&ProductLink| link.context.get(FOUND) != Some(&found(link, &ids)) || is_chosen(link);
    let news: Vec<&ProductLink> = links.into_iter().filter(is_news).collect();
    let fields: SortedSet<String> = news.iter().flat_map(|l| wanted(l).into_keys()).collect();
    let held = knowledge
        .read_products(
            io,
            news.iter().filter(|l| l.is_there()).map(|l| l.id).collect(),
            fields.into_iter().collect(),
        )
        .await?;
    let mut waiting = Waiting::default();
    let operations = news
        .into_iter()
        .filter_map(|link| {
            let snapshot = held.iter().find(|s| s.id == link.id);
            let row = asked.get(link.code.as_str()).copied();
            let operation = (snapshot.is_some() || link.is_to_come())
                .then(|| operation(knowledge, link, snapshot, &ids, row))?;
            hold(io, &operation, row, &mut waiting);
            Some(operation)
        })
        // A plan says what is to be written; the run that carries it out remembers the rest by itself.
        .filter(|operation| !knowledge.spec.is_dry() || operation.writes())
        .collect();
    let Waiting { write, remove } = if knowledge.spec.is_dry() { Waiting::default() } else { waiting };
    let before = Waiting { write, ..Waiting::default() };
    for (operation, outcome) in io.apply_after(before, operations).await? {
        match outcome {
            Outcome::Done(_) => io.checkpoint(|c| c.counts.writes += u64::from(operation.writes())),
            // Its flag stays: the next pull comes back to it.
            Outcome::Changed(_) => {}
            Outcome::Failed(fault) => {
                io.failed(Log::fault("association", &operation.key, &fault));
            }
        }
    }
    // What was asked has been answered.
    io.write_items(Waiting { remove, ..Waiting::default() }).await
}

/// What a dry run creates has no id yet, and is named by its SKU.
fn id_of(link: &ProductLink) -> Value {
    if link.is_to_come() { json!({"ref": format!("product:{}", link.code)}) } else { json!(link.id) }
}

/// The SKUs that are in the shop, of all that a link names: what the next time is compared with.
fn found(link: &ProductLink, ids: &SortedMap<String, Value>) -> Value {
    let there: SortedMap<String, Vec<Value>> = wanted(link)
        .into_iter()
        .map(|(field, skus)| (field, skus.iter().filter_map(|sku| ids.get(sku).cloned()).collect()))
        .collect();
    json!(there)
}

fn operation(
    knowledge: &Knowledge,
    link: &ProductLink,
    snapshot: Option<&Snapshot>,
    ids: &SortedMap<String, Value>,
    asked: Option<&ItemRow>,
) -> Operation {
    let wanted = wanted(link);
    let mut found = found(link, ids);
    // Products that UnoPim does not know were added by hand and stay.
    let ours: SortedSet<u64> = [link.context.get(FOUND), Some(&found)]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(serde_json::Map::values)
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    let kept = |id: u64| !ours.contains(&id);
    let wishes: Vec<ListWish> = wanted
        .keys()
        // An empty list clears what came from here, and nothing else.
        .filter(|field| found[*field] != json!([]) || snapshot.is_some_and(|s| s.bases.contains_key(*field)))
        .filter(|field| *field != "grouped" || snapshot.is_some_and(|s| s.kind == kind::OTHER))
        .map(|field| ListWish { field, wish: Wish::Set(found[field].clone()), kept: &kept })
        .collect();
    let (fields, bases) = match snapshot {
        Some(held) => {
            compared_lists(&wishes, &held.fields, &held.bases, &knowledge.settings, &held_choices(asked))
        }
        None => created_lists(&wishes),
    };
    let complete = wanted.values().flatten().all(|sku| ids.contains_key(sku));
    let mut context = link.context.clone();
    let mut flags = link.flags.clone();
    if !knowledge.spec.is_dry() {
        // What waits for a choice is not in step yet.
        for field in fields.iter().filter(|f| is_held(f)) {
            found[field.field.as_str()] = context[FOUND][field.field.as_str()].clone();
        }
        remember(&mut context, FOUND, found);
        flags.retain(|flag| !complete || flag != ASSOCIATIONS);
    }
    let writes = fields.iter().any(|f| f.write);
    Operation {
        id: link.is_there().then_some(link.id),
        kind: Some(link.kind.clone()),
        reason: "associations".into(),
        fields,
        link: Some(OperationLink { target: link.target.clone(), bases, context, flags }),
        ..Operation::blank(
            "product",
            &link.code,
            &knowledge.settings.link_channel(),
            if writes { Action::Update } else { Action::Link },
        )
    }
}
