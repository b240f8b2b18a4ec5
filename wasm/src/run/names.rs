//! Names that a host has a say in, asked before anything is planned with them.

use super::io::Io;
use super::spec::Job;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::attribute_slug;
use crate::source::AttributeType;
use crate::wire::{NameWish, Request};

/// So many names go in one request.
const TOGETHER: usize = 500;

#[derive(serde::Deserialize)]
struct Answer {
    #[serde(default)]
    names: Vec<NameWish>,
}

impl Knowledge {
    /// The slugs of product attributes that axes without a row would be given.
    pub(super) async fn ask_names(&mut self, io: &Io) -> Result<(), Fault> {
        if !self.settings.ask_names || matches!(self.spec.job, Job::Refresh) {
            return Ok(());
        }
        let axes = self
            .catalog
            .attributes()
            .filter(|a| a.kind == AttributeType::Select && !a.value_per_locale && !a.value_per_channel);
        let wishes: Vec<NameWish> = axes
            .map(|a| NameWish {
                entity: "attribute".into(),
                key: a.code.clone(),
                slug: attribute_slug(&a.code),
                label: a.label(&self.settings.label_chain),
            })
            .collect();
        for some in wishes.chunks(TOGETHER) {
            let answer: Answer = io.ask_one(|id| Request::Names { id, names: some.to_vec() }).await?;
            for name in answer.names.into_iter().filter(|name| !name.slug.is_empty()) {
                self.catalog.name_attribute(&name.key, name.slug);
            }
        }
        Ok(())
    }
}
