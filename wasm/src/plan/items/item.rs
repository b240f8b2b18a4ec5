//! One product on its way through a page.

use serde_json::Value;

use super::link::lists;
use super::{Found, IMAGES, KEPT_TYPE};
use crate::diff::{Digest, Side};
use crate::ordered::{SortedMap, SortedSet, object};
use crate::plan::parent::ParentInfo;
use crate::plan::shown::{borrowed, has_words};
use crate::plan::target::{Axes, Role, Target, TargetContext};
use crate::plan::waiting;
use crate::reason::Reason;
use crate::source::Product;
use crate::store::{Original, Snapshot, kind};
use crate::wire::ItemRow;

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
    pub(super) flags: Vec<String>,
    pub(super) linked_target: Option<String>,
    pub(super) is_linked: bool,
    /// When a push last wrote it to UnoPim.
    pub(super) pushed_at: Option<String>,
    /// Seconds until what UnoPim changed may be pulled.
    pub waits: Option<u64>,
    /// The link has a flag that does not hold any more.
    pub(super) is_outdated: bool,
    /// What the link remembered so far.
    pub(super) linked_context: Value,
    /// The options that a variant stands at, by axis.
    pub(super) at: Value,
    /// The shop has it as a simple product.
    pub(super) is_simple: bool,
    /// The SKU under which it was known, where somebody said that it is the same.
    pub(super) renamed_from: Option<String>,
    /// Its SKU is written whatever the shop's is.
    pub(super) takes_sku: bool,
    /// What stays the same when a product gets another SKU.
    pub born: Option<String>,
    /// Rows of the lanes that concern it.
    pub(super) waiting: Vec<ItemRow>,
    /// What somebody chose for its fields, in a run that was started for it.
    pub(in crate::plan) chosen: SortedMap<String, Side>,
    /// What it is a translation of, where it has to be made.
    pub(super) original: Option<Original>,
    /// Fields whose text is of another language than the wished one.
    pub(super) borrowed: SortedSet<String>,
    /// UnoPim has some text of it in the wished language.
    pub(super) has_words: bool,
    /// A mirror finds other files than it has brought.
    pub(super) lost_files: bool,
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
            lost_files: false,
        };
        if context.settings.translates {
            item.borrowed = borrowed(&item.product, context);
            item.has_words = has_words(&item.product, context.resolved);
        }
        item.refuse();
        item
    }

    /// What can be seen to be impossible without asking the shop.
    pub(super) fn refuse(&mut self) {
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
        let wanted = lists(&self.target.images);
        let nothing = |v: &Value| v.as_object().is_none_or(serde_json::Map::is_empty);
        *known != wanted && !(nothing(known) && nothing(&wanted))
    }

    /// Whether somebody has edited its files in the shop since they were brought.
    pub(super) fn edits_files(&self, snapshot: &Snapshot) -> bool {
        self.target.images.keys().any(|field| {
            let (base, held) = (snapshot.bases.get(field), snapshot.fields.get(field));
            base.zip(held).is_some_and(|((_, base), held)| *base != held.h)
        })
    }

    pub(super) fn is_variation(&self) -> bool {
        matches!(self.role, Role::Variation { .. })
    }

    /// Somebody took the change of its type back.
    pub(super) fn keeps_type(&self) -> bool {
        self.flags.iter().any(|flag| flag == KEPT_TYPE)
    }

    pub(super) fn kind(&self) -> &'static str {
        match self.role {
            Role::Simple => kind::SIMPLE,
            Role::Variable { .. } => kind::VARIABLE,
            Role::Variation { .. } => kind::VARIATION,
        }
    }

    /// The row of a lane that concerns it.
    pub(in crate::plan) fn kept(&self, lane: &str) -> Option<&ItemRow> {
        self.waiting.iter().find(|row| row.lane == lane)
    }

    /// The fields that wait for a choice.
    pub(super) fn held(&self) -> Vec<String> {
        waiting::held_choices(self.kept(waiting::HELD)).0
    }

    /// Whether somebody chose for a field of files, or a mirror takes one back, so that the image lane has to write it.
    pub(in crate::plan) fn decides_files(&self) -> bool {
        self.lost_files || self.decides(&self.target.images)
    }

    /// Whether somebody chose for links, which are written at the end of the run.
    pub(super) fn decides_links(&self) -> bool {
        self.decides(&self.target.associations)
    }

    /// Whether one of the fields that wait is among these, and somebody has chosen.
    fn decides<T>(&self, fields: &SortedMap<String, T>) -> bool {
        self.held().iter().any(|name| self.chosen.contains_key(name) && fields.contains_key(name))
    }

    /// The axis combination as the shop writes it.
    pub(super) fn combination(&self) -> Option<SortedMap<String, String>> {
        let axes = self.target.set_value("axes")?.as_object()?;
        Some(axes.iter().map(|(k, v)| (k.clone(), v.as_str().unwrap_or_default().to_owned())).collect())
    }

    pub(super) fn wants_variation_match(&self) -> Option<u64> {
        (self.found == Found::New && self.is_variation()).then(|| self.parent.as_ref()?.id).flatten()
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
