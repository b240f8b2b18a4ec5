//! Carries out what a dry run planned, as it is. What was edited in the shop since is planned anew and waits.

use serde::Deserialize;
use serde_json::Value;

use super::checkpoint::Phase;
use super::io::{Io, Outcome};
use super::products::settle;
use super::pull::{enter, finish, learn};
use super::spec::RunSpec;
use super::structure::Knowledge;
use crate::diff::Side;
use crate::error::Fault;
use crate::plan::{Operation, Waiting, images_of, plan_again};
use crate::wire::{Level, Log, PlanRow, Request};

#[derive(Deserialize)]
pub struct PlanAnswer {
    #[serde(default)]
    pub operations: Vec<Planned>,
}

#[derive(Deserialize)]
pub struct Planned {
    pub row: u64,
    pub op: Operation,
}

/// The side that a plan writes to, as its first operation tells.
pub async fn side(io: &Io, plan: u64) -> Result<Side, Fault> {
    let first: PlanAnswer = io.ask_one(|id| Request::Plan { id, plan, after: 0, limit: 1 }).await?;
    Ok(first.operations.into_iter().find_map(|p| p.op.side).unwrap_or(Side::Shop))
}

pub async fn apply(io: Io, plan: u64, spec: RunSpec) -> Result<Value, Fault> {
    let mut knowledge = learn(&io, spec).await?;
    enter(&io, Phase::Products, &knowledge, None).await?;
    io.step("apply");
    loop {
        let after = io.0.borrow().checkpoint.after.unwrap_or(0);
        let answer: PlanAnswer = io.ask_one(|id| Request::Plan { id, plan, after, limit: 50 }).await?;
        let Some(last) = answer.operations.last().map(|p| p.row) else { break };
        let done = answer.operations.len() as u64;
        let operations: Vec<Operation> =
            answer.operations.into_iter().map(|p| Operation { plan_row: Some(p.row), ..p.op }).collect();
        let channel = &knowledge.settings.channel;
        let files = operations.iter().filter(|_| !knowledge.settings.own_rows_only);
        let write = files.filter_map(|operation| images_of(operation, channel)).collect();
        let results = io.apply_after(Waiting { write, remove: Vec::new() }, operations).await?;
        wait_again(&io, &knowledge, plan, &results).await?;
        let mut waiting = Waiting::default();
        settle(&io, results, &[], &mut waiting);
        io.write_items(waiting).await?;
        io.checkpoint(|c| {
            c.after = Some(last);
            c.done += done;
        });
    }
    finish(&io, &mut knowledge, false).await?;
    io.step("done");
    Ok(Value::Null)
}

/// Operations that the shop has overtaken go back into the plan, as they look now.
async fn wait_again(
    io: &Io,
    knowledge: &Knowledge,
    plan: u64,
    results: &[(Operation, Outcome)],
) -> Result<(), Fault> {
    let mut rows = Vec::new();
    for (operation, outcome) in results {
        let (Outcome::Changed(present), Some(row)) = (outcome, operation.plan_row) else { continue };
        rows.push(PlanRow { row, op: plan_again(operation, present, &knowledge.settings) });
        io.checkpoint(|c| c.counts.skipped += 1);
        let message = "It was edited in the shop since the preview; it was planned anew and not written";
        let hint = "Look at the plan once more, then apply it.";
        let (entity, key) = (&operation.entity, &operation.key);
        io.log(Log::pull(Level::Warn, entity, key, "changed_since_preview", message, hint));
    }
    if rows.is_empty() {
        return Ok(());
    }
    io.ask(|id| vec![Request::WritePlan { id: id(), plan, rows }]).await.map(drop)
}
