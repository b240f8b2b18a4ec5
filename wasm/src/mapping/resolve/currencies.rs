//! Prices beside those in the shop's currency, where a plugin sells in further ones.

use super::{Resolved, ResolvedRow};
use crate::plan::{Catalog, RunSettings};
use crate::source::AttributeType;

/// A row for every mapped price in every further currency that the channel has too.
pub(super) fn add(out: &mut Resolved, catalog: &Catalog, settings: &RunSettings) {
    let known = catalog.channel(&settings.channel).map(|channel| &channel.currencies);
    let is_further = |currency: &&String| {
        settings.price_currency.as_ref() != Some(*currency)
            && known.is_none_or(|known| known.contains(currency))
    };
    let further: Vec<&String> = settings.currencies.iter().flatten().filter(is_further).collect();
    let mut rows: Vec<ResolvedRow> = Vec::new();
    for row in &out.rows {
        let kind = row.attribute.map(|number| &out.attributes[number].kind);
        if kind != Some(&AttributeType::Price) {
            continue;
        }
        for currency in &further {
            if let Some(target) = row.target.in_currency(currency) {
                rows.push(ResolvedRow { field: target.field(), target, ..row.clone() });
            }
        }
    }
    out.rows.extend(rows);
}

impl RunSettings {
    /// Currencies of the channel whose amounts have no place in the shop although a plugin sells in several.
    pub fn skipped_currencies(&self, catalog: &Catalog) -> Vec<String> {
        let (Some(sold), Some(channel)) = (&self.currencies, catalog.channel(&self.channel)) else {
            return Vec::new();
        };
        let has_place =
            |currency: &&String| self.price_currency.as_ref() == Some(*currency) || sold.contains(currency);
        channel.currencies.iter().filter(|currency| !has_place(currency)).cloned().collect()
    }
}
