//! What channels of higher priority write into the same shop.

use super::{AboveFields, rows};
use crate::mapping::document::Mapping;
use crate::plan::{Catalog, RunSettings};

/// The fields of every channel above, in their order.
pub(super) fn fields(mapping: &Mapping, catalog: &Catalog, settings: &RunSettings) -> Vec<AboveFields> {
    settings
        .above
        .iter()
        .map(|above| {
            let theirs = RunSettings {
                channel: above.channel.clone(),
                locale: above.locale.clone(),
                default_locale: above.default_locale.clone(),
                ..RunSettings::default()
            };
            let mut fields: crate::ordered::SortedSet<String> =
                rows(mapping, catalog, &theirs).rows.into_iter().map(|row| row.field).collect();
            if fields.contains("gallery") {
                // Its first picture is the product's, unless a row says otherwise.
                fields.insert("image".into());
            }
            fields.extend(
                mapping.references(&above.channel).iter().map(|r| format!("taxonomy:{}", r.taxonomy)),
            );
            fields.extend(mapping.association_fields().iter().map(|(_, field)| (*field).to_owned()));
            AboveFields { channel: above.channel.clone(), root_only: above.root_only, fields }
        })
        .collect()
}
