//! New products.

use serde_json::{Map, Value, json};

use super::product::{fill, leave_out_inherited, put_all};
use super::{Change, Place, Write, WriteFacts, inherits};
use crate::error::Fault;
use crate::ordered::object;

/// A product that UnoPim does not have.
#[derive(Debug, Clone)]
pub struct NewProduct<'a> {
    pub sku: &'a str,
    pub family: &'a str,
    pub status: bool,
    pub kind: NewKind<'a>,
}

#[derive(Debug, Clone)]
pub enum NewKind<'a> {
    Simple,
    /// With the attributes that tell its variants apart.
    Configurable {
        axes: &'a [String],
    },
    /// With an option for every axis of its parent.
    Variant {
        parent: &'a str,
        options: &'a [(String, String)],
    },
}

/// The write that creates a product. Every section is named, empty if need be; files come once it is there, and a variant that
/// has its parent's values is sent without them.
pub fn product_create(new: &NewProduct, changes: &[Change], facts: &WriteFacts) -> Result<Write, Fault> {
    let is_file = |change: &&Change| {
        let place = Place::parse(&change.path);
        place.and_then(|(_, code)| facts.catalog.attribute(code)).is_some_and(|a| a.kind.is_file())
    };
    let mut values = json!({});
    put_all(&mut values, changes.iter().filter(|change| change.value.is_some() && !is_file(change)))?;
    let mut body = Map::new();
    let is_variant = matches!(new.kind, NewKind::Variant { .. });
    let inherits = is_variant && inherits(facts.capabilities);
    if let Some(parent) = facts.parent.filter(|_| inherits) {
        leave_out_inherited(&mut values, parent, facts.axes);
    }
    fill(&mut values, inherits);
    values["common"]["sku"] = json!(new.sku);
    body.insert("family".into(), json!(new.family));
    body.insert("parent".into(), Value::Null);
    body.insert("status".into(), json!(new.status));
    body.insert("values".into(), values);
    let path = match &new.kind {
        NewKind::Simple => "products".to_owned(),
        NewKind::Configurable { axes } => {
            body.insert("super_attributes".into(), json!(axes));
            facts.capabilities.configurable_path.clone()
        }
        NewKind::Variant { parent, options } => {
            let options = object(options.iter().map(|(axis, option)| (axis.clone(), json!(option))));
            body.insert("parent".into(), json!(parent));
            body.insert("variant".into(), json!({"attributes": options}));
            "products".to_owned()
        }
    };
    Ok(Write::new("POST", path, Value::Object(body)))
}
