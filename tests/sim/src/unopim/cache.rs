//! Finished answers to reads, kept until something changes. A crawl of an unchanged catalogue costs nothing
//! the second time, so that a bench measures its client and not this server.

use std::collections::BTreeMap;

use super::response::Response;

#[derive(Clone, Debug, Default)]
pub struct PageCache {
    answers: BTreeMap<String, Response>,
}

impl PageCache {
    pub fn get(&self, target: &str) -> Option<Response> {
        self.answers.get(target).cloned()
    }

    pub fn keep(&mut self, target: &str, response: &Response) {
        self.answers.insert(target.to_owned(), response.clone());
    }

    pub fn clear(&mut self) {
        self.answers.clear();
    }
}
