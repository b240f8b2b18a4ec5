//! One product or variation on its way: read, decided, sent, read back, remembered.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::super::singles::segment;
use super::super::structure::Knowledge;
use super::super::time;
use super::page::Candidate;
use super::{Disposition, PRODUCT, Pusher};
use crate::diff::{Wish, hash_of};
use crate::error::Fault;
use crate::plan::{
    AT, Action, BORN, BaseSource, Decided, FieldChange, Known, Operation, OperationLink, Outgoing, Role,
    ShopTerms, context, item_key, remember, said_by, stands_at,
};
use crate::source::write::{self, Change, NewKind, NewProduct, Write, WriteFacts};
use crate::source::{Product, Wanted};
use crate::store::kind;
use crate::variants::Combinations;
use crate::wire::{ItemRow, Level, Log, Request};

/// How often a write of unknown outcome is looked into before the item is left for later.
const ATTEMPTS: u32 = 3;

/// The configurable of a variation, as UnoPim holds it.
#[derive(Debug, Clone, Default)]
pub struct Parent {
    pub key: String,
    /// `None`: it was not read, or UnoPim does not have it.
    pub raw: Option<Value>,
    /// Attribute code and taxonomy of each axis.
    pub axes: Vec<(String, String)>,
}

/// One item's work.
pub struct Item<'i> {
    pub candidate: &'i Candidate,
    pub parent: Option<&'i Parent>,
    /// Of a variable product: attribute code and taxonomy of each axis.
    pub axes: &'i [(String, String)],
    /// SKUs of shop products that UnoPim may know, by id.
    pub codes: &'i BTreeMap<u64, String>,
}

/// What one channel makes of UnoPim's item.
struct View<'k> {
    knowledge: &'k Knowledge,
    product: Product,
    role: Role,
}

impl Item<'_> {
    pub fn key(&self) -> &str {
        self.candidate.key()
    }

    pub fn is_variable(&self) -> bool {
        self.candidate.snapshot.kind == kind::VARIABLE
    }

    fn role(&self) -> Role {
        let codes = |axes: &[(String, String)]| axes.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>();
        match self.candidate.snapshot.kind.as_str() {
            kind::VARIABLE => {
                Role::Variable { axes: codes(self.axes).into_iter().map(|a| (a, Vec::new())).collect() }
            }
            kind::VARIATION => {
                Role::Variation { axes: self.parent.map(|p| codes(&p.axes)).unwrap_or_default() }
            }
            _ => Role::Simple,
        }
    }

    /// Whether somebody edited it in the shop, so that UnoPim has to be asked.
    pub fn is_edited(&self, pusher: &Pusher) -> bool {
        let role = self.role();
        let empty = crate::store::Bases::new();
        pusher.channels.0.iter().zip(&self.candidate.links).any(|(knowledge, link)| {
            let Some(link) = link else { return true };
            let context = knowledge.target_context();
            let terms = ShopTerms::nothing(&knowledge.shop);
            let outgoing = Outgoing {
                context: &context,
                key: self.key(),
                role: &role,
                known: None,
                family: "",
                snapshot: &self.candidate.snapshot,
                bases: if link.bases.is_empty() { &empty } else { &link.bases },
                held: &[],
                choices: pusher.choices.get(self.key()),
                terms: &terms,
            };
            outgoing.is_edited()
        })
    }
}

impl Pusher {
    /// The path of an item in UnoPim.
    pub fn path(&self, key: &str, configurable: bool) -> String {
        let list =
            if configurable { &self.channels.first().capabilities.configurable_path } else { "products" };
        format!("{list}/{}", segment(key))
    }

    /// UnoPim's item; nothing where it has none under this path.
    pub async fn read_raw(&self, io: &Io, path: &str) -> Result<Option<Value>, Fault> {
        match io.get(path, &[], 3).await {
            Ok(got) => Ok(serde_json::from_slice::<Value>(&got.body).ok().filter(Value::is_object)),
            Err(fault) if fault.status == 404 => Ok(None),
            Err(fault) => Err(fault.fault),
        }
    }

    fn view<'k>(knowledge: &'k Knowledge, raw: &Value, item: &Item) -> Result<View<'k>, Fault> {
        let wanted = Wanted::new(
            &knowledge.resolved.attributes,
            &knowledge.settings.channel,
            &knowledge.settings.locale_chain,
        );
        let mut product = Product::decode(&raw.to_string(), &wanted)?;
        knowledge.complete_leaf(&mut product);
        if let (true, Some(parent)) =
            (knowledge.capabilities.inheritance, item.parent.and_then(|p| p.raw.as_ref()))
        {
            let parent = Product::decode(&parent.to_string(), &wanted)?;
            product.inherit(&parent.values, parent.categories.as_ref());
        }
        let role = match item.role() {
            Role::Variable { axes } => {
                let axes: Vec<String> = axes.into_iter().map(|(code, _)| code).collect();
                Role::Variable { axes: Combinations::of(&product, &axes, &knowledge.catalog).axes }
            }
            role => role,
        };
        Ok(View { knowledge, product, role })
    }

    /// Decides the fields of an item for every channel. `raw` is nothing where it is to be created.
    fn decide(
        &self,
        item: &Item,
        raw: Option<&Value>,
        family: &str,
        shop_ids: &BTreeMap<String, u64>,
    ) -> Result<Vec<Decided>, Fault> {
        let held = item.candidate.held();
        let empty = crate::store::Bases::new();
        let mut out = Vec::new();
        for (knowledge, link) in self.channels.0.iter().zip(&item.candidate.links) {
            let context = knowledge.target_context();
            let terms = ShopTerms::of(&knowledge.shop);
            let view = raw.map(|raw| Self::view(knowledge, raw, item)).transpose()?;
            let target = view.as_ref().map(|v| context.build(&v.product, &v.role));
            let role = item.role();
            let outgoing = Outgoing {
                context: &context,
                key: item.key(),
                role: &role,
                known: raw.zip(target.as_ref()).map(|(raw, target)| Known { raw, target }),
                family,
                snapshot: &item.candidate.snapshot,
                bases: link.as_ref().map_or(&empty, |l| &l.bases),
                held: &held,
                choices: self.choices.get(item.key()),
                terms: &terms,
            };
            // A channel that ends at its root says nothing of what lies outside.
            let outside = knowledge.settings.root_only
                && item.parent.is_none()
                && view.as_ref().is_some_and(|v| !context.in_channel(&v.product));
            if outside || (knowledge.settings.mirror && link.is_some()) {
                out.push(Decided::default());
                continue;
            }
            let mut decided = outgoing.decide();
            if item.parent.is_none() {
                outgoing.decide_categories(&mut decided);
                outgoing.decide_associations(item.codes, shop_ids, &mut decided);
            }
            out.push(decided);
        }
        // What several channels share is the highest one's to say.
        let mut said: Vec<String> = Vec::new();
        for decided in &mut out {
            decided.changes.retain(|change| !said.contains(&change.path));
            decided.files.retain(|files| !said.contains(&files.path));
            said.extend(decided.changes.iter().map(|c| c.path.clone()));
            said.extend(decided.files.iter().map(|f| f.path.clone()));
        }
        Ok(out)
    }

    /// The SKUs that UnoPim's item names, as far as they are in the shop.
    async fn shop_ids(&self, io: &Io, raw: Option<&Value>) -> Result<BTreeMap<String, u64>, Fault> {
        let skus = raw.map(Outgoing::named_skus).unwrap_or_default();
        if skus.is_empty() {
            return Ok(BTreeMap::new());
        }
        let links = self.channels.first().read_links(io, skus, &[]).await?;
        Ok(links.links.into_iter().filter(|l| l.id > 0).map(|l| (l.code, l.id)).collect())
    }

    /// Brings one item to UnoPim.
    pub async fn item(&mut self, io: &Io, item: &Item<'_>) -> Result<Disposition, Fault> {
        let key = item.key().to_owned();
        let path = self.path(&key, item.is_variable());
        let mut uncertain = 0;
        let mut asked = 0;
        // Places that UnoPim stores and would not take back.
        let mut refused: Vec<String> = Vec::new();
        loop {
            let raw = self.read_raw(io, &path).await?;
            if raw.is_none() {
                if let Some(stop) = self.other_type(io, item).await? {
                    return Ok(stop);
                }
                if item.candidate.is_linked() {
                    return Ok(Self::gone(io, item));
                }
            }
            let family = self.family(raw.as_ref(), item.parent);
            let shop_ids = self.shop_ids(io, raw.as_ref()).await?;
            let decided = self.decide(item, raw.as_ref(), &family, &shop_ids)?;
            // Options that terms need come first; then everything is decided anew.
            let needs: Vec<_> = decided.iter().flat_map(|d| d.needs.iter().cloned()).collect();
            if !needs.is_empty() && asked < 2 {
                asked += 1;
                if self.bring_options(io, &needs).await? {
                    continue;
                }
            }
            if !self.dry && asked < 3 && self.bring_categories_of(io, item, &decided).await? {
                asked = 3;
                continue;
            }
            for one in &decided {
                io.log_all(one.notes.clone());
                Self::tell_overruled(io, &key, &one.overruled);
            }
            self.hold(io, item, &decided).await?;
            let write = match self.compose(item, raw.as_ref(), &family, &decided, &refused) {
                Ok(write) => write,
                Err(fault) => return Ok(self.refuse(io, item, &fault)),
            };
            let files = decided.iter().any(|d| !d.files.is_empty());
            let Some(write) = write else {
                if raw.is_none() {
                    return Ok(Disposition::Skipped);
                }
                let raw = raw.unwrap_or_default();
                if files && !self.dry {
                    return self.finish(io, item, &raw, &decided, false).await;
                }
                return self.settle(io, item, &raw, &decided, files).await;
            };
            if self.dry {
                return self.plan(io, item, raw.as_ref(), &decided).await;
            }
            if self.expected.is_some() {
                let now = self.planned(item, raw.as_ref(), &decided)?;
                if !self.is_as_planned(io, &now) {
                    return Ok(Disposition::Skipped);
                }
            }
            match self.send(io, &write).await {
                Ok(Delivery::Done(_)) => {
                    let Some(back) = self.read_raw(io, &path).await? else {
                        let fault = Fault::new(
                            "no_result",
                            "",
                            "UnoPim said yes, but does not have the product",
                            "Push it again; should it stay so, check UnoPim's log.",
                        );
                        return Ok(self.refuse(io, item, &fault));
                    };
                    return self.finish(io, item, &back, &decided, raw.is_none()).await;
                }
                Ok(Delivery::Refused { status, body }) => {
                    let stale = self.stale(&body, &write, &decided);
                    if refused.is_empty() && !stale.is_empty() && write.method == "PUT" {
                        let message = format!("UnoPim no longer takes what it holds in {}", stale.join(", "));
                        let hint = "It is left out: what these values name was deleted in UnoPim.";
                        Self::tell(io, Level::Warn, PRODUCT, &key, ("stale_reference", message, hint));
                        refused = stale;
                        continue;
                    }
                    return Ok(self.rejected(io, item, status, &body));
                }
                Ok(Delivery::Unknown(fault)) => {
                    uncertain += 1;
                    if uncertain >= ATTEMPTS {
                        return Ok(Disposition::Again(fault));
                    }
                    io.wait(1 << uncertain, "source_busy").await?;
                }
                Err(fault) if fault.fatal => return Err(fault.fault),
                Err(fault) => return Ok(self.refuse(io, item, &fault.fault)),
            }
        }
    }

    fn stale(&self, body: &[u8], write: &Write, decided: &[Decided]) -> Vec<String> {
        let changes = changes_of(decided);
        write::refused(body, write, &changes, &self.channels.first().catalog)
    }

    /// What both sides changed where UnoPim wins: the edit is given up on record.
    fn tell_overruled(io: &Io, key: &str, fields: &[String]) {
        if fields.is_empty() {
            return;
        }
        let message = format!("UnoPim's value stands, and the next pull brings it: {}", fields.join(", "));
        let hint = "Choose another conflict policy for the channel to have the shop's values sent.";
        Self::tell(io, Level::Info, PRODUCT, key, ("unopim_wins", message, hint));
    }

    /// UnoPim's family of the item, or the one that new products get.
    fn family(&self, raw: Option<&Value>, parent: Option<&Parent>) -> String {
        let of = |raw: &Value| raw["family"].as_str().filter(|f| !f.is_empty()).map(ToOwned::to_owned);
        raw.and_then(of)
            .or_else(|| parent?.raw.as_ref().and_then(of))
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
        let axes: Vec<String> =
            item.parent.into_iter().flat_map(|p| &p.axes).map(|(code, _)| code.clone()).collect();
        let used = item.candidate.link().and_then(|link| link.context.get("used"));
        write(&WriteFacts {
            catalog: &first.catalog,
            capabilities: &first.capabilities,
            two_level: item.is_variable() && used.is_some(),
            parent: item.parent.and_then(|p| p.raw.as_ref()).map(|raw| &raw["values"]),
            axes: &axes,
            refused,
        })
    }

    /// What is sent, put together from UnoPim's item as it was read; nothing where nothing changes.
    fn compose(
        &self,
        item: &Item,
        raw: Option<&Value>,
        family: &str,
        decided: &[Decided],
        refused: &[String],
    ) -> Result<Option<Write>, Fault> {
        let all = || decided.iter().flat_map(|d| &d.changes);
        let status = all().find(|c| c.path == "status").and_then(|c| c.value.as_ref()?.as_bool());
        let changes = changes_of(decided);
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

    /// After a write: files, then what was read back becomes the base.
    async fn finish(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &Value,
        decided: &[Decided],
        created: bool,
    ) -> Result<Disposition, Fault> {
        let mut back = back.clone();
        let mut sent = Vec::new();
        if decided.iter().any(|d| !d.files.is_empty()) {
            sent = self.send_files(io, item, &mut back, decided).await?;
        }
        let changes = Self::changes(decided, Some(&back), &sent);
        if changes.is_empty() && !created {
            return self.settle(io, item, &back, decided, !sent.is_empty()).await;
        }
        let action = if created { Action::Create } else { Action::Update };
        let operations = self.operations(item, Some(&back), decided, &sent, action, changes)?;
        self.record(io, item, operations).await?;
        io.checkpoint(|c| {
            c.counts.writes += 1;
            if created {
                c.counts.created += 1;
            } else {
                c.counts.updated += 1;
            }
        });
        Ok(Disposition::Done)
    }

    /// Keeps a new item's link once more, as UnoPim shows it by now.
    pub async fn remember(&mut self, io: &Io, item: &Item<'_>) -> Result<(), Fault> {
        let path = self.path(item.key(), item.is_variable());
        let Some(raw) = self.read_raw(io, &path).await? else { return Ok(()) };
        let nothing: Vec<Decided> = self.channels.0.iter().map(|_| Decided::default()).collect();
        let mut operations = self.operations(item, Some(&raw), &nothing, &[], Action::Create, Vec::new())?;
        for operation in &mut operations {
            operation.action = Action::Link;
            operation.reason = "unchanged".into();
        }
        self.record(io, item, operations).await
    }

    /// Nothing is sent: both sides hold the same, or what differs is not the push's to say.
    async fn settle(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        raw: &Value,
        decided: &[Decided],
        _files: bool,
    ) -> Result<Disposition, Fault> {
        io.checkpoint(|c| c.counts.unchanged += 1);
        let news =
            decided.iter().any(|d| !d.bases.is_empty()) || item.candidate.links.iter().any(Option::is_none);
        if news && !self.dry {
            let operations = self.operations(item, Some(raw), decided, &[], Action::Link, Vec::new())?;
            self.record(io, item, operations).await?;
        }
        Ok(Disposition::Done)
    }

    /// What is written to UnoPim, field by field.
    fn changes(decided: &[Decided], back: Option<&Value>, files: &[FieldChange]) -> Vec<FieldChange> {
        let all = decided.iter().flat_map(|d| &d.changes);
        let mut out: Vec<FieldChange> = all
            .map(|change| FieldChange {
                field: change.path.clone(),
                old: change.old.clone(),
                new: change.value.clone().unwrap_or_default(),
                offered: None,
                reason: change.reason.into(),
                write: true,
                expect: None,
                after: back.map(|back| hash_of(&at_path(back, &change.path))),
                shown: None,
            })
            .collect();
        out.extend(files.iter().cloned());
        out
    }

    /// The operation of a push, and the link rows of the other channels.
    fn operations(
        &self,
        item: &Item,
        back: Option<&Value>,
        decided: &[Decided],
        files: &[FieldChange],
        action: Action,
        changes: Vec<FieldChange>,
    ) -> Result<Vec<Operation>, Fault> {
        let snapshot = &item.candidate.snapshot;
        let created = action == Action::Create;
        let mut out = Vec::new();
        let mut changes = Some(changes);
        for ((knowledge, decided), link) in self.channels.0.iter().zip(decided).zip(&item.candidate.links) {
            let mut bases = decided.bases.clone();
            let view = back.map(|back| Self::view(knowledge, back, item)).transpose()?;
            if let Some(view) = &view {
                let target = knowledge.target_context().build(&view.product, &view.role);
                if link.is_none() && created {
                    // What was made from the shop's item stands as the shop has it.
                    for field in &target.fields {
                        let Some(shop) = snapshot.fields.get(&*field.field) else { continue };
                        let base = BaseSource { src: said_by(Some(&field.wish)), shop: Some(shop.h.clone()) };
                        bases.entry(field.field.clone().into_owned()).or_insert(Some(base));
                    }
                }
                let sent = decided.changes.iter().map(|c| &c.field);
                let files = decided.files.iter().map(|f| &f.field).filter(|_| !files.is_empty());
                for field in sent.chain(files) {
                    let Some(shop) = snapshot.fields.get(field) else { continue };
                    let wish = target.field(field).map(|f| &f.wish);
                    let src = if knowledge.resolved.associations.iter().any(|(_, f)| f == field) {
                        // Ids that UnoPim's list stands for are the shop's own, as they were sent.
                        crate::diff::source_of(&shop.v)
                    } else {
                        said_by(wish)
                    };
                    bases.insert(field.clone(), Some(BaseSource { src, shop: Some(shop.h.clone()) }));
                }
            }
            let link = match link {
                Some(link) => OperationLink {
                    target: None,
                    bases,
                    context: link.context.clone(),
                    flags: link.flags.clone(),
                },
                None => OperationLink {
                    target: None,
                    bases,
                    context: view.as_ref().map(|v| new_context(v, item)).unwrap_or_default(),
                    flags: Vec::new(),
                },
            };
            let fields = changes.take();
            let action = if fields.is_some() { action } else { Action::Link };
            let fields = fields.unwrap_or_default();
            let reason = fields.first().map_or("unchanged", |f| f.reason.as_str());
            let reason = if action == Action::Create { "created" } else { reason }.to_owned();
            out.push(Operation {
                side: Some(crate::diff::Side::Unopim),
                id: Some(snapshot.id),
                kind: Some(snapshot.kind.clone()),
                parent: (snapshot.parent > 0).then(|| json!(snapshot.parent)),
                parent_key: item.parent.map(|p| p.key.clone()),
                reason,
                fields,
                link: Some(link),
                plan_row: self.planned_row(PRODUCT, item.key()).filter(|_| out.is_empty()),
                ..Operation::blank(PRODUCT, item.key(), &knowledge.settings.link_channel(), action)
            });
        }
        Ok(out)
    }

    /// A dry run only says what would be sent.
    async fn plan(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        raw: Option<&Value>,
        decided: &[Decided],
    ) -> Result<Disposition, Fault> {
        let operation = self.planned(item, raw, decided)?;
        io.apply(vec![operation]).await?;
        io.checkpoint(|c| {
            if raw.is_some() {
                c.counts.updated += 1;
            } else {
                c.counts.created += 1;
            }
        });
        Ok(Disposition::Done)
    }

    /// What would be sent, as a plan holds it.
    fn planned(&self, item: &Item, raw: Option<&Value>, decided: &[Decided]) -> Result<Operation, Fault> {
        let action = if raw.is_some() { Action::Update } else { Action::Create };
        let changes = Self::changes(decided, None, &[]);
        let operations = self.operations(item, None, decided, &[], action, changes)?;
        operations
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new("internal", item.key(), "A push has no channel", "Report this."))
    }

    /// Keeps what was done, and takes the item out of the lanes that it waited in.
    pub async fn record(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        operations: Vec<Operation>,
    ) -> Result<(), Fault> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let parked = item.candidate.row("parked").filter(|row| row.body["dir"] == "to_unopim");
        if let Some(row) = parked {
            waiting.remove.push(item_key("parked", &row.entity, &row.channel, &row.code));
        }
        let results = io.apply_after(waiting, operations).await?;
        for (operation, outcome) in results {
            if let super::super::io::Outcome::Failed(fault) = outcome {
                io.checkpoint(|c| c.counts.failed += 1);
                let key = &operation.key;
                io.log(Log::push(Level::Error, "product", key, &fault.code, fault.message, &fault.hint));
            }
        }
        Ok(())
    }

    /// Fields that both sides changed wait for a choice, and leave the lane once they do not differ any more.
    async fn hold(&mut self, io: &Io, item: &Item<'_>, decided: &[Decided]) -> Result<(), Fault> {
        if self.dry {
            return Ok(());
        }
        for (knowledge, one) in self.channels.0.iter().zip(decided) {
            let asked = one.held.iter().any(|f| f.reason == "conflict");
            if !asked {
                continue;
            }
            let fields: Vec<Value> = one
                .held
                .iter()
                .map(|f| json!({"field": f.field, "shop": f.old, "unopim": f.offered, "shown": f.shown}))
                .collect();
            io.checkpoint(|c| c.counts.held += 1);
            self.waiting.write.push(ItemRow {
                row: 0,
                lane: "held".into(),
                entity: "product".into(),
                channel: knowledge.settings.link_channel(),
                code: item.key().to_owned(),
                id: item.candidate.snapshot.id,
                state: "open".into(),
                tries: 0,
                due_in: 0,
                error_code: "conflict".into(),
                body: json!({"fields": fields, "target": null}),
            });
        }
        let waiting = std::mem::take(&mut self.waiting);
        io.write_items(waiting).await
    }

    /// What UnoPim's item asks of the shop, field by field.
    pub fn target_of(knowledge: &Knowledge, raw: &Value, item: &Item) -> Result<Vec<(String, Wish)>, Fault> {
        let view = Self::view(knowledge, raw, item)?;
        let target = knowledge.target_context().build(&view.product, &view.role);
        Ok(target.fields.into_iter().map(|f| (f.field.into_owned(), f.wish)).collect())
    }

    /// Seconds for which an item waits because a pull wrote it just now.
    pub fn cooldown(io: &Io, knowledge: &Knowledge, pulled_at: Option<&str>) -> Option<u64> {
        let now = time::seconds(&io.0.borrow().now)?;
        let pulled = time::seconds(pulled_at?)?;
        let left = pulled + i64::try_from(knowledge.settings.cooldown_seconds).ok()? - now;
        u64::try_from(left).ok().filter(|left| *left > 0)
    }
}

/// What goes into `values`.
fn changes_of(decided: &[Decided]) -> Vec<Change> {
    let all = decided.iter().flat_map(|d| &d.changes).filter(|c| c.path != "status");
    all.map(|c| Change { path: c.path.clone(), value: c.value.clone() }).collect()
}

/// A raw value of UnoPim by its path (`status`, `common.color`, `associations.up_sells`); null where there is none.
pub fn at_path(raw: &Value, path: &str) -> Value {
    if path == "status" {
        return raw.get("status").cloned().unwrap_or_default();
    }
    path.split('.').try_fold(&raw["values"], |at, key| at.get(key)).cloned().unwrap_or_default()
}

/// What the link of a new item remembers, as a pull would have it.
fn new_context(view: &View, item: &Item) -> Value {
    let knowledge = view.knowledge;
    let mut out = match (&view.role, item.parent) {
        (Role::Variation { axes }, Some(parent)) => {
            json!({"parent": parent.key, AT: stands_at(&view.product, axes, &knowledge.axes)})
        }
        (Role::Variable { axes }, _) => {
            let axes: Vec<String> = axes.iter().map(|(code, _)| code.clone()).collect();
            let combinations = Combinations::of(&view.product, &axes, &knowledge.catalog);
            let inherit = knowledge.capabilities.inheritance;
            context(&view.product, &axes, &combinations, inherit, &knowledge.resolved, &knowledge.settings)
        }
        _ => Value::Null,
    };
    if let Some(at) = &view.product.created_at {
        let born = format!("{at} {} {:?}", view.product.family, view.product.kind);
        remember(&mut out, BORN, json!(born));
    }
    out
}
