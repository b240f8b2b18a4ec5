//! The story of a push: what somebody edited in the shop goes to UnoPim, and nothing else does.

mod apply;
mod attributes;
mod axes;
mod categories;
mod channels;
mod compose;
mod deletes;
mod files;
mod guard;
mod item;
mod labels;
mod options;
mod page;
mod queue;
mod record;
mod refusals;
mod reviewed;
mod structure;
mod subtree;
mod tongues;
mod translated;
mod undo;
mod units;
mod view;
mod whole;

use serde::Deserialize;
use serde_json::Value;

use self::apply::Expected;
pub use self::apply::apply;
use self::channels::Channels;
use self::structure::Became;
use self::tongues::Tongues;
pub use self::undo::undo;
use super::checkpoint::Phase;
use super::io::Io;
use super::spec::{Job, Push, PushScope, RunSpec};
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{Choices, Waiting, push_row};
use crate::store::{ShopProduct, ShopProductsAnswer};
use crate::wire::{ItemRow, Level, Log, PlanRow, Request};

/// Products of one step.
const PAGE: u64 = 50;

pub const PRODUCT: &str = "product";
pub const CATEGORY: &str = "category";
pub const ATTRIBUTE: &str = "attribute";

/// What became of an item.
#[derive(Debug)]
pub enum Disposition {
    Done,
    /// Not pushed, with a reason that was told.
    Skipped,
    /// After so many seconds.
    Later {
        seconds: u64,
        code: &'static str,
    },
    /// It failed for a passing reason.
    Again(Fault),
    /// It failed, and waits for somebody.
    Parked,
}

/// A push at work.
pub struct Pusher {
    pub channels: Channels,
    tongues: Tongues,
    pub dry: bool,
    pub choices: Choices,
    /// What is pushed; nothing where a plan is carried out, or a push taken back.
    scope: Option<PushScope>,
    /// Rows to be written before the next operation.
    waiting: Waiting,
    /// The plan that is carried out, where there is one.
    expected: Option<Expected>,
    /// Rows of that plan that were overtaken.
    replanned: Vec<PlanRow>,
    /// Kinds of items that may be deleted, or not, as somebody has said.
    deletable: SortedMap<String, bool>,
    /// The units of measurements were read.
    knows_units: bool,
    /// The parked rows of terms were read.
    knows_refused: bool,
    /// Writes of the structure that are not sent in this run, UnoPim having refused them.
    refused: SortedSet<String>,
}

pub async fn push(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let job = match &spec.job {
        Job::Push(job) => job.clone(),
        _ => Push::default(),
    };
    let mut pusher = Pusher::learn(&io, spec).await?;
    pusher.scope = Some(job.scope);
    pusher.tell_originals(&io);
    match job.scope {
        PushScope::All => pusher.everything(&io, &job).await?,
        PushScope::Queue => pusher.queue(&io).await?,
        PushScope::One => pusher.named(&io, &job).await?,
    }
    io.step("done");
    Ok(Value::Null)
}

impl Pusher {
    pub async fn learn(io: &Io, spec: RunSpec) -> Result<Self, Fault> {
        let dry = spec.is_dry();
        let choices = match &spec.job {
            Job::Push(push) => push.choices.clone(),
            _ => Choices::new(),
        };
        let (channels, translating) = Channels::learn(io, spec).await?;
        Ok(Self {
            channels,
            tongues: Tongues::of(translating),
            dry,
            choices,
            scope: None,
            waiting: Waiting::default(),
            expected: None,
            replanned: Vec::new(),
            deletable: SortedMap::new(),
            knows_units: false,
            knows_refused: false,
            refused: SortedSet::new(),
        })
    }

    /// The whole shop, what products need before them.
    async fn everything(&mut self, io: &Io, job: &Push) -> Result<(), Fault> {
        let wants = |entity: &str| job.entities.is_empty() || job.entities.iter().any(|e| e == entity);
        if phase(io) < Phase::Products {
            let mut became = Became::default();
            if wants(ATTRIBUTE) {
                io.step("attributes");
                if self.makes_products() {
                    self.all_attributes(io, &mut became).await?;
                }
                self.translated_terms(io, ATTRIBUTE, None, &mut became).await?;
            }
            if wants(CATEGORY) {
                io.step("categories");
                if self.makes_products() {
                    self.all_categories(io, &mut became).await?;
                }
                self.translated_terms(io, CATEGORY, None, &mut became).await?;
            }
            self.postpone_all(io, CATEGORY, became.categories).await?;
            enter(io, Phase::Products);
        }
        if wants(PRODUCT) && phase(io) == Phase::Products {
            self.all_products(io).await?;
        }
        Ok(())
    }

    async fn all_products(&mut self, io: &Io) -> Result<(), Fault> {
        io.step("products");
        loop {
            let after = io.0.borrow().checkpoint.after.unwrap_or(0);
            let page: ShopProductsAnswer = io
                .ask_one(|id| Request::ShopProducts { id, after: Some(after), ids: None, limit: PAGE })
                .await?;
            let Some(last) = page.products.last().map(|p| p.id) else { return Ok(()) };
            let listed = page.products.len() as u64;
            let became = self.products(io, &page.products).await?;
            self.postpone_all(io, PRODUCT, became).await?;
            io.checkpoint(|c| {
                c.after = Some(last);
                c.done += listed;
            });
        }
    }

    /// The items that somebody named.
    async fn named(&mut self, io: &Io, job: &Push) -> Result<(), Fault> {
        for (entity, ids) in &job.ids {
            let mut became = Became::default();
            match entity.as_str() {
                ATTRIBUTE => self.attributes(io, ids, &mut became).await?,
                CATEGORY => {
                    self.categories(io, ids, &mut became).await?;
                    self.translated_terms(io, CATEGORY, Some(ids), &mut became).await?;
                    self.postpone_all(io, CATEGORY, became.categories).await?;
                }
                PRODUCT => {
                    io.step("products");
                    for some in ids.chunks(50) {
                        let rows = self.shop_products(io, some).await?;
                        let became = self.products(io, &rows).await?;
                        self.postpone_all(io, PRODUCT, became).await?;
                        io.checkpoint(|c| c.done += some.len() as u64);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Products by id; a variation counts as its product.
    pub async fn shop_products(&self, io: &Io, ids: &[u64]) -> Result<Vec<ShopProduct>, Fault> {
        let mut rows = list(io, ids.to_vec()).await?;
        let parents: Vec<u64> =
            rows.iter().filter(|r| r.kind == crate::store::kind::VARIATION).map(|r| r.parent).collect();
        rows.retain(|r| r.kind != crate::store::kind::VARIATION);
        let missing: Vec<u64> = parents.into_iter().filter(|id| rows.iter().all(|r| r.id != *id)).collect();
        if !missing.is_empty() {
            rows.extend(list(io, missing).await?);
        }
        rows.order_by_key(|r| r.id);
        rows.dedup_by_key(|r| r.id);
        Ok(rows)
    }

    fn tell(io: &Io, level: Level, entity: &str, key: &str, fault: (&str, String, &str)) {
        let (code, message, hint) = fault;
        io.log(Log::push(level, entity, key, code, message, hint));
    }

    /// Items that could not go out now go out later, each by a row of its own.
    async fn postpone_all(
        &mut self,
        io: &Io,
        entity: &str,
        became: Vec<(u64, Disposition)>,
    ) -> Result<(), Fault> {
        for (id, disposition) in became {
            self.postpone(io, (entity, id), disposition, None).await?;
        }
        Ok(())
    }

    /// The same of one; `row`: its row of the queue, where it has one.
    pub async fn postpone(
        &mut self,
        io: &Io,
        (entity, id): (&str, u64),
        disposition: Disposition,
        row: Option<&ItemRow>,
    ) -> Result<(), Fault> {
        let fresh = || push_row(entity, id);
        if self.dry {
            return Ok(());
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        match queue::after(row.cloned().unwrap_or_else(fresh), row.is_some(), disposition) {
            queue::Next::Remove(key) => waiting.remove.push(key),
            queue::Next::Write(row) => waiting.write.push(*row),
            queue::Next::Park(row, fault) => {
                io.failed(Log::fault(&row.entity, &row.code, &fault).outward());
                waiting.write.push(*row);
            }
            queue::Next::Nothing => {}
        }
        io.write_items(waiting).await
    }
}

async fn list(io: &Io, ids: Vec<u64>) -> Result<Vec<ShopProduct>, Fault> {
    let limit = ids.len() as u64;
    let answer: ShopProductsAnswer =
        io.ask_one(|id| Request::ShopProducts { id, after: None, ids: Some(ids), limit }).await?;
    Ok(answer.products)
}

fn phase(io: &Io) -> Phase {
    io.0.borrow().checkpoint.phase
}

fn enter(io: &Io, phase: Phase) {
    io.checkpoint(|c| {
        c.phase = phase;
        c.after = None;
        c.done = 0;
        c.total = None;
    });
}

#[derive(Deserialize)]
struct ItemsAnswer {
    #[serde(default)]
    items: Vec<ItemRow>,
}
