//! The public disk: path to bytes. Generated catalogues name thousands of pictures; those are drawn when
//! somebody asks for them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{jpeg, png};

#[derive(Clone, Debug)]
enum File {
    Stored(Arc<[u8]>),
    /// A picture drawn from a seed, once.
    Drawn(u64, OnceLock<Arc<[u8]>>),
}

#[derive(Clone, Debug, Default)]
pub struct MediaStore {
    files: BTreeMap<String, File>,
}

impl MediaStore {
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path.trim_start_matches('/'))
    }

    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), File::Stored(bytes.into()));
    }

    /// Names a picture without drawing it. The ending of the path decides its format.
    pub fn draw(&mut self, path: &str, seed: u64) {
        self.files.insert(path.to_owned(), File::Drawn(seed, OnceLock::new()));
    }

    /// A JPEG of so many blocks of eight pixels a side, whatever its path says.
    pub fn draw_large(&mut self, path: &str, seed: u64, blocks: u16) {
        self.put(path, jpeg::draw(seed, blocks));
    }

    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        match self.files.get(path.trim_start_matches('/'))? {
            File::Stored(bytes) => Some(bytes.clone()),
            File::Drawn(seed, bytes) => Some(bytes.get_or_init(|| drawn(path, *seed).into()).clone()),
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn drawn(path: &str, seed: u64) -> Vec<u8> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" => jpeg::draw(seed, 6),
        "pdf" => format!("%PDF-1.4\n% {seed}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").into_bytes(),
        _ => png::draw(seed),
    }
}
