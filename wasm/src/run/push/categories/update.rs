//! A linked category that somebody edited.

use serde_json::{Map, Value, json};

use super::super::super::io::{Io, SourceFault};
use super::super::options::written;
use super::super::reviewed::{in_conflict, is_fresh};
use super::super::structure::{is_edited, stamp_of};
use super::super::{CATEGORY, Disposition, Pusher};
use super::{PUSHED, TEXTS};
use crate::diff::{Wish, source_of};
use crate::plan::{Action, FieldChange, Outward, is_worth, outward, parent_meant};
use crate::reason::Reason;
use crate::source::Category;
use crate::source::write::{self, Change};
use crate::store::{CATEGORIES, LinkRow, TermRow};
use crate::wire::Level;

/// What of a category is another in each language.
const TRANSLATED: &[&str] = &["name", "description"];

/// What of a category goes out.
#[derive(Default)]
struct Edits {
    changes: Vec<Change>,
    fields: Vec<FieldChange>,
    /// Fields that are in step from now on.
    settled: Vec<&'static str>,
    /// Fields that wait for a choice from now on.
    held: Vec<FieldChange>,
}

impl Pusher {
    /// `leaves`: what it lies below in UnoPim was deleted in the shop, and it has moved up there.
    pub async fn update_category(
        &mut self,
        io: &Io,
        code: &str,
        row: &TermRow,
        leaves: bool,
    ) -> Result<Disposition, SourceFault> {
        let disposition = self.bring_category(io, code, row, leaves).await?;
        if matches!(disposition, Disposition::Done) {
            self.unpark_term(io, CATEGORY, code).await?;
        }
        Ok(disposition)
    }

    async fn bring_category(
        &mut self,
        io: &Io,
        code: &str,
        row: &TermRow,
        leaves: bool,
    ) -> Result<Disposition, SourceFault> {
        let first = self.channels.first();
        let known = first.shop.taxonomies.get(CATEGORIES);
        let link = known.and_then(|t| t.links.iter().find(|l| l.id == row.id && l.code == code)).cloned();
        let translates = first.settings.translates;
        let is_linked = link.is_some();
        let link = match link {
            Some(link) => link,
            // What somebody translated by hand has no link before it is looked at.
            None if translates => LinkRow::default(),
            // Mapped by hand, it keeps the names that it has on either side.
            None => return Ok(Disposition::Done),
        };
        let edited = |field: &&str| is_edited(&link.bases, field, row);
        let looked_at: &[&str] = if translates { TRANSLATED } else { &PUSHED };
        if !leaves && is_linked && (first.settings.mirror && translates || !looked_at.iter().any(edited)) {
            io.checkpoint(|c| c.counts.unchanged += 1);
            return Ok(Disposition::Done);
        }
        if first.settings.mirror {
            let message = "UnoPim owns its fields: Mirror is on".to_owned();
            let hint = "Switch Mirror off for the channel to push what is edited in the shop.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Info, CATEGORY, code, ("mirror", message, hint));
            return Ok(Disposition::Skipped);
        }
        let Some(category) = io.get_category(code).await? else {
            let message = "UnoPim has it no more; it is not created again".to_owned();
            let hint = "Check deletions, or unlink the category to have it created anew.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Warn, CATEGORY, code, ("gone_in_unopim", message, hint));
            return Ok(Disposition::Skipped);
        };
        let mut edits = Edits::default();
        self.edited_texts(io, &category, &link, row, &mut edits);
        if !translates {
            self.moved(&category, &link, row, leaves, &mut edits);
        }
        let Edits { changes, fields, settled, held } = edits;
        let channel = self.channels.first().settings.link_channel();
        self.hold_term(io, CATEGORIES, (CATEGORY, code, row.id), &channel, held).await?;
        let operation = |pusher: &Self, action, fields, back| {
            pusher.category_operation(code, row, action, fields, (back, &settled))
        };
        if fields.is_empty() {
            io.checkpoint(|c| c.counts.unchanged += 1);
            if !is_linked && !self.dry {
                self.keep_structure(io, operation(self, Action::Link, fields, &category)).await?;
            }
            return Ok(Disposition::Done);
        }
        let raw = json!({
            "code": code, "parent": category.parent, "additional_data": category.additional_data,
        });
        let request = match self.with_facts(|facts| write::category_write(&raw, &changes, facts)) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(Disposition::Done),
            Err(fault) => return Ok(Self::refuse_category(io, code, &fault)),
        };
        let stamp = stamp_of(&request, None);
        if self.stands(io, CATEGORY, code, &stamp) {
            return Ok(Disposition::Parked);
        }
        if self.dry {
            io.checkpoint(|c| c.counts.updated += 1);
            io.apply(vec![operation(self, Action::Update, fields, &category)]).await?;
            return Ok(Disposition::Done);
        }
        if let Some(fault) = self.deliver(io, &request).await? {
            return Ok(self.park_term(io, (CATEGORY, code, row.id), &fault, &stamp).await?);
        }
        let Some(back) = io.get_category(code).await? else {
            return Ok(Self::category_not_taken(io, code));
        };
        let now = json!(back.additional_data);
        let arrived = fields.iter().all(|f| {
            f.field == "parent" || f.field.split('.').try_fold(&now, |at, k| at.get(k)) == Some(&f.new)
        });
        if !arrived {
            return Ok(Self::category_not_taken(io, code));
        }
        let operation = operation(self, Action::Update, fields, &back);
        self.learn_category(&back, row);
        self.keep_structure(io, operation).await?;
        io.checkpoint(|c| {
            c.counts.updated += 1;
            c.counts.writes += 1;
        });
        Ok(Disposition::Done)
    }

    fn edited_texts(&self, io: &Io, category: &Category, link: &LinkRow, row: &TermRow, out: &mut Edits) {
        let first = self.channels.first();
        let translates = first.settings.translates;
        let need = first.term_context().category(category, 1, None, &first.shop.terms);
        let code = category.code.as_str();
        for (field, name) in TEXTS {
            let rule = self.term_rule(CATEGORIES, (CATEGORY, code), field);
            let value = row.value(field);
            let said = match field {
                "name" => Some(json!(need.name)),
                other => need.fields.iter().find(|(f, _)| f == other).map(|(_, v)| v.clone()),
            };
            let shop = row.snapshot(field);
            // A text of another language says nothing in this one.
            let lent = translates && need.borrowed.contains(&field);
            let wish = said.filter(|said| !lent || *said == value).map(Wish::Set);
            let outcome = outward(wish.as_ref(), link.bases.get(field), &shop, rule);
            match outcome {
                Outward::Send(_) if lent && !is_worth(&value) => {}
                Outward::Send(_) if translates && !self.is_localised(name) => {
                    let message =
                        format!("{name} is the same in all languages; a translation does not change it");
                    let hint = "Edit the category in the channel's default language.";
                    Self::tell(io, Level::Info, CATEGORY, code, (Reason::Translation.code(), message, hint));
                }
                Outward::Settled(_) => out.settled.push(field),
                Outward::Send(reason) => {
                    out.settled.push(field);
                    let path = self.category_path(name);
                    let old = get(&category.additional_data, &path);
                    out.changes.push(Change { path: path.clone(), value: Some(value.clone()) });
                    out.fields.push(FieldChange { old, reason: reason.into(), ..written(&path, value) });
                }
                _ if is_fresh(&outcome, rule) => out.held.push(in_conflict(field, value, said_of(wish))),
                _ => {}
            }
        }
    }

    /// Whether somebody moved it, or it has to leave its place.
    fn moved(&self, category: &Category, link: &LinkRow, row: &TermRow, leaves: bool, out: &mut Edits) {
        let first = self.channels.first();
        let need = first.term_context().category(category, 1, None, &first.shop.terms);
        let wish = self.meant(category, link, row).or(need.parent).map(Wish::Set);
        let rule = self.term_rule(CATEGORIES, (CATEGORY, &category.code), "parent");
        let moved = outward(wish.as_ref(), link.bases.get("parent"), &row.snapshot("parent"), rule);
        let moved = if leaves { Outward::Send(Reason::ShopChanged.code()) } else { moved };
        // Where what it lay below is gone from the shop, nobody moved it: the pull brings that back, and says what is to be asked.
        let is_there =
            |id: u64| link.bases.get("parent").is_some_and(|(src, _)| *src == source_of(&json!(id)));
        let lay_below = is_there(0) || self.category_rows().iter().any(|row| is_there(row.id));
        if lay_below && is_fresh(&moved, rule) {
            out.held.push(in_conflict("parent", row.value("parent"), said_of(wish)));
        }
        let Outward::Send(reason) = moved else { return };
        let above = if row.parent == 0 { self.root() } else { self.category_code(row.parent) };
        let is_known = row.parent == 0 || above.is_some();
        out.settled.extend(is_known.then_some("parent"));
        if is_known && above != category.parent {
            out.fields.push(FieldChange {
                old: json!(category.parent),
                reason: reason.into(),
                ..written("parent", json!(above))
            });
            out.changes.push(Change { path: "parent".into(), value: above.map(Value::String) });
        }
    }

    /// The term under which UnoPim has a category still, where somebody has deleted it in the shop and put the category elsewhere.
    fn meant(&self, category: &Category, link: &LinkRow, row: &TermRow) -> Option<Value> {
        let known = self.channels.first().shop.taxonomies.get(CATEGORIES)?;
        let above = known.links.iter().find(|above| Some(&above.code) == category.parent.as_ref())?;
        let before =
            parent_meant(above, known.terms.iter().any(|term| term.id == above.id), &link.bases, row)?;
        Some(json!(before))
    }
}

/// What UnoPim says.
fn said_of(wish: Option<Wish>) -> Value {
    match wish {
        Some(Wish::Set(said)) => said,
        _ => Value::Null,
    }
}

fn get(data: &Map<String, Value>, path: &str) -> Value {
    let mut keys = path.split('.');
    let first = keys.next().and_then(|key| data.get(key));
    keys.try_fold(first, |at, key| at.map(|at| at.get(key))).flatten().cloned().unwrap_or_default()
}
