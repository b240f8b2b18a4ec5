//! What is sent to UnoPim: bodies, paths and codes.

mod category;
mod codes;
mod create;
mod errors;
mod path;
mod place;
mod product;
mod stale;
mod structure;

use serde_json::Value;

use crate::error::Fault;
use crate::plan::Catalog;
use crate::reason::Reason;
use crate::run::Capabilities;
pub use category::{category_create, category_write};
pub use codes::{code_for, free_code, is_reserved, sku_is_legal};
pub use create::{NewKind, NewProduct, product_create};
pub use errors::{errors_of, refusal_of, rejected};
pub use path::segment;
pub use place::Place;
pub use product::product_write;
pub use stale::{refused, unfit};
pub use structure::{Deleted, attribute_create, attribute_update, delete_of, options_create, options_update};

/// One request that writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    pub method: &'static str,
    /// Relative to `/api/v1/rest/`.
    pub path: String,
    /// Null where there is none.
    pub body: Value,
    /// Places of values that UnoPim stores and refused to take back (`common.gone`, `categories.gone`): they are not in the body.
    pub left_out: Vec<String>,
}

impl Write {
    fn new(method: &'static str, path: String, body: Value) -> Self {
        Self { method, path, body, left_out: Vec::new() }
    }
}

/// A value of UnoPim that is to be another: of products a place of [`Place`], `categories`, or `associations.up_sells`; of
/// categories `parent`, `common.image` or `locale_specific.en_US.name`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub path: String,
    /// `None`: it is taken away.
    pub value: Option<Value>,
}

/// What a write depends on beside the record itself.
#[derive(Clone, Copy)]
pub struct WriteFacts<'a> {
    pub catalog: &'a Catalog,
    pub capabilities: &'a Capabilities,
    /// The top of a two-level tree.
    pub two_level: bool,
    /// Of a variant: what its parent holds in effect. Where reads come with the parent's values in them (3.0.1), a PUT leaves
    /// those out; a new variant (3.0) is sent without them.
    pub parent: Option<&'a Value>,
    /// Of a variant: the attributes that tell it apart.
    pub axes: &'a [String],
    /// Places that UnoPim refused to take back, see [`refused`].
    pub refused: &'a [String],
}

/// UnoPim 3.0 and newer: variants have their parent's values without storing them.
fn inherits(capabilities: &Capabilities) -> bool {
    capabilities.inheritance
}

fn fault(reason: Reason, path: &str, message: String, hint: &str) -> Fault {
    Fault::new(reason.code(), path, message, hint)
}

fn unknown_place(path: &str) -> Fault {
    Fault::new("internal", path, format!("“{path}” is no place of a value in UnoPim"), "Report this.")
}
