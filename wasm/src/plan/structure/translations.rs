//! Texts of terms in a further language, on the translations of those that the default language brought.

use serde_json::json;

use super::asked::Asked;
use super::terms::{NeededTerm, TermPlan, Vocabulary, add};
use super::{blank, target_of};
use crate::diff::Wish;
use crate::ordered::SortedMap;
use crate::plan::items::Choices;
use crate::plan::merge::{FieldWish, compared, created, gives_way, settle};
use crate::plan::operation::OperationLink;
use crate::plan::settings::RunSettings;
use crate::store::{Bases, LinkRow, TaxonomyRow, Term, TermRow};

/// What else a term needs to be found and shown belongs to no language.
fn is_text(field: &str) -> bool {
    matches!(field, "name" | "description") || field.starts_with("meta:")
}

/// What the translations of a taxonomy lack. A term that the default language has not brought has none, nor has one of a taxonomy that
/// the site does not translate.
pub fn plan_translations(
    vocabulary: &Vocabulary,
    needed: &[NeededTerm],
    shop: &TaxonomyRow,
    settings: &RunSettings,
    chosen: &Choices,
) -> TermPlan {
    let mut plan = TermPlan::default();
    let links: SortedMap<&str, &LinkRow> = shop.links.iter().map(|l| (l.code.as_str(), l)).collect();
    let terms: SortedMap<u64, &TermRow> = shop.terms.iter().map(|t| (t.id, t)).collect();
    for need in needed {
        let Some(of) = shop.translations.iter().find(|t| t.code == need.code) else { continue };
        let link = links.get(need.code.as_str()).copied();
        let linked = link.and_then(|l| terms.get(&l.id));
        let row = linked.or_else(|| terms.get(&of.id)).copied();
        let known = Term {
            id: row.map_or(0, |row| row.id),
            slug: row.map_or_else(|| need.slug.clone(), |row| row.slug.clone()),
            name: need.name.clone(),
            order: need.order.unwrap_or(i64::MAX),
        };
        plan.known.push((need.code.clone(), known));
        let asked = Asked::of(&shop.items, chosen, vocabulary.entity, &need.code);
        plan_one(vocabulary, need, of.original, (row, link), &asked, settings, &mut plan);
    }
    plan
}

fn plan_one(
    vocabulary: &Vocabulary,
    need: &NeededTerm,
    original: u64,
    (row, link): (Option<&TermRow>, Option<&LinkRow>),
    asked: &Asked,
    settings: &RunSettings,
    plan: &mut TermPlan,
) {
    let mut wishes = vec![("name".to_owned(), Wish::Set(json!(need.name)))];
    let texts = need.fields.iter().filter(|(field, _)| is_text(field));
    wishes.extend(texts.map(|(field, value)| (field.clone(), Wish::Set(value.clone()))));
    let (target, no_files) = (target_of(&wishes).finish(), SortedMap::new());
    let mut operation = blank(vocabulary.entity, &need.code, &vocabulary.link_channel(settings));
    operation.taxonomy = Some(vocabulary.taxonomy.clone());
    let link_of = |target, bases| OperationLink { target, bases, ..OperationLink::default() };
    let Some(row) = row else {
        operation.language.clone_from(&settings.language);
        operation.translation_of = Some(original);
        let language = settings.language.as_deref().unwrap_or_default();
        // Terms of one taxonomy cannot share a slug, in whatever languages they are.
        wishes.push(("slug".to_owned(), Wish::Set(json!(format!("{}-{language}", need.slug)))));
        let parent = need.parent.clone().filter(|parent| *parent != json!(0));
        wishes.extend(parent.map(|parent| ("parent".to_owned(), Wish::Set(parent))));
        let (fields, mut bases) = created(wishes);
        bases.retain(|field, _| is_text(field));
        operation.fields = fields;
        asked.hold(&operation, &no_files, &target, &mut plan.rows);
        operation.link = Some(link_of(Some(target), bases));
        add(plan, operation, need, settings, false);
        return;
    };
    let is_known = link.is_some_and(|l| l.target.as_deref() == Some(&target));
    if is_known && !settings.mirror && !asked.is_open() {
        return;
    }
    operation.id = Some(row.id);
    let held = |field: &str| Some(row.snapshot(field));
    let empty = Bases::new();
    let bases = link.map_or(&empty, |l| &l.bases);
    let yields =
        |field: &str| need.borrowed.contains(&field) && gives_way(bases.get(field), row.h.get(field));
    wishes.retain(|(field, _)| !yields(field));
    let (fields, bases) = compared(wishes.iter().map(FieldWish::plain), held, bases, asked.rules(settings));
    operation.fields = fields;
    let target = asked.remember(&operation, &no_files, target, plan);
    let is_current = link.is_some_and(|l| l.target == target);
    settle(&mut operation, link_of(target, bases), is_current);
    if operation.action.is_executable() {
        add(plan, operation, need, settings, false);
    }
}
