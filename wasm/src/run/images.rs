//! The image lane: files into the media library, then onto the products that want them.

use serde_json::Value;

use super::io::Io;
use super::spec::RunSpec;
use crate::error::Fault;

pub async fn images(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    io.step("images");
    let _ = spec;
    Ok(Value::Null)
}
