//! Product attributes that somebody added in the shop, and their terms.

use serde_json::json;

use super::super::io::{Io, SourceFault};
use super::structure::{Became, is_edited, not_taken};
use super::{ATTRIBUTE, Pusher};
use crate::diff::{Side, hash_of, source_of};
use crate::error::Fault;
use crate::mapping::NewOption;
use crate::mapping::Target;
use crate::ordered::SortedMap;
use crate::plain::read_value;
use crate::plan::{Action, BaseSource, Need, Operation, OperationLink, ShopTerms, Vocabulary};
use crate::source::{Attribute, decode_records, write};
use crate::store::{AttributeRow, TermsAnswer};
use crate::wire::{ItemRow, Level, Request};

impl Pusher {
    /// Every product attribute of the shop with its terms, and the terms of taxonomies that rows fill.
    pub async fn all_attributes(&mut self, io: &Io, became: &mut Became) -> Result<(), Fault> {
        let rows = self.channels.first().shop.attributes.attributes.clone();
        for row in &rows {
            self.attribute_and_terms(io, row, became).await?;
        }
        let terms = self.terms_of_rows(io, None).await;
        became.spare(io, "term", "", terms)
    }

    async fn attribute_and_terms(
        &mut self,
        io: &Io,
        row: &AttributeRow,
        became: &mut Became,
    ) -> Result<(), Fault> {
        let attribute = self.attribute(io, row).await;
        became.spare(io, ATTRIBUTE, &row.slug, attribute)?;
        let terms = self.terms_of(io, &row.slug, None).await;
        became.spare(io, ATTRIBUTE, &row.slug, terms)
    }

    pub async fn attributes(&mut self, io: &Io, ids: &[u64], became: &mut Became) -> Result<(), Fault> {
        if !self.makes_products() {
            return Ok(());
        }
        let rows = self.channels.first().shop.attributes.attributes.clone();
        for row in rows.iter().filter(|row| ids.contains(&row.id)) {
            self.attribute_and_terms(io, row, became).await?;
        }
        Ok(())
    }

    /// Terms by id: each becomes an option of the attribute that its taxonomy stands for.
    pub async fn terms(&mut self, io: &Io, ids: &[u64], became: &mut Became) -> Result<(), Fault> {
        if ids.is_empty() || !self.makes_products() {
            return Ok(());
        }
        let rows = self.channels.first().shop.attributes.attributes.clone();
        for row in &rows {
            let terms = self.terms_of(io, &row.slug, Some(ids)).await;
            became.spare(io, "option", &row.slug, terms)?;
        }
        let terms = self.terms_of_rows(io, Some(ids)).await;
        became.spare(io, "term", "", terms)
    }

    /// Terms of taxonomies that rows fill: brands, collections, tags. Tags are the shop's own heap: of those no option is made before a
    /// product carries them.
    async fn terms_of_rows(&mut self, io: &Io, only: Option<&[u64]>) -> Result<(), SourceFault> {
        let first = self.channels.first();
        let rows: Vec<(Target, String, bool)> = first
            .resolved
            .rows
            .iter()
            .filter(|row| matches!(row.target, Target::Taxonomy(_) | Target::Tags))
            .filter_map(|row| {
                let attribute = &first.resolved.attributes[row.attribute?];
                let has_options = attribute.kind.has_options();
                let creates = row.create_options && row.target != Target::Tags;
                has_options.then(|| (row.target.clone(), attribute.code.clone(), creates))
            })
            .collect();
        for (target, attribute, creates) in rows {
            self.follow_terms(io, &target, &attribute, creates, only).await?;
        }
        Ok(())
    }

    /// The terms of a product attribute.
    async fn terms_of(&mut self, io: &Io, slug: &str, only: Option<&[u64]>) -> Result<(), SourceFault> {
        let Some(code) = self.attribute_of(slug).map(ToOwned::to_owned) else { return Ok(()) };
        let first = self.channels.first();
        if !first.catalog.attribute(&code).is_some_and(|a| a.kind.has_options()) {
            return Ok(());
        }
        let target = Target::Attribute(slug.to_owned());
        let creates = first.resolved.row(&target).is_none_or(|row| row.create_options);
        self.follow_terms(io, &target, &code, creates, only).await
    }

    /// The options of an attribute follow its terms: those that are missing are made, and those that were renamed get their label.
    async fn follow_terms(
        &mut self,
        io: &Io,
        target: &Target,
        attribute: &str,
        creates: bool,
        only: Option<&[u64]>,
    ) -> Result<(), SourceFault> {
        self.recall_refused(io).await?;
        if !self.channels.first().shop.taxonomies.contains_key(&target.taxonomy()) {
            self.read_taxonomy(io, target, attribute).await?;
        }
        if creates {
            self.make_missing(io, target, attribute, only).await?;
        }
        self.rename_options(io, target, attribute, only).await?;
        let is_solved = |pusher: &Self, row: &ItemRow| pusher.is_solved(row, target, attribute);
        Ok(self.release(io, target.entity(), &is_solved).await?)
    }

    /// Whether a term that was parked is gone, or stands for an option of its name.
    fn is_solved(&self, parked: &ItemRow, target: &Target, attribute: &str) -> bool {
        let shop = &self.channels.first().shop;
        let Some(known) = shop.taxonomies.get(&target.taxonomy()) else { return false };
        if !parked.code.starts_with(&target.term_code(attribute, "")) {
            return false;
        }
        let Some(term) = known.terms.iter().find(|term| term.id == parked.id) else { return true };
        let is_made = ShopTerms::of(shop).option(&target.taxonomy(), attribute, term.id).is_some();
        let link = known.links.iter().find(|link| link.code == parked.code);
        is_made && !link.is_some_and(|link| is_edited(&link.bases, "name", term))
    }

    async fn make_missing(
        &mut self,
        io: &Io,
        target: &Target,
        attribute: &str,
        only: Option<&[u64]>,
    ) -> Result<(), SourceFault> {
        let taxonomy = target.taxonomy();
        let missing = |pusher: &Self| -> Vec<Need> {
            let first = pusher.channels.first();
            let terms = ShopTerms::of(&first.shop);
            let rows = first.shop.taxonomies.get(&taxonomy).map(|t| t.terms.clone()).unwrap_or_default();
            let mut needs: Vec<Need> = Vec::new();
            for row in rows.iter().filter(|row| only.is_none_or(|ids| ids.contains(&row.id))) {
                if terms.option(&taxonomy, attribute, row.id).is_some() {
                    continue;
                }
                let code = write::free_code(row.proposal(), |code| {
                    let listed = first.catalog.options(attribute).iter().map(|c| c.code.as_str());
                    let beside = needs.iter().map(|n| n.option.code.as_str());
                    listed.chain(beside).any(|known| known.eq_ignore_ascii_case(code))
                });
                needs.push(Need {
                    attribute: attribute.to_owned(),
                    target: target.clone(),
                    option: NewOption { term: row.id, code, label: row.name.clone() },
                });
            }
            needs
        };
        if missing(self).is_empty() {
            return Ok(());
        }
        // What UnoPim has by now may stand for them already.
        if !self.dry {
            self.read_options_of(io, attribute).await?;
            for knowledge in &mut self.channels.0 {
                knowledge.read_vocabularies(io).await?;
            }
        }
        let needs = missing(self);
        if !needs.is_empty() {
            let made = self.bring_options(io, &needs).await?;
            io.checkpoint(|c| c.counts.created += made);
        }
        Ok(())
    }

    async fn read_taxonomy(&mut self, io: &Io, target: &Target, attribute: &str) -> Result<(), Fault> {
        let vocabulary = match target {
            Target::Attribute(slug) => Vocabulary::options(slug, attribute),
            other => Vocabulary::terms(&other.taxonomy()),
        };
        let taxonomies = vec![vocabulary.wish(&[], &self.channels.first().settings)];
        let answer: TermsAnswer = io.ask_one(|id| Request::Terms { id, taxonomies }).await?;
        for knowledge in &mut self.channels.0 {
            knowledge.shop.set_taxonomies(answer.taxonomies.clone());
        }
        Ok(())
    }

    /// The attribute of a taxonomy that a product needs.
    pub async fn bring_attribute(&mut self, io: &Io, slug: &str) -> Result<(), SourceFault> {
        let rows = self.channels.first().shop.attributes.attributes.clone();
        if let Some(row) = rows.iter().find(|row| row.slug == slug) {
            self.attribute(io, row).await?;
            self.terms_of(io, slug, None).await?;
        }
        Ok(())
    }

    /// A product attribute that UnoPim does not have becomes a select attribute there.
    async fn attribute(&mut self, io: &Io, row: &AttributeRow) -> Result<(), SourceFault> {
        self.recall_refused(io).await?;
        if self.attribute_of(&row.slug).is_some() {
            io.checkpoint(|c| c.counts.unchanged += 1);
            return Ok(self.release(io, ATTRIBUTE, &|_, parked| parked.id == row.id).await?);
        }
        let first = self.channels.first();
        let code = write::free_code(row.proposal(), |code| {
            write::is_reserved(code) || first.catalog.attributes().any(|a| a.code.eq_ignore_ascii_case(code))
        });
        let locale = first.settings.locale.clone();
        let labels = SortedMap::from([(locale.clone(), row.name.clone())]);
        let request = write::attribute_create(&code, &labels, &first.catalog);
        let stamp = hash_of(&json!([code, row.name]));
        if self.stands(io, ATTRIBUTE, &code, &stamp) {
            return Ok(());
        }
        let base = BaseSource {
            src: source_of(&json!(row.name)),
            shop: Some(row.h.get("name").cloned().unwrap_or_default()),
        };
        let operation = Operation {
            side: Some(Side::Unopim),
            id: Some(row.id),
            reason: "created".into(),
            fields: vec![super::options::written(&format!("labels.{locale}"), json!(row.name))],
            link: Some(OperationLink {
                bases: SortedMap::from([("name".to_owned(), Some(base))]),
                ..OperationLink::default()
            }),
            plan_row: self.planned_row(ATTRIBUTE, &code),
            ..Operation::blank(ATTRIBUTE, &code, "", Action::Create)
        };
        let attribute: Option<Attribute> = if self.dry {
            io.checkpoint(|c| c.counts.created += 1);
            io.apply(vec![operation]).await?;
            read_value(request.body).ok()
        } else {
            let path = format!("attributes/{code}");
            // It may have been made by a process that did not live to say so.
            let mut there = io.get_record(&path).await?;
            if there.is_none() {
                if let Some(fault) = self.deliver(io, &request).await? {
                    self.park_term(io, (ATTRIBUTE, &code, row.id), &fault, &stamp).await?;
                    return Ok(());
                }
                there = io.get_record(&path).await?;
            }
            let raw = there.ok_or_else(|| SourceFault::of_item(not_taken()))?;
            self.keep_structure(io, operation).await?;
            self.unpark_term(io, ATTRIBUTE, &code).await?;
            io.checkpoint(|c| {
                c.counts.created += 1;
                c.counts.writes += 1;
            });
            let message = format!("{} was added to UnoPim as {code}", row.name);
            let hint = "Add it to a family in UnoPim: only UnoPim can do that.";
            Self::tell(io, Level::Info, ATTRIBUTE, &code, ("attribute_without_family", message, hint));
            decode_records::<Attribute>(ATTRIBUTE, &[raw]).0.into_iter().next()
        };
        let Some(attribute) = attribute else { return Ok(()) };
        for knowledge in &mut self.channels.0 {
            let mut all: Vec<Attribute> = knowledge.catalog.attributes().cloned().collect();
            all.push(attribute.clone());
            knowledge.catalog.set_attributes(all);
            knowledge.catalog.set_options(&code, Vec::new());
            knowledge.shop.attributes.links.push(crate::store::LinkRow {
                code: code.clone(),
                id: row.id,
                ..crate::store::LinkRow::default()
            });
            let _ = knowledge.axes.add(&code, &knowledge.catalog, &mut knowledge.resolved);
        }
        Ok(())
    }
}
