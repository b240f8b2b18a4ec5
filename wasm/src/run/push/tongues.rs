//! Further languages of a site whose texts are translated: what somebody edited on a translation goes to UnoPim as values of its
//! language. Whatever else a translation has is its original's, or its plugin's.

use super::super::io::{Io, SourceFault};
use super::super::spec::RunSpec;
use super::super::structure::Knowledge;
use super::super::translations::variations_left;
use super::channels::Channels;
use super::item::{Item, later};
use super::page::{Candidate, links_of};
use super::{Disposition, PRODUCT, Pusher};
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::reason::Reason;
use crate::store::{ShopLink, ShopProduct, kind};
use crate::wire::{ItemRow, Level};

/// The channels as they are in the site's further languages.
#[derive(Default)]
pub struct Tongues {
    known: SortedMap<String, Channels>,
    /// Channels that make no products here.
    translating: Vec<Knowledge>,
    /// While a further language is spoken: which, and the channels in their own.
    spoken: Option<(String, Channels)>,
}

impl Tongues {
    pub fn of(translating: Vec<Knowledge>) -> Self {
        Self { translating, ..Self::default() }
    }
}

/// What translations are translations of, by its shop id.
#[derive(Default)]
struct Originals {
    links: SortedMap<u64, ShopLink>,
    /// Leaving a product out leaves out its translations.
    excluded: Vec<ItemRow>,
}

impl Pusher {
    fn all_channels(&self) -> impl Iterator<Item = &Knowledge> {
        self.channels.0.iter().chain(&self.tongues.translating)
    }

    /// The site's languages in which the channels have texts of their own, beside the one in which products are made.
    pub fn tongues(&self) -> Vec<String> {
        let mut all = SortedSet::new();
        for Knowledge { settings, spec, .. } in self.all_channels() {
            let matched = settings.site_languages(&spec.store).into_values();
            all.extend(matched.filter(|code| settings.in_language(code, &spec.store).is_some()));
        }
        all.into_iter().collect()
    }

    /// Whether the channels make products; else they only translate those of another.
    pub fn makes_products(&self) -> bool {
        self.channels.first().settings.originals.is_none()
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

    /// What is in the language in which another channel makes the products is that one's to send.
    pub fn tell_originals(&self, io: &Io) {
        let Some(originals) = &self.channels.first().settings.originals else { return };
        let message =
            format!("The channel {} makes the products; only their translations are sent", originals.channel);
        let hint = "Switch Push on for that channel too to have the rest sent.";
        let channel = &self.channels.first().settings.channel;
        Self::tell(io, Level::Info, "language", channel, (Reason::LowerPriority.code(), message, hint));
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
        Channels(self.all_channels().filter_map(of).collect())
    }

    /// The site's language in which links of this channel are (`default@fr_FR`).
    pub fn language_of(&self, channel: &str) -> Option<String> {
        let (channel, locale) = channel.split_once('@')?;
        // Links of terms belong to all channels.
        let is_it = |one: &&Knowledge| channel.is_empty() || one.settings.channel == channel;
        let mut found = self.all_channels().filter(is_it);
        found.find_map(|one| one.settings.site_languages(&one.spec.store).remove(locale))
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
            let makes = self.channels.first().settings.originals.as_ref();
            if makes.is_some_and(|of| of.language == language) {
                io.checkpoint(|c| c.counts.skipped += rows.len() as u64);
                out.extend(rows.iter().map(|row| (row.id, Disposition::Skipped)));
                continue;
            }
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
        let ids: Vec<u64> = rows.iter().flat_map(|row| row.translations.values().copied()).collect();
        let mut found = Originals::default();
        if ids.is_empty() {
            return Ok(found);
        }
        let channels: SortedSet<&str> =
            self.all_channels().map(|one| one.settings.originals_channel()).collect();
        for channel in channels {
            let answer = links_of(io, channel, ids.clone()).await?;
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
        let first = self.channels.first();
        let has_texts = first.resolved.rows.iter().any(|r| r.attribute.is_some() && r.target.on_variation());
        if has_texts
            && rows.iter().any(|row| row.kind == kind::VARIABLE)
            && let Some(told) = variations_left(io, &first.settings.locale)
        {
            io.log(told.outward());
        }
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
