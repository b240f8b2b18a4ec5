//! UnoPim's categories as a push reads and remembers them.

use serde_json::json;

use super::super::super::filter::filter;
use super::super::super::io::{Io, SourceFault};
use super::super::super::structure::Knowledge;
use super::super::{CATEGORY, Pusher};
use crate::diff::{Side, hash_of, source_of};
use crate::error::Fault;
use crate::plan::{Action, BaseSource, FieldChange, Operation, OperationLink};
use crate::source::{Category, decode_records};
use crate::store::{CATEGORIES, TermRow};
use crate::wire::{CatalogRecord, Request};

impl Io {
    /// A category from the list: a single read does not tell the parent before UnoPim 2.1.
    pub async fn get_category(&self, code: &str) -> Result<Option<Category>, SourceFault> {
        let query = [filter("code", "=", &code.into()), ("limit", "100".to_owned())];
        let page = self.get_value("categories", &query, |page| page["data"].is_array()).await?;
        let rows = page["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        let (found, _) = decode_records::<Category>(CATEGORY, rows);
        Ok(found.into_iter().find(|c| c.code == code))
    }
}

impl Pusher {
    /// The category is known from now on, and which term stands for it.
    pub(super) fn learn_category(&mut self, category: &Category, row: &TermRow) {
        for knowledge in &mut self.channels.0 {
            let mut all = knowledge.catalog.categories().to_vec();
            all.retain(|c| c.code != category.code);
            all.push(category.clone());
            knowledge.catalog.set_categories(all);
            let term = crate::store::Term {
                id: row.id,
                slug: row.slug.clone(),
                name: row.name.clone(),
                order: i64::MAX,
            };
            knowledge.shop.terms.insert("category", category.code.clone(), term);
        }
    }

    /// What both sides have in step from now on: of the `settled` fields, as a pull would say it.
    pub(super) fn category_operation(
        &self,
        code: &str,
        row: &TermRow,
        action: Action,
        fields: Vec<FieldChange>,
        (category, settled): (&Category, &[&str]),
    ) -> Operation {
        let first = self.channels.first();
        let need = first.term_context().category(category, 1, None, &first.shop.terms);
        let mut said = vec![("name".to_owned(), json!(need.name))];
        said.extend(need.parent.map(|parent| ("parent".to_owned(), parent)));
        said.extend(need.fields);
        let bases = said
            .into_iter()
            .filter(|(field, _)| settled.contains(&field.as_str()))
            .filter_map(|(field, value)| {
                let shop = row.h.get(&field).cloned()?;
                Some((field, Some(BaseSource { src: source_of(&value), shop: Some(shop) })))
            })
            .collect();
        Operation {
            side: Some(Side::Unopim),
            id: Some(row.id),
            taxonomy: Some(CATEGORIES.into()),
            reason: if action == Action::Create { "created" } else { "shop_changed" }.into(),
            fields,
            link: Some(OperationLink { bases, ..OperationLink::default() }),
            plan_row: self.planned_row(CATEGORY, code),
            ..Operation::blank(CATEGORY, code, &first.settings.link_channel(), action)
        }
    }
}

impl Knowledge {
    /// Later runs that do not read the structure, and pickers, know the new category too.
    pub(super) async fn keep_category(&self, io: &Io, category: &Category) -> Result<(), Fault> {
        let body = json!(category);
        let (code, hash) = (category.code.clone(), hash_of(&body));
        let record = CatalogRecord { kind: String::new(), code, hash, body };
        let kind = "category";
        io.ask(|id| vec![Request::CatalogWrite { id: id(), kind, records: vec![record], complete: false }])
            .await
            .map(drop)
    }
}
