//! Single records of structure, read again by name.

use super::io::Io;
use super::singles::{NOT_FOUND, segment};
use super::spec::Pull;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::wire::{CatalogRecord, Log, Request};

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

    /// The names of a single pull should exist; one that does not is told, and nothing else.
    pub async fn renew(&self, io: &Io, job: &Pull) -> Result<(), Fault> {
        let named = [
            ("categories", "category", &job.categories),
            ("attributes", "attribute", &job.attributes),
            ("families", "family", &job.families),
        ];
        for (list, entity, codes) in named {
            for code in codes {
                let fault = match io.get(&format!("{list}/{}", segment(code)), &[], 2).await {
                    Ok(_) => continue,
                    Err(fault) if fault.fatal => return Err(fault.fault),
                    Err(fault) if fault.status == 404 => {
                        let message = format!("UnoPim has nothing with the code {code} in its {list}");
                        Fault::new(NOT_FOUND, list, message, "Check the code in UnoPim.")
                    }
                    Err(fault) => fault.fault,
                };
                io.failed(Log::fault(entity, code, &fault));
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
