//! A SKU that vanished and a new one with the same beginnings may be one product under another name: somebody has to say.

use std::collections::BTreeSet;

use super::images::FoundAnswer;
use super::io::Io;
use super::singles::segment;
use super::spec::{Job, Scope};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::{BORN, PagePlan, RENAMED};
use crate::wire::{ItemRow, Request};

/// More newcomers on one page than this are an import, not people giving other names.
const MOST: usize = 10;

#[derive(serde::Deserialize)]
struct HeldAnswer {
    #[serde(default)]
    items: Vec<ItemRow>,
}

impl Knowledge {
    /// Finds newcomers that the shop knows under a SKU that UnoPim has no more.
    pub async fn find_renamed(&self, io: &Io, page: &mut PagePlan<'_, '_>) -> Result<(), Fault> {
        let asks = matches!(&self.spec.job, Job::Pull(pull) if pull.scope != Scope::One);
        let newcomers = page.newcomers();
        if !asks || newcomers.is_empty() || newcomers.len() > MOST || self.settings.own_rows_only {
            return Ok(());
        }
        for (sku, born) in newcomers {
            let (channel, text) = (self.settings.link_channel(), born.clone());
            let found: FoundAnswer = io
                .ask_one(|id| Request::Find { id, entity: "product", channel, text, after: 0, limit: 5 })
                .await?;
            let mut gone = Vec::new();
            for link in found.links {
                let same = link.context.get(BORN).and_then(|b| b.as_str()) == Some(&born);
                if same && link.code != sku && link.id > 0 && !self.is_served(io, &link.code).await? {
                    gone.push(link);
                }
            }
            if let [only] = gone.as_slice() {
                page.meet_renamed(&sku, &only.code, only.id);
            }
        }
        Ok(())
    }

    async fn is_served(&self, io: &Io, sku: &str) -> Result<bool, Fault> {
        let path = segment(sku);
        let reads: Vec<_> =
            [format!("products/{path}"), format!("{}/{path}", self.capabilities.configurable_path)]
                .map(|path| (path, Vec::new()))
                .into();
        let answers = io.get_all(&reads).await.map_err(|f| f.fault)?;
        // What cannot be told counts as there.
        Ok(answers.iter().any(|answer| !matches!(answer, Err(fault) if fault.status == 404)))
    }

    /// SKUs that nobody has decided about yet: they are not taken for deleted.
    pub async fn undecided(&self, io: &Io) -> Result<BTreeSet<String>, Fault> {
        let mut out = BTreeSet::new();
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
