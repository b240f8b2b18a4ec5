//! The story of a pull.

use serde_json::{Value, json};

use super::associations::associate;
use super::checkpoint::{Phase, Place};
use super::deletions::delete_missing;
use super::io::{Io, Outcome, SourceFault};
use super::lists::{Chunk, Listing};
use super::probe::probe;
use super::reading::named;
use super::singles::{NOT_FOUND, Named, read_rows};
use super::spec::{Job, Pull, PushScope, RunSpec, Scope};
use super::structure::Knowledge;
use super::watermark;
use crate::error::Fault;
use crate::plan::{Action, Operation, Waiting, fault_log, item_key, waiting_unreadable};
use crate::store::{PendingAnswer, kind};
use crate::wire::{ItemRow, Level, Log, Request};

/// What a run knows of the structure; read again where an earlier chunk's is gone.
pub async fn learn(io: &Io, spec: RunSpec) -> Result<Knowledge, Fault> {
    let capabilities = match &spec.capabilities {
        Some(known) => known.clone(),
        None => probe(io).await?,
    };
    let mut knowledge = Knowledge::new(spec, capabilities);
    let resumed = io.0.borrow().checkpoint.phase > Phase::Structure;
    // Files, plans and histories are about what an earlier pull has read.
    let reads = match &knowledge.spec.job {
        Job::Pull(_) | Job::Deletions { .. } | Job::Refresh => true,
        // A few saved products are not worth a look at the whole structure.
        Job::Push(push) => push.scope == PushScope::All,
        _ => false,
    };
    let kept = (resumed || !reads) && knowledge.read_kept(io).await?;
    if !kept {
        knowledge.remember(io).await?;
        knowledge.read_source(io).await?;
        knowledge.keep_pages(io).await?;
    }
    knowledge.ask_names(io).await?;
    knowledge.resolve(io, !resumed && reads);
    Ok(knowledge)
}

/// The structure alone, for pickers.
pub async fn refresh(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let knowledge = learn(&io, spec).await?;
    knowledge.read_association_types(&io).await?;
    Ok(Value::Null)
}

pub async fn pull(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let job = match &spec.job {
        Job::Pull(job) => job.clone(),
        _ => Pull::default(),
    };
    let before = spec.watermark.clone();
    let mut knowledge = learn(&io, spec).await?;
    if !knowledge.speaks(&io) {
        io.step("done");
        return Ok(Value::Null);
    }
    if job.scope == Scope::One {
        return one(&io, &mut knowledge, &job).await;
    }
    knowledge.marks = job.scope == Scope::Full;
    bring_structure(&io, &mut knowledge).await?;
    // Without a cursor there are no date filters either, and without a watermark nothing to compare with.
    let since = before.clone().filter(|_| job.scope == Scope::Changes && knowledge.capabilities.cursor);
    knowledge.since = since.is_some();
    for phase in [Phase::Configurables, Phase::Products] {
        enter(&io, phase, &knowledge, since.as_deref()).await?;
        if at(&io) == phase {
            list(&io, &mut knowledge, phase, since.as_deref()).await?;
        }
    }
    finish(&io, &mut knowledge, job.scope == Scope::Full).await?;
    io.step("done");
    let next = if job.dry { None } else { watermark::next(&io, before.as_deref()) };
    let mut value = json!({"watermark": next});
    follow(&io, &knowledge, &mut value);
    Ok(value)
}

/// The languages in which the host pulls next, where the site has several.
fn follow(io: &Io, knowledge: &Knowledge, value: &mut Value) {
    let further = knowledge.further_languages(io);
    if !further.is_empty() {
        value["then"] = json!(further);
    }
}

/// Steps 5 to 9: what the shop must have before products can name it.
async fn bring_structure(io: &Io, knowledge: &mut Knowledge) -> Result<(), Fault> {
    if knowledge.settings.translates {
        return knowledge.translate_structure(io).await;
    }
    knowledge.recall_parked(io, false).await?;
    if !matches!(&knowledge.spec.job, Job::Pull(pull) if pull.scope == Scope::Full) {
        knowledge.recall_axes(io).await?;
    }
    io.step("options");
    knowledge.read_options(io).await?;
    knowledge.bring_attributes(io).await?;
    io.step("families");
    knowledge.check_families(io);
    io.step("references");
    knowledge.bring_references(io).await?;
    io.step("categories");
    knowledge.bring_categories(io).await?;
    knowledge.release_unasked(io).await?;
    knowledge.release_parked(io).await
}

/// What comes when all products are there.
pub async fn finish(io: &Io, knowledge: &mut Knowledge, complete: bool) -> Result<(), Fault> {
    if at(io) < Phase::Deletions {
        enter(io, Phase::Sync, knowledge, None).await?;
        synchronise(io, knowledge).await?;
        enter(io, Phase::Associations, knowledge, None).await?;
        associate(io, knowledge).await?;
        // Tags came with their products; what is left of the step is nothing.
        io.step("tags");
    }
    enter(io, Phase::Deletions, knowledge, None).await?;
    if complete {
        forget_unserved(io, knowledge).await?;
        delete_missing(io, knowledge).await?;
        // What was taken away may have been a variation.
        synchronise(io, knowledge).await?;
        io.step("images");
        knowledge.verify_images(io).await?;
    }
    Ok(())
}

/// Rows that UnoPim could not serve were parked by their place in the list; now that it could serve all, they are forgotten.
async fn forget_unserved(io: &Io, knowledge: &Knowledge) -> Result<(), Fault> {
    if io.0.borrow().checkpoint.incomplete {
        return Ok(());
    }
    // SKUs have no blanks.
    let is_place = |row: &&ItemRow| row.entity == "product" && row.code.contains(' ');
    let rows = Knowledge::read_parked(io, &knowledge.settings.channel, &["parked"]).await?;
    let key = |row: &ItemRow| item_key("parked", &row.entity, &row.channel, &row.code);
    let remove = rows.iter().filter(is_place).map(key).collect();
    io.write_items(Waiting { write: Vec::new(), remove }).await
}

/// The complete listing of codes and the set difference, nothing else.
pub async fn check_deletions(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let mut knowledge = learn(&io, spec).await?;
    if !knowledge.speaks(&io) {
        io.step("done");
        return Ok(Value::Null);
    }
    knowledge.marks = true;
    knowledge.read_options(&io).await?;
    knowledge.read_shop_terms(&io).await?;
    for phase in [Phase::Configurables, Phase::Products] {
        enter(&io, phase, &knowledge, None).await?;
        if at(&io) == phase {
            list(&io, &mut knowledge, phase, None).await?;
        }
    }
    enter(&io, Phase::Deletions, &knowledge, None).await?;
    delete_missing(&io, &mut knowledge).await?;
    synchronise(&io, &knowledge).await?;
    io.step("done");
    let mut value = Value::Null;
    follow(&io, &knowledge, &mut value);
    Ok(value)
}

/// The named records alone, a configurable with its children.
async fn one(io: &Io, knowledge: &mut Knowledge, job: &Pull) -> Result<Value, Fault> {
    knowledge.renew(io, job).await?;
    bring_structure(io, knowledge).await?;
    io.step("products");
    io.asks_now();
    let Named { mut rows, unserved } =
        read_rows(io, &knowledge.capabilities.configurable_path, &job.skus).await?;
    tell_unserved(io, knowledge, unserved).await?;
    knowledge.read_roots(io, &mut rows).await?;
    let parents: Vec<&str> = rows.configurables.iter().map(AsRef::as_ref).collect();
    knowledge.configurables(io, &parents).await?;
    io.step("variants");
    for page in rows.products.chunks(100) {
        knowledge.products(io, &page.iter().map(AsRef::as_ref).collect::<Vec<_>>()).await?;
    }
    if !knowledge.settings.translates {
        // What a tree's configurable lists are levels: its leaves are found another way.
        let trees = knowledge.trees_among(&parents, job);
        knowledge.children_of(io, &trees).await?;
    }
    finish(io, knowledge, false).await?;
    io.step("done");
    let mut value = Value::Null;
    follow(io, knowledge, &mut value);
    Ok(value)
}

/// What UnoPim does not have is only told: a single read is no listing. What it does not serve is parked.
async fn tell_unserved(io: &Io, knowledge: &Knowledge, unserved: Vec<(String, Fault)>) -> Result<(), Fault> {
    let mut waiting = Waiting::default();
    let channel = knowledge.settings.channel.as_str();
    for (sku, fault) in unserved {
        if fault.code == NOT_FOUND {
            io.failed(Log::fault("product", &sku, &fault));
            waiting.remove.push(item_key("parked", "product", channel, &sku));
        } else {
            io.checkpoint(|c| c.counts.parked += 1);
            waiting.write.push(waiting_unreadable(channel, &fault, None));
            io.log(fault_log(&Fault { path: format!("product.{sku}"), ..fault }));
        }
    }
    io.write_items(waiting).await
}

pub fn at(io: &Io) -> Phase {
    io.0.borrow().checkpoint.phase
}

/// Moves on to a phase unless the run is there or further.
pub async fn enter(io: &Io, phase: Phase, knowledge: &Knowledge, since: Option<&str>) -> Result<(), Fault> {
    if at(io) >= phase {
        return Ok(());
    }
    let total = match phase {
        Phase::Configurables | Phase::Products if since.is_none() => count(io, &path(phase, knowledge)).await,
        _ => None,
    };
    io.checkpoint(|c| {
        c.phase = phase;
        c.place = Place::default();
        c.done = 0;
        c.total = total;
        c.expected = None;
        c.after = None;
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

async fn list(io: &Io, knowledge: &mut Knowledge, phase: Phase, since: Option<&str>) -> Result<(), Fault> {
    let place = io.0.borrow().checkpoint.place;
    let only_codes = matches!(knowledge.spec.job, Job::Deletions { .. });
    let begin = |knowledge: &Knowledge, place| {
        Listing::new(&path(phase, knowledge), knowledge.capabilities.cursor, place)
            .with(since.and_then(watermark::since))
    };
    let mut listing = begin(knowledge, place);
    let mut probed = false;
    loop {
        io.step(if phase == Phase::Configurables { "products" } else { "variants" });
        io.asks_now();
        let chunk = match listing.next(io).await {
            Ok(chunk) => chunk,
            // UnoPim was updated meanwhile, and answers under another address.
            Err(SourceFault { status: 404 | 405, .. }) if !probed => {
                probed = true;
                recognise(io, knowledge).await?;
                listing = begin(knowledge, listing.place);
                continue;
            }
            Err(fault) => return Err(named(&path(phase, knowledge), fault)),
        };
        watermark::begin(io, listing.date.as_deref());
        expect_total(io, listing.total);
        let rows = match chunk {
            Chunk::Rows(page) => {
                let listed = page.len() as u64;
                let rows = watermark::recent(io, page.rows().collect(), since);
                if only_codes {
                    knowledge.mark_rows(io, &rows).await?;
                } else if phase == Phase::Configurables {
                    knowledge.configurables(io, &rows).await?;
                    if since.is_some() && !knowledge.settings.translates {
                        knowledge.children_of(io, &rows).await?;
                    }
                } else {
                    knowledge.products(io, &rows).await?;
                }
                listed
            }
            Chunk::Kept(_) => 0,
            Chunk::Unreadable(fault) => {
                let fault = Fault { path: format!("product.{}", fault.path), ..fault };
                io.log(fault_log(&fault));
                io.checkpoint(|c| {
                    c.counts.parked += 1;
                    c.incomplete = true;
                    c.unlisted = true;
                });
                let row = waiting_unreadable(&knowledge.settings.channel, &fault, None);
                io.write_items(Waiting { write: vec![row], remove: Vec::new() }).await?;
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

/// What UnoPim can do now.
async fn recognise(io: &Io, knowledge: &mut Knowledge) -> Result<(), Fault> {
    let before = std::mem::replace(&mut knowledge.capabilities, probe(io).await?);
    if before != knowledge.capabilities {
        let message = "UnoPim answers differently than before; it was recognised anew";
        let hint = "Nothing to do; it was probably updated.";
        io.log(Log::pull(
            Level::Info,
            "channel",
            &knowledge.settings.channel,
            "capabilities_changed",
            message,
            hint,
        ));
    }
    Ok(())
}

/// In page mode rows that vanish while paging shift the others out of sight; the total tells.
fn expect_total(io: &Io, total: Option<u64>) {
    io.checkpoint(|c| match (c.expected, total) {
        (Some(expected), Some(total)) if expected != total => c.incomplete = true,
        (None, Some(total)) => c.expected = Some(total),
        _ => {}
    });
}

/// One synchronisation for each variable product whose variations were written.
pub async fn synchronise(io: &Io, knowledge: &Knowledge) -> Result<(), Fault> {
    if knowledge.spec.is_dry() {
        return Ok(());
    }
    io.step("sync");
    let mut after = 0;
    loop {
        let channel = knowledge.settings.link_channel();
        let pending: PendingAnswer = io
            .ask_one(|id| Request::Pending { id, entity: "product", channel, flag: "sync", after, limit: 50 })
            .await?;
        let Some(last) = pending.links.last() else { return Ok(()) };
        after = last.row;
        let operations = pending
            .links
            .iter()
            .map(|link| sync(&link.code, link.id, &knowledge.settings.link_channel()))
            .collect();
        for (operation, outcome) in io.apply(operations).await? {
            if let Outcome::Failed(fault) = outcome {
                io.failed(Log::fault("product", &operation.key, &fault));
            }
        }
    }
}

fn sync(key: &str, id: u64, channel: &str) -> Operation {
    Operation {
        kind: Some(kind::VARIABLE.into()),
        id: Some(id),
        reason: "variations_changed".into(),
        ..Operation::blank("product", key, channel, Action::Sync)
    }
}
