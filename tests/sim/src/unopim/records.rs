//! The rows that UnoPim keeps.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::clock::Moment;
use super::table::Coded;

/// Locale code to text. An empty text is never stored.
pub type Labels = BTreeMap<String, String>;

#[derive(Clone, Debug)]
pub struct Locale {
    pub code: String,
    pub enabled: bool,
}

#[derive(Clone, Debug)]
pub struct Currency {
    pub code: String,
    pub enabled: bool,
    /// The name in each language of the server.
    pub names: Labels,
}

#[derive(Clone, Debug)]
pub struct Channel {
    pub code: String,
    pub labels: Labels,
    pub root_category: String,
    pub locales: Vec<String>,
    pub currencies: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Category {
    pub code: String,
    pub parent: Option<u64>,
    pub data: Value,
}

/// An attribute, or a category field: the two share their shape but for a few keys.
#[allow(clippy::struct_excessive_bools)] // the flags of the database row
#[derive(Clone, Debug)]
pub struct Attribute {
    pub code: String,
    pub kind: String,
    pub swatch: Option<String>,
    pub validation: Option<String>,
    pub regex: Option<String>,
    pub position: Option<i64>,
    pub required: bool,
    pub unique: bool,
    pub per_locale: bool,
    pub per_channel: bool,
    pub wysiwyg: bool,
    pub labels: Labels,
    pub options: Vec<AttributeOption>,
    /// Category fields only.
    pub enabled: bool,
    /// Category fields only.
    pub section: String,
    /// The measurement family and default unit of a measurement attribute (3.0).
    pub measurement: Option<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct AttributeOption {
    pub id: u64,
    pub code: String,
    pub sort_order: Option<i64>,
    pub labels: Labels,
    pub swatch: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub code: String,
    pub labels: Labels,
}

#[derive(Clone, Debug)]
pub struct Family {
    pub code: String,
    pub labels: Labels,
    pub groups: Vec<FamilyGroup>,
}

#[derive(Clone, Debug)]
pub struct FamilyGroup {
    pub code: String,
    pub position: i64,
    pub attributes: Vec<(String, i64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Simple,
    Configurable,
    /// The middle level of a two-level tree (3.0).
    VariantGroup,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub sku: String,
    pub enabled: bool,
    pub kind: Kind,
    pub parent: Option<u64>,
    pub family: String,
    pub additional: Value,
    pub created: Moment,
    pub updated: Moment,
    /// An object of sections, or null in damaged rows.
    pub values: Value,
    pub super_attributes: Vec<String>,
    /// Links with data of their own (3.0): type to `[{related_sku, additional_data}]`.
    pub links: BTreeMap<String, Vec<Value>>,
}

#[derive(Clone, Debug)]
pub struct AssociationType {
    pub code: String,
    pub position: i64,
    pub user_defined: bool,
    pub labels: Labels,
}

#[derive(Clone, Debug)]
pub struct MeasurementFamily {
    pub code: String,
    pub standard_unit: String,
    pub symbol: String,
    pub labels: Labels,
    pub units: Vec<Unit>,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub code: String,
    pub symbol: String,
    pub labels: Labels,
    /// Steps from the standard unit to this one: (`mul`, "100").
    pub from_standard: Vec<(String, String)>,
}

impl Attribute {
    pub fn new(code: &str, kind: &str) -> Self {
        Attribute {
            code: code.to_owned(),
            kind: kind.to_owned(),
            swatch: None,
            validation: None,
            regex: None,
            position: None,
            required: false,
            unique: false,
            per_locale: false,
            per_channel: false,
            wysiwyg: false,
            labels: Labels::new(),
            options: Vec::new(),
            enabled: true,
            section: "left".to_owned(),
            measurement: None,
        }
    }

    /// The section of `values` in which the attribute lives.
    pub fn scope(&self) -> Section {
        match (self.per_channel, self.per_locale) {
            (false, false) => Section::Common,
            (false, true) => Section::Locale,
            (true, false) => Section::Channel,
            (true, true) => Section::ChannelLocale,
        }
    }

    pub fn option(&self, code: &str) -> Option<&AttributeOption> {
        self.options.iter().find(|option| option.code.eq_ignore_ascii_case(code))
    }

    pub fn can_be_axis(&self) -> bool {
        self.kind == "select" && self.scope() == Section::Common
    }

    pub fn is_media(&self) -> bool {
        matches!(self.kind.as_str(), "image" | "file" | "gallery")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Common,
    Locale,
    Channel,
    ChannelLocale,
}

impl Section {
    pub const fn key(self) -> &'static str {
        match self {
            Section::Common => "common",
            Section::Locale => "locale_specific",
            Section::Channel => "channel_specific",
            Section::ChannelLocale => "channel_locale_specific",
        }
    }
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Simple => "simple",
            Kind::Configurable => "configurable",
            Kind::VariantGroup => "variant_group",
        }
    }
}

impl Product {
    pub fn new(sku: &str, kind: Kind, family: &str, at: Moment) -> Self {
        Product {
            sku: sku.to_owned(),
            enabled: true,
            kind,
            parent: None,
            family: family.to_owned(),
            additional: Value::Null,
            created: at,
            updated: at,
            values: json!({"common": {"sku": sku}}),
            super_attributes: Vec::new(),
            links: BTreeMap::new(),
        }
    }

    /// `values.common`, when the row has one.
    pub fn common(&self) -> Option<&Value> {
        self.values.get("common")
    }
}

macro_rules! coded {
    ($($record:ty => $field:ident),*) => {
        $(impl Coded for $record {
            fn code(&self) -> &str {
                &self.$field
            }
        })*
    };
}

coded!(Locale => code, Currency => code, Channel => code, Category => code, Attribute => code, Group => code,
    Family => code, Product => sku, AssociationType => code, MeasurementFamily => code);
