//! The story of each job.
//!
//! A browser loads them in parts, a module each: `screens`, `pull` and `push` are features of the crate. Every other host tells all.
//! What the specs alone ask of a browser is a feature too, `cases`, and a module that is not shipped.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use super::io::Io;
use super::spec::{Job, RunSpec};
use super::{apply, images, preview, probe, pull, push, undo};
use crate::diff::Side;
use crate::error::Fault;

pub type Story = Pin<Box<dyn Future<Output = Result<Value, Fault>>>>;

#[cfg_attr(not(any(feature = "screens", feature = "pull", feature = "push")), allow(unused_variables))]
pub fn story(io: Io, spec: RunSpec) -> Story {
    match &spec.job {
        #[cfg(feature = "screens")]
        Job::Probe => Box::pin(probe::probe_job(io)),
        #[cfg(feature = "screens")]
        Job::Preview { .. } => Box::pin(preview::preview_job(io, spec)),
        #[cfg(feature = "screens")]
        Job::Refresh => Box::pin(pull::refresh(io, spec)),
        #[cfg(feature = "pull")]
        Job::Pull(_) => Box::pin(pull::pull(io, spec)),
        #[cfg(feature = "pull")]
        Job::Deletions { .. } => Box::pin(pull::check_deletions(io, spec)),
        #[cfg(feature = "pull")]
        Job::Images => Box::pin(images::images(io, spec)),
        #[cfg(feature = "push")]
        Job::Push(_) => Box::pin(push::push(io, spec)),
        #[cfg(any(feature = "pull", feature = "push"))]
        Job::Apply { plan } => Box::pin(apply_plan(io, *plan, spec)),
        #[cfg(any(feature = "pull", feature = "push"))]
        Job::Undo { run } => Box::pin(undo_run(io, *run, spec)),
        #[cfg(not(all(feature = "screens", feature = "pull", feature = "push")))]
        _ => Box::pin(std::future::ready(Err(absent()))),
    }
}

/// A plan is about one side alone.
#[cfg(any(feature = "pull", feature = "push"))]
async fn apply_plan(io: Io, plan: u64, spec: RunSpec) -> Result<Value, Fault> {
    match apply::side(&io, plan).await? {
        #[cfg(feature = "pull")]
        Side::Shop => apply::apply(io, plan, spec).await,
        #[cfg(feature = "push")]
        Side::Unopim => push::apply(io, plan, spec).await,
        #[cfg(not(all(feature = "pull", feature = "push")))]
        _ => Err(absent()),
    }
}

/// A run wrote to one side alone.
#[cfg(any(feature = "pull", feature = "push"))]
async fn undo_run(io: Io, run: u64, spec: RunSpec) -> Result<Value, Fault> {
    match undo::side(&io, run).await? {
        #[cfg(feature = "pull")]
        Side::Shop => undo::undo(io, run, spec).await,
        #[cfg(feature = "push")]
        Side::Unopim => push::undo(io, run, spec).await,
        #[cfg(not(all(feature = "pull", feature = "push")))]
        _ => Err(absent()),
    }
}

/// The page has loaded another part of the engine than the one that tells this story.
#[cfg(not(all(feature = "screens", feature = "pull", feature = "push")))]
fn absent() -> Fault {
    let message = "This part of the engine does not do this job";
    Fault::new("other_part", "job", message, "Reload the page and try again.")
}
