//! The story of a pull.

use serde_json::Value;

use super::checkpoint::{Phase, Place};
use super::io::{Io, Outcome, SourceFault};
use super::lists::{Chunk, Listing};
use super::probe::probe;
use super::singles::read_rows;
use super::spec::{Job, RunSpec, Scope};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::{Action, Operation, OperationLink, fault_log};
use crate::store::{PendingAnswer, kind};
use crate::wire::{Level, Log, Request};

pub async fn pull(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let capabilities = match &spec.capabilities {
        Some(known) => known.clone(),
        None => probe(&io).await?,
    };
    let mut knowledge = Knowledge::new(spec, capabilities);
    let resumed = io.0.borrow().checkpoint.phase > Phase::Structure;
    // What an earlier chunk read is kept; should it be gone, it is read again.
    let kept = resumed && knowledge.read_kept(&io).await?;
    if !kept {
        knowledge.read_source(&io).await?;
    }
    knowledge.resolve(&io, !resumed);
    io.step("attributes");
    knowledge.read_options(&io).await?;
    knowledge.bring_attributes(&io).await?;
    knowledge.bring_categories(&io).await?;
    if let Job::Pull { scope: Scope::One, skus } = knowledge.spec.job.clone() {
        return one(&io, &mut knowledge, &skus).await;
    }
    enter(&io, Phase::Configurables, &knowledge).await?;
    if at(&io) == Phase::Configurables {
        list(&io, &mut knowledge, Phase::Configurables).await?;
    }
    enter(&io, Phase::Products, &knowledge).await?;
    if at(&io) == Phase::Products {
        list(&io, &mut knowledge, Phase::Products).await?;
    }
    enter(&io, Phase::Sync, &knowledge).await?;
    synchronise(&io, &knowledge).await?;
    io.step("done");
    Ok(Value::Null)
}

/// The named products alone, a configurable with its children.
async fn one(io: &Io, knowledge: &mut Knowledge, skus: &[String]) -> Result<Value, Fault> {
    io.step("products");
    let rows = read_rows(io, &knowledge.capabilities.configurable_path, skus).await?;
    let texts =
        |list: &[std::borrow::Cow<'static, str>]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (parents, products) = (texts(&rows.configurables), texts(&rows.products));
    knowledge.configurables(io, &parents.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    knowledge.products(io, &products.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    synchronise(io, knowledge).await?;
    io.step("done");
    Ok(Value::Null)
}

fn at(io: &Io) -> Phase {
    io.0.borrow().checkpoint.phase
}

/// Moves on to a phase unless the run is there or further.
async fn enter(io: &Io, phase: Phase, knowledge: &Knowledge) -> Result<(), Fault> {
    if at(io) >= phase {
        return Ok(());
    }
    let total = match phase {
        Phase::Configurables | Phase::Products => count(io, &path(phase, knowledge)).await,
        _ => None,
    };
    io.checkpoint(|c| {
        c.phase = phase;
        c.place = Place::default();
        c.done = 0;
        c.total = total;
    });
    Ok(())
}

/// Keyset answers have no total: a page of one tells it, for the progress alone.
async fn count(io: &Io, path: &str) -> Option<u64> {
    let got = io.get(path, &[("limit", "1".to_owned())], 1).await.ok()?;
    crate::source::decode_page(&got.body).ok()?.total
}

fn path(phase: Phase, knowledge: &Knowledge) -> String {
    if phase == Phase::Configurables {
        knowledge.capabilities.configurable_path.clone()
    } else {
        "products".into()
    }
}

async fn list(io: &Io, knowledge: &mut Knowledge, phase: Phase) -> Result<(), Fault> {
    let place = io.0.borrow().checkpoint.place;
    let mut listing = Listing::new(&path(phase, knowledge), knowledge.capabilities.cursor, place);
    loop {
        io.step(if phase == Phase::Configurables { "configurables" } else { "products" });
        let rows = match listing.next(io).await.map_err(|f: SourceFault| f.fault)? {
            Chunk::Rows(page) => {
                let rows: Vec<&str> = page.rows().collect();
                if phase == Phase::Configurables {
                    knowledge.configurables(io, &rows).await?;
                } else {
                    knowledge.products(io, &rows).await?;
                }
                rows.len() as u64
            }
            Chunk::Unreadable(fault) => {
                io.log(fault_log(&Fault { path: format!("product.{}", fault.path), ..fault }));
                io.checkpoint(|c| c.counts.parked += 1);
                1
            }
            Chunk::End => return Ok(()),
        };
        io.checkpoint(|c| {
            c.place = listing.place;
            c.done += rows;
        });
    }
}

/// One synchronisation for each variable product whose variations were written.
async fn synchronise(io: &Io, knowledge: &Knowledge) -> Result<(), Fault> {
    io.step("sync");
    let mut after = 0;
    loop {
        let channel = knowledge.settings.channel.clone();
        let pending: PendingAnswer = io
            .ask_one(|id| Request::Pending { id, entity: "product", channel, flag: "sync", after, limit: 50 })
            .await?;
        let Some(last) = pending.links.last() else { return Ok(()) };
        after = last.row;
        let operations =
            pending.links.iter().map(|link| sync(&link.code, link.id, &knowledge.settings.channel)).collect();
        for (operation, outcome) in io.apply(operations).await? {
            if let Outcome::Failed(fault) = outcome {
                io.checkpoint(|c| c.counts.failed += 1);
                io.log(Log::pull(
                    Level::Error,
                    "product",
                    &operation.key,
                    &fault.code,
                    fault.message,
                    &fault.hint,
                ));
            }
        }
    }
}

fn sync(key: &str, id: u64, channel: &str) -> Operation {
    Operation {
        n: 0,
        entity: "product".into(),
        key: key.into(),
        channel: channel.into(),
        action: Action::Sync,
        taxonomy: None,
        kind: Some(kind::VARIABLE.into()),
        id: Some(id),
        parent: None,
        parent_key: None,
        reason: "variations_changed".into(),
        fields: Vec::new(),
        link: None::<OperationLink>,
    }
}
