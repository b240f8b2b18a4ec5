//! Where a row writes: which types each field takes, and what is special about it.

use serde_json::{Value, json};

use crate::source::AttributeType;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Sku,
    Name,
    RegularPrice,
    SalePrice,
    StockQuantity,
    StockStatus,
    Description,
    ShortDescription,
    Status,
    Slug,
    PurchaseNote,
    MenuOrder,
    Gtin,
    Weight,
    Length,
    Width,
    Height,
    TaxClass,
    TaxStatus,
    ShippingClass,
    SaleStart,
    SaleEnd,
    ManageStock,
    Backorders,
    LowStockAmount,
    Featured,
    SoldIndividually,
    ReviewsAllowed,
    Virtual,
    CatalogVisibility,
    Image,
    Gallery,
    Tags,
    /// The regular price in a currency beside the shop's own, where a plugin sells in it at fixed prices.
    RegularPriceIn(String),
    SalePriceIn(String),
    /// A product attribute with a taxonomy; the slug is without `pa_`.
    Attribute(String),
    /// A text attribute of the product, by its name.
    Custom(String),
    Meta(String),
    /// A taxonomy that is neither a product attribute nor WooCommerce's categories or tags.
    Taxonomy(String),
}

/// Names on the wire: the nine core fields, then those that rows name.
const FIELDS: [(&str, Target); 33] = [
    ("sku", Target::Sku),
    ("name", Target::Name),
    ("regular_price", Target::RegularPrice),
    ("sale_price", Target::SalePrice),
    ("stock_quantity", Target::StockQuantity),
    ("stock_status", Target::StockStatus),
    ("description", Target::Description),
    ("short_description", Target::ShortDescription),
    ("status", Target::Status),
    ("slug", Target::Slug),
    ("purchase_note", Target::PurchaseNote),
    ("menu_order", Target::MenuOrder),
    ("gtin", Target::Gtin),
    ("weight", Target::Weight),
    ("length", Target::Length),
    ("width", Target::Width),
    ("height", Target::Height),
    ("tax_class", Target::TaxClass),
    ("tax_status", Target::TaxStatus),
    ("shipping_class", Target::ShippingClass),
    ("sale_start", Target::SaleStart),
    ("sale_end", Target::SaleEnd),
    ("manage_stock", Target::ManageStock),
    ("backorders", Target::Backorders),
    ("low_stock_amount", Target::LowStockAmount),
    ("featured", Target::Featured),
    ("sold_individually", Target::SoldIndividually),
    ("reviews_allowed", Target::ReviewsAllowed),
    ("virtual", Target::Virtual),
    ("catalog_visibility", Target::CatalogVisibility),
    ("image", Target::Image),
    ("gallery", Target::Gallery),
    ("tags", Target::Tags),
];
const CORE: usize = 9;

/// The taxonomy of product tags.
pub const TAGS: &str = "product_tag";

impl Target {
    pub(super) fn core(field: &str) -> Option<Self> {
        FIELDS[..CORE].iter().find(|(name, _)| *name == field).map(|(_, target)| target.clone())
    }

    /// The target of a row on the Attributes tab, or what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, Unusable> {
        if let Some(taxonomy) = text.strip_prefix("attribute:") {
            let slug = taxonomy.strip_prefix("pa_").unwrap_or(taxonomy);
            return if valid_slug(slug) {
                Ok(Self::Attribute(slug.to_owned()))
            } else {
                Err(Unusable::Target)
            };
        }
        if let Some(taxonomy) = text.strip_prefix("taxonomy:") {
            return if valid_taxonomy(taxonomy) {
                Ok(Self::Taxonomy(taxonomy.to_owned()))
            } else {
                Err(Unusable::Taxonomy)
            };
        }
        if let Some(name) = text.strip_prefix("custom:") {
            return if name.trim().is_empty() {
                Err(Unusable::Target)
            } else {
                Ok(Self::Custom(name.to_owned()))
            };
        }
        if let Some(key) = text.strip_prefix("meta:") {
            return match key {
                _ if key.trim().is_empty() => Err(Unusable::Target),
                _ if reserved_meta(key) => Err(Unusable::Meta),
                _ => Ok(Self::Meta(key.to_owned())),
            };
        }
        let field = FIELDS[CORE..].iter().find(|(name, _)| *name == text);
        field.map(|(_, target)| target.clone()).ok_or(Unusable::Target)
    }

    /// The name of the field on the wire.
    pub fn field(&self) -> String {
        match self {
            Self::Attribute(slug) => format!("attribute:pa_{slug}"),
            Self::Custom(name) => format!("custom:{name}"),
            Self::Meta(key) => format!("meta:{key}"),
            Self::Taxonomy(name) => format!("taxonomy:{name}"),
            Self::RegularPriceIn(currency) => format!("regular_price:{currency}"),
            Self::SalePriceIn(currency) => format!("sale_price:{currency}"),
            plain => FIELDS.iter().find(|(_, t)| t == plain).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// Stock belongs to the shop unless UnoPim's value moved.
    pub fn is_stock(&self) -> bool {
        matches!(
            self,
            Self::StockQuantity
                | Self::StockStatus
                | Self::ManageStock
                | Self::Backorders
                | Self::LowStockAmount
        )
    }

    /// What a variable product leaves to its variations.
    pub fn is_sold(&self) -> bool {
        self.is_stock() || self.is_price() || matches!(self, Self::SaleStart | Self::SaleEnd)
    }

    pub fn is_price(&self) -> bool {
        matches!(self, Self::RegularPrice | Self::SalePrice | Self::RegularPriceIn(_) | Self::SalePriceIn(_))
    }

    /// The same price in another currency.
    pub fn in_currency(&self, currency: &str) -> Option<Self> {
        match self {
            Self::RegularPrice => Some(Self::RegularPriceIn(currency.to_owned())),
            Self::SalePrice => Some(Self::SalePriceIn(currency.to_owned())),
            _ => None,
        }
    }

    /// The currency of a price; `own` is that of the shop's prices.
    pub fn currency<'c>(&'c self, own: Option<&'c String>) -> Option<&'c String> {
        match self {
            Self::RegularPriceIn(currency) | Self::SalePriceIn(currency) => Some(currency),
            _ => own,
        }
    }

    /// Fields that a variation has of its own; the others act on its parent. Of a gallery it takes the first image.
    pub fn on_variation(&self) -> bool {
        self.is_sold()
            || self.is_measure()
            || matches!(
                self,
                Self::Sku
                    | Self::Description
                    | Self::Status
                    | Self::Gtin
                    | Self::TaxClass
                    | Self::ShippingClass
                    | Self::Image
                    | Self::Gallery
                    | Self::Meta(_)
            )
    }

    pub fn is_measure(&self) -> bool {
        matches!(self, Self::Weight | Self::Length | Self::Width | Self::Height)
    }

    pub fn has_terms(&self) -> bool {
        matches!(self, Self::Attribute(_) | Self::Taxonomy(_) | Self::Tags)
    }

    /// What its terms are called on the wire.
    pub fn entity(&self) -> &'static str {
        if matches!(self, Self::Attribute(_)) { "option" } else { "term" }
    }

    /// The taxonomy of its terms, of product attributes in full.
    pub fn taxonomy(&self) -> String {
        match self {
            Self::Attribute(slug) => format!("pa_{slug}"),
            Self::Taxonomy(name) => name.clone(),
            _ => TAGS.to_owned(),
        }
    }

    /// The link code of the term that stands for an option.
    pub fn term_code(&self, attribute: &str, option: &str) -> String {
        match self {
            Self::Taxonomy(name) => [name, ":", attribute, "/", option].concat(),
            Self::Tags => [TAGS, ":", attribute, "/", option].concat(),
            _ => [attribute, "/", option].concat(),
        }
    }

    /// The link code of the term that stands for a text.
    pub fn name_code(&self, attribute: &str, name: &str) -> String {
        let code = match self {
            Self::Taxonomy(taxonomy) => format!("{taxonomy}:{attribute}"),
            Self::Tags => format!("{TAGS}:{attribute}"),
            _ => attribute.to_owned(),
        };
        crate::plan::name_code(&code, name)
    }

    pub(super) fn accepts(&self, kind: &AttributeType) -> bool {
        use AttributeType as T;
        let text = matches!(kind, T::Text | T::Textarea);
        match self {
            Self::Meta(_) => true,
            Self::Name | Self::Description | Self::ShortDescription => text,
            Self::PurchaseNote => *kind == T::Textarea,
            Self::Sku
            | Self::StockQuantity
            | Self::LowStockAmount
            | Self::Slug
            | Self::MenuOrder
            | Self::Gtin => *kind == T::Text,
            Self::RegularPrice | Self::SalePrice => matches!(kind, T::Price | T::Text),
            Self::RegularPriceIn(_) | Self::SalePriceIn(_) => *kind == T::Price,
            Self::StockStatus | Self::Status => matches!(kind, T::Select | T::Text | T::Boolean),
            Self::Weight | Self::Length | Self::Width | Self::Height => {
                matches!(kind, T::Text | T::Measurement)
            }
            Self::TaxClass | Self::TaxStatus | Self::ShippingClass => matches!(kind, T::Select | T::Text),
            Self::SaleStart | Self::SaleEnd => matches!(kind, T::Date | T::Datetime),
            Self::ManageStock
            | Self::Featured
            | Self::SoldIndividually
            | Self::ReviewsAllowed
            | Self::Virtual => *kind == T::Boolean,
            Self::Backorders | Self::CatalogVisibility => matches!(kind, T::Select | T::Boolean),
            Self::Image | Self::Gallery => matches!(kind, T::Image | T::Gallery | T::Asset),
            Self::Tags => text || kind.has_options(),
            Self::Taxonomy(_) => *kind == T::Text || kind.has_options(),
            Self::Attribute(_) | Self::Custom(_) => {
                text || kind.has_options()
                    || matches!(kind, T::Boolean | T::Date | T::Datetime | T::Measurement)
            }
        }
    }

    /// What an emptied field holds.
    pub fn cleared(&self) -> Value {
        match self {
            Self::Attribute(_)
            | Self::Custom(_)
            | Self::Meta(_)
            | Self::StockQuantity
            | Self::LowStockAmount
            | Self::SaleStart
            | Self::SaleEnd => Value::Null,
            Self::Tags | Self::Taxonomy(_) => json!([]),
            Self::StockStatus => json!("instock"),
            Self::Status => json!("draft"),
            Self::TaxStatus => json!("taxable"),
            Self::CatalogVisibility => json!("visible"),
            Self::Backorders => json!("no"),
            Self::ManageStock | Self::Featured | Self::SoldIndividually | Self::Virtual => json!(false),
            Self::ReviewsAllowed => json!(true),
            Self::MenuOrder => json!(0),
            _ => json!(""),
        }
    }
}

/// Every target with every type of attribute that it takes; those of a kind of target are one.
#[cfg(test)]
pub fn conversions() -> impl Iterator<Item = (Target, AttributeType)> {
    use AttributeType as T;
    let kinds = [
        T::Text,
        T::Textarea,
        T::Boolean,
        T::Price,
        T::Select,
        T::Multiselect,
        T::Checkbox,
        T::Date,
        T::Datetime,
        T::Image,
        T::Gallery,
        T::File,
        T::Measurement,
        T::Asset,
        T::Other("other".into()),
    ];
    let open = [
        Target::Attribute("x".into()),
        Target::Custom("x".into()),
        Target::Meta("x".into()),
        Target::Taxonomy("x".into()),
        Target::RegularPriceIn("x".into()),
        Target::SalePriceIn("x".into()),
    ];
    let targets = FIELDS.into_iter().map(|(_, target)| target).chain(open);
    targets.flat_map(move |target| {
        let taken: Vec<_> = kinds.iter().filter(|kind| target.accepts(kind)).cloned().collect();
        taken.into_iter().map(move |kind| (target.clone(), kind))
    })
}

/// What is wrong with the name of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unusable {
    Target,
    Taxonomy,
    Meta,
}

/// WooCommerce allows 28 bytes.
fn valid_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 28
        && !slug.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/')
}

/// WordPress allows 32 bytes; those that have a target of their own are refused.
pub(super) fn valid_taxonomy(name: &str) -> bool {
    const TAKEN: [&str; 11] = [
        "product_cat",
        TAGS,
        "product_type",
        "product_visibility",
        "product_shipping_class",
        "category",
        "post_tag",
        "post_format",
        "nav_menu",
        "link_category",
        "wp_theme",
    ];
    !name.is_empty()
        && name.len() <= 32
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
        && !name.starts_with("pa_")
        && !TAKEN.contains(&name)
}

/// Keys that are WooCommerce's own fields, or ours.
pub(super) fn reserved_meta(key: &str) -> bool {
    const WOOCOMMERCE: [&str; 25] = [
        "_sku",
        "_price",
        "_regular_price",
        "_sale_price",
        "_sale_price_dates_from",
        "_sale_price_dates_to",
        "_stock",
        "_stock_status",
        "_manage_stock",
        "_backorders",
        "_low_stock_amount",
        "_weight",
        "_length",
        "_width",
        "_height",
        "_tax_status",
        "_tax_class",
        "_virtual",
        "_downloadable",
        "_purchase_note",
        "_product_attributes",
        "_default_attributes",
        "_thumbnail_id",
        "_product_image_gallery",
        "_global_unique_id",
    ];
    WOOCOMMERCE.contains(&key)
        || matches!(key, "_upsell_ids" | "_crosssell_ids" | "_sold_individually" | "_children")
        || key.starts_with("_unopim_")
        || key.starts_with("unopim_")
        || key.starts_with("_wp_")
        || key.starts_with("attribute_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_and_says_it() {
        for (name, target) in &FIELDS[CORE..] {
            assert_eq!(Target::parse(name).as_ref(), Ok(target));
            assert_eq!(target.field(), *name);
        }
        for text in ["attribute:pa_color", "custom:Material", "meta:ean", "taxonomy:product_brand"] {
            assert_eq!(Target::parse(text).unwrap().field(), text);
        }
    }

    #[test]
    fn core_fields_and_those_that_rows_cannot_fill_are_refused() {
        for text in
            ["name", "sku", "axes", "categories", "upsells", "related", "grouped", "", "meta:", "custom: "]
        {
            assert_eq!(Target::parse(text), Err(Unusable::Target), "{text}");
        }
        for text in
            ["taxonomy:product_cat", "taxonomy:product_tag", "taxonomy:pa_color", "taxonomy:", "taxonomy:Ä"]
        {
            assert_eq!(Target::parse(text), Err(Unusable::Taxonomy), "{text}");
        }
        assert_eq!(Target::parse(&format!("taxonomy:{}", "a".repeat(33))), Err(Unusable::Taxonomy));
        assert!(Target::parse(&format!("taxonomy:{}", "a".repeat(32))).is_ok());
        assert_eq!(Target::parse("meta:_unopim_sha256"), Err(Unusable::Meta));
    }
}
