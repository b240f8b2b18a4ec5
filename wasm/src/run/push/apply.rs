//! Carries out what a dry push planned, as it is; what somebody edited since is planned anew and waits.

use serde_json::Value;

use super::super::apply::{PlanAnswer, Planned};
use super::super::io::Io;
use super::super::spec::RunSpec;
use super::{ATTRIBUTE, CATEGORY, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{FieldChange, Operation};
use crate::wire::{Level, PlanRow, Request};

/// Planned operations by entity, key and the further language that they are in, with their rows.
pub type Expected = SortedMap<(String, String, String), (u64, Operation)>;

pub async fn apply(io: Io, plan: u64, spec: RunSpec) -> Result<Value, Fault> {
    let mut pusher = Pusher::learn(&io, spec).await?;
    io.step("apply");
    loop {
        let after = io.0.borrow().checkpoint.after.unwrap_or(0);
        let page: PlanAnswer = io.ask_one(|id| Request::Plan { id, plan, after, limit: 50 }).await?;
        let Some(last) = page.operations.last().map(|p| p.row) else { break };
        let listed = page.operations.len() as u64;
        pusher.carry_out(&io, plan, page.operations).await?;
        io.checkpoint(|c| {
            c.after = Some(last);
            c.done += listed;
        });
    }
    io.step("done");
    Ok(Value::Null)
}

impl Pusher {
    async fn carry_out(&mut self, io: &Io, plan: u64, planned: Vec<Planned>) -> Result<(), Fault> {
        let ids = |entities: &[&str]| -> Vec<u64> {
            let of = planned.iter().filter(|p| entities.contains(&p.op.entity.as_str()));
            of.filter_map(|p| p.op.id).collect()
        };
        let (attributes, categories) = (ids(&[ATTRIBUTE]), ids(&[CATEGORY]));
        let (terms, products) = (ids(&["option", "term"]), ids(&[PRODUCT]));
        let name = |op: &Operation| (op.entity.clone(), op.key.clone(), tongue_of(&op.channel).to_owned());
        self.expected = Some(planned.into_iter().map(|p| (name(&p.op), (p.row, p.op))).collect());
        let became = self.structure(io, &attributes, &terms, &categories).await?;
        self.postpone_all(io, CATEGORY, became.categories).await?;
        if !products.is_empty() {
            let rows = self.shop_products(io, &products).await?;
            let became = self.products(io, &rows).await?;
            self.postpone_all(io, PRODUCT, became).await?;
        }
        // What differs from the plan by now goes back into it.
        let rows = std::mem::take(&mut self.replanned);
        if !rows.is_empty() {
            io.ask(|id| vec![Request::WritePlan { id: id(), plan, rows }]).await?;
        }
        self.expected = None;
        Ok(())
    }

    /// Whether an item is part of the plan that is carried out; without a plan everything is.
    pub fn is_planned(&self, entity: &str, key: &str) -> bool {
        self.expected.is_none() || self.expectation(entity, key).is_some()
    }

    /// The row of the plan that an operation carries out.
    pub fn planned_row(&self, entity: &str, key: &str) -> Option<u64> {
        self.expectation(entity, key).map(|(row, _)| *row)
    }

    fn expectation(&self, entity: &str, key: &str) -> Option<&(u64, Operation)> {
        self.expected.as_ref()?.get(&(entity.to_owned(), key.to_owned(), self.terms_channel()))
    }

    /// Whether what would be sent now is what the plan says; else the plan is written anew, and somebody is told.
    pub fn is_as_planned(&mut self, io: &Io, now: &Operation) -> bool {
        let Some((row, planned)) = self.expectation(&now.entity, &now.key).cloned() else { return true };
        let said = |fields: &[FieldChange]| -> Vec<(String, Value, Value)> {
            fields.iter().map(|f| (f.field.clone(), f.old.clone(), f.new.clone())).collect()
        };
        if planned.action == now.action && said(&planned.fields) == said(&now.fields) {
            return true;
        }
        let mut op = now.clone();
        op.reason = "changed_since_preview".into();
        self.replanned.push(PlanRow { row, op });
        io.checkpoint(|c| c.counts.skipped += 1);
        let message = "It was edited since the preview; it was planned anew and not sent".to_owned();
        let hint = "Look at the plan once more, then apply it.";
        Self::tell(io, Level::Warn, &now.entity, &now.key, ("changed_since_preview", message, hint));
        false
    }
}

/// The end of a channel's name that says which further language its links are in: `@fr_FR`.
fn tongue_of(channel: &str) -> &str {
    channel.find('@').map_or("", |at| &channel[at..])
}
