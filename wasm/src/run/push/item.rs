//! One product or variation on its way: read, decided, sent, read back, remembered.

use serde_json::Value;

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::super::singles::segment;
use super::super::structure::Knowledge;
use super::compose::changes_of;
use super::files::FilesSent;
use super::page::Candidate;
use super::structure::stamp_of;
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{Decided, Outgoing, Role, ShopTerms, level_above};
use crate::reason::Reason;
use crate::source::write::{self, Change, Write};
use crate::store::{Bases, kind};
use crate::time;
use crate::wire::{Level, Log};

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
#[derive(Clone, Copy)]
pub struct Item<'i> {
    pub candidate: &'i Candidate,
    pub parent: Option<&'i Parent>,
    /// Of a variable product: attribute code and taxonomy of each axis.
    pub axes: &'i [(String, String)],
    /// SKUs of shop products that UnoPim may know, by id.
    pub codes: &'i SortedMap<u64, String>,
}

impl Item<'_> {
    pub fn key(&self) -> &str {
        self.candidate.key()
    }

    pub fn is_variable(&self) -> bool {
        self.candidate.snapshot.kind == kind::VARIABLE
    }

    pub fn role(&self) -> Role {
        let codes = |axes: &[(String, String)]| axes.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>();
        if self.candidate.original.is_some() {
            return Role::Simple;
        }
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
        self.candidate.links.iter().any(Option::is_none) || self.any_channel(pusher, &|out| out.is_edited())
    }

    /// Whether any of it are pictures or files.
    pub fn edits_files(&self, pusher: &Pusher) -> bool {
        self.any_channel(pusher, &|out| out.is_file_edited())
    }

    fn any_channel(&self, pusher: &Pusher, is_so: &dyn Fn(&Outgoing) -> bool) -> bool {
        let role = self.role();
        let links = &self.candidate.links;
        let nothing = Bases::new();
        pusher.channels.0.iter().zip(links).enumerate().any(|(place, (knowledge, link))| {
            let above = self.candidate.above(place);
            let context = knowledge.target_context();
            let terms = ShopTerms::nothing(&knowledge.shop);
            is_so(&Outgoing {
                context: &context,
                key: self.key(),
                role: &role,
                known: None,
                family: "",
                snapshot: &self.candidate.snapshot,
                bases: link.as_ref().map_or(&nothing, |link| &link.bases),
                above: &above,
                held: &[],
                choices: pusher.choices.get(self.key()),
                terms: &terms,
            })
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

    /// On two levels a variant has its values from the level between: the configurable with the values of that level.
    async fn level_of(
        &self,
        io: &Io,
        item: &Item<'_>,
        raw: Option<&Value>,
    ) -> Result<Option<Parent>, SourceFault> {
        let shown = self.channels.first().capabilities.variant_groups;
        let (Some(parent), Some(raw)) = (item.parent.filter(|_| shown), raw) else { return Ok(None) };
        let Some(above) = level_above(raw, &parent.key) else { return Ok(None) };
        let level = io.get_record(&self.path(above, true)).await?;
        Ok(level.map(|level| Parent { raw: Some(level), ..parent.clone() }))
    }

    /// Brings one item to UnoPim. An item that UnoPim does not serve is tried again later; it stops no other.
    pub async fn item(&mut self, io: &Io, item: &Item<'_>) -> Result<Disposition, Fault> {
        let mut lack = None;
        let done = self.bring(io, item, &mut lack).await;
        if let (Some(fault), Ok(Disposition::Done)) = (&lack, &done) {
            self.park(io, item.candidate, fault);
        }
        later(io, (PRODUCT, item.key()), done)
    }

    /// `lack`: what its fields had to go without; the others go out.
    async fn bring(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        lack: &mut Option<Fault>,
    ) -> Result<Disposition, SourceFault> {
        let key = item.key().to_owned();
        let mut path = self.path(&key, item.is_variable());
        let translates = item.candidate.original.is_some();
        let mut uncertain = 0;
        let mut asked = 0;
        // Places that UnoPim stores and would not take back.
        let mut refused: Vec<String> = Vec::new();
        // Places whose new values do not fit UnoPim's patterns.
        let mut unfit: Vec<String> = Vec::new();
        // Of the write as it is before UnoPim has said anything about it.
        let mut first_stamp: Option<String> = None;
        self.read_units(io).await?;
        loop {
            let mut raw = io.get_record(&path).await?;
            if raw.is_none() && translates {
                // The type of a translation is the shop's business.
                path = self.path(&key, !item.is_variable());
                raw = io.get_record(&path).await?;
            }
            let level = self.level_of(io, item, raw.as_ref()).await?;
            let item = &Item { parent: level.as_ref().or(item.parent), ..*item };
            if raw.is_none() {
                if translates {
                    return Ok(Self::gone(io, item));
                }
                if let Some(stop) = self.other_type(io, item).await? {
                    return Ok(stop);
                }
                if item.candidate.is_linked() {
                    return Ok(Self::gone(io, item));
                }
            }
            let family = self.family(raw.as_ref(), item);
            let shop_ids = self.shop_ids(io, raw.as_ref()).await?;
            let files = self.files_known(io, item, raw.as_ref()).await?;
            let mut decided = self.decide(item, raw.as_ref(), &family, &shop_ids, &files)?;
            for one in &mut decided {
                one.changes.retain(|change| !unfit.contains(&change.path));
            }
            // Options that terms need come first; then everything is decided anew.
            let needs: Vec<_> = decided.iter().flat_map(|d| d.needs.iter().cloned()).collect();
            if !needs.is_empty() && asked < 2 {
                asked += 1;
                if self.bring_options(io, &needs).await? > 0 {
                    continue;
                }
            }
            if !self.dry && !translates && asked < 3 && self.bring_categories_of(io, item, &decided).await? {
                asked = 3;
                continue;
            }
            *lack = self.lack(item, &needs);
            for one in &decided {
                io.log_all(one.notes.clone());
                Self::tell_overruled(io, &key, &one.overruled);
            }
            self.hold(io, item, &decided).await?;
            let write = match self.compose(item, raw.as_ref(), &family, &decided, &refused) {
                Ok(write) => write,
                Err(fault) => return Ok(self.refuse(io, item, &fault)),
            };
            let mut sends = write.is_some();
            if let Some(write) = &write {
                let stamp = first_stamp.get_or_insert_with(|| stamp_of(write, raw.as_ref()));
                if self.is_refused(io, item.candidate.row("parked"), stamp) {
                    return Ok(Disposition::Parked);
                }
            }
            if self.dry || self.expected.is_some() {
                let files = self.planned_files(io, raw.as_ref(), &decided).await?;
                sends |= !files.is_empty();
                let now = self.planned(item, raw.as_ref(), &decided, &files)?;
                if sends && self.dry {
                    return Ok(Self::plan(io, now).await?);
                }
                // What has gone out already, with an unknown outcome, was looked at before.
                if sends && uncertain == 0 && !self.is_as_planned(io, &now) {
                    return Ok(Disposition::Skipped);
                }
            }
            let Some(write) = write else {
                let Some(raw) = raw else { return Ok(Disposition::Skipped) };
                if !self.dry && decided.iter().any(|d| !d.files.is_empty()) {
                    return self.finish(io, item, &raw, &decided, false).await;
                }
                return Ok(self.settle(io, item, &raw, &decided, &FilesSent::default()).await?);
            };
            match self.send(io, &write).await {
                Ok(Delivery::Done(_)) => {
                    let Some(back) = io.get_record(&path).await? else {
                        let fault = Fault::new(
                            "no_result",
                            "",
                            "UnoPim said yes, but does not have the product",
                            "Push it again; should it stay so, check UnoPim's log.",
                        );
                        return Ok(self.refuse(io, item, &fault));
                    };
                    let mut kept = raw.as_ref().map(|raw| kept(raw, &back, &decided)).unwrap_or_default();
                    // What was left out of the write was told.
                    let within = |path: &str, place: &String| {
                        place.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                    };
                    kept.retain(|path| !refused.iter().any(|place| within(path, place)));
                    if !kept.is_empty() && uncertain < ATTEMPTS {
                        // A yes without effect, or an old answer: it is looked at again.
                        uncertain += 1;
                        io.wait(1 << uncertain, "source_busy").await?;
                        continue;
                    }
                    if !kept.is_empty() {
                        let message =
                            format!("UnoPim said yes, but kept its own value of {}", kept.join(", "));
                        let hint = "Look at the field in UnoPim: a rule there may turn the value back.";
                        Self::tell(io, Level::Warn, PRODUCT, &key, ("not_taken", message, hint));
                    }
                    return self.finish(io, item, &back, &decided, raw.is_none()).await;
                }
                Ok(Delivery::Refused { status, body }) => {
                    let changes = changes_of(&decided);
                    let stale = self.stale(io, &key, &body, &write, &changes, &refused);
                    if !stale.is_empty() {
                        refused.extend(stale);
                        continue;
                    }
                    let misfits = write::unfit(&body, &changes, &self.channels.first().catalog);
                    if !misfits.is_empty() {
                        Self::tell_unfit(io, &key, &misfits, &decided);
                        unfit.extend(misfits.into_iter().map(|(path, _)| path));
                        continue;
                    }
                    return Ok(self.rejected(io, item, (status, &body), first_stamp.as_ref()));
                }
                Ok(Delivery::Unknown(fault)) => {
                    uncertain += 1;
                    if uncertain >= ATTEMPTS {
                        return Err(SourceFault::of_item(fault));
                    }
                    io.wait(1 << uncertain, "source_busy").await?;
                }
                Err(fault) if fault.fatal => return Err(fault),
                Err(fault) => return Ok(self.refuse(io, item, &fault.fault)),
            }
        }
    }

    /// Places that UnoPim stores and no longer takes, other than those left out already; they are told. UnoPim may speak of
    /// categories alone at first, and of the rest when those are right.
    pub fn stale(
        &self,
        io: &Io,
        key: &str,
        body: &[u8],
        write: &Write,
        changes: &[Change],
        known: &[String],
    ) -> Vec<String> {
        if write.method != "PUT" {
            return Vec::new();
        }
        let mut stale = write::refused(body, write, changes, &self.channels.first().catalog);
        stale.retain(|place| !known.contains(place));
        if !stale.is_empty() {
            let message = format!("UnoPim no longer takes what it holds in {}", stale.join(", "));
            let hint = "It is left out: what these values name was deleted in UnoPim.";
            Self::tell(io, Level::Warn, PRODUCT, key, ("stale_reference", message, hint));
        }
        stale
    }

    /// The other fields go without these.
    fn tell_unfit(io: &Io, key: &str, misfits: &[(String, String)], decided: &[Decided]) {
        for (path, text) in misfits {
            io.checkpoint(|c| c.counts.skipped += 1);
            let message = format!("UnoPim's pattern does not take the new value of {path}: {text}");
            let hint = "Correct the value in the shop, or the attribute's pattern in UnoPim.";
            let log = Log::push(Level::Warn, PRODUCT, key, Reason::InvalidFormat.code(), message, hint);
            let sent = decided.iter().flat_map(|d| &d.changes).find(|change| change.path == *path);
            io.log(Log { field: sent.map(|change| change.field.clone()), ..log });
        }
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

    /// Seconds for which an item waits because a pull wrote it just now.
    pub fn cooldown(io: &Io, knowledge: &Knowledge, pulled_at: Option<&str>) -> Option<u64> {
        let now = time::seconds(&io.0.borrow().now)?;
        let pulled = time::seconds(pulled_at?)?;
        let left = pulled + i64::try_from(knowledge.settings.cooldown_seconds).ok()? - now;
        u64::try_from(left).ok().filter(|left| *left > 0)
    }
}

/// The places of values that are after a write what they were before it.
fn kept(before: &Value, after: &Value, decided: &[Decided]) -> Vec<String> {
    let changes = decided.iter().flat_map(|d| &d.changes);
    let same = changes.filter(|change| {
        let (old, new) = (at_path(before, &change.path), at_path(after, &change.path));
        old == new && change.value.as_ref() != Some(&new)
    });
    same.map(|change| change.path.clone()).collect()
}

/// What cannot be read now may be read later, unless nothing can.
pub fn later(
    io: &Io,
    (entity, key): (&str, &str),
    done: Result<Disposition, SourceFault>,
) -> Result<Disposition, Fault> {
    match done {
        Ok(disposition) => Ok(disposition),
        Err(fault) if fault.fatal => Err(fault.fault),
        Err(SourceFault { fault, .. }) => {
            let message = format!("{}; it is tried again later", fault.message);
            Pusher::tell(io, Level::Warn, entity, key, (&fault.code, message, &fault.hint));
            Ok(Disposition::Again(fault))
        }
    }
}

/// A raw value of UnoPim by its path (`status`, `common.color`, `associations.up_sells`); null where there is none.
pub fn at_path(raw: &Value, path: &str) -> Value {
    if path == "status" {
        return raw.get("status").cloned().unwrap_or_default();
    }
    path.split('.').try_fold(&raw["values"], |at, key| at.get(key)).cloned().unwrap_or_default()
}
