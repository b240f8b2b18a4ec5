//! What was deleted in the shop goes in UnoPim too, where somebody wants it so.

use serde_json::Value;

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::item::later;
use super::{ATTRIBUTE, CATEGORY, Disposition, PRODUCT, Pusher};
use crate::diff::Side;
use crate::error::Fault;
use crate::plan::{Action, FieldChange, Operation};
use crate::source::write::{self, Deleted, Write};
use crate::store::{CATEGORIES, kind};
use crate::wire::{ItemRow, Level, Log};

/// What a deleted item was called.
struct Gone {
    channel: String,
    code: String,
}

impl Pusher {
    pub async fn delete(&mut self, io: &Io, row: &ItemRow) -> Result<Disposition, Fault> {
        later(io, (&row.entity, &row.code), self.take_away(io, row).await)
    }

    async fn take_away(&mut self, io: &Io, row: &ItemRow) -> Result<Disposition, SourceFault> {
        let links: Vec<Gone> = row.body["links"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|link| {
                let text = |key: &str| link[key].as_str().map(ToOwned::to_owned);
                Some(Gone { channel: text("channel").unwrap_or_default(), code: text("code")? })
            })
            .collect();
        let links = if links.is_empty() { self.linked_since(io, row).await? } else { links };
        // A translation goes by itself.
        let own = links.iter().find(|link| !link.channel.contains('@'));
        let Some(code) = own.map(|link| link.code.clone()) else {
            return Ok(Disposition::Skipped);
        };
        if !self.channels.first().settings.writeback_delete {
            io.checkpoint(|c| c.counts.skipped += 1);
            let message = "It was deleted in the shop; UnoPim keeps it".to_owned();
            let hint = "Switch Writeback delete on to have it deleted in UnoPim too.";
            Self::tell(io, Level::Info, &row.entity, &code, ("writeback_off", message, hint));
            return Ok(Disposition::Skipped);
        }
        if self.has_come_back(row, &code) {
            io.checkpoint(|c| c.counts.skipped += 1);
            let message = "A pull brought it again before its deletion was sent; UnoPim keeps it".to_owned();
            let hint = "Delete it once more in the shop.";
            Self::tell(io, Level::Warn, &row.entity, &code, ("came_back", message, hint));
            return Ok(Disposition::Skipped);
        }
        let shop_kind = row.body["kind"].as_str().unwrap_or_default().to_owned();
        let Some((request, children)) = self.address(io, row, &code, &shop_kind).await? else {
            return Ok(Disposition::Skipped);
        };
        let operations = || -> Vec<Operation> {
            let fields = vec![FieldChange {
                old: Value::from(children.clone()),
                ..super::options::written("variants", Value::Null)
            }];
            let own = |link: &Gone| Operation {
                side: Some(Side::Unopim),
                id: Some(row.id),
                kind: (row.entity == PRODUCT).then(|| shop_kind.clone()),
                reason: "deleted_in_shop".into(),
                fields: if children.is_empty() { Vec::new() } else { fields.clone() },
                ..Operation::blank(&row.entity, &link.code, &link.channel, Action::Delete)
            };
            links.iter().map(own).collect()
        };
        if self.dry {
            io.apply(operations()).await?;
            io.checkpoint(|c| c.counts.deleted += 1);
            return Ok(Disposition::Done);
        }
        match self.send(io, &request).await {
            Ok(Delivery::Done(_) | Delivery::Refused { status: 404, .. }) => {}
            Ok(Delivery::Refused { status, body }) => {
                let message = write::refusal_of("to delete it", status, &body);
                let hint = "Delete it in UnoPim by hand, or unlink it.";
                io.failed(Log::push(Level::Error, &row.entity, &code, "rejected", message, hint));
                return Ok(Disposition::Parked);
            }
            Ok(Delivery::Unknown(fault)) => return Ok(Disposition::Again(fault)),
            Err(fault) if fault.fatal => return Err(fault),
            Err(fault) => {
                io.failed(Log::fault(&row.entity, &code, &fault.fault).outward());
                return Ok(Disposition::Parked);
            }
        }
        io.apply(operations()).await?;
        io.checkpoint(|c| {
            c.counts.deleted += 1;
            c.counts.writes += 1;
        });
        Ok(Disposition::Done)
    }

    /// The names of an item that was deleted while a push was about to make it in UnoPim.
    async fn linked_since(&self, io: &Io, row: &ItemRow) -> Result<Vec<Gone>, Fault> {
        if row.entity != PRODUCT {
            return Ok(Vec::new());
        }
        let mut links = Vec::new();
        for knowledge in &self.channels.0 {
            let answer = knowledge.links_of(io, vec![row.id]).await?;
            let gone = |code| Gone { channel: knowledge.settings.link_channel(), code };
            links.extend(answer.links.into_iter().map(|link| gone(link.code)));
        }
        Ok(links)
    }

    /// Whether the code stands for another term of the shop by now.
    fn has_come_back(&self, row: &ItemRow, code: &str) -> bool {
        let taxonomies = self.channels.first().shop.taxonomies.values();
        let entity = row.entity.as_str();
        if !matches!(entity, CATEGORY | "option" | "term") {
            return false;
        }
        let fits = |taxonomy: &str| match entity {
            CATEGORY => taxonomy == CATEGORIES,
            "option" => taxonomy.starts_with("pa_"),
            _ => code.split_once(':').is_some_and(|(own, _)| own == taxonomy),
        };
        taxonomies.filter(|known| fits(&known.taxonomy)).any(|known| {
            let link = known.links.iter().find(|link| link.code == code);
            link.is_some_and(|link| link.id != row.id && known.terms.iter().any(|term| term.id == link.id))
        })
    }

    /// The path to delete, and the variants that go with it; nothing where it must not be deleted, which is told.
    async fn address(
        &mut self,
        io: &Io,
        row: &ItemRow,
        code: &str,
        shop_kind: &str,
    ) -> Result<Option<(Write, Vec<String>)>, SourceFault> {
        let (variable, children) = match row.entity.as_str() {
            PRODUCT => match self.deleted_product(io, row, code, shop_kind).await? {
                Some(found) => found,
                None => return Ok(None),
            },
            CATEGORY if !self.channels.first().catalog.is_channel_root(code) => {
                let lost = self.move_up(io, code).await?;
                if !lost.is_empty() {
                    let message =
                        format!("UnoPim would delete what lies below it as well: {}", lost.join(", "));
                    let hint = "Move these categories in UnoPim, then delete this one there by hand.";
                    Self::refuse_delete(io, row, code, &message, hint);
                    return Ok(None);
                }
                (false, Vec::new())
            }
            _ => (false, Vec::new()),
        };
        let first = self.channels.first();
        let what = match (row.entity.as_str(), code.split_once('/')) {
            (PRODUCT, _) if variable => Deleted::Configurable(code),
            (PRODUCT, _) => Deleted::Product(code),
            (CATEGORY, _) => Deleted::Category(code),
            (ATTRIBUTE, _) if first.axes.get(code).is_some() => {
                let hint = "Delete the variants first, or keep the attribute.";
                Self::refuse_delete(io, row, code, "UnoPim keeps attributes that tell variants apart", hint);
                return Ok(None);
            }
            (ATTRIBUTE, _) => Deleted::Attribute(code),
            ("option", Some((attribute, option))) => Deleted::Option { attribute, option },
            _ => return Ok(None),
        };
        match write::delete_of(what, &first.catalog, &first.capabilities) {
            Ok(request) => Ok(Some((request, children))),
            Err(fault) => {
                Self::refuse_delete(io, row, code, &fault.message, &fault.hint);
                Ok(None)
            }
        }
    }

    fn refuse_delete(io: &Io, row: &ItemRow, code: &str, message: &str, hint: &str) {
        io.checkpoint(|c| c.counts.skipped += 1);
        Self::tell(io, Level::Warn, &row.entity, code, ("not_supported", message.to_owned(), hint));
    }

    /// Whether UnoPim's product is a configurable, and the variants that go with it.
    async fn deleted_product(
        &self,
        io: &Io,
        row: &ItemRow,
        code: &str,
        shop_kind: &str,
    ) -> Result<Option<(bool, Vec<String>)>, SourceFault> {
        let variable = shop_kind == kind::VARIABLE;
        if let Some(raw) = io.get_record(&self.path(code, variable)).await? {
            let variants = raw["variants"].as_array().into_iter().flatten();
            let children = variants.filter_map(|v| v["sku"].as_str().map(ToOwned::to_owned)).collect();
            return Ok(Some((variable, children)));
        }
        // Gone already, or of another type by now: a wrong guess would take children along.
        if io.get_record(&self.path(code, !variable)).await?.is_none() {
            return Ok(Some((variable, Vec::new())));
        }
        let message = "UnoPim holds a product of another type under this SKU";
        Self::refuse_delete(io, row, code, message, "Delete it in UnoPim by hand.");
        Ok(None)
    }
}
