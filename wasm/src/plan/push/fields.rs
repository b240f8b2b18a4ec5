//! The fields of one product that a channel sends to UnoPim.

use serde_json::{Value, json};

use super::decide::{Outward, is_worth, outward};
use super::files::{FileWish, GALLERY, IMAGE};
use super::terms::ShopTerms;
use crate::diff::{self, Rule, Side, Wish, has_grown, outgrows, source_of};
use crate::mapping::{NewOption, Sender, Sent, cleared, same};
use crate::mapping::{ResolvedRow, Target as RowTarget};
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::operation::{BaseSource, FieldChange};
use crate::plan::target::{Role, Target, TargetContext};
use crate::reason::Reason;
use crate::run::Capabilities;
use crate::source::write::Place;
use crate::source::{Attribute, AttributeType};
use crate::store::{Bases, Snapshot, SnapshotField};
use crate::wire::{Level, Log};

const TAGS: &str = "tags";

/// A product of the shop as one channel sees it.
pub struct Outgoing<'a> {
    pub context: &'a TargetContext<'a>,
    pub key: &'a str,
    pub role: &'a Role,
    /// What UnoPim holds; nothing where it is to be created.
    pub known: Option<Known<'a>>,
    pub family: &'a str,
    pub snapshot: &'a Snapshot,
    pub bases: &'a Bases,
    /// What channels of higher priority have in step.
    pub above: &'a [&'a Bases],
    /// Fields that wait for a choice.
    pub held: &'a [String],
    pub choices: Option<&'a SortedMap<String, Side>>,
    pub terms: &'a ShopTerms<'a>,
}

/// UnoPim's item: as it came, and what it asks of the shop.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub raw: &'a Value,
    pub target: &'a Target<'a>,
    /// Values of the parent that a variant has without storing them.
    pub inherited: Option<&'a Value>,
    /// Fields of which it has a text in another language alone.
    pub borrowed: &'a SortedSet<String>,
    /// What it says of fields of files.
    pub files: &'a SortedMap<String, FileWish>,
    /// The level between a variant and its configurable, where UnoPim does not show what that has.
    pub level: Option<&'a str>,
}

/// What a variant lies directly below, where that is a level between and not the configurable, `parent`.
pub fn level_above<'r>(raw: &'r Value, parent: &str) -> Option<&'r str> {
    raw["parent"].as_str().filter(|above| !above.is_empty() && *above != parent)
}

/// UnoPim 3.0.0 has values on the levels of a tree and shows no level; `parent` is the configurable.
pub fn hidden_level<'r>(raw: &'r Value, parent: &str, capabilities: &Capabilities) -> Option<&'r str> {
    level_above(raw, parent).filter(|_| capabilities.inheritance && !capabilities.variant_groups)
}

/// A value on its way to UnoPim.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbound {
    /// The shop's field.
    pub field: String,
    /// Its place in UnoPim's item (`common.color`).
    pub path: String,
    pub old: Value,
    /// `None`: it is taken away.
    pub value: Option<Value>,
    pub reason: &'static str,
}

/// Attachments on their way to UnoPim.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboundFiles {
    pub field: String,
    /// The shop's fields that the attribute holds.
    pub parts: Vec<String>,
    pub path: String,
    pub attribute: String,
    pub place: Place,
    pub old: Value,
    pub ids: Vec<u64>,
    pub list: bool,
    /// The shop shows the first of a list alone: the others stay.
    pub first: bool,
    pub reason: &'static str,
}

/// An option that a term needs in UnoPim.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    pub attribute: String,
    pub target: RowTarget,
    pub option: NewOption,
}

/// What was decided about the fields of a product.
#[derive(Debug, Default)]
pub struct Decided {
    pub changes: Vec<Outbound>,
    pub files: Vec<OutboundFiles>,
    /// Options that UnoPim lacks; the fields that need them are decided anew once they are there.
    pub needs: Vec<Need>,
    pub held: Vec<FieldChange>,
    /// Fields whose base moves to what is read back.
    pub bases: SortedMap<String, Option<BaseSource>>,
    pub notes: Vec<Log>,
    /// Fields that went out in part: their base stays, so that the rest is not forgotten.
    pub open: Vec<String>,
    /// Fields in which UnoPim's value stands.
    pub overruled: Vec<String>,
}

/// Whether a row goes both ways; stock is the shop's alone.
pub fn is_pushed(target: &RowTarget) -> bool {
    !matches!(
        target,
        RowTarget::Sku
            | RowTarget::StockQuantity
            | RowTarget::StockStatus
            | RowTarget::ManageStock
            | RowTarget::Backorders
            | RowTarget::LowStockAmount
    )
}

impl Outgoing<'_> {
    /// The rows that this kind of product has.
    fn rows(&self) -> impl Iterator<Item = &ResolvedRow> {
        let on = |row: &&ResolvedRow| match self.role {
            Role::Variation { .. } => row.target.on_variation(),
            Role::Variable { .. } => !row.target.is_sold(),
            Role::Simple => true,
        };
        let files = self.context.settings.push_images;
        // Which translations are shown is the shop's business.
        let is_told = |row: &&ResolvedRow| {
            is_pushed(&row.target) && !(self.context.settings.translates && row.target == RowTarget::Status)
        };
        let rows = self.context.resolved.rows.iter().filter(is_told).filter(on);
        rows.filter(move |row| files || !self.is_of_files(row))
    }

    /// Whether a field of files was edited.
    pub fn is_file_edited(&self) -> bool {
        self.rows().filter(|row| self.is_of_files(row)).any(|row| self.is_field_edited(&row.field))
    }

    /// Whether any field was edited, so that UnoPim has to be asked.
    pub fn is_edited(&self) -> bool {
        self.rows().any(|row| self.is_field_edited(&row.field)) || self.is_list_edited()
    }

    pub fn is_field_edited(&self, field: &str) -> bool {
        let Some(shop) = self.snapshot.fields.get(field) else { return false };
        // The first picture of a gallery is the product's where no row says otherwise.
        let first = field == GALLERY && !self.maps_image() && self.is_field_edited("image");
        first
            || self.chosen(field).is_some()
            || match self.bases.get(field) {
                Some(base) if base.1 == told(&shop.h) || self.is_of_above(field, shop) => false,
                Some(base) => base.1 != shop.h || (keeps_own(field) && has_grown(base, shop, &shop.v)),
                None => is_worth(&shop.v) && !is_unsaid(field, &shop.v),
            }
    }

    /// What differs from the last synchronisation, and is no news: it was told, or is what a channel above brought.
    pub(super) fn is_at_rest(&self, field: &str, shop: &SnapshotField) -> bool {
        self.is_told(field, shop) || self.is_of_above(field, shop)
    }

    /// That it cannot be sent was told, and nobody has edited it since.
    pub(super) fn is_told(&self, field: &str, shop: &SnapshotField) -> bool {
        self.bases.get(field).is_some_and(|(_, held)| *held == told(&shop.h))
    }

    /// A channel above brought what the shop holds: that it is not this channel's is nobody's edit.
    fn is_of_above(&self, field: &str, shop: &SnapshotField) -> bool {
        let differs = self.bases.get(field).is_some_and(|(_, held)| *held != shop.h);
        differs && self.above.iter().any(|bases| bases.get(field).is_some_and(|(_, held)| *held == shop.h))
    }

    /// What both sides last had in step. A list that names more than UnoPim did then is an edit, though a pull has seen it since.
    pub(super) fn base(
        &self,
        field: &str,
        wish: Option<&Wish>,
        shop: &SnapshotField,
    ) -> Option<(String, String)> {
        let (src, held) = self.bases.get(field)?;
        let base = (src.clone(), held.clone());
        let grown = (keeps_own(field) || self.is_list(field))
            && match wish {
                Some(wish @ Wish::Set(_)) => outgrows(&base, shop, &shop.v, wish),
                _ => has_grown(&base, shop, &shop.v),
            };
        Some((base.0, if grown { String::new() } else { base.1 }))
    }

    /// Whether a row of its own brings the product's picture.
    pub(super) fn maps_image(&self) -> bool {
        self.context.resolved.row(&RowTarget::Image).is_some()
    }

    pub(super) fn chosen(&self, field: &str) -> Option<Side> {
        self.choices.and_then(|c| c.get(field)).copied()
    }

    pub fn rule(&self, field: &str) -> Rule {
        Rule {
            policy: self.context.settings.conflict_policy,
            held: self.held.iter().any(|f| f == field),
            choice: self.chosen(field),
            ..Rule::default()
        }
    }

    pub(super) fn note(&self, level: Level, code: &str, message: String, hint: &str, field: &str) -> Log {
        let log = Log::push(level, "product", self.key, code, message, hint);
        Log { field: Some(field.to_owned()), ..log }
    }

    /// Decides every mapped field.
    pub fn decide(&self) -> Decided {
        let mut out = Decided::default();
        for row in self.rows() {
            let Some(shop) = self.snapshot.fields.get(&row.field) else { continue };
            self.field(row, shop, &mut out);
        }
        out
    }

    /// UnoPim lends the field a text of another language: in this one it says nothing about it.
    fn is_borrowed(&self, field: &str) -> bool {
        self.known.is_some_and(|known| known.borrowed.contains(field))
    }

    /// What becomes of one field, apart from how it is told.
    pub fn outward(&self, field: &str, wish: Option<&Wish>, shop: &SnapshotField) -> Outward {
        // What the shop has of a lent text is no text of its own, and goes nowhere.
        let is_lent = |wish: &&Wish| match wish {
            Wish::Set(value) | Wish::Clear(value) => diff::same(value, &shop.v),
            Wish::Emptied => false,
        };
        let speaks = !self.is_borrowed(field) || self.chosen(field) == Some(Side::Unopim);
        let wish = wish.filter(|wish| speaks || is_lent(wish));
        if self.known.is_none() {
            // A new item: everything that says something goes out.
            return if is_worth(&shop.v) { Outward::Send(Reason::Created.code()) } else { Outward::Same };
        }
        let base = self.base(field, wish, shop);
        let is_told = base.as_ref().is_some_and(|(_, held)| *held == told(&shop.h));
        if (is_told || self.is_of_above(field, shop)) && self.chosen(field).is_none() {
            return Outward::Same;
        }
        if base.is_none() && !matches!(wish, Some(Wish::Set(_) | Wish::Clear(_))) && is_unsaid(field, &shop.v)
        {
            return Outward::Same;
        }
        outward(wish, base.as_ref(), shop, self.rule(field))
    }

    fn field(&self, row: &ResolvedRow, shop: &SnapshotField, out: &mut Decided) {
        let wish = self.known.and_then(|k| k.target.field(&row.field)).map(|f| &f.wish);
        let files = self.is_of_files(row);
        let found = if files { self.outward_files(row) } else { self.outward(&row.field, wish, shop) };
        let reason = match found {
            Outward::Same => return,
            Outward::Settled(_) if files => return self.settle(row, out),
            Outward::Settled(src) => {
                let base = BaseSource { src, shop: Some(shop.h.clone()) };
                out.bases.insert(row.field.clone(), Some(base));
                return;
            }
            Outward::Overruled(_) => return out.overruled.push(row.field.clone()),
            Outward::Held { asked } if files => return self.hold_files(row, asked, out),
            Outward::Held { asked } => return Self::hold(&row.field, wish, shop, asked, out),
            Outward::Send(reason) => reason,
        };
        match row.attribute {
            None => self.send_status(row, shop, reason, out),
            Some(number) => self.send(row, &self.context.resolved.attributes[number], reason, out),
        }
    }

    fn hold_files(&self, row: &ResolvedRow, asked: bool, out: &mut Decided) {
        for part in self.parts(row) {
            let Some(shop) = self.snapshot.fields.get(part) else { continue };
            let wish = match self.known.and_then(|known| known.files.get(part)) {
                Some(FileWish::Says(value)) => Some(Wish::Set(value.clone())),
                _ => None,
            };
            Self::hold(part, wish.as_ref(), shop, asked, out);
        }
    }

    pub(super) fn hold(
        field: &str,
        wish: Option<&Wish>,
        shop: &SnapshotField,
        asked: bool,
        out: &mut Decided,
    ) {
        let offered = match wish {
            Some(Wish::Set(value) | Wish::Clear(value)) => Some(value.clone()),
            _ => None,
        };
        let reason = if asked { Reason::Held } else { Reason::Conflict };
        out.held.push(FieldChange {
            field: field.to_owned(),
            old: shop.v.clone(),
            new: shop.v.clone(),
            offered,
            reason: reason.into(),
            write: false,
            expect: None,
            after: None,
            shown: None,
        });
    }

    /// UnoPim's status flag.
    fn send_status(&self, row: &ResolvedRow, shop: &SnapshotField, reason: &'static str, out: &mut Decided) {
        let enabled = shop.v == json!("publish");
        let old = self.known.map_or(Value::Null, |k| k.raw.get("status").cloned().unwrap_or_default());
        if old.as_bool() == Some(enabled) {
            return self.settle(row, out);
        }
        out.changes.push(Outbound {
            field: row.field.clone(),
            path: "status".into(),
            old,
            value: Some(json!(enabled)),
            reason,
        });
    }

    /// Both sides mean the same: the shop's value is no edit any longer.
    fn settle(&self, row: &ResolvedRow, out: &mut Decided) {
        self.rest(row, Clone::clone, out);
    }

    /// It cannot be sent, and that was told. For a pull it is an edit as before, so that a change in UnoPim meets the channel's policy.
    fn give_up(&self, row: &ResolvedRow, out: &mut Decided) {
        self.rest(row, |hash| told(hash), out);
    }

    fn rest(&self, row: &ResolvedRow, half: impl Fn(&String) -> String, out: &mut Decided) {
        for part in self.parts(row) {
            let Some(shop) = self.snapshot.fields.get(part) else { continue };
            let src = if self.is_of_files(row) {
                self.source_of_files(part)
            } else {
                said_by(self.known.and_then(|k| k.target.field(part)).map(|f| &f.wish))
            };
            out.bases.insert(part.to_owned(), Some(BaseSource { src, shop: Some(half(&shop.h)) }));
        }
    }

    fn send(&self, row: &ResolvedRow, attribute: &Attribute, reason: &'static str, out: &mut Decided) {
        let context = self.context;
        if self.is_axis(row, attribute) {
            return;
        }
        if context.settings.translates && !attribute.value_per_locale {
            let message =
                format!("{} is the same in all languages; a translation does not change it", attribute.code);
            let hint = "Edit the product in the channel's default language, or give the attribute a value per language in UnoPim.";
            out.notes.push(self.note(Level::Info, Reason::Translation.code(), message, hint, &row.field));
            return self.give_up(row, out);
        }
        if !context.catalog.in_family(self.family, &attribute.code) {
            let message = format!("{} is not in the family {}; it is not sent", attribute.code, self.family);
            let hint = "Add the attribute to the family in UnoPim, or clear the row.";
            out.notes.push(self.note(Level::Warn, Reason::NotInFamily.code(), message, hint, &row.field));
            return self.give_up(row, out);
        }
        let place = Place::of(attribute, &context.settings.channel, &context.settings.locale);
        let path = place.path(&attribute.code);
        let held = self.known.and_then(|k| place.get(&k.raw["values"], &attribute.code));
        let old = held.cloned().unwrap_or_default();
        // Prices in several currencies share a value: each is put beside those that go out with it.
        let beside =
            out.changes.iter().rfind(|c| c.path == path).map(|c| c.value.clone().unwrap_or_default());
        let held = beside.as_ref().or(held);
        // A price of its own brings the currencies along that it had from its parent.
        let inherited = || place.get(self.known?.inherited?, &attribute.code);
        let whole = held.or_else(|| inherited().filter(|_| attribute.kind == AttributeType::Price));
        if held.is_none() && attribute.kind == AttributeType::Price {
            self.tell_hidden_price(row, attribute, out);
        }
        let sender = Sender { catalog: context.catalog, settings: context.settings, store: context.store };
        let value = match sender.value(row, attribute, &self.shown(row), whole, self.terms) {
            Sent::Value(value) => Some(value),
            // That somebody emptied it stays known: what UnoPim lends it would come back.
            Sent::Empty if held.is_none_or(is_empty) && self.is_borrowed(&row.field) => {
                return self.give_up(row, out);
            }
            Sent::Empty if held.is_none_or(is_empty) => return self.settle(row, out),
            Sent::Empty if row.clear_when_empty => {
                let currency = row.target.currency(context.settings.price_currency.as_ref());
                held.and_then(|held| cleared(attribute, held, currency))
            }
            Sent::Empty => {
                let message = format!("{} is empty in the shop; UnoPim's value stays", row.field);
                let hint = "Switch Clear when empty on for the row to empty it in UnoPim too.";
                let code = Reason::EmptyNotCleared.code();
                out.notes.push(self.note(Level::Info, code, message, hint, &row.field));
                return self.give_up(row, out);
            }
            Sent::Needs(options) => {
                out.needs.extend(options.into_iter().map(|option| Need {
                    attribute: attribute.code.clone(),
                    target: row.target.clone(),
                    option,
                }));
                return;
            }
            Sent::Files(ids) => {
                let list = attribute.kind == AttributeType::Gallery;
                let parts = self.parts(row);
                out.files.push(OutboundFiles {
                    field: row.field.clone(),
                    parts: parts.iter().map(|part| (*part).to_owned()).collect(),
                    path,
                    attribute: attribute.code.clone(),
                    place,
                    old,
                    ids,
                    list,
                    first: list && parts == [IMAGE],
                    reason,
                });
                return;
            }
            Sent::Kept { code, message, hint } => {
                out.notes.push(self.note(Level::Warn, code, message, hint, &row.field));
                return self.give_up(row, out);
            }
        };
        if let (Some(value), Some(held)) = (&value, held)
            && same(attribute, held, value)
        {
            return self.settle(row, out);
        }
        out.changes.push(Outbound { field: row.field.clone(), path, old, value, reason });
    }

    /// A price of its own takes the place of the one that a variant has from a level, in every currency.
    fn tell_hidden_price(&self, row: &ResolvedRow, attribute: &Attribute, out: &mut Decided) {
        let channel = self.context.catalog.channel(&self.context.settings.channel);
        let has_more = channel.is_some_and(|channel| channel.currencies.len() > 1);
        let Some(level) = self.known.and_then(|known| known.level).filter(|_| has_more) else { return };
        let message = format!(
            "UnoPim does not show what {level} has of {}: in other currencies the variant has no price from there any more",
            attribute.code
        );
        let hint =
            "Enter the prices of the other currencies at the variant in UnoPim, or update to UnoPim 3.0.1.";
        out.notes.push(self.note(Level::Warn, Reason::LevelUnread.code(), message, hint, &row.field));
    }

    /// The options of an axis are its variants' to say.
    fn is_axis(&self, row: &ResolvedRow, attribute: &Attribute) -> bool {
        let axis = match self.role {
            Role::Simple => false,
            Role::Variable { axes } => axes.iter().any(|(axis, _)| *axis == attribute.code),
            Role::Variation { axes } => axes.contains(&attribute.code),
        };
        axis && matches!(row.target, RowTarget::Attribute(_))
    }
}

/// Lists in which a pull leaves what the shop has added beside what UnoPim says.
fn keeps_own(field: &str) -> bool {
    matches!(field, TAGS | GALLERY)
}

/// The shop's half of a base for a value that cannot be sent: another than the value's own, so that it stays an edit, and known again
/// by the next push.
pub fn told(hash: &str) -> String {
    format!("~{hash}")
}

/// UnoPim's half of a base for what it says now; nothing said is a base too.
pub fn said_by(wish: Option<&Wish>) -> String {
    match wish {
        Some(Wish::Set(value) | Wish::Clear(value)) => source_of(value),
        _ => source_of(&Value::Null),
    }
}

/// What WooCommerce says of a field that nobody has set: no value that somebody gave a product, so that nothing is adopted from it.
fn is_unsaid(field: &str, value: &Value) -> bool {
    match field {
        "featured" | "sold_individually" | "virtual" => *value == json!(false),
        "reviews_allowed" => *value == json!(true),
        "menu_order" => *value == json!(0),
        "catalog_visibility" => *value == json!("visible"),
        "tax_status" => *value == json!("taxable"),
        "tax_class" => *value == json!("parent"),
        _ => false,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}
