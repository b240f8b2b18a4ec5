//! Files onto products and variations.

use serde_json::{Value, json};

use super::fields_of;
use super::library::Library;
use crate::diff::Wish;
use crate::error::Fault;
use crate::mapping::Write;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{Action, ListWish, MEDIA, Operation, OperationLink, compared_lists, remember};
use crate::run::io::Io;
use crate::run::structure::Knowledge;
use crate::store::{ProductLink, Snapshot, kind};
use crate::wire::ItemRow;

/// One for each item whose record is in the shop.
pub(super) async fn operations(
    io: &Io,
    knowledge: &Knowledge,
    items: &[&ItemRow],
    library: &Library,
) -> Result<Vec<Operation>, Fault> {
    let codes: SortedSet<String> = items.iter().map(|i| i.code.clone()).collect();
    let links = knowledge.read_links(io, codes.into_iter().collect(), &[]).await?;
    let usable = |l: &&ProductLink| l.is_there();
    let links: SortedMap<&str, &ProductLink> =
        links.links.iter().filter(usable).map(|l| (l.code.as_str(), l)).collect();
    let fields: SortedSet<String> = items.iter().flat_map(|i| fields_of(&i.body).into_keys()).collect();
    let ids = links.values().map(|l| l.id).collect();
    let held = knowledge.read_products(io, ids, fields.into_iter().collect()).await?;
    let of = |item: &&ItemRow| {
        let link = links.get(item.code.as_str())?;
        let snapshot = held.iter().find(|s| s.id == link.id)?;
        let mut fields = fields_of(&item.body);
        // An item may have waited since before its field lost its row.
        fields.retain(|field, _| is_mapped(knowledge, field));
        Some(operation(knowledge, link, snapshot, &fields, library))
    };
    Ok(items.iter().filter_map(of).collect())
}

/// The first picture of a gallery is the product's where no row says otherwise.
fn is_mapped(knowledge: &Knowledge, field: &str) -> bool {
    let writes = |row: &str| row == field || (field == "image" && row == "gallery");
    knowledge.resolved.rows.iter().any(|row| writes(&row.field))
}

/// A field's value made of files that are in the library.
fn value_of(knowledge: &Knowledge, field: &str, paths: &[String], library: &Library) -> Option<Value> {
    let files: Vec<&(u64, String)> = paths.iter().filter_map(|path| library.files.get(path)).collect();
    if files.is_empty() && !paths.is_empty() {
        return None; // none of them could be had: what the shop has stays
    }
    let ids = || files.iter().map(|(id, _)| *id);
    Some(match field {
        "gallery" => {
            let mut seen = SortedSet::new();
            json!(ids().filter(|id| seen.insert(*id)).collect::<Vec<u64>>())
        }
        _ if field.starts_with("meta:") => {
            let row = knowledge.resolved.rows.iter().find(|row| row.field == field);
            let texts: Vec<String> = if row.is_some_and(|row| row.write == Write::Url) {
                files.iter().map(|(_, url)| url.clone()).collect()
            } else {
                ids().map(|id| id.to_string()).collect()
            };
            json!(texts.join(","))
        }
        _ => ids().next().map_or(Value::Null, |id| json!(id)),
    })
}

fn operation(
    knowledge: &Knowledge,
    link: &ProductLink,
    snapshot: &Snapshot,
    fields: &SortedMap<String, Vec<String>>,
    library: &Library,
) -> Operation {
    let mut media = link.context.get(MEDIA).cloned().unwrap_or_else(|| json!({}));
    let before: SortedSet<u64> = media
        .get("gallery")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    let values: SortedMap<&String, Value> = fields
        .iter()
        .filter_map(|(field, paths)| Some((field, value_of(knowledge, field, paths, library)?)))
        .collect();
    // Pictures that the shop added to the gallery stay behind UnoPim's.
    let ours: SortedSet<u64> =
        values.values().filter_map(Value::as_array).flatten().filter_map(Value::as_u64).collect();
    let kept = |id: u64| !before.contains(&id) && !ours.contains(&id);
    let wishes: Vec<ListWish> = values
        .iter()
        .map(|(field, value)| ListWish { field, wish: Wish::Set(value.clone()), kept: &kept })
        .collect();
    let (changes, bases) = compared_lists(&wishes, &snapshot.fields, &snapshot.bases, &knowledge.settings);
    for (field, value) in &values {
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
