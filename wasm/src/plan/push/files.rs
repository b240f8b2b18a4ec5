//! Fields of files on their way to UnoPim: what it says about them in the shop's form, and what becomes of them.

use serde_json::{Value, json};

use super::decide::{Outward, outward};
use super::fields::Outgoing;
use crate::diff::{Rule, Wish, is_nothing, source_of};
use crate::mapping::{Resolved, ResolvedRow, Target as RowTarget, Write};
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::MEDIA;
use crate::plan::target::{Role, Target};
use crate::reason::Reason;
use crate::source::AttributeType;
use crate::store::SnapshotField;

pub const IMAGE: &str = "image";
pub const GALLERY: &str = "gallery";

/// Files of UnoPim that are in the media library: id and address, by path.
pub type Library = SortedMap<String, (u64, String)>;

/// What is known of the files of an item.
#[derive(Debug, Clone, Default)]
pub struct FilesKnown {
    pub library: Library,
    /// Ids of what the shop shows, by the name under which it would be sent.
    pub own: SortedMap<String, u64>,
}

/// What UnoPim says of a field of files.
#[derive(Debug, Clone, PartialEq)]
pub enum FileWish {
    Says(Value),
    /// One file of the shop's alone, which an upload has put in the place of a list that was not written any more: nothing that
    /// somebody said.
    HalfSent,
}

/// A field's value made of files that are in the media library; nothing where none of them could be had.
pub fn shown_files(resolved: &Resolved, field: &str, paths: &[String], library: &Library) -> Option<Value> {
    let files: Vec<&(u64, String)> = paths.iter().filter_map(|path| library.get(path)).collect();
    if files.is_empty() && !paths.is_empty() {
        return None;
    }
    let ids = || files.iter().map(|(id, _)| *id);
    Some(match field {
        GALLERY => {
            let mut seen = SortedSet::new();
            json!(ids().filter(|id| seen.insert(*id)).collect::<Vec<u64>>())
        }
        _ if field.starts_with("meta:") => {
            let row = resolved.rows.iter().find(|row| row.field == field);
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

/// Whether the only file of a list is one that the shop shows among others and that UnoPim did not have when both were last in step.
pub fn is_half_sent(paths: &[&String], shop: &[u64], media: &Value, known: &FilesKnown) -> bool {
    let [path] = paths else { return false };
    let name = path.rsplit('/').next().unwrap_or_default();
    let id = known.library.get(*path).map(|(id, _)| *id).or_else(|| known.own.get(name).copied());
    let had = [IMAGE, GALLERY].iter().flat_map(|field| ids_of(&media[*field])).collect::<Vec<_>>();
    shop.len() > 1 && id.is_some_and(|id| shop.contains(&id) && !had.contains(&id))
}

/// Ids of a picture, or of a list of them.
pub fn ids_of(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_u64).collect(),
        one => one.as_u64().into_iter().collect(),
    }
}

/// What UnoPim's item says of the fields of files, in the shop's form. `context` is that of the link.
pub fn files_said(
    target: &Target,
    resolved: &Resolved,
    shop: &SortedMap<String, SnapshotField>,
    context: &Value,
    known: &FilesKnown,
) -> SortedMap<String, FileWish> {
    let media = context.get(MEDIA).unwrap_or(&Value::Null);
    let lists = |field: &str| {
        let row =
            resolved.rows.iter().find(|row| row.field == field || (field == IMAGE && row.field == GALLERY));
        row.and_then(|row| row.attribute)
            .is_some_and(|n| resolved.attributes[n].kind == AttributeType::Gallery)
    };
    let held = |field: &str| shop.get(field).map(|f| ids_of(&f.v)).unwrap_or_default();
    let shares = resolved.row(&RowTarget::Image).is_none();
    let mut out = SortedMap::new();
    for (field, paths) in &target.images {
        let both = shares && matches!(field.as_str(), IMAGE | GALLERY);
        let fields: Vec<&str> = if both { vec![IMAGE, GALLERY] } else { vec![field] };
        let all: Vec<&String> = fields.iter().filter_map(|f| target.images.get(*f)).flatten().collect();
        let shown: Vec<u64> = fields.iter().flat_map(|f| held(f)).collect();
        let wish = if lists(field) && is_half_sent(&all, &shown, media, known) {
            FileWish::HalfSent
        } else {
            // What is not in the library is another file than any that the shop shows.
            let strange = || json!(paths.first());
            FileWish::Says(shown_files(resolved, field, paths, &known.library).unwrap_or_else(strange))
        };
        out.insert(field.clone(), wish);
    }
    out
}

impl Outgoing<'_> {
    /// The fields that a row stands for: one attribute may hold the product's picture and its gallery.
    pub(super) fn parts<'r>(&self, row: &'r ResolvedRow) -> Vec<&'r str> {
        match self.role {
            _ if row.target != RowTarget::Gallery || self.maps_image() => vec![&row.field],
            Role::Variation { .. } => vec![IMAGE],
            _ => vec![IMAGE, GALLERY],
        }
    }

    pub(super) fn is_of_files(&self, row: &ResolvedRow) -> bool {
        row.attribute.is_some_and(|n| self.context.resolved.attributes[n].kind.is_file())
    }

    fn said(&self, field: &str) -> Option<&FileWish> {
        self.known.and_then(|known| known.files.get(field))
    }

    /// UnoPim's half of a base for what it says of a field of files.
    pub(super) fn source_of_files(&self, field: &str) -> String {
        match self.said(field) {
            Some(FileWish::Says(value)) => source_of(value),
            Some(FileWish::HalfSent) => self.bases.get(field).map(|base| base.0.clone()).unwrap_or_default(),
            None => source_of(&Value::Null),
        }
    }

    /// What the shop shows of a row, as one value.
    pub(super) fn shown(&self, row: &ResolvedRow) -> Value {
        match self.parts(row)[..] {
            [one] if one == row.field => {
                self.snapshot.fields.get(one).map(|f| f.v.clone()).unwrap_or_default()
            }
            ref parts => {
                let held = parts.iter().filter_map(|part| self.snapshot.fields.get(*part));
                let mut seen = SortedSet::new();
                json!(held.flat_map(|f| ids_of(&f.v)).filter(|id| seen.insert(*id)).collect::<Vec<u64>>())
            }
        }
    }

    /// The three-way rule for all that a row of files stands for, as one field.
    pub(super) fn outward_files(&self, row: &ResolvedRow) -> Outward {
        let parts: Vec<(&str, &SnapshotField)> = self
            .parts(row)
            .into_iter()
            .filter_map(|part| Some((part, self.snapshot.fields.get(part)?)))
            .collect();
        let worth = parts.iter().any(|(_, shop)| !is_nothing(&shop.v));
        if self.known.is_none() {
            return if worth { Outward::Send(Reason::Created.code()) } else { Outward::Same };
        }
        let wish = |part: &str| match self.said(part) {
            Some(FileWish::Says(value)) => Some(Wish::Set(value.clone())),
            _ => None,
        };
        let rules: Vec<Rule> = parts.iter().map(|(part, _)| self.rule(part)).collect();
        let rule = Rule {
            held: rules.iter().any(|rule| rule.held),
            choice: rules.iter().find_map(|rule| rule.choice),
            ..self.rule(&row.field)
        };
        let edited = |(part, shop): &(&str, &SnapshotField)| match self.base(part, wish(part).as_ref(), shop)
        {
            Some((_, held)) => held != shop.h && !self.is_at_rest(part, shop),
            None => !is_nothing(&shop.v),
        };
        let is_edited = parts.iter().any(edited);
        if !is_edited && rule.choice.is_none() {
            return Outward::Same;
        }
        let moved = |(part, _): &(&str, &SnapshotField)| match (self.said(part), self.bases.get(*part)) {
            (Some(FileWish::Says(value)), Some((source, _))) => source_of(value) != *source,
            (Some(FileWish::Says(value)), None) => !is_nothing(value),
            _ => false,
        };
        let filled =
            |values: Vec<Value>| if values.iter().all(is_nothing) { Value::Null } else { json!(values) };
        let plain = |value: &Value| if is_nothing(value) { Value::Null } else { value.clone() };
        let says = parts.iter().map(|(part, _)| match self.said(part) {
            Some(FileWish::Says(value)) => plain(value),
            _ => Value::Null,
        });
        let says = filled(says.collect());
        let shows = filled(parts.iter().map(|(_, shop)| plain(&shop.v)).collect());
        let speaks = parts.iter().any(|(part, _)| wish(part).is_some());
        let known = parts.iter().any(|(part, _)| self.bases.contains_key(*part));
        // Hashes that say what was found: whether either side moved since both were in step.
        let source = if parts.iter().any(moved) { String::new() } else { source_of(&says) };
        let held = if is_edited { String::new() } else { "in step".to_owned() };
        let shop = SnapshotField { v: shows, h: "in step".to_owned() };
        let wish = speaks.then_some(Wish::Set(says));
        outward(wish.as_ref(), known.then_some(&(source, held)), &shop, rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_file_of_the_shops_own_is_an_upload_that_was_cut_off() {
        let known = FilesKnown {
            library: SortedMap::from([("product/1/gallery/b.png".to_owned(), (8, String::new()))]),
            own: SortedMap::from([("c.png".to_owned(), 9)]),
        };
        let half =
            |path: &str, shop: &[u64], media: &Value| is_half_sent(&[&path.to_owned()], shop, media, &known);
        let media = json!({"gallery": [7]});
        assert!(half("product/1/gallery/b.png", &[7, 8], &media));
        assert!(half("product/1/gallery/c.png", &[7, 9], &media), "told by its name before it was noted");
        assert!(!half("product/1/gallery/b.png", &[8], &media), "it is all that there is");
        assert!(!half("product/1/gallery/b.png", &[7, 9], &media), "the shop does not show it");
        assert!(
            !half("product/1/gallery/b.png", &[7, 8], &json!({"gallery": [7, 8]})),
            "UnoPim had it before"
        );
    }
}
