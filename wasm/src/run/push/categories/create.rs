//! A category that UnoPim does not have.

use serde_json::json;

use super::super::super::io::{Io, SourceFault};
use super::super::options::written;
use super::super::structure::stamp_of;
use super::super::{CATEGORY, Disposition, Pusher};
use super::{PUSHED, TEXTS};
use crate::plan::{Action, is_worth};
use crate::source::Category;
use crate::source::write::{self, Change};
use crate::store::TermRow;

impl Pusher {
    pub(super) async fn create_category(
        &mut self,
        io: &Io,
        row: &TermRow,
    ) -> Result<Disposition, SourceFault> {
        let first = self.channels.first();
        let code = write::free_code(row.proposal(), |code| {
            first.catalog.categories().iter().any(|c| c.code.eq_ignore_ascii_case(code))
        });
        let parent =
            if row.parent > 0 { self.category_code(row.parent) } else { None }.or_else(|| self.root());
        let mut changes = Vec::new();
        let mut fields = Vec::new();
        for (field, name) in TEXTS {
            let value = row.value(field);
            if is_worth(&value) {
                let path = self.category_path(name);
                fields.push(written(&path, value.clone()));
                changes.push(Change { path, value: Some(value) });
            }
        }
        fields.push(written("parent", json!(parent)));
        let request = match self
            .with_facts(|facts| write::category_create(&code, parent.as_deref(), &changes, facts))
        {
            Ok(request) => request,
            Err(fault) => return Ok(Self::refuse_category(io, &code, &fault)),
        };
        let stamp = stamp_of(&request, None);
        self.recall_refused(io).await?;
        if self.stands(io, CATEGORY, &code, &stamp) {
            return Ok(Disposition::Parked);
        }
        let additional_data = request.body["additional_data"].as_object().cloned().unwrap_or_default();
        let category = Category { code: code.clone(), parent, additional_data };
        let operation = self.category_operation(&code, row, Action::Create, fields, (&category, &PUSHED));
        if self.dry {
            self.learn_category(&category, row);
            io.apply(vec![operation]).await?;
            io.checkpoint(|c| c.counts.created += 1);
            return Ok(Disposition::Done);
        }
        // It may have been made by a process that did not live to say so, or in UnoPim since the catalogue was read.
        let mut there = io.get_category(&code).await?;
        let made = there.is_none();
        if made {
            if let Some(fault) = self.deliver(io, &request).await? {
                return Ok(self.park_term(io, (CATEGORY, &code, row.id), &fault, &stamp).await?);
            }
            there = io.get_category(&code).await?;
        }
        let Some(back) = there else { return Ok(Self::category_not_taken(io, &code)) };
        self.learn_category(&back, row);
        self.channels.first().keep_category(io, &back).await?;
        self.keep_structure(io, operation).await?;
        self.unpark_term(io, CATEGORY, &code).await?;
        io.checkpoint(|c| {
            c.counts.created += u64::from(made);
            c.counts.writes += u64::from(made);
        });
        Ok(Disposition::Done)
    }
}
