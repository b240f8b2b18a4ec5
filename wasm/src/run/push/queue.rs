//! The lane of what people saved: collected by the host, worked off here.

use super::super::io::Io;
use super::{ATTRIBUTE, CATEGORY, Disposition, ItemsAnswer, PAGE, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{PUSH, item_key};
use crate::wire::{ItemKey, ItemRow, Request};

/// How often an item that fails for a passing reason is tried again.
const TRIES: u32 = 5;

/// What becomes of a row of the lane.
pub enum Next {
    Nothing,
    Remove(ItemKey),
    Write(Box<ItemRow>),
    /// It has been tried often enough.
    Park(Box<ItemRow>, Fault),
}

/// `queued`: the row is in the lane already.
pub fn after(row: ItemRow, queued: bool, disposition: Disposition) -> Next {
    match disposition {
        Disposition::Done | Disposition::Skipped | Disposition::Parked if queued => Next::Remove(key(&row)),
        Disposition::Done | Disposition::Skipped | Disposition::Parked => Next::Nothing,
        Disposition::Later { seconds, code } => Next::Write(Box::new(ItemRow {
            row: 0,
            state: "waiting".into(),
            due_in: seconds,
            error_code: code.into(),
            ..row
        })),
        Disposition::Again(fault) if row.tries >= TRIES => Next::Park(
            Box::new(ItemRow { row: 0, state: "failed".into(), error_code: fault.code.clone(), ..row }),
            fault,
        ),
        Disposition::Again(fault) => Next::Write(Box::new(ItemRow {
            row: 0,
            state: "retry".into(),
            tries: row.tries + 1,
            due_in: 30 << row.tries.min(6),
            error_code: fault.code,
            ..row
        })),
    }
}

/// Its entry goes only while nobody saved the item again.
fn key(row: &ItemRow) -> ItemKey {
    let stamp = row.body.get("stamp").and_then(|s| s.as_str()).map(ToOwned::to_owned);
    ItemKey { stamp, ..item_key(PUSH, &row.entity, &row.channel, &row.code) }
}

impl Pusher {
    /// Works the due rows off; what is saved meanwhile is for the next run.
    pub async fn queue(&mut self, io: &Io) -> Result<(), Fault> {
        io.step("queue");
        let mut after = 0;
        loop {
            let page: ItemsAnswer = io
                .ask_one(|id| Request::Items {
                    id,
                    lane: PUSH,
                    channel: String::new(),
                    states: vec!["waiting", "retry"],
                    due: true,
                    after,
                    limit: PAGE,
                })
                .await?;
            let Some(last) = page.items.last() else { return Ok(()) };
            after = last.row;
            self.rows(io, page.items).await?;
        }
    }

    async fn rows(&mut self, io: &Io, rows: Vec<ItemRow>) -> Result<(), Fault> {
        let listed = rows.len() as u64;
        let (deleted, saved): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.body["change"] == "deleted");
        let ids = |entity: &[&str]| -> Vec<u64> {
            saved.iter().filter(|r| entity.contains(&r.entity.as_str())).map(|r| r.id).collect()
        };
        // What products name comes before them.
        let (attributes, terms, categories) = (ids(&[ATTRIBUTE]), ids(&["option", "term"]), ids(&[CATEGORY]));
        let mut became = self.structure(io, &attributes, &terms, &categories).await?;
        for row in saved.iter().filter(|row| row.entity != PRODUCT) {
            self.postpone(io, (&row.entity, row.id), became.take(row), Some(row)).await?;
        }
        io.step("products");
        let products: SortedMap<u64, &ItemRow> =
            saved.iter().filter(|row| row.entity == PRODUCT).map(|row| (row.id, row)).collect();
        let wanted: Vec<u64> = products.keys().copied().collect();
        if !wanted.is_empty() {
            let found = self.shop_products(io, &wanted).await?;
            let mut done: SortedMap<u64, Disposition> =
                self.products(io, &found).await?.into_iter().collect();
            for (id, row) in products {
                // What is gone from the shop, or was named by its variation, is settled with its page.
                let disposition = done.remove(&id).unwrap_or(Disposition::Done);
                self.postpone(io, (PRODUCT, id), disposition, Some(row)).await?;
            }
            // Translations that came along.
            self.postpone_all(io, PRODUCT, done.into_iter().collect()).await?;
        }
        for row in &deleted {
            let granted = self.may_delete(io, &row.entity).await?;
            let disposition = if granted { self.delete(io, row).await? } else { Disposition::Skipped };
            self.postpone(io, (&row.entity, row.id), disposition, Some(row)).await?;
        }
        io.checkpoint(|c| c.done += listed);
        Ok(())
    }
}
