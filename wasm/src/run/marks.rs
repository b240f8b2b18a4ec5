//! What a complete listing has met is marked, so that what it has not met can be told.

use super::io::Io;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plain::text_field;
use crate::wire::Request;

impl Knowledge {
    /// Marks the rows of a page that is read for its codes alone.
    pub async fn mark_rows(&self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        let mut codes = Vec::with_capacity(rows.len());
        for row in rows {
            match text_field(row, "sku") {
                Some(sku) => codes.push(sku),
                None => io.checkpoint(|c| c.incomplete = true),
            }
        }
        if codes.is_empty() {
            return Ok(());
        }
        let channel = self.settings.link_channel();
        io.ask(|id| vec![Request::Mark { id: id(), entity: "product", channel, codes }]).await.map(drop)
    }
}
