//! A SKU that vanished and a new one with the same beginnings may be one product under another name: somebody has to say.

use serde_json::Value;

use super::images::{FoundAnswer, FoundLink};
use super::io::Io;
use super::singles::segment;
use super::spec::{Job, Scope};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{AT, BORN, Newcomer, PagePlan, RENAMED};
use crate::wire::{ItemRow, Request};

/// More newcomers on one page than this are an import, not people giving other names.
const MOST: usize = 10;
/// Links of one beginning that are read, and of which UnoPim is asked: an import writes many records in one second, but a
/// listing shows most of them together with the newcomer.
const MOST_LINKS: usize = 1_000;
const MOST_ASKED: usize = 50;

#[derive(serde::Deserialize)]
struct HeldAnswer {
    #[serde(default)]
    items: Vec<ItemRow>,
}

impl Knowledge {
    /// Finds newcomers that the shop knows under a SKU that UnoPim has no more; `met` are on the listing's page.
    pub async fn find_renamed(
        &self,
        io: &Io,
        page: &mut PagePlan<'_, '_>,
        met: &SortedSet<String>,
    ) -> Result<(), Fault> {
        let asks = matches!(&self.spec.job, Job::Pull(pull) if pull.scope != Scope::One);
        let newcomers = page.newcomers();
        if !asks || newcomers.is_empty() || newcomers.len() > MOST || self.settings.own_rows_only {
            return Ok(());
        }
        let mut by_beginning: SortedMap<&str, Vec<&Newcomer>> = SortedMap::new();
        for newcomer in &newcomers {
            by_beginning.entry(&newcomer.born).or_default().push(newcomer);
        }
        for (born, newcomers) in by_beginning {
            let gone = self.gone(io, born, met).await?;
            for newcomer in &newcomers {
                if let Some(link) = same(newcomer, newcomers.len() == 1, &gone) {
                    page.meet_renamed(&newcomer.sku, &link.code, link.id);
                }
            }
        }
        Ok(())
    }

    /// Links of one beginning whose records UnoPim has no more; `met` are on the page.
    async fn gone(&self, io: &Io, born: &str, met: &SortedSet<String>) -> Result<Vec<FoundLink>, Fault> {
        let (mut out, mut after, mut read) = (Vec::new(), 0, 0);
        while read < MOST_LINKS {
            let (channel, text) = (self.settings.link_channel(), born.to_owned());
            let unseen = self.marks;
            let found: FoundAnswer = io
                .ask_one(|id| Request::Find {
                    id,
                    entity: "product",
                    channel,
                    text,
                    unseen,
                    after,
                    limit: 100,
                })
                .await?;
            let Some(last) = found.links.last() else { break };
            (after, read) = (last.row, read + found.links.len());
            let unmet = |link: &FoundLink| {
                let born_then = link.context.get(BORN).and_then(Value::as_str) == Some(born);
                born_then && link.id > 0 && !met.contains(&link.code)
            };
            out.extend(found.links.into_iter().filter(unmet));
        }
        if out.len() > MOST_ASKED {
            return Ok(Vec::new());
        }
        let mut gone = Vec::new();
        for link in out {
            if !self.is_served(io, &link.code).await? {
                gone.push(link);
            }
        }
        Ok(gone)
    }

    async fn is_served(&self, io: &Io, sku: &str) -> Result<bool, Fault> {
        let path = segment(sku);
        for path in [format!("products/{path}"), format!("{}/{path}", self.capabilities.configurable_path)] {
            let answers = io.get_all(&[(path, Vec::new())]).await.map_err(|f| f.fault)?;
            // What cannot be told counts as there.
            if answers.iter().any(|answer| !matches!(answer, Err(fault) if fault.status == 404)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// SKUs that nobody has decided about yet: they are not taken for deleted.
    pub async fn undecided(&self, io: &Io) -> Result<SortedSet<String>, Fault> {
        let mut out = SortedSet::new();
        let mut after = 0;
        loop {
            let channel = self.settings.link_channel();
            let states = vec![RENAMED];
            let page: HeldAnswer = io
                .ask_one(|id| Request::Items {
                    id,
                    lane: "held",
                    channel,
                    states,
                    due: false,
                    after,
                    limit: 100,
                })
                .await?;
            let Some(last) = page.items.last() else { return Ok(out) };
            after = last.row;
            let from = |row: &ItemRow| row.body.get("renamed_from")?.as_str().map(ToOwned::to_owned);
            out.extend(page.items.iter().filter_map(from));
        }
    }
}

/// What a newcomer was called: the only one that vanished, or of several variants the one that stood at its place.
fn same<'l>(newcomer: &Newcomer, alone: bool, gone: &'l [FoundLink]) -> Option<&'l FoundLink> {
    let Some((parent, at)) = &newcomer.place else {
        return only(gone.iter()).filter(|_| alone);
    };
    let siblings = || {
        let of_parent =
            |link: &&FoundLink| link.context.get("parent").and_then(Value::as_str) == Some(parent.as_str());
        gone.iter().filter(of_parent)
    };
    let there = siblings().filter(|link| link.context.get(AT) == Some(at));
    only(there).or_else(|| only(siblings()).filter(|_| alone))
}

fn only<'l>(mut links: impl Iterator<Item = &'l FoundLink>) -> Option<&'l FoundLink> {
    let first = links.next();
    first.filter(|_| links.next().is_none())
}
