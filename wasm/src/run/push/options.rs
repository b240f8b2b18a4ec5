//! Options that the shop's terms need in UnoPim.

use serde_json::{Value, json};

use super::super::io::{Io, Outcome, SourceFault};
use super::super::structure::Knowledge;
use super::Pusher;
use super::structure::not_taken;
use crate::diff::{Side, hash_of, source_of};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{Action, BaseSource, FieldChange, Need, Operation, OperationLink};
use crate::source::{Choice, decode_records, write};
use crate::store::Term;
use crate::wire::{Log, Request};

impl Pusher {
    /// Makes the options that terms lack; how many there are more than before.
    pub async fn bring_options(&mut self, io: &Io, needs: &[Need]) -> Result<u64, SourceFault> {
        self.recall_refused(io).await?;
        let mut by_attribute: SortedMap<&str, Vec<&Need>> = SortedMap::new();
        for need in needs {
            let (code, stamp) = known_as(need);
            if self.stands(io, need.target.entity(), &code, &stamp) {
                continue;
            }
            let list = by_attribute.entry(&need.attribute).or_default();
            if list.iter().all(|known| known.option.term != need.option.term) {
                list.push(need);
            }
        }
        let mut made = 0;
        for (attribute, needs) in by_attribute {
            if self.dry {
                // A plan shows them as what they will be.
                self.learn_options(attribute, &needs);
                let operations = needs.iter().map(|need| self.option_operation(need)).collect();
                io.apply(operations).await?;
                made += needs.len() as u64;
                continue;
            }
            made += self.make_options(io, attribute, &needs).await?;
        }
        Ok(made)
    }

    async fn make_options(&mut self, io: &Io, attribute: &str, needs: &[&Need]) -> Result<u64, SourceFault> {
        let locale = self.channels.first().settings.locale.clone();
        let rows: Vec<(String, SortedMap<String, String>)> = needs
            .iter()
            .map(|need| {
                let labels = SortedMap::from([(locale.clone(), need.option.label.clone())]);
                (need.option.code.clone(), labels)
            })
            .collect();
        let request = write::options_create(attribute, &rows, &self.channels.first().catalog);
        let fault = self.deliver(io, &request).await?;
        // Not atomic: what is there by now tells, whatever the answer was.
        let known = self.read_options_of(io, attribute).await?;
        let is_there = |need: &&Need| known.iter().any(|choice| choice.code == need.option.code);
        let (made, missing): (Vec<&Need>, Vec<&Need>) = needs.iter().copied().partition(is_there);
        if !made.is_empty() {
            self.keep_options_of(io, &made).await?;
        }
        let Some(fault) = fault else {
            // Whoever names what has not arrived comes again.
            let is_whole = missing.is_empty();
            return if is_whole { Ok(made.len() as u64) } else { Err(SourceFault::of_item(not_taken())) };
        };
        for need in missing {
            let (code, stamp) = known_as(need);
            self.park_term(io, (need.target.entity(), &code, need.option.term), &fault, &stamp).await?;
        }
        Ok(made.len() as u64)
    }

    /// Options that were made are known to the shop from now on.
    async fn keep_options_of(&mut self, io: &Io, made: &[&Need]) -> Result<(), Fault> {
        let operations: Vec<Operation> = made.iter().map(|need| self.option_operation(need)).collect();
        self.learn_terms(made);
        for (operation, outcome) in io.apply(operations).await? {
            match outcome {
                Outcome::Done(_) => io.checkpoint(|c| c.counts.writes += 1),
                Outcome::Failed(fault) => io.failed(Log::fault("option", &operation.key, &fault).outward()),
                Outcome::Changed(_) => {}
            }
        }
        for need in made {
            self.unpark_term(io, need.target.entity(), &known_as(need).0).await?;
        }
        Ok(())
    }

    /// The options of an attribute as UnoPim has them now.
    pub async fn read_options_of(&mut self, io: &Io, attribute: &str) -> Result<Vec<Choice>, SourceFault> {
        let path = format!("attributes/{attribute}/options");
        let mut answer = io.get_value(&path, &[], Value::is_array).await?;
        let rows = answer.as_array_mut().map(std::mem::take).unwrap_or_default();
        let (choices, _) = decode_records::<Choice>("option", &rows);
        for knowledge in &mut self.channels.0 {
            knowledge.catalog.set_options(attribute, choices.clone());
        }
        self.channels.first().keep_options(io, attribute, rows).await?;
        Ok(choices)
    }

    /// What a plan would make is there for the rest of the plan.
    fn learn_options(&mut self, attribute: &str, needs: &[&Need]) {
        let locale = self.channels.first().settings.locale.clone();
        for knowledge in &mut self.channels.0 {
            let mut options = knowledge.catalog.options(attribute).to_vec();
            options.extend(needs.iter().map(|need| Choice {
                code: need.option.code.clone(),
                labels: SortedMap::from([(locale.clone(), need.option.label.clone())]),
                sort_order: None,
                swatch_value: None,
            }));
            knowledge.catalog.set_options(attribute, options);
        }
        self.learn_terms(needs);
    }

    fn learn_terms(&mut self, needs: &[&Need]) {
        for knowledge in &mut self.channels.0 {
            for need in needs {
                let code = need.target.term_code(&need.attribute, &need.option.code);
                let taxonomy = need.target.taxonomy();
                let Some(row) = knowledge
                    .shop
                    .taxonomies
                    .get(&taxonomy)
                    .and_then(|t| t.terms.iter().find(|t| t.id == need.option.term))
                else {
                    continue;
                };
                let term =
                    Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order: i64::MAX };
                knowledge.shop.terms.insert(need.target.entity(), code, term);
            }
        }
    }

    fn option_operation(&self, need: &Need) -> Operation {
        let first = self.channels.first();
        let taxonomy = need.target.taxonomy();
        let label = json!(need.option.label);
        let row = first
            .shop
            .taxonomies
            .get(&taxonomy)
            .and_then(|t| t.terms.iter().find(|t| t.id == need.option.term));
        let held = |field: &str| row.and_then(|t| t.h.get(field).cloned()).unwrap_or_default();
        let name = BaseSource { src: source_of(&label), shop: Some(held("name")) };
        // UnoPim gives the option its place; that the shop's term has another one is nobody's edit.
        let order = BaseSource { src: source_of(&Value::Null), shop: Some(held("order")) };
        let code = need.target.term_code(&need.attribute, &need.option.code);
        Operation {
            side: Some(Side::Unopim),
            id: Some(need.option.term),
            taxonomy: Some(taxonomy),
            reason: "created".into(),
            fields: vec![written(&format!("labels.{}", first.settings.locale), label)],
            link: Some(OperationLink {
                bases: SortedMap::from([("name".to_owned(), Some(name)), ("order".to_owned(), Some(order))]),
                ..OperationLink::default()
            }),
            plan_row: self.planned_row(need.target.entity(), &code),
            ..Operation::blank(need.target.entity(), &code, "", Action::Create)
        }
    }
}

/// The link code of an option's term, and how the write that makes it is known again.
fn known_as(need: &Need) -> (String, String) {
    let code = need.target.term_code(&need.attribute, &need.option.code);
    let stamp = hash_of(&json!([code, need.option.label]));
    (code, stamp)
}

/// A field of something new in UnoPim.
pub fn written(path: &str, value: Value) -> FieldChange {
    FieldChange {
        field: path.to_owned(),
        old: Value::Null,
        after: Some(hash_of(&value)),
        new: value,
        offered: None,
        reason: "created".into(),
        write: true,
        expect: None,
        shown: None,
    }
}

impl Knowledge {
    /// Pickers and later runs find the new options too.
    pub async fn keep_options(&self, io: &Io, attribute: &str, rows: Vec<Value>) -> Result<(), Fault> {
        if self.spec.is_dry() {
            return Ok(());
        }
        let body = Value::Array(rows);
        let record = crate::wire::CatalogRecord {
            kind: String::new(),
            code: attribute.to_owned(),
            hash: hash_of(&body),
            body,
        };
        let kind = "option";
        io.ask(|id| vec![Request::CatalogWrite { id: id(), kind, records: vec![record], complete: false }])
            .await
            .map(drop)
    }
}
