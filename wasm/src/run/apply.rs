//! Carries out what a dry run planned, as it is.

use serde::Deserialize;
use serde_json::Value;

use super::checkpoint::Phase;
use super::io::Io;
use super::products::settle;
use super::pull::{enter, finish, learn};
use super::spec::RunSpec;
use crate::error::Fault;
use crate::plan::{Operation, Waiting};
use crate::wire::{Level, Log, Request};

#[derive(Deserialize)]
struct PlanAnswer {
    #[serde(default)]
    operations: Vec<Planned>,
}

#[derive(Deserialize)]
struct Planned {
    row: u64,
    op: Operation,
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
        let operations =
            answer.operations.into_iter().map(|p| Operation { plan_row: Some(p.row), ..p.op }).collect();
        let results = io.apply(operations).await?;
        let mut waiting = Waiting::default();
        for key in settle(&io, results, &[], &mut waiting) {
            io.checkpoint(|c| c.counts.skipped += 1);
            let message = "It was edited in the shop since the preview; nothing was overwritten";
            let hint = "Preview it again to see the edit, then apply.";
            io.log(Log::pull(Level::Warn, "product", &key, "changed_since_preview", message, hint));
        }
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
