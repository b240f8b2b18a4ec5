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

    pub(super) fn pictures(&self, id: u64, (old, new): (&Value, &Value), say: &mut impl FnMut(&str)) {
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
        for path in old.iter().filter(|path| !new.contains(path)) {
            if content(path).is_some_and(|bytes| shown.contains(&bytes) && !there.contains(&bytes)) {
                say(&format!("{path} is gone, and the shop shows it"));
            }
        }
    }

    /// What a product of the shop shows.
    fn shown(&self, id: u64) -> Vec<Arc<[u8]>> {
        let shop = &self.host.shop;
        let gallery = shop.view(id, "gallery");
        let ids = gallery.as_array().into_iter().flatten().cloned().chain([shop.view(id, "image")]);
        ids.filter_map(|id| self.host.library.file(id.as_u64()?).map(|(_, bytes)| bytes)).collect()
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
