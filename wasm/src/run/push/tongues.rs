//! Further languages of a site whose texts are translated: what somebody edited on a translation goes to UnoPim as values of its
//! language. Whatever else a translation has is its original's, or its plugin's.

use super::super::io::{Io, SourceFault};
use super::super::spec::RunSpec;
use super::super::structure::Knowledge;
use super::channels::Channels;
use super::item::{Item, later};
use super::page::Candidate;
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::store::{ShopLink, ShopProduct};
use crate::wire::{ItemRow, Level};

/// The channels as they are in the site's further languages.
#[derive(Default)]
pub struct Tongues {
    known: SortedMap<String, Channels>,
    /// While a further language is spoken: which, and the channels in their own.
    spoken: Option<(String, Channels)>,
}

/// What translations are translations of, by its shop id.
#[derive(Default)]
struct Originals {
    links: SortedMap<u64, ShopLink>,
    /// Leaving a product out leaves out its translations.
    excluded: Vec<ItemRow>,
}

impl Pusher {
    /// The site's languages, beside their own, that the channels have.
    pub fn tongues(&self) -> Vec<String> {
        let mut all = SortedSet::new();
        for Knowledge { settings, spec, .. } in &self.channels.0 {
            let matched = settings.site_languages(&spec.store).into_iter();
            all.extend(matched.filter(|(locale, _)| *locale != settings.locale).map(|(_, code)| code));
        }
        all.into_iter().collect()
    }

    /// Goes on in a further language; false where no channel has it, or UnoPim has switched it off.
    pub fn speak(&mut self, io: &Io, language: &str) -> bool {
        let channels = match self.tongues.known.remove(language) {
            Some(known) => known,
            None => self.in_language(io, language),
        };
        if channels.0.is_empty() {
            return false;
        }
        let own = std::mem::replace(&mut self.channels, channels);
        self.tongues.spoken = Some((language.to_owned(), own));
        true
    }

    /// Goes on in the channels' own language.
    pub fn fall_silent(&mut self) {
        if let Some((language, own)) = self.tongues.spoken.take() {
            let channels = std::mem::replace(&mut self.channels, own);
            self.tongues.known.insert(language, channels);
        }
    }

    fn in_language(&self, io: &Io, language: &str) -> Channels {
        let of = |known: &Knowledge| {
            let settings = known.settings.in_language(language, &known.spec.store)?;
            if !known.catalog.is_active_locale(&settings.locale) {
                return None;
            }
            let spec = RunSpec { settings, ..known.spec.clone() };
            let mut next = Knowledge::new(spec, known.capabilities.clone());
            next.catalog = known.catalog.clone();
            next.shop.attributes = known.shop.attributes.clone();
            next.resolve(io, false);
            next.resolved.above.clear();
            Some(next)
        };
        Channels(self.channels.0.iter().filter_map(of).collect())
    }

    /// The site's language in which links of this channel are (`default@fr_FR`).
    pub fn language_of(&self, channel: &str) -> Option<String> {
        let (_, locale) = channel.split_once('@')?;
        let first = self.channels.first();
        first.settings.site_languages(&first.spec.store).remove(locale)
    }

    /// Products of further languages, each after what it is a translation of.
    pub async fn translations(
        &mut self,
        io: &Io,
        rows: Vec<ShopProduct>,
        out: &mut Vec<(u64, Disposition)>,
    ) -> Result<(), Fault> {
        let of = |row: ShopProduct| (row.language.clone().unwrap_or_default(), row);
        for (language, rows) in SortedMap::grouped(rows.into_iter().map(of)) {
            let originals = self.originals(io, &rows).await?;
            if !self.speak(io, &language) {
                let message = format!("The channel has no text in the language {language} of the site");
                let hint = "Add the language to the channel in UnoPim, then click Refresh channels.";
                out.extend(rows.iter().map(|row| {
                    io.checkpoint(|c| c.counts.skipped += 1);
                    Self::tell(
                        io,
                        Level::Info,
                        PRODUCT,
                        &name(row),
                        ("language_unmatched", message.clone(), hint),
                    );
                    (row.id, Disposition::Skipped)
                }));
                continue;
            }
            let done = self.translated(io, &rows, originals).await;
            self.fall_silent();
            out.extend(done?);
        }
        Ok(())
    }

    async fn originals(&self, io: &Io, rows: &[ShopProduct]) -> Result<Originals, Fault> {
        let first = self.channels.first();
        let own = first.settings.language.as_deref().unwrap_or_default();
        let ids: Vec<u64> = rows.iter().filter_map(|row| row.translations.get(own).copied()).collect();
        let mut found = Originals::default();
        if ids.is_empty() {
            return Ok(found);
        }
        for knowledge in &self.channels.0 {
            let answer = knowledge.links_of(io, ids.clone()).await?;
            for link in answer.links {
                found.links.entry(link.id).or_insert(link);
            }
            found.excluded.extend(answer.items.into_iter().filter(|row| row.lane == "excluded"));
        }
        Ok(found)
    }

    async fn translated(
        &mut self,
        io: &Io,
        rows: &[ShopProduct],
        originals: Originals,
    ) -> Result<Vec<(u64, Disposition)>, Fault> {
        let mut out = Vec::with_capacity(rows.len());
        for whole in self.read_wholes(io, rows, &SortedMap::new()).await? {
            let mut candidate = whole.product;
            let id = candidate.snapshot.id;
            let Some(row) = rows.iter().find(|row| row.id == id) else { continue };
            let of = row.translations.values().find_map(|id| originals.links.get(id));
            candidate.original = of.or(candidate.link()).cloned();
            if candidate.original.is_none() {
                io.checkpoint(|c| c.counts.skipped += 1);
                let message = "What it is a translation of is not in UnoPim yet".to_owned();
                let hint = "Push that product; its translations go along.";
                Self::tell(io, Level::Info, PRODUCT, &name(row), ("not_linked", message, hint));
                out.push((id, Disposition::Skipped));
                continue;
            }
            let key = candidate.key().to_owned();
            candidate.items.extend(originals.excluded.iter().filter(|row| row.code == key).cloned());
            let done = self.bring_translation(io, &candidate).await;
            out.push((id, later(io, (PRODUCT, &key), done)?));
        }
        Ok(out)
    }

    async fn bring_translation(
        &mut self,
        io: &Io,
        candidate: &Candidate,
    ) -> Result<Disposition, SourceFault> {
        if let Some(told) = self.refusal(io, candidate) {
            return Ok(told);
        }
        let none = SortedMap::new();
        let item = Item { candidate, parent: None, axes: &[], codes: &none };
        if !(item.is_edited(self) && self.is_planned(PRODUCT, candidate.key())) {
            self.leave_unedited(io, candidate.key(), 1);
            return Ok(Disposition::Done);
        }
        if let Some(later) = self.cooling(io, candidate.key(), std::iter::once(candidate)) {
            return Ok(later);
        }
        Ok(self.item(io, &item).await?)
    }
}

fn name(row: &ShopProduct) -> String {
    if row.sku.is_empty() { format!("#{}", row.id) } else { row.sku.clone() }
}
