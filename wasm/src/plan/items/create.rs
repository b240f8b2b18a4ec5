//! A product that the shop does not have yet.

use serde_json::Value;

use super::link::add_flag;
use super::{Item, PagePlan, STATUS};
use crate::diff::{Wish, source_of};
use crate::plan::merge::created;
use crate::plan::operation::{Action, BaseSource, Operation};
use crate::plan::target::{Role, TargetField, note, set_value};
use crate::reason::Reason;
use crate::wire::{Level, Log};

impl<'c> PagePlan<'_, 'c> {
    /// The values go from the item to its operation.
    pub(super) fn create(&self, item: &mut Item<'c>, operation: &mut Operation, logs: &mut Vec<Log>) {
        operation.action = Action::Create;
        operation.reason = Reason::Created.into();
        let wishes = std::mem::take(&mut item.target.fields);
        if let Some(original) = &item.original {
            // The rest of it is the original's; its status begins as that one's, and goes with UnoPim's from then on.
            operation.translation_of = Some(original.id);
            operation.kind = Some(original.kind.clone());
            let (mut fields, mut bases) = created(wishes.into_iter().map(own));
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
        let mut extra: Vec<(&str, Value)> = Vec::new();
        let missing = |name: &str| set_value(&wishes, name).is_none();
        if !item.is_variation() && missing("name") {
            extra.push(("name", item.product.sku.as_str().into()));
            extra.push((STATUS, "draft".into()));
            let message =
                "It has no name in any language of the channel; it is created as a draft named by its SKU"
                    .to_owned();
            let hint = "Enter a name in UnoPim and publish the draft.";
            logs.push(note(Level::Warn, &item.product.sku, Reason::NoName, message, Some("name"), hint));
        } else if missing(STATUS) && item.product.status == Some(false) {
            // An unmapped status never shows what UnoPim has switched off.
            extra.push((STATUS, if item.is_variation() { "private" } else { "draft" }.into()));
        }
        let mut wishes: Vec<(String, Wish)> = wishes.into_iter().map(own).collect();
        wishes.retain(|(field, _)| extra.iter().all(|(name, _)| name != field));
        wishes.extend(extra.into_iter().map(|(field, value)| (field.to_owned(), Wish::Set(value))));
        let (fields, bases) = created(wishes);
        operation.fields = fields;
        let mut link = Self::link(item, bases);
        if matches!(item.role, Role::Variable { .. }) {
            add_flag(&mut link, "sync");
        }
        operation.link = Some(link);
    }
}

fn own(field: TargetField) -> (String, Wish) {
    (field.field.into_owned(), field.wish)
}
