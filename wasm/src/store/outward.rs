//! What a push reads of the shop.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::answers::{Bases, map_or_list};
use crate::ordered::SortedMap;
use crate::wire::ItemRow;

/// A product of the shop as `shop.products` lists it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ShopProduct {
    pub id: u64,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub sku: String,
    #[serde(default)]
    pub parent: u64,
    /// Where the site has several: the one it is in.
    #[serde(default)]
    pub language: Option<String>,
    /// There: the others of its group, by their languages.
    #[serde(default, deserialize_with = "ids_by_language")]
    pub translations: SortedMap<String, u64>,
}

/// PHP writes an empty map as `[]`.
fn ids_by_language<'de, D: Deserializer<'de>>(from: D) -> Result<SortedMap<String, u64>, D::Error> {
    let rows = Value::deserialize(from)?;
    let rows = rows.as_object().into_iter().flatten();
    Ok(rows.filter_map(|(language, id)| Some((language.clone(), id.as_u64()?))).collect())
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct ShopProductsAnswer {
    #[serde(default)]
    pub products: Vec<ShopProduct>,
}

/// The link of a shop item, with everything that is kept with it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ShopLink {
    pub code: String,
    #[serde(default)]
    pub id: u64,
    #[serde(default)]
    pub target: Option<String>,
    #[serde(default, deserialize_with = "map_or_list")]
    pub bases: Bases,
    #[serde(default)]
    pub context: Value,
    #[serde(default)]
    pub flags: Vec<String>,
    /// When a pull last wrote the item or its link.
    #[serde(default)]
    pub pulled_at: Option<String>,
    /// When a push last did.
    #[serde(default)]
    pub pushed_at: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct LinksOfAnswer {
    #[serde(default)]
    pub links: Vec<ShopLink>,
    #[serde(default)]
    pub items: Vec<ItemRow>,
}

/// An attachment of the shop.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Attachment {
    pub id: u64,
    #[serde(default)]
    pub hash: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub size: u64,
    /// Paths under which UnoPim is known to hold the same content.
    #[serde(default)]
    pub paths: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct MediaOfAnswer {
    #[serde(default)]
    pub media: Vec<Attachment>,
}
