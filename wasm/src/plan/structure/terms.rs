//! The terms of a taxonomy, whatever of UnoPim's they stand for.

use serde_json::{Value, json};

use super::asked::Asked;
use super::{blank, target_of};
use crate::diff::{Wish, of_another, source_of};
use crate::ordered::SortedMap;
use crate::plan::items::{Choices, IMAGES, remember};
use crate::plan::merge::{FieldWish, compared, created, settle};
use crate::plan::operation::{BaseSource, Operation, OperationLink};
use crate::plan::settings::RunSettings;
use crate::plan::waiting::{Waiting, term_images};
use crate::store::{Bases, CATEGORIES, LinkRow, TaxonomyRow, Term, TermRow};
use crate::wire::{Log, TaxonomyWish};

/// A taxonomy of the shop, and how its terms are linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    pub taxonomy: String,
    pub entity: &'static str,
    /// Categories belong to a channel; the terms of all others are shared.
    pub channel: String,
    /// What the codes of its links begin with.
    pub prefix: String,
}

impl Vocabulary {
    /// The options of a UnoPim attribute; the slug is that of the product attribute, without `pa_`.
    pub fn options(slug: &str, attribute: &str) -> Self {
        let taxonomy = format!("pa_{slug}");
        Self { taxonomy, entity: "option", channel: String::new(), prefix: format!("{attribute}/") }
    }

    /// A taxonomy that is neither WooCommerce's categories nor a product attribute.
    pub fn terms(taxonomy: &str) -> Self {
        let prefix = format!("{taxonomy}:");
        Self { taxonomy: taxonomy.to_owned(), entity: "term", channel: String::new(), prefix }
    }

    pub fn categories(channel: &str) -> Self {
        let channel = channel.to_owned();
        Self { taxonomy: CATEGORIES.into(), entity: "category", channel, prefix: String::new() }
    }

    /// Of terms that stand for texts; their codes name the attribute.
    pub fn of_names(taxonomy: &str, terms: &[NeededTerm]) -> Option<Self> {
        let (attribute, _) = terms.first()?.code.split_once("/~")?;
        Some(match taxonomy.strip_prefix("pa_") {
            Some(slug) => Self::options(slug, attribute),
            None => Self::terms(taxonomy),
        })
    }

    /// Under which its links are kept: translations have their own.
    pub fn link_channel(&self, settings: &RunSettings) -> String {
        if settings.translates {
            format!("{}@{}", self.channel, settings.locale)
        } else {
            self.channel.clone()
        }
    }

    /// `meta`: keys beside the fields that every term has.
    pub fn wish(&self, meta: &[String], settings: &RunSettings) -> TaxonomyWish {
        TaxonomyWish {
            taxonomy: self.taxonomy.clone(),
            entity: self.entity,
            channel: self.link_channel(settings),
            prefix: self.prefix.clone(),
            others: if self.channel.is_empty() { Vec::new() } else { settings.others() },
            meta: meta.to_vec(),
            tongue: settings.tongue(&self.channel),
        }
    }
}

/// A term that a taxonomy must have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NeededTerm {
    /// The link code: `color/red`, `material/~cotton` for a text, `product_brand:brand/acme`, `product_brand:acme`, `men`.
    pub code: String,
    pub slug: String,
    pub name: String,
    /// Place in UnoPim's order; texts and categories have none.
    pub order: Option<i64>,
    /// `None`: nothing is said about it.
    pub parent: Option<Value>,
    /// The link code of what UnoPim has directly above it.
    pub above: Option<String>,
    /// Further fields with their values: `description`, `swatch_color`, `meta:key`.
    pub fields: Vec<(String, Value)>,
    /// Files that the image lane brings, by field: `thumbnail`, `swatch_image`.
    pub images: SortedMap<String, Vec<String>>,
    /// What could not be used, told where the term is looked at.
    pub notes: Vec<Log>,
    /// The shop's own term that an administrator mapped it to by hand.
    pub mapped: Option<u64>,
    /// Fields whose text is of another language than the wished one.
    pub borrowed: Vec<&'static str>,
}

/// A term that was made anew remembers in its link what stood for its record before: the id, and the hash of that one's parent.
const BEFORE: &str = "before";

/// The term that the bases of a category name as its parent, where somebody has deleted that in the shop and put the category
/// elsewhere than WordPress moved it by itself: it is what UnoPim means still, though no term stands for the parent any more, or another.
/// `above`: the parent's link; `is_there`: its term is.
pub fn parent_meant(above: &LinkRow, is_there: bool, bases: &Bases, row: &TermRow) -> Option<u64> {
    let (id, held) = if is_there {
        let before = above.context.get(BEFORE)?;
        (before[0].as_u64()?, before[1].as_str())
    } else {
        (above.id, above.bases.get("parent").map(|(_, held)| held.as_str()))
    };
    let was_there = bases.get("parent").is_some_and(|(src, _)| *src == source_of(&json!(id)));
    let by_itself = held.is_some_and(|held| row.h.get("parent").is_some_and(|now| now == held));
    (was_there && !by_itself).then_some(id)
}

/// Operations for one taxonomy, and which term stands for which code.
#[derive(Debug, Default)]
pub struct TermPlan {
    pub operations: Vec<Operation>,
    pub known: Vec<(String, Term)>,
    /// Files for the image lane, and what waits for a choice.
    pub rows: Waiting,
    /// Records of which something waits.
    pub held: u64,
    pub notes: Vec<Log>,
}

/// A taxonomy's terms, by everything that they are matched by.
struct Index<'a> {
    links: SortedMap<&'a str, &'a LinkRow>,
    /// Of the site's other channels, the first one's first.
    others: SortedMap<&'a str, Vec<&'a LinkRow>>,
    linked: SortedMap<u64, &'a str>,
    ids: SortedMap<u64, &'a TermRow>,
    slugs: SortedMap<String, Vec<&'a TermRow>>,
    names: SortedMap<&'a str, Vec<&'a TermRow>>,
    /// How many terms of one name are wanted.
    wanted: SortedMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    fn new(shop: &'a TaxonomyRow, needed: &'a [NeededTerm]) -> Self {
        let wanted = SortedMap::grouped(needed.iter().map(|need| (need.name.as_str(), need)));
        Self {
            links: shop.links.iter().map(|l| (l.code.as_str(), l)).collect(),
            others: SortedMap::grouped(shop.others.iter().map(|l| (l.code.as_str(), l))),
            linked: shop.links.iter().map(|l| (l.id, l.code.as_str())).collect(),
            ids: shop.terms.iter().map(|t| (t.id, t)).collect(),
            slugs: SortedMap::grouped(
                shop.terms.iter().map(|t| (t.slug.to_lowercase().replace('_', "-"), t)),
            ),
            names: SortedMap::grouped(shop.terms.iter().map(|t| (t.name.as_str(), t))),
            wanted: wanted.into_iter().map(|(name, needs)| (name, needs.len())).collect(),
        }
    }

    /// Whether what its bases say of its parent is said of a term that is no more.
    fn is_parent_gone(&self, need: &NeededTerm, bases: &Bases, row: &TermRow) -> bool {
        let above = need.above.as_deref().and_then(|above| self.links.get(above));
        above.is_some_and(|above| parent_meant(above, self.ids.contains_key(&above.id), bases, row).is_some())
    }

    /// What both sides have agreed on: of a field that this channel has not met, what another one has, marked as another's.
    fn bases(&self, need: &NeededTerm, link: Option<&LinkRow>, row: &TermRow) -> Bases {
        let mut bases = link.map(|l| l.bases.clone()).unwrap_or_default();
        let others = self.others.get(need.code.as_str()).into_iter().flatten();
        for (field, (src, held)) in others.filter(|other| other.id == row.id).flat_map(|other| &other.bases) {
            let known = || (of_another(src), held.clone());
            bases.entry(field.clone()).or_insert_with(known);
        }
        bases
    }

    /// By link, be it another channel's, then slug, then a name that is unique on both sides.
    fn find(&self, need: &NeededTerm) -> (Option<&'a TermRow>, Option<&'a LinkRow>) {
        let link = self.links.get(need.code.as_str()).copied();
        if let Some(row) = link.and_then(|l| self.ids.get(&l.id)) {
            return (Some(row), link);
        }
        let mut others = self.others.get(need.code.as_str()).into_iter().flatten();
        if link.is_none()
            && let Some(row) = others.find_map(|other| self.ids.get(&other.id))
        {
            return (Some(row), None);
        }
        let free = |t: &&&TermRow| self.linked.get(&t.id).is_none_or(|code| *code == need.code);
        let by_slug = self.slugs.get(&need.slug.to_lowercase()).into_iter().flatten().find(free);
        let by_name = || {
            let unique = self.wanted.get(need.name.as_str()) == Some(&1);
            let mut found = self.names.get(need.name.as_str()).into_iter().flatten().filter(free);
            found.next().filter(|_| unique && found.next().is_none())
        };
        (by_slug.or_else(by_name).copied(), None)
    }

    /// What stands for a needed term, which is known from now on; nothing where it is not looked at any closer.
    fn meet(
        &self,
        need: &NeededTerm,
        creates: bool,
        known: &mut Vec<(String, Term)>,
    ) -> Option<(Option<&'a TermRow>, Option<&'a LinkRow>)> {
        let mut know = |row: Option<&TermRow>| {
            let (id, slug, name) =
                row.map_or((0, &need.slug, &need.name), |row| (row.id, &row.slug, &row.name));
            let order = need.order.unwrap_or(i64::MAX);
            known.push((need.code.clone(), Term { id, slug: slug.clone(), name: name.clone(), order }));
        };
        // A term that was mapped by hand is used as it is.
        if let Some(row) = need.mapped.and_then(|id| self.ids.get(&id)) {
            know(Some(row));
            return None;
        }
        let (row, link) = self.find(need);
        if link.is_none() && !creates {
            return None;
        }
        know(row);
        Some((row, link))
    }
}

/// What a taxonomy lacks of the terms that it must have; `creates`: those that it does not know yet are added. `chosen`: what somebody
/// decided of the structure, by entity and code.
pub fn plan_terms(
    vocabulary: &Vocabulary,
    needed: &[NeededTerm],
    shop: &TaxonomyRow,
    settings: &RunSettings,
    chosen: &Choices,
    creates: bool,
) -> TermPlan {
    let mut plan = TermPlan::default();
    let index = Index::new(shop, needed);
    for need in needed {
        let asked = Asked::of(&shop.items, chosen, vocabulary.entity, &need.code);
        match index.meet(need, creates, &mut plan.known) {
            Some(found) => plan_term(vocabulary, need, found, &index, &asked, settings, &mut plan),
            None => asked.release(&mut plan.rows),
        }
    }
    plan
}

/// Which terms stand for which codes, for who only looks.
pub fn known_terms(needed: &[NeededTerm], shop: &TaxonomyRow, creates: bool) -> Vec<(String, Term)> {
    let (index, mut known) = (Index::new(shop, needed), Vec::new());
    for need in needed {
        index.meet(need, creates, &mut known);
    }
    known
}

fn wishes_of(need: &NeededTerm) -> Vec<(String, Wish)> {
    let mut wishes = vec![("name".to_owned(), Wish::Set(json!(need.name)))];
    wishes.extend(need.parent.clone().map(|parent| ("parent".to_owned(), Wish::Set(parent))));
    wishes.extend(need.order.map(|order| ("order".to_owned(), Wish::Set(json!(order)))));
    wishes.extend(need.fields.iter().map(|(field, value)| (field.clone(), Wish::Set(value.clone()))));
    wishes
}

fn plan_term(
    vocabulary: &Vocabulary,
    need: &NeededTerm,
    (row, link): (Option<&TermRow>, Option<&LinkRow>),
    index: &Index,
    asked: &Asked,
    settings: &RunSettings,
    plan: &mut TermPlan,
) {
    let mut wishes = wishes_of(need);
    let mut digest = target_of(&wishes);
    for (field, paths) in &need.images {
        digest.text(field).value(&json!(paths));
    }
    let target = digest.finish();
    let mut operation = blank(vocabulary.entity, &need.code, &vocabulary.channel);
    operation.taxonomy = Some(vocabulary.taxonomy.clone());
    let mut context = link.map(|l| l.context.clone()).unwrap_or_default();
    let known_images = context.get(IMAGES).cloned().unwrap_or_else(|| json!({}));
    if !need.images.is_empty() || known_images != json!({}) {
        remember(&mut context, IMAGES, json!(need.images));
    }
    let Some(row) = row else {
        wishes.push(("slug".to_owned(), Wish::Set(json!(need.slug))));
        let (fields, bases) = created(wishes);
        if let Some(gone) = index.links.get(need.code.as_str()).filter(|_| need.parent.is_some()) {
            let held = gone.bases.get("parent").map(|(_, held)| held);
            remember(&mut context, BEFORE, json!([gone.id, held]));
        }
        operation.fields = fields;
        operation.language.clone_from(&settings.language);
        asked.hold(&operation, &SortedMap::new(), &target, &mut plan.rows);
        operation.link = Some(OperationLink { target: Some(target), bases, context, flags: Vec::new() });
        add(plan, operation, need, settings, !need.images.is_empty());
        return;
    };
    let is_known = link.is_some_and(|l| l.target.as_deref() == Some(&target));
    // A mirror has to see what the shop did in the meantime.
    if is_known && !settings.mirror && !asked.is_open() {
        return;
    }
    operation.id = Some(row.id);
    let held = |field: &str| Some(row.snapshot(field));
    let mut known = index.bases(need, link, row);
    let parent = need.parent.as_ref().map(source_of).filter(|_| index.is_parent_gone(need, &known, row));
    if let (Some(src), Some(base)) = (&parent, known.get_mut("parent")) {
        base.0.clone_from(src);
    }
    let (fields, mut bases) =
        compared(wishes.iter().map(FieldWish::plain), held, &known, asked.rules(settings));
    if let (Some(src), Some((_, shop))) = (parent, known.remove("parent")) {
        // From now on it is that term which UnoPim means; that it was moved is an edit still.
        bases.entry("parent".to_owned()).or_insert(Some(BaseSource { src, shop: Some(shop) }));
    }
    operation.fields = fields;
    let images = json!(need.images) != known_images && !need.images.is_empty();
    let is_edited = |field: &String| known.get(field).is_some_and(|(_, held)| row.h.get(field) != Some(held));
    let lost = asked.decides_files(need) || (settings.mirror && need.images.keys().any(is_edited));
    let target = asked.remember(&operation, &need.images, target, plan);
    // Files of which nothing was known are news also where something waits.
    let is_current = link.is_some_and(|l| l.target == target) && (target.is_some() || !images);
    settle(&mut operation, OperationLink { target, bases, context, flags: Vec::new() }, is_current);
    if operation.action.is_executable() {
        add(plan, operation, need, settings, images || lost);
    } else if lost {
        plan.rows.write.push(term_images(&operation, &settings.channel, &need.name, &need.images));
    }
}

pub(super) fn add(
    plan: &mut TermPlan,
    operation: Operation,
    need: &NeededTerm,
    settings: &RunSettings,
    images: bool,
) {
    if images {
        plan.rows.write.push(term_images(&operation, &settings.channel, &need.name, &need.images));
    }
    plan.notes.extend(need.notes.iter().cloned());
    plan.operations.push(operation);
}
