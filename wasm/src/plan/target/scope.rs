//! What of a product this channel may say: channels of higher priority come first, and some channels end at their root.

use super::{Target, TargetContext, note, published};
use crate::diff::Wish;
use crate::mapping::AboveFields;
use crate::plan::settings::Below;
use crate::reason::Reason;
use crate::source::Product;
use crate::wire::Level;

/// The channels of higher priority that cover a product, and what was left to them.
pub(super) struct Scope<'r> {
    above: Vec<&'r AboveFields>,
    /// The channel below that has what lies outside of this one's root.
    below: Option<&'r str>,
    left: Vec<String>,
}

impl Scope<'_> {
    /// Whether a field belongs to a channel above.
    pub(super) fn leaves_out(&mut self, field: &str) -> bool {
        let taken = self.below.is_some() || self.above.iter().any(|above| above.fields.contains(field));
        if taken && self.left.iter().all(|f| f != field) {
            self.left.push(field.to_owned());
        }
        taken
    }

    pub(super) fn leaves_out_categories(&mut self) -> bool {
        let taken = self.below.is_some() || !self.above.is_empty();
        if taken {
            self.left.push("categories".into());
        }
        taken
    }

    pub(super) fn tell(self, target: &mut Target, product: &Product) {
        if self.left.is_empty() {
            return;
        }
        let above = self.above.iter().map(|above| above.channel.as_str());
        let channels: Vec<&str> = above.chain(self.below).collect();
        let message = format!("Left to the channel {}: {}", channels.join(", "), self.left.join(", "));
        let hint = "Nothing to do; the order of the channels is set on Channels & Stores.";
        target.notes.push(note(Level::Info, &product.sku, Reason::LowerPriority, message, None, hint));
    }
}

impl<'c> TargetContext<'c> {
    pub(super) fn scope(&self, product: &Product) -> Scope<'c> {
        let covers = |above: &&AboveFields| !above.root_only || self.under_root(product, &above.channel);
        Scope {
            above: self.resolved.above.iter().filter(covers).collect(),
            below: self.left_below(product),
            left: Vec::new(),
        }
    }

    /// A channel that ends at its root says nothing of what lies outside, where one below it does.
    fn left_below(&self, product: &Product) -> Option<&'c str> {
        let settings = self.settings;
        if !settings.root_only || self.in_channel(product) {
            return None;
        }
        let covers = |below: &&Below| !below.root_only || self.under_root(product, &below.channel);
        settings.below.iter().find(covers).map(|below| below.channel.as_str())
    }

    /// The channel of higher priority that brings a product to the shop.
    pub fn brought_by(&self, product: &Product) -> Option<&str> {
        self.scope(product).above.first().map(|above| above.channel.as_str())
    }

    /// Whether a product belongs to this run's channel: it lies under the channel's root category. Variants follow their parent.
    pub fn in_channel(&self, product: &Product) -> bool {
        self.under_root(product, &self.settings.channel)
    }

    /// A channel without a root, or with one that UnoPim does not list, holds everything.
    fn under_root(&self, product: &Product, channel: &str) -> bool {
        let Some(root) = self.catalog.root(channel) else { return true };
        product.categories.iter().flatten().any(|code| self.catalog.is_under(code, root))
    }

    /// What leaves the channel's root becomes a draft, and has its status again when it comes back; variations hide with their parent.
    pub(super) fn keep_in_channel(
        &self,
        target: &mut Target<'c>,
        product: &Product,
        variation: bool,
        scope: &mut Scope,
    ) {
        let own = !self.settings.own_rows_only || self.settings.translates;
        let concerned = self.settings.root_only && own && !variation;
        if !concerned || scope.leaves_out("status") {
            return;
        }
        if !self.in_channel(product) {
            target.fields.retain(|f| f.field != "status");
            target.set("status", "draft".into());
        } else if !matches!(target.field("status").map(|f| &f.wish), Some(Wish::Set(_))) {
            target.fields.retain(|f| f.field != "status");
            target.set("status", published(product.status.unwrap_or(true), false).into());
        }
    }
}
