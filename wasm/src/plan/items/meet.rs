//! Link, then SKU: where the items of a page stand.

use super::found::about;
use super::{Found, PagePlan};
use crate::ordered::SortedMap;
use crate::plan::settings::TrashedMatch;
use crate::plan::waiting;
use crate::reason::Reason;
use crate::store::{LinksAnswer, ProductLink, ProductMatch};

impl PagePlan<'_, '_> {
    /// Link, then SKU. `look_closer` compares unchanged items too.
    pub fn meet(&mut self, answer: &LinksAnswer, look_closer: bool) {
        let settings = self.context.settings;
        let restores = settings.trashed_match == TrashedMatch::Restore;
        // A mirror has to see what the shop did in the meantime.
        let look_closer = look_closer || settings.mirror;
        let context = self.context;
        let links: SortedMap<&str, &ProductLink> =
            answer.links.iter().map(|l| (l.code.as_str(), l)).collect();
        let mut matches: SortedMap<&str, Vec<&ProductMatch>> = SortedMap::new();
        for found in &answer.matches {
            matches.entry(&found.code).or_default().push(found);
        }
        for item in &mut self.items {
            item.waiting = about(item, &answer.items);
            item.chosen = self.choices.and_then(|c| c.get(&item.product.sku)).cloned().unwrap_or_default();
        }
        for item in self.items.iter_mut().filter(|i| i.found == Found::New) {
            let chosen = self.choices.and_then(|c| c.get(&item.product.sku)?.get(waiting::RENAMED));
            item.meet_waiting(chosen.copied());
            if item.found != Found::New {
                continue;
            }
            let sku = item.product.sku.as_str();
            let look_closer = look_closer || self.choices.is_some_and(|c| c.contains_key(sku));
            if let Some(link) = links.get(sku).filter(|link| link.id > 0) {
                item.meet_link(link, look_closer, restores);
            } else if let Some(found) = matches.get(sku) {
                match found.as_slice() {
                    [one] => item.meet_match(one, restores),
                    several => {
                        let ids: Vec<String> = several.iter().map(|m| format!("#{}", m.id)).collect();
                        let message = format!("Several items of the shop have this SKU: {}", ids.join(", "));
                        item.found = Found::park(
                            Reason::SkuTaken,
                            message,
                            "Leave the SKU to one of them, then pull again.",
                            None,
                        );
                    }
                }
            }
            if settings.translates && item.found == Found::New {
                item.original = answer.originals.iter().find(|o| o.code == item.product.sku).cloned();
            }
            if item.found == Found::New && item.original.is_some() && !item.has_words {
                let message = "UnoPim has no text of it in this language".to_owned();
                let hint = "Enter one in UnoPim to have the product translated.";
                item.found = Found::skip(Reason::NoTranslation, message, hint, None);
            }
            if item.found == Found::New && settings.own_rows_only && item.original.is_none() {
                let (message, hint) = match &settings.originals {
                    Some(of) => (
                        format!(
                            "It is not in the shop yet; only what the channel {} brings is translated",
                            of.channel
                        ),
                        "Pull that channel first.",
                    ),
                    None => (
                        "It is not in the shop yet; this language only fills its own fields".to_owned(),
                        "Pull the channel's default language first.",
                    ),
                };
                item.found = Found::skip(Reason::NotLinked, message, hint, None);
            }
            if let (Found::New, Some(channel)) = (&item.found, context.brought_by(&item.product)) {
                let message = format!("The channel {channel} comes first and brings it to the shop");
                let hint = "Pull that channel first; this one then adds its own fields.";
                item.found = Found::skip(Reason::LowerPriority, message, hint, None);
            }
            if item.found == Found::New && settings.root_only && !context.in_channel(&item.product) {
                let message = "It does not lie under the channel's root category".to_owned();
                let hint = "Assign it to a category of the channel in UnoPim to bring it to the shop.";
                item.found = Found::skip(Reason::OutsideRoot, message, hint, None);
            }
        }
    }
}
