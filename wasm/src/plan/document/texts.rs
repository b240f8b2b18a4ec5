//! Of a further language: texts of terms, and of products that are no variants.

use serde_json::Value;

use super::{Plan, Planning, Rows};
use crate::mapping::{Resolved, resolve};
use crate::plan::settings::RunSettings;
use crate::plan::structure::worded;
use crate::plan::target::Role;
use crate::source::{Kind, Product};

impl Planning<'_> {
    pub(super) fn translations(mut self, rows: &Rows) -> Plan {
        let settings = RunSettings { own_rows_only: false, translates: false, ..self.settings.clone() };
        let whole = resolve(self.mapping, self.catalog, &settings);
        self.texts_of_terms(&whole);
        let wanted = self.wanted();
        for rows in [&rows.configurables, &rows.products] {
            let own = |product: &Product| product.parent.is_none() && product.kind != Kind::VariantGroup;
            let products = self.decode(rows, &wanted).into_iter().filter(own);
            self.page(products.map(|product| (product, Role::Simple, None, Value::Null)).collect());
        }
        self.finish()
    }

    fn texts_of_terms(&mut self, resolved: &Resolved) {
        for source in worded(self.catalog, &self.shop.attributes, resolved, &self.settings) {
            for level in 0..source.levels() {
                let needed = source.needed(level, &self.term_context(resolved), &self.shop.terms);
                let plan = self.shop.plan_translations(&source.vocabulary, &needed, &self.settings);
                self.plan.operations.extend(plan.operations);
                self.plan.notes.extend(plan.notes);
            }
        }
    }
}
