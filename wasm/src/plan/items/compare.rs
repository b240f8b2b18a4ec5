//! A product that the shop has, field by field.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::link::add_flag;
use super::operations::stop;
use super::page::is_of_sale;
use super::{Item, KEPT_TYPE, PagePlan, STATUS, plain_wish};
use crate::diff::{Side, Wish, is_nothing, source_of};
use crate::mapping::TAGS;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::merge::{FieldWish, Rules, compared, gives_way, settle};
use crate::plan::operation::{Action, BaseSource, FieldChange, Operation};
use crate::plan::parent::ParentInfo;
use crate::plan::settings::CategoryAssignment;
use crate::plan::shop::LEFT;
use crate::plan::target::{Role, TargetField};
use crate::reason::Reason;
use crate::store::{Snapshot, SnapshotField, kind};
use crate::wire::Log;

/// A type, and why a product turns into it.
type Turn = (&'static str, Reason);

/// What is done in place of a write, why, in words, and the remedy.
type Obstacle = (Action, Reason, String, &'static str);

impl<'c> PagePlan<'_, 'c> {
    pub(super) fn compare(
        &self,
        item: &Item<'c>,
        snapshot: &Snapshot,
        operation: &mut Operation,
        logs: &mut Vec<Log>,
    ) {
        operation.id = Some(snapshot.id);
        let becomes = self.becomes(item, snapshot);
        if let Some((action, reason, message, hint)) = self.obstacle(item, snapshot, becomes) {
            stop(operation, logs, action, reason.code(), message, hint, Some(snapshot.id));
            return;
        }
        let settings = self.context.settings;
        let translates = settings.translates;
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
        let is_current = !item.is_outdated
            && !item.keeps_type()
            && !item.decides_links()
            && item.linked_target.as_deref() == Some(&item.target.hash);
        settle(operation, link, is_current);
        if let Some((kind, reason)) = becomes {
            operation.action = Action::Update;
            operation.reason = reason.into();
            if let (kind::VARIABLE, Some(link)) = (kind, &mut operation.link) {
                add_flag(link, "sync");
            }
        }
    }

    /// Why what the shop has cannot take what UnoPim says.
    fn obstacle(&self, item: &Item, snapshot: &Snapshot, becomes: Option<Turn>) -> Option<Obstacle> {
        let id = snapshot.id;
        // Somebody put it there after the links were read: what is written now would bring it back.
        if snapshot.status == "trash" {
            let message = "It lies in the shop's trash".to_owned();
            return Some((
                Action::Skip,
                Reason::InTrash,
                message,
                "Restore it in the shop, or empty the trash.",
            ));
        }
        let is_variation = snapshot.kind == kind::VARIATION;
        let other_parent = |parent: &ParentInfo| parent.id.is_some_and(|id| id != snapshot.parent);
        let wrong_parent = item.is_variation() && item.parent.as_ref().is_some_and(other_parent);
        if is_variation != item.is_variation() || wrong_parent {
            let message = format!("The SKU is in use by another item of the shop (#{id})");
            let hint = "Rename one of the two SKUs, or remove the item in the shop.";
            return Some((Action::Park, Reason::SkuTaken, message, hint));
        }
        // What a translation has of a SKU and a type is its plugin's.
        if self.context.settings.translates {
            return None;
        }
        let chosen = self.choices.and_then(|c| c.get(&item.product.sku)?.get("sku"));
        if item.is_linked
            && !snapshot.sku.is_empty()
            && !snapshot.sku.eq_ignore_ascii_case(&item.product.sku)
            && chosen != Some(&Side::Unopim)
        {
            let message = format!("Its SKU was changed in the shop to {}", snapshot.sku);
            let hint = "Rename it in UnoPim, put the SKU back in the shop, or unlink the two.";
            return Some((Action::Park, Reason::SkuChanged, message, hint));
        }
        let mismatch = match item.role {
            Role::Simple => snapshot.kind == kind::VARIABLE,
            Role::Variable { .. } => snapshot.kind != kind::VARIABLE,
            Role::Variation { .. } => false,
        };
        (mismatch && becomes.is_none()).then(|| {
            let message =
                format!("UnoPim holds a {} product, the shop one of another type (#{id})", item.kind());
            let hint = "Change the type in the shop, or give one of the two another SKU.";
            (Action::Park, Reason::TypeMismatch, message, hint)
        })
    }

    /// The type that a product of the shop turns into.
    fn becomes(&self, item: &Item, snapshot: &Snapshot) -> Option<Turn> {
        if self.context.settings.translates || item.keeps_type() {
            return None;
        }
        match item.role {
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
        }
    }
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
