//! Pictures by their content: what UnoPim's storage holds under the paths of a value, and what the shop shows.

use std::sync::Arc;

use serde_json::Value;

use super::Oracle;
use crate::drive::media::is_picture;
use crate::store::Product;

impl Oracle<'_> {
    /// Whether a field shows the pictures of these paths in their order, each content once. What is no picture does not come to the
    /// shop; where none comes, what it has stays.
    pub(super) fn shows(&self, paths: &[String], field: &str, held: &Product, found: &Value) -> bool {
        let Some(library) = self.library else { return true };
        let mut wanted = self.contents(paths);
        let shares = !held.is_variation() && self.rows.iter().all(|row| row.field != "image");
        let mut ids = ids_of(found);
        if shares {
            ids = ids_of(&self.shop.view_of(held, "image"));
            ids.extend(
                ids_of(&self.shop.view_of(held, "gallery"))
                    .into_iter()
                    .filter(|id| !ids.contains(id))
                    .collect::<Vec<_>>(),
            );
        } else if field == "image" {
            wanted.truncate(1);
        }
        if wanted.is_empty() && !paths.is_empty() {
            return true;
        }
        let shown: Option<Vec<_>> =
            ids.into_iter().map(|id| library.file(id).map(|(_, bytes)| bytes)).collect();
        shown.is_some_and(|shown| shown == wanted)
    }

    /// Contents of the pictures under these paths.
    fn contents(&self, paths: &[String]) -> Vec<Arc<[u8]>> {
        let mut out: Vec<Arc<[u8]>> = Vec::new();
        for bytes in paths.iter().filter_map(|path| self.state.media.bytes(path)) {
            if is_picture(&bytes) && !out.contains(&bytes) {
                out.push(bytes);
            }
        }
        out
    }
}

fn ids_of(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_u64).collect(),
        one => Vec::from_iter(one.as_u64()),
    }
}
