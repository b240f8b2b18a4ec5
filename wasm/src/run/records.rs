//! Answers that are read as a whole: a record, a page of few, a list of options.

use std::pin::Pin;

use serde_json::Value;

use super::io::{Io, SourceFault};
use crate::source::decode_answer;

/// How often an answer that cannot be read is asked for.
const TRIES: u32 = 3;
/// How often one that fails is.
const PATIENCE: u32 = 3;

/// A record on its way.
pub type Record<'a> = Pin<Box<dyn Future<Output = Result<Option<Value>, SourceFault>> + 'a>>;

impl Io {
    /// What UnoPim answers, in the shape that `fits` knows. An answer that cannot be read says nothing, least of all that there is nothing:
    /// it is asked for again, and then it is this item's trouble.
    pub async fn get_value(
        &self,
        path: &str,
        query: &[(&str, String)],
        fits: fn(&Value) -> bool,
    ) -> Result<Value, SourceFault> {
        let mut tries = 0;
        loop {
            let got = self.get(path, query, PATIENCE).await?;
            tries += 1;
            match decode_answer(&got.body, fits) {
                Ok(value) => return Ok(value),
                Err(_) if tries < TRIES => self.wait(1 << tries, "source_busy").await?,
                Err(e) => return Err(SourceFault::of_item(e.fault(path))),
            }
        }
    }

    /// A record; nothing where UnoPim says that it has none under this path. On the heap, as many stories wait for one.
    pub fn get_record<'a>(&'a self, path: &'a str) -> Record<'a> {
        Box::pin(async move {
            match self.get_value(path, &[], Value::is_object).await {
                Ok(value) => Ok(Some(value)),
                Err(fault) if fault.status == 404 => Ok(None),
                Err(fault) => Err(fault),
            }
        })
    }
}
