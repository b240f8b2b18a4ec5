//! A page of products: matched with the shop, compared where something may have changed, and turned into operations.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::merge::{FieldWish, Rules, compared, created, gives_way, settle};
use super::operation::{Action, BaseSource, FieldChange, Operation, OperationLink};
use super::parent::ParentInfo;
use super::settings::{CategoryAssignment, TrashedMatch};
use super::shop::LEFT;
use super::shown::{borrowed, has_words};
use super::target::{Axes, Role, Target, TargetContext, TargetField, note};
use crate::diff::{Digest, Side, Wish, is_nothing, source_of};
use crate::mapping::TAGS;
use crate::ordered::{Sort as _, SortedMap, SortedSet, object};
use crate::reason::Reason;
use crate::source::Product;
use crate::store::{
    LinksAnswer, Original, ProductLink, ProductMatch, Snapshot, SnapshotField, VariationRow, kind,
};
use crate::wire::{ItemRow, Level, Log};

/// What somebody chose, by SKU and field.
pub type Choices = SortedMap<String, SortedMap<String, Side>>;

/// Keys of a link's context: SKUs by field, those found in the shop so far, paths by field, attachments by field.
pub const ASSOCIATIONS: &str = "assoc";
pub const FOUND: &str = "found";
pub const IMAGES: &str = "images";
pub const MEDIA: &str = "media";

/// Of every link: the record's beginnings, by which it is known again under another SKU.
pub const BORN: &str = "born";

/// Of a variation's link: the options that it stands at.
pub const AT: &str = "at";

/// The flag of a link whose record UnoPim has no more and whose item this plugin took away.
pub const DELETED: &str = "deleted";
/// Its type was put back by somebody who took a run back: no pull changes it again by itself.
pub const KEPT_TYPE: &str = "kept_type";

const STATUS: &str = "status";

/// What a variable product has of its variations alone.
const OF_SALE: [&str; 4] = ["regular_price", "sale_price", "sale_start", "sale_end"];

/// Reasons to leave an item out that are nothing to worry about.
const DECIDED: [Reason; 7] = [
    Reason::Cooldown,
    Reason::Excluded,
    Reason::Ignored,
    Reason::LowerPriority,
    Reason::OutsideRoot,
    Reason::NotLinked,
    Reason::NoTranslation,
];

/// One product on its way through a page.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each a finding of its own
pub struct Item<'c> {
    pub product: Product,
    pub role: Role,
    pub parent: Option<ParentInfo>,
    pub target: Target<'c>,
    pub found: Found,
    /// What a configurable's link must remember for its variants.
    pub context: Value,
    flags: Vec<String>,
    linked_target: Option<String>,
    is_linked: bool,
    /// When a push last wrote it to UnoPim.
    pushed_at: Option<String>,
    /// Seconds until what UnoPim changed may be pulled.
    pub waits: Option<u64>,
    /// The link has a flag that does not hold any more.
    is_outdated: bool,
    /// What the link remembered so far.
    linked_context: Value,
    /// The options that a variant stands at, by axis.
    at: Value,
    /// The shop has it as a simple product.
    is_simple: bool,
    /// The SKU under which it was known, where somebody said that it is the same.
    renamed_from: Option<String>,
    /// Its SKU is written whatever the shop's is.
    takes_sku: bool,
    /// What stays the same when a product gets another SKU.
    pub born: Option<String>,
    /// Rows of the lanes that concern it.
    waiting: Vec<ItemRow>,
    /// What somebody chose for its fields, in a run that was started for it.
    pub(super) chosen: SortedMap<String, Side>,
    /// What it is a translation of, where it has to be made.
    original: Option<Original>,
    /// Fields whose text is of another language than the wished one.
    borrowed: SortedSet<String>,
    /// UnoPim has some text of it in the wished language.
    has_words: bool,
}

/// A new item that may be known under another SKU.
#[derive(Debug)]
pub struct Newcomer {
    pub sku: String,
    pub born: String,
    /// Of a variant: its parent, and the options that it stands at.
    pub place: Option<(String, Value)>,
}

/// Where an item stands in the shop.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nowhere.
    New,
    /// Nothing changed since the last pull; the shop's item is not even loaded.
    Unchanged(u64),
    /// It must be looked at.
    Compare(u64),
    /// In the trash, and to be brought back before it is looked at.
    Restore(u64),
    /// Known under another SKU that UnoPim has no more: whether it is the same is for somebody to say.
    Renamed {
        from: String,
        id: u64,
    },
    Stop {
        action: Action,
        code: &'static str,
        message: String,
        hint: &'static str,
        id: Option<u64>,
    },
}

impl Found {
    fn park(reason: Reason, message: String, hint: &'static str, id: Option<u64>) -> Self {
        Self::Stop { action: Action::Park, code: reason.code(), message, hint, id }
    }

    fn skip(reason: Reason, message: String, hint: &'static str, id: Option<u64>) -> Self {
        Self::Stop { action: Action::Skip, code: reason.code(), message, hint, id }
    }
}

pub struct PagePlan<'p, 'c> {
    pub context: &'p TargetContext<'c>,
    pub items: Vec<Item<'c>>,
    choices: Option<&'p Choices>,
    /// Seconds since 1970; nothing cools down where nobody says what time it is.
    now: Option<i64>,
}

impl<'c> Item<'c> {
    pub fn new(
        context: &TargetContext<'c>,
        product: Product,
        role: Role,
        parent: Option<ParentInfo>,
        remember: Value,
    ) -> Self {
        let mut target = context.build(&product, &role);
        let born = product.created_at.as_ref().map(|at| born(at, &product));
        let at = match &role {
            Role::Variation { axes } => stands_at(&product, axes, context.axes),
            _ => Value::Null,
        };
        if !remember.is_null() {
            // What variants inherit belongs to what was last in step.
            let mut digest = Digest::default();
            digest.text(&target.hash).value(&remember);
            target.hash = digest.finish();
        }
        let mut item = Self {
            product,
            role,
            parent,
            target,
            found: Found::New,
            context: remember,
            flags: Vec::new(),
            linked_target: None,
            is_linked: false,
            pushed_at: None,
            waits: None,
            is_outdated: false,
            linked_context: Value::Null,
            at,
            born,
            is_simple: false,
            renamed_from: None,
            takes_sku: false,
            waiting: Vec::new(),
            chosen: SortedMap::new(),
            original: None,
            borrowed: SortedSet::new(),
            has_words: false,
        };
        if context.settings.translates {
            item.borrowed = borrowed(&item.product, context);
            item.has_words = has_words(&item.product, context.resolved);
        }
        item.refuse();
        item
    }

    /// What can be seen to be impossible without asking the shop.
    fn refuse(&mut self) {
        let Role::Variation { axes } = &self.role else { return };
        let sku = &self.product.sku;
        let Some(parent) = &self.parent else {
            let message = format!(
                "The parent {} of this variant is not in the shop",
                self.product.parent.as_deref().unwrap_or("?")
            );
            self.found = Found::park(
                Reason::ParentMissing,
                message,
                "Pull the parent; its row in the log tells why it is missing.",
                None,
            );
            return;
        };
        if parent.doubles.contains(sku) {
            let message = format!("Another variant of {} has the same combination of options", parent.key);
            self.found = Found::park(
                Reason::DoubleCombination,
                message,
                "Give one of the two another option in UnoPim.",
                None,
            );
        } else if axes.is_empty() {
            let message = format!("{} has an axis that cannot serve, or none at all", parent.key);
            self.found = Found::park(
                Reason::AxisMissing,
                message,
                "Its row in the log names the axis and the remedy.",
                None,
            );
        } else if let Some(axis) = &self.target.broken_axes {
            let message = format!("This variant has no usable option for the axis {axis}");
            self.found = Found::park(
                Reason::AxisMissing,
                message,
                "Choose an option for every axis of the variant in UnoPim.",
                None,
            );
        }
    }

    /// Whether the image lane has something to do for it: other files than the link remembers.
    pub fn wants_images(&self) -> bool {
        let known = self.linked_context.get(IMAGES).unwrap_or(&Value::Null);
        let wanted = json!(self.target.images);
        let nothing = |v: &Value| v.as_object().is_none_or(serde_json::Map::is_empty);
        *known != wanted && !(nothing(known) && nothing(&wanted))
    }

    fn is_variation(&self) -> bool {
        matches!(self.role, Role::Variation { .. })
    }

    fn kind(&self) -> &'static str {
        match self.role {
            Role::Simple => kind::SIMPLE,
            Role::Variable { .. } => kind::VARIABLE,
            Role::Variation { .. } => kind::VARIATION,
        }
    }

    /// The row of a lane that concerns it.
    pub(super) fn kept(&self, lane: &str) -> Option<&ItemRow> {
        self.waiting.iter().find(|row| row.lane == lane)
    }

    /// The fields that wait for a choice.
    fn held(&self) -> Vec<String> {
        super::waiting::held_choices(self.kept(super::waiting::HELD)).0
    }

    /// Whether somebody chose for a field of files, so that the image lane has to write it.
    pub(super) fn decides_files(&self) -> bool {
        let decided = |name: &String| self.chosen.contains_key(name) && self.target.images.contains_key(name);
        self.held().iter().any(decided)
    }

    /// What somebody decided about it as a whole.
    fn meet_waiting(&mut self, choice: Option<Side>) {
        let ignored = self.kept(super::waiting::PARKED).is_some_and(|row| {
            row.state == "ignored"
                && row.body.get("target").and_then(Value::as_str) == Some(&self.target.hash)
        });
        let id = |row: &ItemRow| (row.id > 0 && row.code == self.product.sku).then_some(row.id);
        let renamed = self.kept(super::waiting::HELD).filter(|row| row.state == super::waiting::RENAMED);
        if let Some((from, row)) =
            renamed.and_then(|row| Some((row.body.get("renamed_from")?.as_str()?, row)))
        {
            let (from, id) = (from.to_owned(), row.id);
            match choice {
                None => self.found = Found::Renamed { from, id },
                Some(Side::Unopim) => {
                    self.renamed_from = Some(from);
                    self.takes_sku = true;
                    self.found = Found::Compare(id);
                }
                Some(Side::Shop) => {}
            }
            return;
        }
        if let Some(row) = self.waiting.iter().find(|row| row.lane == super::waiting::EXCLUDED) {
            let hint = "Take it in again in the product's UnoPim panel.";
            // A host may leave an item out by itself, and then says why.
            self.found = if row.error_code.is_empty() {
                let message = "It is excluded from the synchronisation".into();
                Found::skip(Reason::Excluded, message, hint, id(row))
            } else {
                let message = format!("Another plugin leaves it out: {}", row.error_code);
                Found::skip(Reason::Excluded, message, "Ask whoever looks after that plugin.", id(row))
            };
        } else if ignored {
            let hint = "It is looked at again once it changes in UnoPim.";
            self.found = Found::skip(Reason::Ignored, "It is ignored until it changes".into(), hint, None);
        }
    }

    fn meet_link(&mut self, link: &ProductLink, look_closer: bool, restores: bool) {
        let ours = link.flags.iter().any(|f| f == DELETED);
        let same = link.target.as_deref() == Some(&self.target.hash);
        self.flags = link.flags.iter().filter(|f| *f != DELETED).cloned().collect();
        self.is_outdated = ours;
        self.is_simple = link.kind == kind::SIMPLE;
        self.linked_target.clone_from(&link.target);
        self.is_linked = true;
        self.pushed_at.clone_from(&link.pushed_at);
        self.linked_context.clone_from(&link.context);
        self.found = if link.kind == kind::GONE {
            let hint = "Choose Recreate on the Links tab to bring it back.";
            Found::skip(
                Reason::DeletedInShop,
                "It was deleted in the shop and is not created again".into(),
                hint,
                Some(link.id),
            )
        } else if link.status.as_deref() == Some("trash") && (ours || restores) {
            Found::Restore(link.id)
        } else if link.status.as_deref() == Some("trash") {
            let hint = "Restore it in the shop, or empty the trash.";
            Found::skip(Reason::InTrash, "It lies in the shop's trash".into(), hint, Some(link.id))
        } else if !look_closer && !ours && same {
            Found::Unchanged(link.id)
        } else {
            Found::Compare(link.id)
        };
    }

    fn meet_match(&mut self, found: &ProductMatch, restores: bool) {
        let hint = "Rename one of the two SKUs, or link the right item on the Links tab.";
        let is_variation = found.kind == kind::VARIATION;
        let in_trash = found.status.as_deref() == Some("trash");
        let usable = !found.linked && is_variation == self.is_variation();
        self.is_simple = found.kind == kind::SIMPLE;
        self.found = if in_trash && restores && usable {
            Found::Restore(found.id)
        } else if in_trash {
            let message = format!("A product with this SKU lies in the shop's trash (#{})", found.id);
            Found::park(
                Reason::InTrash,
                message,
                "Restore it or delete it for good, then pull again.",
                Some(found.id),
            )
        } else if !usable {
            let message = format!("The SKU is in use by another item of the shop (#{})", found.id);
            Found::park(Reason::SkuTaken, message, hint, Some(found.id))
        } else {
            // Known by its GTIN, it takes UnoPim's SKU, which is what the two are linked by.
            self.takes_sku = found.by.as_deref() == Some("gtin");
            Found::Compare(found.id)
        };
    }

    /// The axis combination as the shop writes it.
    fn combination(&self) -> Option<SortedMap<String, String>> {
        let axes = self.target.set_value("axes")?.as_object()?;
        Some(axes.iter().map(|(k, v)| (k.clone(), v.as_str().unwrap_or_default().to_owned())).collect())
    }

    fn wants_variation_match(&self) -> Option<u64> {
        (self.found == Found::New && self.is_variation()).then(|| self.parent.as_ref()?.id).flatten()
    }
}

impl<'p, 'c> PagePlan<'p, 'c> {
    pub fn new(context: &'p TargetContext<'c>, items: Vec<Item<'c>>) -> Self {
        Self { context, items, choices: None, now: None }
    }

    /// With what somebody chose for held fields.
    #[must_use]
    pub fn with_choices(self, choices: &'p Choices) -> Self {
        Self { choices: Some(choices), ..self }
    }

    /// At a time: what a push wrote just now waits.
    #[must_use]
    pub fn at(self, now: Option<i64>) -> Self {
        Self { now, ..self }
    }

    /// Seconds for which an item waits because a push wrote it just now; what somebody decided does not wait.
    fn cooling(&self, item: &Item) -> Option<u64> {
        if self.choices.is_some_and(|c| c.contains_key(&item.product.sku)) {
            return None;
        }
        let pushed = crate::time::seconds(item.pushed_at.as_deref()?)?;
        let seconds = i64::try_from(self.context.settings.cooldown_seconds).ok()?;
        u64::try_from(pushed + seconds - self.now?).ok().filter(|left| *left > 0)
    }

    /// What UnoPim changed since a push is pulled when the cooldown is over; an echo changes nothing and goes through.
    fn cool_down(&mut self, operations: &mut [Operation], logs: &mut Vec<Log>) {
        for (place, operation) in operations.iter_mut().enumerate().take(self.items.len()) {
            let Some(seconds) = self.cooling(&self.items[place]) else { continue };
            if !operation.writes() && !operation.fields.iter().any(super::waiting::is_held) {
                continue;
            }
            let message = format!("It was pushed just now; UnoPim's change is pulled in {seconds} seconds");
            let hint = "Wait, or lower Cooldown seconds on Channels & Stores.";
            let id = operation.id;
            operation.fields.clear();
            operation.link = None;
            stop(operation, logs, Action::Skip, Reason::Cooldown.code(), message, hint, id);
            self.items[place].waits = Some(seconds);
        }
    }

    /// The codes whose links and matches are wanted, parents included.
    pub fn codes<'a>(products: impl Iterator<Item = &'a Product>) -> Vec<String> {
        let codes: SortedSet<&String> =
            products.flat_map(|p| [Some(&p.sku), p.parent.as_ref()]).flatten().collect();
        codes.into_iter().cloned().collect()
    }

    /// Link, then SKU. `look_closer` compares unchanged items too.
    pub fn meet(&mut self, answer: &LinksAnswer, look_closer: bool) {
        let settings = self.context.settings;
        let restores = settings.trashed_match == TrashedMatch::Restore;
        // A mirror has to see what the shop did in the meantime.
        let look_closer = look_closer || settings.mirror;
        let context = self.context;
        let links: SortedMap<&str, &ProductLink> =
            answer.links.iter().map(|l| (l.code.as_str(), l)).collect();
        let mut matches: SortedMap<&str, Vec<&ProductMatch>> = SortedMap::new();
        for found in &answer.matches {
            matches.entry(&found.code).or_default().push(found);
        }
        for item in &mut self.items {
            item.waiting = about(item, &answer.items);
            item.chosen = self.choices.and_then(|c| c.get(&item.product.sku)).cloned().unwrap_or_default();
        }
        for item in self.items.iter_mut().filter(|i| i.found == Found::New) {
            let chosen = self.choices.and_then(|c| c.get(&item.product.sku)?.get(super::waiting::RENAMED));
            item.meet_waiting(chosen.copied());
            if item.found != Found::New {
                continue;
            }
            let sku = item.product.sku.as_str();
            let look_closer = look_closer || self.choices.is_some_and(|c| c.contains_key(sku));
            if let Some(link) = links.get(sku).filter(|link| link.id > 0) {
                item.meet_link(link, look_closer, restores);
            } else if let Some(found) = matches.get(sku) {
                match found.as_slice() {
                    [one] => item.meet_match(one, restores),
                    several => {
                        let ids: Vec<String> = several.iter().map(|m| format!("#{}", m.id)).collect();
                        let message = format!("Several items of the shop have this SKU: {}", ids.join(", "));
                        item.found = Found::park(
                            Reason::SkuTaken,
                            message,
                            "Leave the SKU to one of them, then pull again.",
                            None,
                        );
                    }
                }
            }
            if settings.translates && item.found == Found::New {
                item.original = answer.originals.iter().find(|o| o.code == item.product.sku).cloned();
            }
            if item.found == Found::New && item.original.is_some() && !item.has_words {
                let message = "UnoPim has no text of it in this language".to_owned();
                let hint = "Enter one in UnoPim to have the product translated.";
                item.found = Found::skip(Reason::NoTranslation, message, hint, None);
            }
            if item.found == Found::New && settings.own_rows_only && item.original.is_none() {
                let (message, hint) = match &settings.originals {
                    Some(of) => (
                        format!(
                            "It is not in the shop yet; only what the channel {} brings is translated",
                            of.channel
                        ),
                        "Pull that channel first.",
                    ),
                    None => (
                        "It is not in the shop yet; this language only fills its own fields".to_owned(),
                        "Pull the channel's default language first.",
                    ),
                };
                item.found = Found::skip(Reason::NotLinked, message, hint, None);
            }
            if let (Found::New, Some(channel)) = (&item.found, context.brought_by(&item.product)) {
                let message = format!("The channel {channel} comes first and brings it to the shop");
                let hint = "Pull that channel first; this one then adds its own fields.";
                item.found = Found::skip(Reason::LowerPriority, message, hint, None);
            }
            if item.found == Found::New && settings.root_only && !context.in_channel(&item.product) {
                let message = "It does not lie under the channel's root category".to_owned();
                let hint = "Assign it to a category of the channel in UnoPim to bring it to the shop.";
                item.found = Found::skip(Reason::OutsideRoot, message, hint, None);
            }
        }
    }

    /// New items whose beginnings may be known under another SKU.
    pub fn newcomers(&self) -> Vec<Newcomer> {
        let new = self.items.iter().filter(|item| item.found == Found::New);
        let newcomer = |item: &Item| {
            let place = item.parent.as_ref().map(|parent| (parent.key.clone(), item.at.clone()));
            Some(Newcomer { sku: item.product.sku.clone(), born: item.born.clone()?, place })
        };
        new.filter_map(newcomer).collect()
    }

    /// A newcomer that seems to be what was linked as `from`.
    pub fn meet_renamed(&mut self, sku: &str, from: &str, id: u64) {
        if let Some(item) = self.items.iter_mut().find(|item| item.product.sku == sku) {
            item.found = Found::Renamed { from: from.to_owned(), id };
        }
    }

    /// Links under SKUs that are no more, of products that somebody said are the same.
    pub fn outdated_links(&self) -> Vec<Operation> {
        let renamed = |item: &Item| {
            let (Found::Compare(id), Some(from)) = (&item.found, &item.renamed_from) else { return None };
            Some(Operation {
                id: Some(*id),
                kind: Some(item.kind().into()),
                reason: Reason::Renamed.into(),
                ..Operation::blank("product", from, &self.context.settings.link_channel(), Action::Unlink)
            })
        };
        self.items.iter().filter_map(renamed).collect()
    }

    /// Parents whose variations may match by their combination.
    pub fn parents_to_search(&self) -> Vec<u64> {
        let ids: SortedSet<u64> = self.items.iter().filter_map(Item::wants_variation_match).collect();
        ids.into_iter().collect()
    }

    /// SKUs of the shop's variations that stand where new variants want to.
    pub fn in_the_way(&self, rows: &[VariationRow]) -> Vec<String> {
        let wanted: Vec<_> =
            self.items.iter().filter_map(|i| i.wants_variation_match().zip(i.combination())).collect();
        let stands = |row: &&VariationRow| {
            !row.sku.is_empty()
                && wanted.iter().any(|(parent, axes)| *parent == row.parent && *axes == row.axes)
        };
        rows.iter().filter(stands).map(|row| row.sku.clone()).collect()
    }

    /// Axis combination under the same parent. `links`: those of variations that stand in the way.
    pub fn meet_variations(&mut self, rows: &[VariationRow], links: &[ProductLink]) {
        self.refuse_doubles();
        let mut leaving = self.leaving(rows);
        // What was disabled because UnoPim has deleted it holds no place any more.
        leaving.extend(links.iter().filter(|l| l.flags.iter().any(|f| f == DELETED)).map(|l| l.id));
        for item in &mut self.items {
            let (Some(parent), Some(axes)) = (item.wants_variation_match(), item.combination()) else {
                continue;
            };
            // A variation with another SKU of UnoPim's is another variant's.
            if let Some(row) = rows.iter().find(|r| r.parent == parent && r.axes == axes && r.sku.is_empty())
            {
                item.found = Found::Compare(row.id);
            } else if let Some(row) =
                rows.iter().find(|r| r.parent == parent && r.axes == axes && !leaving.contains(&r.id))
            {
                let message =
                    format!("A variation with the same options has another SKU in the shop: {}", row.sku);
                let hint = "Give it the SKU of UnoPim, or remove it, then pull again.";
                item.found = Found::park(Reason::CombinationTaken, message, hint, Some(row.id));
            }
        }
    }

    /// New variants of one parent with the same combination: the first by SKU is taken.
    fn refuse_doubles(&mut self) {
        let mut order: Vec<usize> = (0..self.items.len())
            .filter(|i| self.items[*i].found == Found::New && self.items[*i].is_variation())
            .collect();
        order.order_by(|a, b| self.items[*a].product.sku.cmp(&self.items[*b].product.sku));
        let mut seen = SortedSet::new();
        for place in order {
            let item = &mut self.items[place];
            let (Some(parent), Some(axes)) = (&item.parent, item.combination()) else { continue };
            if !seen.insert((parent.key.clone(), axes)) {
                let message =
                    format!("Another variant of {} has the same combination of options", parent.key);
                let hint = "Give one of the two another option in UnoPim.";
                item.found = Found::park(Reason::DoubleCombination, message, hint, None);
            }
        }
    }

    /// Variations of this page that are about to leave their combination.
    fn leaving(&self, rows: &[VariationRow]) -> SortedSet<u64> {
        let axes: SortedMap<u64, &SortedMap<String, String>> = rows.iter().map(|r| (r.id, &r.axes)).collect();
        let leaving = |i: &Item| match i.found {
            Found::Compare(id) if i.is_variation() => {
                (i.combination().as_ref() != axes.get(&id).copied()).then_some(id)
            }
            _ => None,
        };
        self.items.iter().filter_map(leaving).collect()
    }

    pub fn ids_to_read(&self) -> Vec<u64> {
        self.items
            .iter()
            .filter_map(|i| if let Found::Compare(id) = i.found { Some(id) } else { None })
            .collect()
    }

    /// The fields that a comparison looks at.
    pub fn fields_to_read(&self) -> Vec<String> {
        let compared = || self.items.iter().filter(|i| matches!(i.found, Found::Compare(_)));
        let of_targets =
            compared().flat_map(|i| i.target.fields.iter().map(|f| f.field.clone().into_owned()));
        let mut fields: SortedSet<String> = of_targets.collect();
        if compared().any(|i| i.is_simple && matches!(i.role, Role::Variable { .. })) {
            fields.extend(self.of_sale().map(Into::into));
        }
        fields.into_iter().collect()
    }

    /// The mapped fields that a simple product has and a variable one has not.
    fn of_sale(&self) -> impl Iterator<Item = &str> {
        self.context.resolved.rows.iter().map(|row| row.field.as_str()).filter(|field| is_of_sale(field))
    }

    /// What is to be done about each item, in order, and what the log should say.
    pub fn operations(&mut self, snapshots: &[Snapshot]) -> (Vec<Operation>, Vec<Log>) {
        let by_id: SortedMap<u64, &Snapshot> = snapshots.iter().map(|s| (s.id, s)).collect();
        let mut logs = Vec::new();
        let mut operations: Vec<Operation> = self
            .items
            .iter()
            .map(|item| {
                let operation = self.operation(item, &by_id, &mut logs);
                // Of what is left as it is, its values need no telling.
                if !matches!(operation.action, Action::Unchanged | Action::Skip) {
                    logs.extend(item.target.notes.iter().cloned());
                }
                operation
            })
            .collect();
        self.cool_down(&mut operations, &mut logs);
        (operations, logs)
    }

    fn operation(
        &self,
        item: &Item<'c>,
        by_id: &SortedMap<u64, &Snapshot>,
        logs: &mut Vec<Log>,
    ) -> Operation {
        let mut operation = Operation {
            n: 0,
            entity: "product".into(),
            key: item.product.sku.clone(),
            channel: self.context.settings.link_channel(),
            action: Action::Unchanged,
            taxonomy: None,
            kind: Some(item.kind().into()),
            id: None,
            parent: item.parent.as_ref().map(|p| match p.id {
                Some(id) => json!(id),
                None => json!({"ref": format!("product:{}", p.key)}),
            }),
            parent_key: item.parent.as_ref().map(|p| p.key.clone()),
            reason: Reason::Unchanged.into(),
            side: None,
            language: None,
            translation_of: None,
            plan_row: None,
            fields: Vec::new(),
            link: None,
            asked_at: None,
            links: Vec::new(),
            stay_disabled: Vec::new(),
        };
        match &item.found {
            Found::Unchanged(id) => operation.id = Some(*id),
            Found::New => {
                self.create(item, &mut operation, logs);
                operation.language.clone_from(&self.context.settings.language);
            }
            Found::Restore(id) => Self::restore(item, *id, &mut operation),
            Found::Renamed { from, id } => {
                let message = format!("It seems to be {from} under another SKU");
                let hint = "Say on the Review tab whether the two are the same product.";
                stop(&mut operation, logs, Action::Skip, Reason::Renamed.code(), message, hint, Some(*id));
            }
            Found::Compare(id) => {
                if let Some(snapshot) = by_id.get(id) {
                    self.compare(item, snapshot, &mut operation, logs);
                } else {
                    let message = "It is no longer in the shop".to_owned();
                    stop(
                        &mut operation,
                        logs,
                        Action::Skip,
                        Reason::DeletedInShop.code(),
                        message,
                        "Pull again.",
                        Some(*id),
                    );
                }
            }
            Found::Stop { action, code, message, hint, id } => {
                stop(&mut operation, logs, *action, code, message.clone(), hint, *id);
            }
        }
        operation
    }

    fn link(item: &Item, bases: SortedMap<String, Option<BaseSource>>) -> OperationLink {
        // A variation's parent has to be found again when the variation is gone in UnoPim.
        let mut context = match (&item.role, &item.parent) {
            (Role::Variation { .. }, Some(parent)) => json!({"parent": parent.key, AT: item.at}),
            _ => item.context.clone(),
        };
        for (key, map) in [(ASSOCIATIONS, &item.target.associations), (IMAGES, &item.target.images)] {
            if !map.is_empty() {
                remember(&mut context, key, json!(map));
            }
        }
        if let Some(born) = &item.born {
            remember(&mut context, BORN, json!(born));
        }
        // What the later steps have found out stays.
        for key in [FOUND, MEDIA] {
            if let Some(known) = item.linked_context.get(key) {
                remember(&mut context, key, known.clone());
            }
        }
        let mut link = OperationLink {
            target: Some(item.target.hash.clone()),
            bases,
            context,
            flags: item.flags.clone(),
        };
        let named = |context: &Value| {
            let map = context.get(ASSOCIATIONS).and_then(Value::as_object);
            map.is_some_and(|m| m.values().any(|skus| skus.as_array().is_some_and(|s| !s.is_empty())))
        };
        if named(&link.context) || named(&item.linked_context) {
            add_flag(&mut link, ASSOCIATIONS);
        }
        link
    }

    /// Out of the trash; what the trash did to its status is no edit of the shop's.
    fn restore(item: &Item<'c>, id: u64, operation: &mut Operation) {
        operation.id = Some(id);
        operation.action = Action::Restore;
        operation.reason = Reason::Restored.into();
        let bases = SortedMap::from([(STATUS.to_owned(), None)]);
        operation.link = Some(OperationLink { target: None, ..Self::link(item, bases) });
    }

    fn create(&self, item: &Item<'c>, operation: &mut Operation, logs: &mut Vec<Log>) {
        operation.action = Action::Create;
        operation.reason = Reason::Created.into();
        if let Some(original) = &item.original {
            // The rest of it is the original's; its status begins as that one's, and goes with UnoPim's from then on.
            operation.translation_of = Some(original.id);
            operation.kind = Some(original.kind.clone());
            let (mut fields, mut bases) = created(item.target.fields.iter().map(plain_wish));
            fields.retain(|field| field.field != STATUS);
            // What it has from the original where UnoPim says nothing is nobody's text in this language.
            for row in &self.context.resolved.rows {
                if row.field != STATUS && !bases.contains_key(&row.field) {
                    let nothing = BaseSource { src: source_of(&Value::Null), shop: None };
                    bases.insert(row.field.clone(), Some(nothing));
                }
            }
            operation.fields = fields;
            operation.link = Some(Self::link(item, bases));
            return;
        }
        let mut extra: Vec<(&str, Wish)> = Vec::new();
        let missing = |name: &str| item.target.set_value(name).is_none();
        if !item.is_variation() && missing("name") {
            extra.push(("name", Wish::Set(json!(item.product.sku))));
            extra.push((STATUS, Wish::Set(json!("draft"))));
            let message =
                "It has no name in any language of the channel; it is created as a draft named by its SKU"
                    .to_owned();
            let hint = "Enter a name in UnoPim and publish the draft.";
            logs.push(note(Level::Warn, &item.product.sku, Reason::NoName, message, Some("name"), hint));
        } else if missing(STATUS) && item.product.status == Some(false) {
            // An unmapped status never shows what UnoPim has switched off.
            extra.push((STATUS, Wish::Set(json!(if item.is_variation() { "private" } else { "draft" }))));
        }
        let own = item
            .target
            .fields
            .iter()
            .filter(|f| extra.iter().all(|(name, _)| *name != f.field))
            .map(plain_wish);
        let extra = extra.iter().map(|(field, wish)| FieldWish { field, wish, stock: false, kept: None });
        let (fields, bases) = created(own.chain(extra));
        operation.fields = fields;
        let mut link = Self::link(item, bases);
        if matches!(item.role, Role::Variable { .. }) {
            add_flag(&mut link, "sync");
        }
        operation.link = Some(link);
    }

    fn compare(&self, item: &Item<'c>, snapshot: &Snapshot, operation: &mut Operation, logs: &mut Vec<Log>) {
        operation.id = Some(snapshot.id);
        // Somebody put it there after the links were read: what is written now would bring it back.
        if snapshot.status == "trash" {
            let message = "It lies in the shop's trash".to_owned();
            let hint = "Restore it in the shop, or empty the trash.";
            stop(operation, logs, Action::Skip, Reason::InTrash.code(), message, hint, Some(snapshot.id));
            return;
        }
        let translates = self.context.settings.translates;
        let wrong_parent = item.is_variation()
            && item.parent.as_ref().is_some_and(|p| p.id.is_some_and(|id| id != snapshot.parent));
        let is_variation = snapshot.kind == kind::VARIATION;
        if is_variation != item.is_variation() || wrong_parent {
            let message = format!("The SKU is in use by another item of the shop (#{})", snapshot.id);
            let hint = "Rename one of the two SKUs, or remove the item in the shop.";
            stop(operation, logs, Action::Park, Reason::SkuTaken.code(), message, hint, Some(snapshot.id));
            return;
        }
        let chosen = self.choices.and_then(|c| c.get(&item.product.sku)?.get("sku"));
        // What a translation has of a SKU is its plugin's.
        if !translates
            && item.is_linked
            && !snapshot.sku.is_empty()
            && !snapshot.sku.eq_ignore_ascii_case(&item.product.sku)
            && chosen != Some(&Side::Unopim)
        {
            let message = format!("Its SKU was changed in the shop to {}", snapshot.sku);
            let hint = "Rename it in UnoPim, put the SKU back in the shop, or unlink the two.";
            stop(operation, logs, Action::Park, Reason::SkuChanged.code(), message, hint, Some(snapshot.id));
            return;
        }
        let keeps_type = item.flags.iter().any(|flag| flag == KEPT_TYPE);
        let becomes = match item.role {
            _ if translates || keeps_type => None,
            Role::Variable { .. } if snapshot.kind == kind::SIMPLE => {
                Some((kind::VARIABLE, Reason::BecomesVariable))
            }
            // Only what this plugin made a variable product is made a simple one again.
            Role::Simple
                if snapshot.kind == kind::VARIABLE && (item.is_linked || item.renamed_from.is_some()) =>
            {
                Some((kind::SIMPLE, Reason::BecomesSimple))
            }
            _ => None,
        };
        let mismatch = match item.role {
            _ if translates => false,
            Role::Simple => snapshot.kind == kind::VARIABLE,
            Role::Variable { .. } => snapshot.kind != kind::VARIABLE,
            Role::Variation { .. } => false,
        };
        if mismatch && becomes.is_none() {
            let message = format!(
                "UnoPim holds a {} product, the shop one of another type (#{})",
                item.kind(),
                snapshot.id
            );
            let hint = "Change the type in the shop, or give one of the two another SKU.";
            stop(
                operation,
                logs,
                Action::Park,
                Reason::TypeMismatch.code(),
                message,
                hint,
                Some(snapshot.id),
            );
            return;
        }
        let settings = self.context.settings;
        let managed: SortedSet<u64> = match settings.category_assignment {
            CategoryAssignment::Managed => {
                ["category", LEFT].into_iter().flat_map(|entity| self.context.terms.ids(entity)).collect()
            }
            CategoryAssignment::Exact => SortedSet::new(),
        };
        let unmanaged = |id: u64| !managed.contains(&id);
        let keeps = settings.category_assignment == CategoryAssignment::Managed;
        let tags: SortedSet<u64> = self.context.terms.ids_within("term", TAGS).collect();
        let of_the_shop = |id: u64| !tags.contains(&id);
        // What has no name yet was created as a draft and stays one until its name arrives.
        let nameless = !item.is_variation() && item.target.set_value("name").is_none();
        let on_sale =
            |field: &&TargetField| field.field == STATUS && field.wish == Wish::Set(json!("publish"));
        // What somebody translates by hand is published when he says so; it goes off sale with its original all the same.
        let adopts =
            |field: &&TargetField| translates && on_sale(field) && !snapshot.bases.contains_key(STATUS);
        let yields = |field: &&TargetField| {
            let (name, held) = (&*field.field, snapshot.fields.get(&*field.field).map(|held| &held.h));
            item.borrowed.contains(name) && gives_way(snapshot.bases.get(name), held)
        };
        let fields = item.target.fields.iter();
        let fields = fields.filter(|field| !((nameless && on_sale(field)) || yields(field) || adopts(field)));
        let wishes = fields.map(|field| FieldWish {
            kept: match &*field.field {
                "categories" if keeps => Some(&unmanaged as &dyn Fn(u64) -> bool),
                "tags" => Some(&of_the_shop),
                _ => None,
            },
            ..plain_wish(field)
        });
        let held = |field: &str| snapshot.fields.get(field).cloned();
        let waiting = item.held();
        let chosen = self.choices.and_then(|c| c.get(&item.product.sku));
        let renaming = SortedMap::from([("sku".to_owned(), Side::Unopim)]);
        let rules = Rules {
            policy: settings.conflict_policy,
            mirror: settings.mirror,
            held: &waiting,
            choices: if item.takes_sku { Some(&renaming) } else { chosen },
        };
        // A variable product has no price of its own; that it lost the one it had is nobody's edit.
        let mut known = Cow::Borrowed(&snapshot.bases);
        if becomes.as_ref().is_some_and(|(kind, _)| *kind == kind::SIMPLE) {
            known.to_mut().retain(|field, _| !is_of_sale(field));
        }
        let (fields, mut bases) = compared(wishes, held, &known, rules);
        operation.fields = fields;
        if let (Some(_), Some(held)) = (item.target.fields.iter().find(adopts), snapshot.fields.get(STATUS)) {
            let src = source_of(&json!("publish"));
            bases.insert(STATUS.to_owned(), Some(BaseSource { src, shop: Some(held.h.clone()) }));
        }
        if becomes.as_ref().is_some_and(|(kind, _)| *kind == kind::VARIABLE) {
            let held = self.of_sale().filter_map(|field| snapshot.fields.get_key_value(field));
            let lost = held.filter(|(_, held)| !is_nothing(&held.v));
            operation.fields.extend(lost.map(|(field, held)| given_up(field, held)));
        }
        if item.renamed_from.is_some() {
            // The link under the old SKU goes; what it knew of edits comes along.
            for (field, (src, shop)) in &snapshot.bases {
                let known = BaseSource { src: src.clone(), shop: Some(shop.clone()) };
                bases.entry(field.clone()).or_insert(Some(known));
            }
        }
        if settings.root_only && !item.is_variation() && !self.context.in_channel(&item.product) {
            let status = operation.fields.iter_mut().find(|f| f.field == STATUS && f.write);
            if let Some(status) = status {
                status.reason = Reason::LeftChannel.into();
            }
        }
        operation.kind = Some(becomes.map_or(snapshot.kind.as_str(), |(kind, _)| kind).into());
        let mut link = Self::link(item, bases);
        // The shop's type and UnoPim's have come together.
        link.flags.retain(|flag| flag != KEPT_TYPE);
        let is_current =
            !item.is_outdated && !keeps_type && item.linked_target.as_deref() == Some(&item.target.hash);
        settle(operation, link, is_current);
        if let Some((kind, reason)) = becomes {
            operation.action = Action::Update;
            operation.reason = reason.into();
            if let (kind::VARIABLE, Some(link)) = (kind, &mut operation.link) {
                add_flag(link, "sync");
            }
        }
    }
}

/// Prices in the shop's currency, or with another one behind a colon, and when they hold.
fn is_of_sale(field: &str) -> bool {
    OF_SALE.into_iter().any(|name| field.starts_with(name))
}

/// A field that the product's new type does not have: shown, and kept for whoever takes the run back.
fn given_up(field: &str, held: &SnapshotField) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        old: held.v.clone(),
        new: Value::Null,
        offered: None,
        reason: Reason::BecomesVariable.into(),
        write: true,
        expect: Some(held.h.clone()),
        after: None,
        shown: None,
    }
}

/// What stays the same when a product gets another SKU.
pub fn born(at: &str, product: &Product) -> String {
    format!("{at} {} {:?}", product.family, product.kind)
}

/// The options that a variant stands at, by axis, as UnoPim names them.
pub fn stands_at(product: &Product, axes: &[String], known: &Axes) -> Value {
    let option = |code: &String| {
        let number = known.get(code)?.number;
        Some((code.clone(), product.values.get(number)?.first()?.value.clone()))
    };
    Value::Object(object(axes.iter().filter_map(option)))
}

/// Adds to a context that may be nothing yet.
pub fn remember(context: &mut Value, key: &str, value: Value) {
    if context.is_null() {
        *context = json!({});
    }
    context[key] = value;
}

fn add_flag(link: &mut OperationLink, flag: &str) {
    if link.flags.iter().all(|f| f != flag) {
        link.flags.push(flag.into());
    }
}

fn plain_wish<'a>(field: &'a TargetField<'_>) -> FieldWish<'a> {
    FieldWish { field: &field.field, wish: &field.wish, stock: field.stock, kept: None }
}

/// The rows that concern an item; excluding a product excludes its variants.
fn about(item: &Item, rows: &[ItemRow]) -> Vec<ItemRow> {
    let own = |row: &&ItemRow| {
        row.code == item.product.sku
            || (row.lane == super::waiting::EXCLUDED && Some(&row.code) == item.product.parent.as_ref())
    };
    rows.iter().filter(own).cloned().collect()
}

fn stop(
    operation: &mut Operation,
    logs: &mut Vec<Log>,
    action: Action,
    code: &str,
    message: String,
    hint: &str,
    id: Option<u64>,
) {
    operation.action = action;
    operation.reason = code.into();
    operation.id = id;
    let level = match action {
        Action::Park => Level::Error,
        // Somebody decided so, by a setting or by a click.
        _ if DECIDED.iter().any(|reason| reason.code() == code) => Level::Info,
        _ => Level::Warn,
    };
    logs.push(Log::pull(level, "product", &operation.key, code, message, hint));
}

/// Marks the parents whose variations are about to be written, so that each is synchronised once at the end.
pub fn flag_parents(items: &[Item], operations: &[Operation]) -> Vec<Operation> {
    let mut flagged = SortedSet::new();
    items
        .iter()
        .zip(operations)
        .filter(|(_, op)| matches!(op.action, Action::Create | Action::Update))
        .filter_map(|(item, _)| item.parent.as_ref())
        .filter(|parent| parent.id.is_some() && flagged.insert(parent.key.clone()))
        .map(|parent| {
            let mut link = OperationLink {
                target: parent.target.clone(),
                bases: SortedMap::new(),
                context: parent.context.clone(),
                flags: parent.flags.clone(),
            };
            add_flag(&mut link, "sync");
            Operation {
                kind: Some(kind::VARIABLE.into()),
                id: parent.id,
                reason: "variations_change".into(),
                link: Some(link),
                ..Operation::blank("product", &parent.key, &operations[0].channel, Action::Link)
            }
        })
        .collect()
}
