//! Categories of the shop on their way to UnoPim, parents first.

use serde_json::{Map, Value, json};

use super::super::io::{Io, Outcome, SourceFault};
use super::super::send::Delivery;
use super::super::structure::Knowledge;
use super::item::Item;
use super::{CATEGORY, Pusher};
use crate::diff::{Policy, Rule, Side, Wish, hash_of, source_of};
use crate::error::Fault;
use crate::plan::{
    Action, BaseSource, Decided, FieldChange, Operation, OperationLink, Outward, is_worth, outward,
};
use crate::reason::Reason;
use crate::source::write::{self, Change, Write};
use crate::source::{Category, decode_page, decode_records};
use crate::store::{Bases, CATEGORIES, LinkRow, TermRow};
use crate::wire::{CatalogRecord, Level, Log, Request};

/// How often an answer that cannot be read is asked for.
const TRIES: u32 = 3;

/// What is pushed of a category, and what of that is another in each language.
const PUSHED: [&str; 3] = ["name", "description", "parent"];
const TRANSLATED: &[&str] = &["name", "description"];

/// Fields of a term and of a UnoPim category.
const TEXTS: [(&str, &str); 2] = [("name", "name"), ("description", "description")];

impl Pusher {
    fn category_rows(&self) -> &[TermRow] {
        self.channels.first().shop.taxonomies.get(CATEGORIES).map_or(&[], |row| row.terms.as_slice())
    }

    /// The code that a shop category stands for in the first channel.
    fn category_code(&self, id: u64) -> Option<String> {
        let first = self.channels.first();
        let mapped = first.spec.mapping.categories.get(&first.settings.channel);
        let by_hand =
            mapped.and_then(|m| m.iter().find(|(_, term)| **term == id)).map(|(code, _)| code.clone());
        by_hand.or_else(|| first.shop.category_of(id).map(ToOwned::to_owned))
    }

    /// Every category of the shop.
    pub async fn all_categories(&mut self, io: &Io) -> Result<(), Fault> {
        let ids: Vec<u64> = self.category_rows().iter().map(|row| row.id).collect();
        self.categories(io, &ids).await
    }

    pub async fn categories(&mut self, io: &Io, ids: &[u64]) -> Result<(), Fault> {
        for id in ids {
            let done = self.category(io, *id, 0).await.map(drop);
            spare(io, CATEGORY, &format!("#{id}"), done)?;
        }
        Ok(())
    }

    /// The categories of a product that UnoPim does not have yet; whether one was made.
    pub async fn bring_categories_of(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        decided: &[Decided],
    ) -> Result<bool, SourceFault> {
        let snapshot = &item.candidate.snapshot;
        let Some(field) = snapshot.fields.get("categories") else { return Ok(false) };
        let edited = item
            .candidate
            .link()
            .is_none_or(|link| link.bases.get("categories").is_none_or(|(_, held)| *held != field.h));
        let held = decided.iter().any(|d| d.held.iter().any(|f| f.field == "categories"));
        if !edited || held {
            return Ok(false);
        }
        let ids: Vec<u64> = field.v.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let default = self.channels.first().spec.store.default_category;
        let mut made = false;
        for id in ids.into_iter().filter(|id| *id != default) {
            if self.category_code(id).is_none() {
                made |= self.category(io, id, 0).await?;
            }
        }
        Ok(made)
    }

    /// One category, its ancestors before it; whether UnoPim has it now and did not before.
    async fn category(&mut self, io: &Io, id: u64, depth: usize) -> Result<bool, SourceFault> {
        let Some(row) = self.category_rows().iter().find(|row| row.id == id).cloned() else {
            return Ok(false);
        };
        if let Some(code) = self.category_code(id) {
            self.update_category(io, &code, &row, false).await?;
            return Ok(false);
        }
        // What products are in by default is a shop's own drawer.
        if id == self.channels.first().spec.store.default_category {
            return Ok(false);
        }
        if let Some(code) = self.of_another_channel(&row) {
            let message = format!("It stands for {code}, which lies outside the channel's root category");
            let hint = "Map the category on Field Mapping to have it assigned from this channel too.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Info, CATEGORY, code, ("outside_root", message, hint));
            return Ok(false);
        }
        if row.parent > 0 && self.category_code(row.parent).is_none() && depth < 64 {
            Box::pin(self.category(io, row.parent, depth + 1)).await?;
            if self.is_awaited(row.parent) {
                let code = row.proposal();
                let message = "UnoPim does not have its parent yet; it is made once that is there".to_owned();
                let hint = "Push it again; should it stay so, look for the parent's row.";
                io.checkpoint(|c| c.counts.failed += 1);
                Self::tell(io, Level::Warn, CATEGORY, code, ("no_result", message, hint));
                return Ok(false);
            }
        }
        self.create_category(io, &row).await
    }

    /// Whether UnoPim is to get a category that it does not have; elsewhere than below it a child would lie in a wrong place.
    fn is_awaited(&self, id: u64) -> bool {
        let is_own = |row: &&TermRow| row.id == id && self.of_another_channel(row).is_none();
        id != self.channels.first().spec.store.default_category
            && self.category_code(id).is_none()
            && self.category_rows().iter().any(|row| is_own(&row))
    }

    /// UnoPim's category of this name in the tree of another channel: what came from there is not made a second time.
    fn of_another_channel(&self, row: &TermRow) -> Option<&str> {
        let first = self.channels.first();
        let root = first.catalog.root(&first.settings.channel)?;
        let named = |code: &str| code.to_lowercase().replace('_', "-") == row.slug;
        let mut codes = first.catalog.categories().iter().map(|category| category.code.as_str());
        codes.find(|code| named(code) && !first.catalog.is_under(code, root))
    }

    fn root(&self) -> Option<String> {
        let first = self.channels.first();
        first.catalog.channel(&first.settings.channel)?.root_category.clone()
    }

    /// The place of a category's text in UnoPim.
    fn category_path(&self, field: &str) -> String {
        let first = self.channels.first();
        if self.is_localised(field) {
            format!("locale_specific.{}.{field}", first.settings.locale)
        } else {
            format!("common.{field}")
        }
    }

    fn is_localised(&self, field: &str) -> bool {
        self.channels.first().catalog.category_field(field).is_none_or(|a| a.value_per_locale)
    }

    async fn create_category(&mut self, io: &Io, row: &TermRow) -> Result<bool, SourceFault> {
        let first = self.channels.first();
        let code = write::free_code(row.proposal(), |code| {
            first.catalog.categories().iter().any(|c| c.code.eq_ignore_ascii_case(code))
        });
        let parent =
            if row.parent > 0 { self.category_code(row.parent) } else { None }.or_else(|| self.root());
        let mut changes = Vec::new();
        let mut fields = Vec::new();
        for (field, name) in TEXTS {
            let value = row.value(field);
            if is_worth(&value) {
                let path = self.category_path(name);
                fields.push(super::options::written(&path, value.clone()));
                changes.push(Change { path, value: Some(value) });
            }
        }
        fields.push(super::options::written("parent", json!(parent)));
        let request = match self
            .with_facts(|facts| write::category_create(&code, parent.as_deref(), &changes, facts))
        {
            Ok(request) => request,
            Err(fault) => {
                Self::refuse_category(io, &code, &fault);
                return Ok(false);
            }
        };
        let additional_data = request.body["additional_data"].as_object().cloned().unwrap_or_default();
        let category = Category { code: code.clone(), parent, additional_data };
        let operation = self.category_operation(&code, row, Action::Create, fields, (&category, &PUSHED));
        if self.dry {
            self.learn_category(&category, row);
            io.apply(vec![operation]).await?;
            io.checkpoint(|c| c.counts.created += 1);
            return Ok(true);
        }
        // It may have been made by a process that did not live to say so, or in UnoPim since the catalogue was read.
        let there = self.read_category(io, &code).await?;
        let made = there.is_none();
        let back = match there {
            None if self.deliver(io, &code, &request).await? => self.read_category(io, &code).await?,
            there => there,
        };
        let Some(back) = back else { return Ok(false) };
        self.learn_category(&back, row);
        self.channels.first().keep_category(io, &back).await?;
        self.keep_structure(io, operation).await?;
        io.checkpoint(|c| {
            c.counts.created += u64::from(made);
            c.counts.writes += u64::from(made);
        });
        Ok(true)
    }

    /// Sends a write of the structure; false where it was refused, which is told.
    pub async fn deliver(&self, io: &Io, key: &str, request: &Write) -> Result<bool, SourceFault> {
        let sent = self.send(io, request).await;
        let entity = if request.path.starts_with("categories") { CATEGORY } else { "attribute" };
        let (code, message, hint) = match sent {
            // What may have arrived is looked for.
            Ok(Delivery::Done(_) | Delivery::Unknown(_)) => return Ok(true),
            Ok(Delivery::Refused { status, body }) => {
                let message = write::refusal_of("it", status, &body);
                let hint = "Correct it in the shop, or its rule in UnoPim, then push it again.".to_owned();
                ("rejected".to_owned(), message, hint)
            }
            Err(fault) if fault.fatal => return Err(fault),
            Err(fault) => (fault.fault.code, fault.fault.message, fault.fault.hint),
        };
        io.checkpoint(|c| c.counts.failed += 1);
        io.log(Log::push(Level::Error, entity, key, &code, message, &hint));
        Ok(false)
    }

    /// UnoPim said yes, and holds what it held.
    pub fn tell_not_taken(io: &Io, entity: &str, key: &str) {
        let message = "UnoPim did not take the change".to_owned();
        let hint = "Push it again; should it stay so, check UnoPim's log.";
        io.checkpoint(|c| c.counts.failed += 1);
        Self::tell(io, Level::Error, entity, key, ("no_result", message, hint));
    }

    fn refuse_category(io: &Io, code: &str, fault: &Fault) {
        io.checkpoint(|c| c.counts.skipped += 1);
        let told = (fault.code.as_str(), fault.message.clone(), fault.hint.as_str());
        Self::tell(io, Level::Warn, CATEGORY, code, told);
    }

    /// A category from the list: a single read does not tell the parent before UnoPim 2.1.
    pub async fn read_category(&self, io: &Io, code: &str) -> Result<Option<Category>, SourceFault> {
        let filters = json!({"code": [{"operator": "=", "value": code}]}).to_string();
        let query = [("filters", filters), ("limit", "100".to_owned())];
        let mut tries = 0;
        loop {
            let got = io.get("categories", &query, 3).await?;
            tries += 1;
            // What cannot be read says nothing, least of all that there is no such category.
            let page = match decode_page(&got.body) {
                Ok(page) => page,
                Err(_) if tries < TRIES => continue,
                Err(e) => {
                    let fault = Fault::new(e.code(), "categories", e.to_string(), e.hint());
                    return Err(SourceFault::of_item(fault));
                }
            };
            let rows: Vec<Value> =
                page.rows.iter().filter_map(|row| serde_json::from_str(row.get()).ok()).collect();
            let (found, _) = decode_records::<Category>("category", &rows);
            return Ok(found.into_iter().find(|c| c.code == code));
        }
    }

    /// The category is known from now on, and which term stands for it.
    fn learn_category(&mut self, category: &Category, row: &TermRow) {
        for knowledge in &mut self.channels.0 {
            let mut all = knowledge.catalog.categories().to_vec();
            all.retain(|c| c.code != category.code);
            all.push(category.clone());
            knowledge.catalog.set_categories(all);
            let term = crate::store::Term {
                id: row.id,
                slug: row.slug.clone(),
                name: row.name.clone(),
                order: i64::MAX,
            };
            knowledge.shop.terms.insert("category", category.code.clone(), term);
        }
    }

    fn category_operation(
        &self,
        code: &str,
        row: &TermRow,
        action: Action,
        fields: Vec<FieldChange>,
        (category, settled): (&Category, &[&str]),
    ) -> Operation {
        let first = self.channels.first();
        let need = first.term_context().category(category, 1, None, &first.shop.terms);
        let mut said = vec![("name".to_owned(), json!(need.name))];
        said.extend(need.parent.map(|parent| ("parent".to_owned(), parent)));
        said.extend(need.fields);
        let bases = said
            .into_iter()
            .filter(|(field, _)| settled.contains(&field.as_str()))
            .filter_map(|(field, value)| {
                let shop = row.h.get(&field).cloned()?;
                Some((field, Some(BaseSource { src: source_of(&value), shop: Some(shop) })))
            })
            .collect();
        Operation {
            side: Some(Side::Unopim),
            id: Some(row.id),
            taxonomy: Some(CATEGORIES.into()),
            reason: if action == Action::Create { "created" } else { "shop_changed" }.into(),
            fields,
            link: Some(OperationLink { bases, ..OperationLink::default() }),
            plan_row: self.planned_row(CATEGORY, code),
            ..Operation::blank(CATEGORY, code, &first.settings.link_channel(), action)
        }
    }

    /// The term under which UnoPim has a category still, where somebody has deleted it in the shop and put the category elsewhere than
    /// that moved it to by itself: that no term stands for the parent any more is nothing that UnoPim has changed.
    fn parent_meant(&self, category: &Category, link: &LinkRow, row: &TermRow) -> Option<Value> {
        let known = self.channels.first().shop.taxonomies.get(CATEGORIES)?;
        let above = known.links.iter().find(|above| Some(&above.code) == category.parent.as_ref())?;
        let meant = json!(above.id);
        let was_there = link.bases.get("parent").is_some_and(|(src, _)| *src == source_of(&meant));
        let is_gone = known.terms.iter().all(|term| term.id != above.id);
        let by_itself = above.bases.get("parent").is_some_and(|(_, held)| row.h.get("parent") == Some(held));
        (was_there && is_gone && !by_itself).then_some(meant)
    }

    pub async fn keep_structure(&self, io: &Io, operation: Operation) -> Result<(), Fault> {
        for (operation, outcome) in io.apply(vec![operation]).await? {
            if let Outcome::Failed(fault) = outcome {
                io.checkpoint(|c| c.counts.failed += 1);
                let (entity, key) = (&operation.entity, &operation.key);
                io.log(Log::push(Level::Error, entity, key, &fault.code, fault.message, &fault.hint));
            }
        }
        Ok(())
    }

    /// A linked category that somebody edited. `leaves`: what it lies below in UnoPim was deleted in the shop, and it has moved up there.
    pub async fn update_category(
        &mut self,
        io: &Io,
        code: &str,
        row: &TermRow,
        leaves: bool,
    ) -> Result<(), SourceFault> {
        let first = self.channels.first();
        let link = first
            .shop
            .taxonomies
            .get(CATEGORIES)
            .and_then(|t| t.links.iter().find(|l| l.id == row.id && l.code == code))
            .cloned();
        let translates = first.settings.translates;
        let is_linked = link.is_some();
        let link = match link {
            Some(link) => link,
            // What somebody translated by hand has no link before it is looked at.
            None if translates => LinkRow::default(),
            // Mapped by hand, it keeps the names that it has on either side.
            None => return Ok(()),
        };
        let edited = |field: &&str| is_edited(&link.bases, field, row);
        let looked_at: &[&str] = if translates { TRANSLATED } else { &PUSHED };
        if !leaves && is_linked && (first.settings.mirror && translates || !looked_at.iter().any(edited)) {
            io.checkpoint(|c| c.counts.unchanged += 1);
            return Ok(());
        }
        if first.settings.mirror {
            let message = "UnoPim owns its fields: Mirror is on".to_owned();
            let hint = "Switch Mirror off for the channel to push what is edited in the shop.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Info, CATEGORY, code, ("mirror", message, hint));
            return Ok(());
        }
        let Some(category) = self.read_category(io, code).await? else {
            let message = "UnoPim has it no more; it is not created again".to_owned();
            let hint = "Check deletions, or unlink the category to have it created anew.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Warn, CATEGORY, code, ("gone_in_unopim", message, hint));
            return Ok(());
        };
        let first = self.channels.first();
        let need = first.term_context().category(&category, 1, None, &first.shop.terms);
        let rule = Rule {
            // A term has no place where two values could wait side by side: the shop's stays unsent, and the pull tells.
            policy: first.settings.conflict_policy,
            ..Rule::default()
        };
        let mut changes = Vec::new();
        let mut fields = Vec::new();
        let mut settled = Vec::new();
        for (field, name) in TEXTS {
            let value = row.value(field);
            let said = match field {
                "name" => Some(json!(need.name)),
                other => need.fields.iter().find(|(f, _)| f == other).map(|(_, v)| v.clone()),
            };
            let shop = row.snapshot(field);
            // A text of another language says nothing in this one.
            let lent = translates && need.borrowed.contains(&field);
            let wish = said.filter(|said| !lent || *said == value).map(Wish::Set);
            match outward(wish.as_ref(), link.bases.get(field), &shop, rule) {
                Outward::Send(_) if lent && !is_worth(&value) => {}
                Outward::Send(_) if translates && !self.is_localised(name) => {
                    let message =
                        format!("{name} is the same in all languages; a translation does not change it");
                    let hint = "Edit the category in the channel's default language.";
                    Self::tell(io, Level::Info, CATEGORY, code, (Reason::Translation.code(), message, hint));
                }
                Outward::Settled(_) => settled.push(field),
                Outward::Send(reason) => {
                    settled.push(field);
                    let path = self.category_path(name);
                    let old = get(&category.additional_data, &path);
                    changes.push(Change { path: path.clone(), value: Some(value.clone()) });
                    fields.push(FieldChange {
                        old,
                        reason: reason.into(),
                        ..super::options::written(&path, value)
                    });
                }
                Outward::Held { .. } if rule.policy == Policy::Review => {
                    let message = format!("{field} was changed on both sides; it is not sent");
                    let hint = "Change it on one side once more, or choose another conflict policy.";
                    Self::tell(io, Level::Warn, CATEGORY, code, ("conflict", message, hint));
                }
                _ => {}
            }
        }
        let parent = category.parent.clone();
        let shop = row.snapshot("parent");
        let wish = self.parent_meant(&category, &link, row).or_else(|| need.parent.clone()).map(Wish::Set);
        let moved = outward(wish.as_ref(), link.bases.get("parent"), &shop, rule);
        let moved = if leaves { Outward::Send(Reason::ShopChanged.code()) } else { moved };
        if let (Outward::Send(reason), false) = (moved, translates) {
            let above = if row.parent == 0 { self.root() } else { self.category_code(row.parent) };
            let is_known = row.parent == 0 || above.is_some();
            settled.extend(is_known.then_some("parent"));
            if is_known && above != parent {
                fields.push(FieldChange {
                    old: json!(parent),
                    reason: reason.into(),
                    ..super::options::written("parent", json!(above))
                });
                changes.push(Change { path: "parent".into(), value: above.map(Value::String) });
            }
        }
        if fields.is_empty() {
            io.checkpoint(|c| c.counts.unchanged += 1);
            if !is_linked && !self.dry {
                let operation =
                    self.category_operation(code, row, Action::Link, fields, (&category, &settled));
                self.keep_structure(io, operation).await?;
            }
            return Ok(());
        }
        let raw = json!({
            "code": code, "parent": category.parent, "additional_data": category.additional_data,
        });
        let request = match self.with_facts(|facts| write::category_write(&raw, &changes, facts)) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(fault) => {
                Self::refuse_category(io, code, &fault);
                return Ok(());
            }
        };
        io.checkpoint(|c| c.counts.updated += 1);
        if self.dry {
            let operation = self.category_operation(code, row, Action::Update, fields, (&category, &settled));
            io.apply(vec![operation]).await?;
            return Ok(());
        }
        if !self.deliver(io, code, &request).await? {
            return Ok(());
        }
        let Some(back) = self.read_category(io, code).await? else { return Ok(()) };
        let now = json!(back.additional_data);
        let arrived = fields.iter().all(|f| {
            f.field == "parent" || f.field.split('.').try_fold(&now, |at, k| at.get(k)) == Some(&f.new)
        });
        if !arrived {
            Self::tell_not_taken(io, CATEGORY, code);
            return Ok(());
        }
        let operation = self.category_operation(code, row, Action::Update, fields, (&back, &settled));
        self.learn_category(&back, row);
        self.keep_structure(io, operation).await?;
        io.checkpoint(|c| c.counts.writes += 1);
        Ok(())
    }
}

impl Knowledge {
    /// Later runs that do not read the structure, and pickers, know the new category too.
    async fn keep_category(&self, io: &Io, category: &Category) -> Result<(), Fault> {
        let body = json!(category);
        let (code, hash) = (category.code.clone(), hash_of(&body));
        let record = CatalogRecord { kind: String::new(), code, hash, body };
        let kind = "category";
        io.ask(|id| vec![Request::CatalogWrite { id: id(), kind, records: vec![record], complete: false }])
            .await
            .map(drop)
    }
}

/// What UnoPim does not serve now is told and left for another push, unless nothing can be had at all.
pub fn spare(io: &Io, entity: &str, key: &str, done: Result<(), SourceFault>) -> Result<(), Fault> {
    match done {
        Err(fault) if fault.fatal => Err(fault.fault),
        Err(SourceFault { fault, .. }) => {
            io.checkpoint(|c| c.counts.failed += 1);
            io.log(Log::push(Level::Error, entity, key, &fault.code, fault.message, &fault.hint));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

pub fn is_edited(bases: &Bases, field: &str, row: &TermRow) -> bool {
    let held = row.h.get(field);
    match (bases.get(field), held) {
        (Some((_, base)), Some(held)) => base != held,
        (None, _) => is_worth(&row.value(field)) && row.value(field) != json!(0),
        (Some(_), None) => false,
    }
}

fn get(data: &Map<String, Value>, path: &str) -> Value {
    let mut keys = path.split('.');
    let first = keys.next().and_then(|key| data.get(key));
    keys.try_fold(first, |at, key| at.map(|at| at.get(key))).flatten().cloned().unwrap_or_default()
}
