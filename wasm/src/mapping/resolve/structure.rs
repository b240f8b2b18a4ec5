//! Taxonomies, reference subtrees, associations and category fields of a mapping document.

use super::{CategoryField, Resolved, ResolvedRow};
use crate::mapping::document::{Mapping, Write};
use crate::mapping::target::{Target, reserved_meta, valid_taxonomy};
use crate::ordered::SortedSet;
use crate::plan::{Catalog, RunSettings};
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType};
use crate::wire::Level;

/// The product fields that hold links to other products.
pub const ASSOCIATED: [&str; 4] = ["upsells", "cross_sells", "related", "grouped"];

pub(super) fn resolve(out: &mut Resolved, mapping: &Mapping, catalog: &Catalog, settings: &RunSettings) {
    taxonomies(out, mapping);
    references(out, mapping, catalog, &settings.channel);
    categories(out, mapping, catalog, &settings.channel);
    associations(out, mapping);
    category_fields(out, mapping, catalog);
}

fn slug_hint() -> &'static str {
    "Use at most 32 lower-case letters, digits, - and _, and no name that WordPress or WooCommerce has taken."
}

fn taxonomies(out: &mut Resolved, mapping: &Mapping) {
    for (index, def) in mapping.taxonomies.iter().enumerate() {
        let path = format!("taxonomies.{index}");
        if !valid_taxonomy(&def.taxonomy) {
            let message = format!("“{}” cannot be the slug of a taxonomy", def.taxonomy);
            out.note(&path, Level::Error, Reason::TaxonomySlug, message, slug_hint());
        } else if mapping.taxonomies[..index].iter().any(|d| d.taxonomy == def.taxonomy) {
            let message = format!("The taxonomy {} is listed twice", def.taxonomy);
            out.note(&path, Level::Error, Reason::DoubleTaxonomy, message, "Remove one of the two.");
        }
    }
}

fn references(out: &mut Resolved, mapping: &Mapping, catalog: &Catalog, channel: &str) {
    for (index, reference) in mapping.references(channel).iter().enumerate() {
        let path = format!("references.{channel}.{index}");
        if reference.category.is_empty() {
            continue;
        }
        if !valid_taxonomy(&reference.taxonomy) {
            let message = format!("“{}” cannot be the slug of a taxonomy", reference.taxonomy);
            out.note(&path, Level::Error, Reason::TaxonomySlug, message, slug_hint());
        } else if catalog.categories().iter().all(|c| c.code != reference.category) {
            gone(out, &path, &reference.category);
        } else if out.references.iter().any(|r| r.category == reference.category) {
            let message = format!("The category {} is mapped twice", reference.category);
            out.note(&path, Level::Error, Reason::DoubleReference, message, "Remove one of the two rows.");
        } else {
            out.references.push(reference.clone());
        }
    }
}

/// Rows of the shop's categories whose one of UnoPim has vanished.
fn categories(out: &mut Resolved, mapping: &Mapping, catalog: &Catalog, channel: &str) {
    let Some(rows) = mapping.categories.get(channel).filter(|rows| !rows.is_empty()) else { return };
    let known: SortedSet<&str> = catalog.categories().iter().map(|c| c.code.as_str()).collect();
    for code in rows.keys().filter(|code| !known.contains(code.as_str())) {
        gone(out, &format!("categories.{channel}.{code}"), code);
    }
}

fn gone(out: &mut Resolved, path: &str, code: &str) {
    let message = format!("UnoPim has no category {code} any more; the row is skipped");
    let hint = "Choose another category or clear the row.";
    out.note(path, Level::Warn, Reason::CategoryGone, message, hint);
}

fn associations(out: &mut Resolved, mapping: &Mapping) {
    for (kind, field) in mapping.association_fields() {
        if ASSOCIATED.contains(&field) {
            out.associations.push((kind.to_owned(), field.to_owned()));
        } else {
            let message = format!("“{field}” holds no links to other products");
            let hint = "Choose upsells, cross_sells, related, grouped, or nothing.";
            out.note(&format!("associations.{kind}"), Level::Error, Reason::UnknownTarget, message, hint);
        }
    }
}

/// A pseudo attribute for a field whose type is not known: what it is mapped to tells enough.
fn assumed(name: &str, kind: AttributeType) -> Attribute {
    Attribute {
        code: name.to_owned(),
        kind,
        validation: None,
        position: None,
        value_per_locale: true,
        value_per_channel: false,
        enable_wysiwyg: false,
        swatch_type: None,
        labels: crate::ordered::SortedMap::default(),
        wanted_slug: None,
    }
}

fn category_fields(out: &mut Resolved, mapping: &Mapping, catalog: &Catalog) {
    for (name, target) in &mapping.category_fields {
        let path = format!("category_fields.{name}");
        if target.is_empty() {
            continue;
        }
        let (target, assumed_kind) = match target.split_once(':') {
            None if target == "thumbnail" => (Target::Image, AttributeType::Image),
            Some(("meta", key)) if reserved_meta(key) => {
                let message = format!("The meta key {key} belongs to WooCommerce or to this plugin");
                out.note(&path, Level::Error, Reason::ReservedMeta, message, "Choose another key.");
                continue;
            }
            Some(("meta", key)) if !key.trim().is_empty() => {
                (Target::Meta(key.to_owned()), AttributeType::Text)
            }
            _ => {
                let message = format!("“{target}” is no target of a category field");
                let hint = "Choose thumbnail or a meta key.";
                out.note(&path, Level::Error, Reason::UnknownTarget, message, hint);
                continue;
            }
        };
        let attribute = match catalog.category_field(name) {
            Some(known) => known.clone(),
            None if catalog.has_category_fields() => {
                let message = format!("UnoPim has no category field {name} any more; the row is skipped");
                let hint = "Choose another field or clear the row.";
                out.note(&path, Level::Warn, Reason::AttributeGone, message, hint);
                continue;
            }
            None => assumed(&crate::plan::category_field_code(name), assumed_kind),
        };
        let image = attribute.kind == AttributeType::Image;
        if image != (target == Target::Image) || (attribute.kind.is_file() && !image) {
            let message = format!("{name} is of type {}, which does not fit here", attribute.kind.name());
            let hint = "An image field becomes the thumbnail, every other field becomes meta.";
            out.note(&path, Level::Error, Reason::TypeMismatch, message, hint);
            continue;
        }
        let field = if image { "thumbnail".to_owned() } else { target.field() };
        let row = ResolvedRow {
            path,
            target,
            field,
            attribute: None,
            clear_when_empty: false,
            visible: true,
            write: Write::Label,
            unit: None,
            create_options: false,
            position: 0,
        };
        out.category_fields.push(CategoryField { name: name.clone(), attribute, row });
    }
}
