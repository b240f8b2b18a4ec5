//! Pictures of a product: files come where the shop shows them, and go where it shows them no more.

use std::sync::Arc;

use serde_json::Value;

use super::{Look, codes};
use crate::simulator::Logged;

impl Look<'_> {
    pub(super) fn is_file(&self, code: &str) -> bool {
        matches!(self.kind(code), "image" | "gallery" | "file")
    }

    pub(super) fn is_file_place(&self, place: &str) -> bool {
        place.rsplit('.').next().is_some_and(|code| self.is_file(code))
    }

    pub(super) fn pictures(
        &self,
        id: u64,
        fields: &[String],
        (old, new): (&Value, &Value),
        say: &mut impl FnMut(&str),
    ) {
        if self.run["settings"]["push_images"] != true {
            return say("pictures are not to go out");
        }
        // In bad times a list may be on its way: what comes of it is seen in the end.
        if !self.is_calm() {
            return;
        }
        let shown = self.shown(id);
        let content = |path: &String| self.host.unopim.state.media.bytes(path);
        let (old, new) = (codes(old), codes(new));
        let there: Vec<_> = new.iter().filter_map(content).collect();
        for path in new.iter().filter(|path| !old.contains(path)) {
            if !content(path).is_some_and(|bytes| shown.contains(&bytes)) {
                say(&format!("{path} came, and the shop does not show it"));
            }
        }
        // A picture that a row of its own brings is none of the gallery's.
        let apart =
            self.is_told_apart() && fields == ["gallery"] && !self.host.shop.products[&id].is_variation();
        let shown = if apart { self.files(&[self.host.shop.view(id, "gallery")]) } else { shown };
        for path in old.iter().filter(|path| !new.contains(path)) {
            if content(path).is_some_and(|bytes| shown.contains(&bytes) && !there.contains(&bytes)) {
                say(&format!("{path} is gone, and the shop shows it"));
            }
        }
    }

    /// What a product of the shop shows.
    fn shown(&self, id: u64) -> Vec<Arc<[u8]>> {
        self.files(&["gallery", "image"].map(|field| self.host.shop.view(id, field)))
    }

    /// Contents of a picture, or of a list of them.
    fn files(&self, values: &[Value]) -> Vec<Arc<[u8]>> {
        let ids = values.iter().flat_map(|value| match value {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        });
        ids.filter_map(|id| self.host.library.file(id.as_u64()?).map(|(_, bytes)| bytes)).collect()
    }

    fn is_told_apart(&self) -> bool {
        let rows = self.run["mapping"]["attributes"]["default"]["en_US"].as_array();
        rows.into_iter().flatten().any(|row| row["target"] == "image")
    }

    fn is_calm(&self) -> bool {
        let host = self.host;
        host.unopim.faults.rules.is_empty()
            && host.owner.chance == 0
            && host.dies_after.is_none()
            && host.shop.crash_after.is_none()
    }

    /// Files that were sent to an item oftener than once, though UnoPim took them.
    pub(super) fn sent_twice(&self, log: &[Logged]) -> Vec<String> {
        let taken = log.iter().filter(|asked| asked.method == "POST" && (200..300).contains(&asked.status));
        let mut sent: Vec<&str> = Vec::new();
        let mut out = Vec::new();
        for asked in taken.filter(|asked| self.is_calm() && asked.target.contains("media-files")) {
            if sent.contains(&asked.body.as_str()) {
                out.push("a file was sent twice to one item".to_owned());
            }
            sent.push(&asked.body);
        }
        out
    }
}
