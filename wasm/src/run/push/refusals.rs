//! Why an item is not pushed, as far as it can be seen without asking UnoPim.

use serde_json::json;

use super::super::io::{Io, SourceFault};
use super::item::Item;
use super::page::Candidate;
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::source::write;
use crate::wire::{ItemRow, Level, Log};

/// A reason with its sentence and its remedy.
pub type Refusal = (&'static str, Level, String, &'static str);

fn because(code: &'static str, level: Level, message: &str, hint: &'static str) -> Refusal {
    (code, level, message.to_owned(), hint)
}

/// Somebody does not want to hear of it again before it changes.
pub fn ignored() -> Refusal {
    let hint = "It is looked at again once it changes in the shop.";
    because("ignored", Level::Info, "It is ignored until it changes", hint)
}

impl Pusher {
    /// Tells why a product is not pushed.
    pub fn refusal(&mut self, io: &Io, candidate: &Candidate) -> Option<Disposition> {
        let (code, level, message, hint) = self.reason(candidate)?;
        let key = match candidate.key() {
            "" => format!("#{}", candidate.snapshot.id),
            key => key.to_owned(),
        };
        if code == "sku_changed" || code == "sku_pattern" {
            return Some(self.park(io, candidate, &Fault::new(code, "sku", message, hint)));
        }
        io.checkpoint(|c| c.counts.skipped += 1);
        Self::tell(io, level, PRODUCT, &key, (code, message, hint));
        Some(Disposition::Skipped)
    }

    /// Whether it stays away for no other reason than its mirror.
    pub fn is_left_to_mirror(&self, candidate: &Candidate) -> bool {
        self.reason(candidate).is_some_and(|(code, ..)| code == "mirror")
    }

    fn reason(&self, candidate: &Candidate) -> Option<Refusal> {
        let snapshot = &candidate.snapshot;
        if candidate.row("parked").is_some_and(|row| is_ignored(row, candidate)) {
            return Some(ignored());
        }
        if let Some(row) = candidate.row("excluded") {
            let message = if row.error_code.is_empty() {
                "It is excluded from the synchronisation".to_owned()
            } else {
                format!("Another plugin leaves it out: {}", row.error_code)
            };
            let hint = "Take it in again in the product's UnoPim panel.";
            return Some(("excluded", Level::Info, message, hint));
        }
        if candidate.kind == "grouped" {
            let hint = "Nothing to do; UnoPim has no products of this type.";
            return Some(because("grouped", Level::Info, "Grouped products are not pushed", hint));
        }
        if candidate.kind == "other" {
            let hint = "Nothing to do; only simple, external and variable products are pushed.";
            return Some(because(
                "unsupported_type",
                Level::Info,
                "This type of product is not pushed",
                hint,
            ));
        }
        if matches!(snapshot.status.as_str(), "auto-draft" | "inherit") {
            let hint = "Save the product.";
            return Some(because("not_saved", Level::Info, "It was never saved", hint));
        }
        if snapshot.status == "trash" {
            let hint = "Restore it to have it pushed.";
            return Some(because("in_trash", Level::Info, "It lies in the shop's trash", hint));
        }
        let translates = candidate.original.is_some();
        if let Some(link) = candidate.link().or(candidate.original.as_ref()) {
            // What a translation has of a SKU is its plugin's.
            if !translates && !snapshot.sku.is_empty() && !snapshot.sku.eq_ignore_ascii_case(&link.code) {
                let message = format!("Its SKU was changed in the shop to {}", snapshot.sku);
                let hint = "Rename it in UnoPim, put the SKU back in the shop, or unlink the two.";
                return Some(("sku_changed", Level::Error, message, hint));
            }
            let mirrored = |(k, link): (&super::super::structure::Knowledge, &Option<_>)| {
                (link.is_none() && !translates) || k.settings.mirror
            };
            if self.channels.0.iter().zip(&candidate.links).all(mirrored) {
                let hint = "Switch Mirror off for the channel to push what is edited in the shop.";
                return Some(because("mirror", Level::Info, "UnoPim owns its fields: Mirror is on", hint));
            }
            return None;
        }
        if snapshot.sku.is_empty() {
            let hint = "Give the product a SKU; UnoPim knows products by nothing else.";
            return Some(because("no_sku", Level::Warn, "It has no SKU", hint));
        }
        if !write::sku_is_legal(&snapshot.sku, &self.channels.first().capabilities) {
            let message = format!("UnoPim takes no SKU like “{}”", snapshot.sku);
            let hint = "Use letters and digits with single - or _ between them.";
            return Some(("sku_pattern", Level::Error, message, hint));
        }
        None
    }

    /// A linked item that UnoPim has no more: the deletion check decides about it.
    pub fn gone(io: &Io, item: &Item) -> Disposition {
        io.checkpoint(|c| c.counts.skipped += 1);
        let message = "UnoPim has it no more; it is not created again".to_owned();
        let hint = "Check deletions, or unlink the product to have it created anew.";
        Self::tell(io, Level::Warn, PRODUCT, item.key(), ("gone_in_unopim", message, hint));
        Disposition::Skipped
    }

    /// The SKU may stand for a product of the other type.
    pub async fn other_type(&mut self, io: &Io, item: &Item<'_>) -> Result<Option<Disposition>, SourceFault> {
        let other = self.path(item.key(), !item.is_variable());
        if item.candidate.snapshot.kind == crate::store::kind::VARIATION {
            return Ok(None);
        }
        if io.get_record(&other).await?.is_none() {
            return Ok(None);
        }
        let fault = Fault::new(
            "type_mismatch",
            "type",
            "UnoPim holds a product of another type under this SKU",
            "Give one of the two another SKU, or change the type in the shop.",
        );
        Ok(Some(self.park(io, item.candidate, &fault)))
    }

    /// An item that is not sent because of what it holds.
    pub fn refuse(&mut self, io: &Io, item: &Item, fault: &Fault) -> Disposition {
        if matches!(
            fault.code.as_str(),
            "no_family" | "no_values" | "any_axis" | "inactive_locale" | "not_supported"
        ) {
            io.checkpoint(|c| c.counts.skipped += 1);
            let told = (fault.code.as_str(), fault.message.clone(), fault.hint.as_str());
            Self::tell(io, Level::Warn, PRODUCT, item.key(), told);
            return Disposition::Skipped;
        }
        self.park(io, item.candidate, fault)
    }

    /// UnoPim's own words, field by field, with the row of the mapping that each concerns. `stamp`: of the write that it refused.
    pub fn rejected(
        &mut self,
        io: &Io,
        item: &Item,
        (status, body): (u16, &[u8]),
        stamp: Option<&String>,
    ) -> Disposition {
        self.park_with(io, item.candidate, &write::rejected(status, body), stamp)
    }

    /// It waits on the Parked tab.
    pub fn park(&mut self, io: &Io, candidate: &Candidate, fault: &Fault) -> Disposition {
        self.park_with(io, candidate, fault, None)
    }

    fn park_with(
        &mut self,
        io: &Io,
        candidate: &Candidate,
        fault: &Fault,
        stamp: Option<&String>,
    ) -> Disposition {
        io.checkpoint(|c| c.counts.parked += 1);
        io.log(Log::fault(PRODUCT, candidate.key(), fault).outward());
        if !self.dry {
            let named = (PRODUCT, candidate.key(), candidate.snapshot.id);
            let row = self.parked_row(named, fault, &json!(candidate.content()), stamp);
            self.waiting.write.push(row);
        }
        Disposition::Parked
    }
}

/// Whether somebody does not want to hear of it again before it changes in the shop.
fn is_ignored(row: &ItemRow, candidate: &Candidate) -> bool {
    row.state == "ignored"
        && row.is_outward()
        && row.body["target"].as_str() == Some(candidate.content().as_str())
}
