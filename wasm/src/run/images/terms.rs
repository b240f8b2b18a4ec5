//! Files onto terms: thumbnails of categories, swatches of options.

use serde_json::{Value, json};

use super::fields_of;
use super::library::Library;
use crate::diff::Wish;
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{
    Action, ListWish, MEDIA, Operation, OperationLink, Waiting, compared_lists, held_choices, is_held,
    remember,
};
use crate::run::holding::hold;
use crate::run::io::Io;
use crate::run::structure::Knowledge;
use crate::store::{LinkRow, SnapshotField, TaxonomyRow, TermRow, TermsAnswer};
use crate::wire::{ItemRow, Request, TaxonomyWish, Tongue};

/// One for each item whose term is in the shop. What waits for a choice, or was chosen, goes into `waiting`.
pub(super) async fn operations(
    io: &Io,
    knowledge: &Knowledge,
    items: &[&ItemRow],
    library: &Library,
    waiting: &mut Waiting,
) -> Result<Vec<Operation>, Fault> {
    let wishes: SortedSet<(String, &'static str)> =
        items.iter().filter_map(|item| Some((taxonomy_of(knowledge, item)?, entity_of(item)?))).collect();
    if wishes.is_empty() {
        return Ok(Vec::new());
    }
    let taxonomies = wishes
        .into_iter()
        .map(|(taxonomy, entity)| TaxonomyWish {
            taxonomy,
            entity,
            channel: channel_of(knowledge, entity),
            prefix: String::new(),
            others: Vec::new(),
            meta: Vec::new(),
            tongue: Tongue::default(),
        })
        .collect();
    let answer: TermsAnswer = io.ask_one(|id| Request::Terms { id, taxonomies }).await?;
    let mut found = |item: &ItemRow| {
        let taxonomy = taxonomy_of(knowledge, item)?;
        let row = answer.taxonomies.iter().find(|row| row.taxonomy == taxonomy)?;
        let (link, term) = find(row, &item.code)?;
        let asked = row.held(&item.entity, &item.code);
        let operation = operation(knowledge, item, (link, term), taxonomy, library, asked);
        hold(io, &operation, asked, waiting);
        Some(operation)
    };
    Ok(items.iter().filter_map(|item| found(item)).collect())
}

fn taxonomy_of(knowledge: &Knowledge, item: &ItemRow) -> Option<String> {
    let told = item.body.get("taxonomy").and_then(Value::as_str).map(ToOwned::to_owned);
    told.or_else(|| knowledge.taxonomy_of(&item.entity, &item.code))
}

fn entity_of(item: &ItemRow) -> Option<&'static str> {
    ["category", "option", "term"].into_iter().find(|entity| *entity == item.entity)
}

/// Categories belong to a channel, other terms are shared.
fn channel_of(knowledge: &Knowledge, entity: &str) -> String {
    if entity == "category" { knowledge.settings.channel.clone() } else { String::new() }
}

fn find<'r>(row: &'r TaxonomyRow, code: &str) -> Option<(&'r LinkRow, &'r TermRow)> {
    let link = row.links.iter().find(|link| link.code == code)?;
    Some((link, row.terms.iter().find(|term| term.id == link.id)?))
}

fn operation(
    knowledge: &Knowledge,
    item: &ItemRow,
    (link, term): (&LinkRow, &TermRow),
    taxonomy: String,
    library: &Library,
    asked: Option<&ItemRow>,
) -> Operation {
    let fields = fields_of(&item.body);
    let mut wishes = Vec::new();
    for (field, paths) in &fields {
        // What could not be had leaves the shop's picture where it is.
        let Some((id, _)) = paths.iter().find_map(|path| library.files.get(path)) else { continue };
        wishes.push(ListWish { field, wish: Wish::Set(json!(id)), kept: &|_| false });
    }
    let held: SortedMap<String, SnapshotField> = fields
        .keys()
        .map(|field| {
            let h = term.h.get(field).cloned().unwrap_or_default();
            (field.clone(), SnapshotField { v: term.value(field), h })
        })
        .collect();
    let (changes, bases) =
        compared_lists(&wishes, &held, &link.bases, &knowledge.settings, &held_choices(asked));
    let mut media = link.context.get(MEDIA).cloned().unwrap_or_else(|| json!({}));
    // What waits for a choice is not in step yet.
    for (wish, change) in wishes.iter().zip(&changes) {
        if let (Wish::Set(id), false) = (&wish.wish, is_held(change)) {
            media[wish.field] = id.clone();
        }
    }
    let mut context = link.context.clone();
    remember(&mut context, MEDIA, media);
    let writes = changes.iter().any(|f| f.write);
    Operation {
        id: Some(term.id),
        taxonomy: Some(taxonomy),
        reason: "images".into(),
        fields: changes,
        link: Some(OperationLink { target: link.target.clone(), bases, context, flags: Vec::new() }),
        ..Operation::blank(
            &item.entity,
            &item.code,
            &channel_of(knowledge, &item.entity),
            if writes { Action::Update } else { Action::Link },
        )
    }
}
