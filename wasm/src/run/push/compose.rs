//! What is sent, put together from UnoPim's item as it was read.

use serde_json::Value;

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::Pusher;
use super::item::{Item, Parent};
use crate::error::Fault;
use crate::plan::{Decided, ShopTerms};
use crate::source::write::{self, Change, NewKind, NewProduct, Write, WriteFacts};
use crate::wire::Request;

impl Pusher {
    /// UnoPim's family of the item, or the one that new products get.
    pub fn family(&self, raw: Option<&Value>, item: &Item) -> String {
        let of = |raw: &Value| raw["family"].as_str().filter(|f| !f.is_empty()).map(ToOwned::to_owned);
        let wanted = || item.candidate.snapshot.defaults.as_ref().map(|defaults| defaults.family.clone());
        raw.and_then(of)
            .or_else(|| item.parent?.raw.as_ref().and_then(of))
            .or_else(|| wanted().filter(|family| !family.is_empty()))
            .unwrap_or_else(|| self.channels.first().settings.default_family.clone())
    }

    /// Sends a write, once.
    pub async fn send(&self, io: &Io, write: &Write) -> Result<Delivery, SourceFault> {
        io.send(&write.path, |id| Request::Send {
            id,
            method: write.method,
            path: write.path.clone(),
            body: write.body.clone(),
        })
        .await
    }

    /// What a write of the structure depends on.
    pub fn with_facts<T>(&self, write: impl FnOnce(&WriteFacts) -> T) -> T {
        let first = self.channels.first();
        write(&WriteFacts {
            catalog: &first.catalog,
            capabilities: &first.capabilities,
            two_level: false,
            parent: None,
            axes: &[],
            refused: &[],
        })
    }

    /// The same of an item.
    pub fn with_item_facts<T>(
        &self,
        item: &Item,
        refused: &[String],
        write: impl FnOnce(&WriteFacts) -> T,
    ) -> T {
        let first = self.channels.first();
        // What the level above stands at is not the variant's own.
        let above = item.parent.and_then(|p| p.raw.as_ref()).map(|raw| &raw["values"]["common"]);
        let is_own = |code: &String| above.is_none_or(|common| common[code.as_str()].is_null());
        let axes = item.parent.into_iter().flat_map(|p| &p.axes).map(|(code, _)| code);
        let axes: Vec<String> = axes.filter(|code| is_own(code)).cloned().collect();
        let whole = item.candidate.original.as_ref().or(item.candidate.link());
        let used = whole.and_then(|link| link.context.get("used"));
        write(&WriteFacts {
            catalog: &first.catalog,
            capabilities: &first.capabilities,
            two_level: (item.is_variable() || item.candidate.original.is_some()) && used.is_some(),
            parent: item.parent.and_then(|p| p.raw.as_ref()).map(|raw| &raw["values"]),
            axes: &axes,
            refused,
        })
    }

    /// What is sent, put together from UnoPim's item as it was read; nothing where nothing changes.
    pub fn compose(
        &self,
        item: &Item,
        raw: Option<&Value>,
        family: &str,
        decided: &[Decided],
        refused: &[String],
    ) -> Result<Option<Write>, Fault> {
        let all = || decided.iter().flat_map(|d| &d.changes);
        let status = all().find(|c| c.path == "status").and_then(|c| c.value.as_ref()?.as_bool());
        let mut changes = changes_of(decided);
        if let Some(raw) = raw {
            if changes.is_empty() && status.is_none() {
                return Ok(None);
            }
            return self
                .with_item_facts(item, refused, |facts| write::product_write(raw, &changes, status, facts));
        }
        if family.is_empty() {
            return Err(Fault::new(
                "no_family",
                "family",
                "It has no family, and there is no default family",
                "Choose a Default family on Core Fields.",
            ));
        }
        if changes.is_empty() {
            return Err(Fault::new(
                "no_values",
                "values",
                "The mapping gives no value for it",
                "Open Attribute Mapping and map the fields that it has.",
            ));
        }
        if let Some(defaults) = &item.candidate.snapshot.defaults {
            for (path, value) in &defaults.values {
                if changes.iter().all(|change| change.path != *path) {
                    changes.push(Change { path: path.clone(), value: Some(value.clone()) });
                }
            }
        }
        // A new item says whether it is on sale; UnoPim would switch it on.
        let shown = item.candidate.snapshot.status.as_str();
        let status = status.unwrap_or(shown == "publish");
        let codes: Vec<String> = item.axes.iter().map(|(code, _)| code.clone()).collect();
        let options;
        let kind = match item.parent {
            Some(parent) => {
                options = self.options_of(item, parent)?;
                NewKind::Variant { parent: &parent.key, options: &options }
            }
            None if item.is_variable() => NewKind::Configurable { axes: &codes },
            None => NewKind::Simple,
        };
        let new = NewProduct { sku: item.key(), family, status, kind };
        self.with_item_facts(item, refused, |facts| write::product_create(&new, &changes, facts)).map(Some)
    }

    /// The option that a variation stands at, for every axis.
    fn options_of(&self, item: &Item, parent: &Parent) -> Result<Vec<(String, String)>, Fault> {
        let terms = ShopTerms::of(&self.channels.first().shop);
        parent
            .axes
            .iter()
            .map(|(code, taxonomy)| {
                let slug = item.candidate.axes.get(taxonomy).map(String::as_str).unwrap_or_default();
                if slug.is_empty() {
                    return Err(Fault::new(
                        "any_axis",
                        code,
                        format!("This variation stands for any {code}"),
                        "Choose one option for every attribute of the variation in the shop.",
                    ));
                }
                let term = terms.by_slug(taxonomy, slug);
                let option = term.and_then(|term| terms.option(taxonomy, code, term.id));
                option.map(|option| (code.clone(), option)).ok_or_else(|| {
                    Fault::new(
                        "axis_missing",
                        code,
                        format!("UnoPim has no option of {code} for {slug}"),
                        "Push the attribute's terms, then the product again.",
                    )
                })
            })
            .collect()
    }
}

/// What goes into `values`.
pub fn changes_of(decided: &[Decided]) -> Vec<Change> {
    let all = decided.iter().flat_map(|d| &d.changes).filter(|c| c.path != "status");
    all.map(|c| Change { path: c.path.clone(), value: c.value.clone() }).collect()
}
