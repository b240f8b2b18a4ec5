//! A product that the shop does not have yet.

use serde_json::{Value, json};

use super::link::add_flag;
use super::{Item, PagePlan, STATUS, plain_wish};
use crate::diff::{Wish, source_of};
use crate::plan::merge::{FieldWish, created};
use crate::plan::operation::{Action, BaseSource, Operation};
use crate::plan::target::{Role, note};
use crate::reason::Reason;
use crate::wire::{Level, Log};

impl<'c> PagePlan<'_, 'c> {
    pub(super) fn create(&self, item: &Item<'c>, operation: &mut Operation, logs: &mut Vec<Log>) {
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
}
