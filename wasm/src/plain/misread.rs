//! What does not fit where something is read.

use std::fmt::Display;

use serde::de::{Error, Expected, Unexpected};

/// Tells which kind of value was met, not the value: to show one, serde brings two writers of decimal fractions, larger than all reading
/// together.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Misread(String);

impl Misread {
    fn unfit(what: &str, met: Unexpected, wanted: &dyn Expected) -> Self {
        Self(format!("invalid {what}: {}, expected {wanted}", kind_of(met)))
    }
}

/// As serde calls it.
fn kind_of(met: Unexpected) -> &'static str {
    match met {
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "integer",
        Unexpected::Float(_) => "floating point",
        Unexpected::Char(_) | Unexpected::Str(_) => "string",
        Unexpected::Seq => "sequence",
        Unexpected::Map => "map",
        _ => "something else",
    }
}

impl Error for Misread {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }

    #[cold]
    fn invalid_type(met: Unexpected, wanted: &dyn Expected) -> Self {
        Self::unfit("type", met, wanted)
    }

    #[cold]
    fn invalid_value(met: Unexpected, wanted: &dyn Expected) -> Self {
        Self::unfit("value", met, wanted)
    }
}
