//! Files onto products and variations.

use serde_json::{Value, json};

use super::fields_of;
use super::library::Library;
use crate::diff::Wish;
use crate::error::Fault;
use crate::mapping::Target;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{
    Action, FilesKnown, GALLERY, IMAGE, ListWish, MEDIA, Operation, OperationLink, Waiting, compared_lists,
    held_choices, ids_of, is_half_sent, is_held, push_row, remember, shown_files,
};
use crate::reason::Reason;
use crate::run::holding::{held_rows, hold};
use crate::run::io::Io;
use crate::run::structure::Knowledge;
use crate::store::{ProductLink, Snapshot, kind};
use crate::wire::ItemRow;

/// One for each item whose record is in the shop. What waits for a choice, or was chosen, goes into `waiting`.
pub(super) async fn operations(
    io: &Io,
    knowledge: &Knowledge,
    items: &[&ItemRow],
    library: &Library,
    waiting: &mut Waiting,
) -> Result<Vec<Operation>, Fault> {
    let codes: SortedSet<String> = items.iter().map(|i| i.code.clone()).collect();
    let links = knowledge.read_links(io, codes.into_iter().collect(), &[]).await?;
    let asked = held_rows(&links);
    let usable = |l: &&ProductLink| l.is_there();
    let links: SortedMap<&str, &ProductLink> =
        links.links.iter().filter(usable).map(|l| (l.code.as_str(), l)).collect();
    let fields: SortedSet<String> = items.iter().flat_map(|i| fields_of(&i.body).into_keys()).collect();
    let ids = links.values().map(|l| l.id).collect();
    let held = knowledge.read_products(io, ids, fields.into_iter().collect()).await?;
    let mut out = Vec::new();
    for item in items {
        let Some(link) = links.get(item.code.as_str()) else { continue };
        let Some(snapshot) = held.iter().find(|s| s.id == link.id) else { continue };
        let mut fields = fields_of(&item.body);
        // An item may have waited since before its field lost its row.
        fields.retain(|field, _| is_mapped(knowledge, field));
        let row = asked.get(link.code.as_str()).copied();
        let operation = operation(knowledge, link, snapshot, &fields, library, row);
        hold(io, &operation, row, waiting);
        // Where the shop's file stands, UnoPim is to have it.
        let is_sent = operation.fields.iter().any(|f| f.reason == Reason::ChosenShop.code());
        if is_sent && knowledge.settings.push_images {
            let id = if link.kind == kind::VARIATION { link.parent } else { link.id };
            waiting.write.push(push_row("product", id));
        }
        out.push(operation);
    }
    Ok(out)
}

/// The first picture of a gallery is the product's where no row says otherwise.
fn is_mapped(knowledge: &Knowledge, field: &str) -> bool {
    let writes = |row: &str| row == field || (field == "image" && row == "gallery");
    knowledge.resolved.rows.iter().any(|row| writes(&row.field))
}

/// Fields that hold nothing but the shop's own file, since a push was cut off between an upload and the list that it belongs to: what
/// the shop shows is on its way, and stays.
fn half_sent<'f>(
    knowledge: &Knowledge,
    snapshot: &Snapshot,
    fields: &'f SortedMap<String, Vec<String>>,
    media: &Value,
    library: &Library,
) -> Vec<&'f str> {
    let shares = knowledge.resolved.row(&Target::Image).is_none();
    let of_gallery = |field: &&str| *field == GALLERY || (shares && *field == IMAGE);
    let mine: Vec<&str> = fields.keys().map(String::as_str).filter(of_gallery).collect();
    let edited = mine.iter().any(|field| {
        let held = snapshot.fields.get(*field).map(|held| &held.h);
        snapshot.bases.get(*field).is_some_and(|(_, shop)| held != Some(shop))
    });
    if !edited || knowledge.settings.mirror {
        return Vec::new();
    }
    let paths: Vec<&String> = mine.iter().filter_map(|field| fields.get(*field)).flatten().collect();
    let held = |field: &&str| snapshot.fields.get(*field).map(|f| ids_of(&f.v)).unwrap_or_default();
    let shop: Vec<u64> = mine.iter().flat_map(held).collect();
    let known = FilesKnown { library: library.files.clone(), ..FilesKnown::default() };
    if is_half_sent(&paths, &shop, media, &known) { mine } else { Vec::new() }
}

fn operation(
    knowledge: &Knowledge,
    link: &ProductLink,
    snapshot: &Snapshot,
    fields: &SortedMap<String, Vec<String>>,
    library: &Library,
    asked: Option<&ItemRow>,
) -> Operation {
    let mut media = link.context.get(MEDIA).cloned().unwrap_or_else(|| json!({}));
    let before: SortedSet<u64> = media
        .get("gallery")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    let shown =
        |field: &String, paths: &Vec<String>| shown_files(&knowledge.resolved, field, paths, &library.files);
    let half_sent = half_sent(knowledge, snapshot, fields, &media, library);
    let values: SortedMap<&String, Value> = fields
        .iter()
        .filter(|(field, _)| !half_sent.contains(&field.as_str()))
        .filter_map(|(field, paths)| Some((field, shown(field, paths)?)))
        .collect();
    // Pictures that the shop added to the gallery stay behind UnoPim's.
    let ours: SortedSet<u64> =
        values.values().filter_map(Value::as_array).flatten().filter_map(Value::as_u64).collect();
    let kept = |id: u64| !before.contains(&id) && !ours.contains(&id);
    let wishes: Vec<ListWish> = values
        .iter()
        .map(|(field, value)| ListWish { field, wish: Wish::Set(value.clone()), kept: &kept })
        .collect();
    let (changes, bases) =
        compared_lists(&wishes, &snapshot.fields, &snapshot.bases, &knowledge.settings, &held_choices(asked));
    let waits = |field: &str| changes.iter().any(|change| change.field == field && is_held(change));
    // What waits for a choice is not in step yet.
    for (field, value) in values.iter().filter(|(field, _)| !waits(field)) {
        media[field.as_str()] = value.clone();
    }
    let mut context = link.context.clone();
    remember(&mut context, MEDIA, media);
    let writes = changes.iter().any(|f| f.write);
    Operation {
        id: Some(link.id),
        kind: Some(link.kind.clone()),
        parent: (link.kind == kind::VARIATION).then(|| json!(link.parent)),
        reason: "images".into(),
        fields: changes,
        link: Some(OperationLink { target: link.target.clone(), bases, context, flags: link.flags.clone() }),
        ..Operation::blank(
            "product",
            &link.code,
            &knowledge.settings.channel,
            if writes { Action::Update } else { Action::Link },
        )
    }
}
