//! Attributes, options, and what is deleted.

use serde_json::{Value, json};

use super::{Write, fault, segment};
use crate::error::Fault;
use crate::ordered::object;
use crate::plan::Catalog;
use crate::reason::Reason;
use crate::run::Capabilities;
use crate::source::structure::Labels;

/// Names in the languages that UnoPim has switched on; it refuses the whole body over any other.
fn labels(labels: &Labels, catalog: &Catalog) -> Value {
    let active = labels.iter().filter(|(locale, _)| catalog.is_active_locale(locale));
    Value::Object(object(active.map(|(locale, label)| (locale.clone(), json!(label)))))
}

/// A select attribute without channel and language, as one that tells variants apart has to be.
pub fn attribute_create(code: &str, names: &Labels, catalog: &Catalog) -> Write {
    let body = json!({"code": code, "type": "select", "value_per_locale": 0, "value_per_channel": 0,
        "is_required": 0, "is_unique": 0, "labels": labels(names, catalog)});
    Write::new("POST", "attributes".into(), body)
}

/// Names alone: keys that cannot be changed are refused.
pub fn attribute_update(code: &str, names: &Labels, catalog: &Catalog) -> Write {
    Write::new("PUT", format!("attributes/{}", segment(code)), json!({"labels": labels(names, catalog)}))
}

/// Options by code. UnoPim takes an array alone, and keeps the good rows of one that it refuses.
pub fn options_create(attribute: &str, options: &[(String, Labels)], catalog: &Catalog) -> Write {
    options_write("POST", attribute, options, catalog)
}

/// Names of options that are there. UnoPim looks the codes up over all attributes, so each must be the only one of its code.
pub fn options_update(attribute: &str, options: &[(String, Labels)], catalog: &Catalog) -> Write {
    options_write("PUT", attribute, options, catalog)
}

fn options_write(
    method: &'static str,
    attribute: &str,
    options: &[(String, Labels)],
    catalog: &Catalog,
) -> Write {
    let row = |(code, names): &(String, Labels)| {
        let row = [("code", json!(code)), ("labels", labels(names, catalog))];
        Value::Object(object(row.map(|(key, value)| (key.to_owned(), value))))
    };
    let path = format!("attributes/{}/options", segment(attribute));
    Write::new(method, path, options.iter().map(row).collect())
}

/// What is to be deleted in UnoPim.
#[derive(Debug, Clone, Copy)]
pub enum Deleted<'a> {
    Product(&'a str),
    /// Its variants go with it.
    Configurable(&'a str),
    /// Its whole subtree goes with it.
    Category(&'a str),
    Attribute(&'a str),
    Option {
        attribute: &'a str,
        option: &'a str,
    },
}

pub fn delete_of(what: Deleted, catalog: &Catalog, capabilities: &Capabilities) -> Result<Write, Fault> {
    let refuse =
        |path: &str, message: String, hint: &str| Err(fault(Reason::NotSupported, path, message, hint));
    let path = match what {
        // Before 2.1 configurables are deleted by the path of all.
        Deleted::Configurable(sku) if capabilities.configurable_path == "configurable-products" => {
            format!("configurable-products/{}", segment(sku))
        }
        Deleted::Product(sku) | Deleted::Configurable(sku) => format!("products/{}", segment(sku)),
        Deleted::Category(code) if catalog.is_channel_root(code) => {
            let message = format!("{code} is the root category of a channel; UnoPim keeps it");
            return refuse(code, message, "Choose another root for the channel in UnoPim first.");
        }
        Deleted::Category(code) => format!("categories/{}", segment(code)),
        Deleted::Attribute("sku") => {
            return refuse("sku", "UnoPim cannot be without the attribute sku".into(), "Nothing to do.");
        }
        Deleted::Attribute(code) | Deleted::Option { attribute: code, .. } if !capabilities.cursor => {
            let message = "This UnoPim deletes no attributes and options over its API".to_owned();
            return refuse(code, message, "Delete it in UnoPim, or update UnoPim to 3.0.");
        }
        Deleted::Attribute(code) => format!("attributes/{}", segment(code)),
        Deleted::Option { attribute, option } => {
            format!("attributes/{}/options/{}", segment(attribute), segment(option))
        }
    };
    Ok(Write::new("DELETE", path, Value::Null))
}
