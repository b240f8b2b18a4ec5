//! Terms that somebody renamed in the shop: the label of their option follows.

use serde_json::json;

use super::super::io::{Io, SourceFault};
use super::super::undo::Done;
use super::Pusher;
use super::options::written;
use super::reviewed::{in_conflict, is_fresh};
use super::structure::{is_edited, not_taken, stamp_of};
use super::undo::edited;
use crate::diff::{Side, Wish, hash_of, source_of};
use crate::mapping::Target;
use crate::ordered::SortedMap;
use crate::plan::{Action, BaseSource, FieldChange, Operation, OperationLink, Outward, outward};
use crate::source::{Choice, label, write};
use crate::store::{Bases, TermRow};
use crate::wire::{Level, Log};

/// A term that was renamed, and the option that it stands for.
struct Renamed {
    row: TermRow,
    bases: Bases,
    option: String,
    is_linked: bool,
}

impl Pusher {
    /// Renames the options of an attribute as their terms were.
    pub async fn rename_options(
        &mut self,
        io: &Io,
        target: &Target,
        attribute: &str,
        only: Option<&[u64]>,
    ) -> Result<(), SourceFault> {
        let renamed = self.renamed(target, attribute, only);
        if renamed.is_empty() || self.channels.first().settings.mirror {
            return Ok(());
        }
        if !self.dry {
            self.read_options_of(io, attribute).await?;
        }
        let mut failed = None;
        for one in renamed {
            match self.rename_option(io, target, attribute, &one).await {
                Err(fault) if fault.fatal => return Err(fault),
                Err(fault) => failed = failed.or(Some(fault)),
                Ok(()) => {}
            }
        }
        failed.map_or(Ok(()), Err)
    }

    fn renamed(&self, target: &Target, attribute: &str, only: Option<&[u64]>) -> Vec<Renamed> {
        let Some(known) = self.channels.first().shop.taxonomies.get(&target.taxonomy()) else {
            return Vec::new();
        };
        let prefix = target.term_code(attribute, "");
        // Terms that stand for texts have no option.
        let option =
            |code: &str| Some(code.strip_prefix(prefix.as_str()).filter(|o| !o.starts_with('~'))?.to_owned());
        if self.channels.first().settings.translates {
            return known
                .translated(only)
                .filter_map(|(code, row)| {
                    let link = known.links.iter().find(|link| link.code == code);
                    let bases = link.map(|link| link.bases.clone()).unwrap_or_default();
                    // What somebody translated by hand has no link before it is looked at.
                    let renamed = link.is_none() || is_renamed(&bases, row);
                    let (row, is_linked) = (row.clone(), link.is_some());
                    renamed.then(|| Some(Renamed { row, bases, option: option(code)?, is_linked }))?
                })
                .collect();
        }
        let wanted = known.terms.iter().filter(|row| only.is_none_or(|ids| ids.contains(&row.id)));
        wanted
            .filter_map(|row| {
                let link =
                    known.links.iter().find(|l| l.id == row.id && l.code.starts_with(prefix.as_str()))?;
                let option = option(&link.code)?;
                let (row, bases) = (row.clone(), link.bases.clone());
                is_renamed(&bases, &row).then_some(Renamed { row, bases, option, is_linked: true })
            })
            .collect()
    }

    async fn rename_option(
        &mut self,
        io: &Io,
        target: &Target,
        attribute: &str,
        one: &Renamed,
    ) -> Result<(), SourceFault> {
        let first = self.channels.first();
        let Some(choice) = first.catalog.option(attribute, &one.option).cloned() else { return Ok(()) };
        let chain = &first.settings.label_chain;
        let said = label(&choice.labels, chain).unwrap_or(&choice.code).to_owned();
        let shop = one.row.snapshot("name");
        // A label of another language says nothing in this one.
        let own = label(&choice.labels, chain.get(..1).unwrap_or_default()).is_some();
        let speaks = own || !first.settings.translates || said == one.row.name;
        let wish = speaks.then(|| Wish::Set(json!(said)));
        let code = target.term_code(attribute, &one.option);
        let rule = self.term_rule(&target.taxonomy(), (target.entity(), &code), "name");
        let outcome = outward(wish.as_ref(), one.bases.get("name"), &shop, rule);
        if !one.is_linked && !self.dry && !matches!(outcome, Outward::Send(_)) {
            let link = self.label_link(target, &code, one, matches!(outcome, Outward::Settled(_)));
            self.keep_structure(io, link).await?;
        }
        if is_fresh(&outcome, rule) {
            let held = vec![in_conflict("name", shop.v, json!(said))];
            let (channel, named) = (self.terms_channel(), (target.entity(), code.as_str(), one.row.id));
            return Ok(self.hold_term(io, &target.taxonomy(), named, &channel, held).await?);
        }
        let Outward::Send(reason) = outcome else { return Ok(()) };
        let operation = self.rename_operation(target, &code, one, &choice, reason);
        if self.dry {
            io.checkpoint(|c| c.counts.updated += 1);
            return Ok(io.apply(vec![operation]).await.map(drop)?);
        }
        let named = (target.entity(), code.as_str(), Some(one.row.id));
        if self.label_option(io, attribute, &choice, &one.row.name, named).await? {
            self.keep_structure(io, operation).await?;
            self.unpark_term(io, target.entity(), &code).await?;
            io.checkpoint(|c| {
                c.counts.updated += 1;
                c.counts.writes += 1;
            });
        }
        Ok(())
    }

    /// Gives an option another label in the channel's language; false where UnoPim refuses it, which is told. A term waits to be tried again.
    async fn label_option(
        &mut self,
        io: &Io,
        attribute: &str,
        choice: &Choice,
        name: &str,
        (entity, key, term): (&str, &str, Option<u64>),
    ) -> Result<bool, SourceFault> {
        if let Some(other) = self.twin(io, attribute, &choice.code).await? {
            let message = format!("UnoPim would rename the option {} of {other} instead", choice.code);
            let hint = "Rename the option in UnoPim: its code is not the only one there.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Warn, entity, key, ("not_supported", message, hint));
            return Ok(false);
        }
        let locale = self.channels.first().settings.locale.clone();
        let mut labels = choice.labels.clone();
        labels.insert(locale.clone(), name.to_owned());
        let rows = [(choice.code.clone(), labels)];
        let request = write::options_update(attribute, &rows, &self.channels.first().catalog);
        let stamp = stamp_of(&request, None);
        if term.is_some() && self.stands(io, entity, key, &stamp) {
            return Ok(false);
        }
        if let Some(fault) = self.deliver(io, &request).await? {
            match term {
                Some(id) => drop(self.park_term(io, (entity, key, id), &fault, &stamp).await?),
                None => io.failed(Log::fault(entity, key, &fault).outward()),
            }
            return Ok(false);
        }
        let known = self.read_options_of(io, attribute).await?;
        let now = known.iter().find(|known| known.code == choice.code);
        if now.is_some_and(|now| now.labels.get(&locale).is_some_and(|label| label == name)) {
            return Ok(true);
        }
        Err(SourceFault::of_item(not_taken()))
    }

    /// Another attribute with an option of this code: UnoPim looks codes up over all attributes.
    async fn twin(&mut self, io: &Io, attribute: &str, code: &str) -> Result<Option<String>, SourceFault> {
        let all = self.channels.first().catalog.attributes();
        let others: Vec<String> =
            all.filter(|a| a.kind.has_options() && a.code != attribute).map(|a| a.code.clone()).collect();
        for other in others {
            if !self.channels.first().catalog.has_options(&other) {
                self.read_options_of(io, &other).await?;
            }
            let options = self.channels.first().catalog.options(&other);
            if options.iter().any(|choice| choice.code.eq_ignore_ascii_case(code)) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// What stands for an option is known from now on, and whether both say the same.
    fn label_link(&self, target: &Target, code: &str, one: &Renamed, settled: bool) -> Operation {
        let base = BaseSource { src: source_of(&json!(one.row.name)), shop: one.row.h.get("name").cloned() };
        let bases = settled.then(|| ("name".to_owned(), Some(base)));
        Operation {
            side: Some(Side::Unopim),
            id: Some(one.row.id),
            taxonomy: Some(target.taxonomy()),
            link: Some(OperationLink { bases: bases.into_iter().collect(), ..OperationLink::default() }),
            ..Operation::blank(target.entity(), code, &self.terms_channel(), Action::Link)
        }
    }

    /// Under which links of options are kept: of all channels as one, in a further language `@fr_FR`.
    pub fn terms_channel(&self) -> String {
        let settings = &self.channels.first().settings;
        if settings.translates { format!("@{}", settings.locale) } else { String::new() }
    }

    fn rename_operation(
        &self,
        target: &Target,
        code: &str,
        one: &Renamed,
        choice: &Choice,
        reason: &'static str,
    ) -> Operation {
        let locale = &self.channels.first().settings.locale;
        let name = json!(one.row.name);
        let base = BaseSource { src: source_of(&name), shop: one.row.h.get("name").cloned() };
        Operation {
            side: Some(Side::Unopim),
            id: Some(one.row.id),
            taxonomy: Some(target.taxonomy()),
            reason: reason.into(),
            fields: vec![FieldChange {
                old: json!(choice.labels.get(locale)),
                reason: reason.into(),
                ..written(&format!("labels.{locale}"), name)
            }],
            link: Some(OperationLink {
                bases: SortedMap::from([("name".to_owned(), Some(base))]),
                ..OperationLink::default()
            }),
            plan_row: self.planned_row(target.entity(), code),
            ..Operation::blank(target.entity(), code, &self.terms_channel(), Action::Update)
        }
    }

    /// Puts the label of a renamed option back, where nobody has changed it since.
    pub async fn take_back_option(&mut self, io: &Io, done: &Done) -> Result<(), SourceFault> {
        let key = done.key.split_once(':').map_or(done.key.as_str(), |(_, code)| code);
        let (Some((attribute, option)), Some(field)) = (key.split_once('/'), done.fields.first()) else {
            return Ok(());
        };
        let known = self.read_options_of(io, attribute).await?;
        let Some(choice) = known.iter().find(|choice| choice.code == option) else {
            edited(io, done, None);
            return Ok(());
        };
        let locale = field.field.strip_prefix("labels.").unwrap_or_default();
        let now = json!(choice.labels.get(locale));
        let before = field.old.as_str();
        if field.after.as_deref() != Some(hash_of(&now).as_str())
            || locale != self.channels.first().settings.locale
        {
            edited(io, done, Some(&field.field));
            return Ok(());
        }
        // UnoPim keeps no option without a label: one that had none was shown by its code.
        let before = before.unwrap_or(option);
        if !self.label_option(io, attribute, choice, before, (&done.entity, &done.key, None)).await? {
            return Ok(());
        }
        let field = FieldChange { reason: "undone".into(), old: now, ..written(&field.field, json!(before)) };
        Ok(self.keep_undone(io, done, vec![field]).await?)
    }
}

fn is_renamed(bases: &Bases, row: &TermRow) -> bool {
    bases.contains_key("name") && is_edited(bases, "name", row)
}
