//! Single records of structure, read again by name.

use super::io::Io;
use super::singles::segment;
use super::spec::Pull;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::wire::{CatalogRecord, Request};

/// Kinds of the catalogue whose lists may be spared by an `ETag`.
const LISTED: [&str; 9] =
    ["channel", "locale", "currency", "group", "attribute", "family", "category", "category_field", "page"];

impl Knowledge {
    /// What an earlier pull read, where UnoPim can say that it did not change.
    pub async fn remember(&self, io: &Io) -> Result<(), Fault> {
        if !self.capabilities.cursor {
            return Ok(());
        }
        let answer: Records = io.ask_one(|id| Request::CatalogRead { id, kinds: LISTED.to_vec() }).await?;
        io.0.borrow_mut().kept.fill(answer.records);
        Ok(())
    }

    /// Keeps what the pages said; their records are in the catalogue by now.
    pub async fn keep_pages(&self, io: &Io) -> Result<(), Fault> {
        let records = {
            let kept = &mut io.0.borrow_mut().kept;
            kept.forget();
            kept.take_fresh()
        };
        if records.is_empty() || !self.keeps() {
            return Ok(());
        }
        io.ask(|id| vec![Request::CatalogWrite { id: id(), kind: "page", records, complete: false }])
            .await
            .map(drop)
    }

    /// The names of a single pull must exist; the lists that were just read tell.
    pub async fn renew(&self, io: &Io, job: &Pull) -> Result<(), Fault> {
        let named =
            [("categories", &job.categories), ("attributes", &job.attributes), ("families", &job.families)];
        for (list, codes) in named {
            for code in codes {
                io.get(&format!("{list}/{}", segment(code)), &[], 2).await.map_err(|fault| {
                    if fault.status == 404 {
                        let message = format!("UnoPim has nothing with the code {code} in its {list}");
                        Fault::new("not_found", list, message, "Check the code in UnoPim.")
                    } else {
                        fault.fault
                    }
                })?;
            }
        }
        Ok(())
    }
}

#[derive(serde::Deserialize)]
struct Records {
    #[serde(default)]
    records: Vec<CatalogRecord>,
}
