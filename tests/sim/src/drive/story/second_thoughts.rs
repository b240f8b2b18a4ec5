//! Runs that are looked at before they write, and runs that are taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Story;
use crate::drive::ledger::Place;
use crate::drive::oracle::alike;
use crate::store::{OperationRow, Product};

/// The names of the fields that an operation wrote.
fn written(row: &OperationRow) -> Vec<String> {
    let fields = row.op["fields"].as_array().into_iter().flatten().filter(|field| field["write"] == true);
    fields.filter_map(|field| field["field"].as_str().map(ToOwned::to_owned)).collect()
}

fn is_link(field: &str) -> bool {
    matches!(field, "upsells" | "cross_sells" | "related")
}

impl Story {
    /// Operations on products that a run carried out.
    fn done_by(&self, run: u64, action: &str) -> Vec<&OperationRow> {
        let of_run = |row: &&OperationRow| {
            row.run == run
                && row.outcome == "done"
                && row.op["entity"] == "product"
                && row.op["action"] == action
        };
        self.host.shop.operations.iter().filter(of_run).collect()
    }

    /// A dry run changes nothing but its plan; what was edited since is not overwritten when it is applied.
    pub(super) fn preview_and_apply(&mut self) {
        let before = self.host.shop.clone();
        let dry = self.job(&json!({"kind": "pull", "scope": "full", "dry": true}));
        if self.good_run(&dry).is_none() {
            return;
        }
        let plan = self.host.runs;
        let shop = &self.host.shop;
        let touched = shop.products != before.products
            || shop.terms != before.terms
            || shop.attributes != before.attributes
            || shop.links != before.links
            || shop.items != before.items;
        if touched {
            self.told.wrong.push("a dry run changed something".into());
        }
        let edits = self.random.below(3);
        for _ in 0..edits {
            self.host.owner.act(&mut self.host.shop);
        }
        self.hear_owner();
        let apply = self.job(&json!({"kind": "apply", "plan": plan}));
        self.good_run(&apply);
        if edits == 0 {
            let besides = self.written_besides_the_plan();
            self.told.wrong.extend(besides);
        }
    }

    /// What the last run wrote without having shown it.
    fn written_besides_the_plan(&self) -> Vec<String> {
        let writes =
            |op: &Value| op["fields"].as_array().is_some_and(|f| f.iter().any(|f| f["write"] == true));
        let rows =
            self.host.shop.operations.iter().filter(|row| row.run == self.host.runs && row.outcome == "done");
        rows.filter(|row| writes(&row.op) && row.op["plan_row"].as_u64().unwrap_or(0) == 0)
            .map(|row| {
                format!("not in the plan: {} {} {}", row.op["action"], row.op["key"], row.op["fields"])
            })
            .collect()
    }

    /// What a run has written is as it was before, but for what was edited since; and the next pull leaves it so.
    pub(super) fn undo(&mut self) {
        let before = self.host.shop.products.clone();
        self.change_catalogue(4);
        let run = self.errand.clone();
        if self.good_run(&run).is_none() || !self.told.wrong.is_empty() {
            return;
        }
        let number = self.host.runs;
        let rows = self.host.shop.operations.len();
        for _ in 0..self.random.below(3) {
            self.host.owner.act(&mut self.host.shop);
        }
        self.hear_owner();
        let edits = self.host.owner.ledger.edits.iter().filter(|(_, edit)| edit.at >= rows);
        let edited: Vec<Place> = edits.map(|(place, _)| place.clone()).collect();
        let changed = self.done_by(number, "update");
        let changed: Vec<(u64, Vec<String>)> =
            changed.into_iter().map(|row| (row.id, written(row))).collect();
        let undo = self.job(&json!({"kind": "undo", "run": number}));
        if self.good_run(&undo).is_none() {
            return;
        }
        let mut wrong = Vec::new();
        for (id, fields) in &changed {
            let (Some(old), Some(now)) = (before.get(id), self.host.shop.products.get(id)) else { continue };
            // A product that has become another kind stays what it is, and its variations as that has left them.
            let kind = |products: &BTreeMap<u64, Product>, id| products.get(&id).map(|p| p.kind.clone());
            let turned = |id| kind(&before, id) != kind(&self.host.shop.products, id);
            let gone = self.host.owner.ledger.is_out(*id) || [old, now].iter().any(|p| p.status() == "trash");
            if gone || turned(*id) || turned(now.parent) {
                continue;
            }
            for field in fields.iter().filter(|f| !edited.iter().any(|p| p.id == *id && p.field == **f)) {
                let was = self.host.shop.view_of(old, field);
                let is = self.host.shop.view_of(now, field);
                // What was deleted for good is not there to come back.
                let links = is_link(field);
                let gone =
                    |id: &Value| !id.as_u64().is_some_and(|id| self.host.shop.products.contains_key(&id));
                let lost = self.errand["settings"]["on_delete"] == "delete"
                    || links && was.as_array().is_some_and(|ids| ids.iter().any(gone));
                if !alike(&was, &is) && !lost {
                    wrong.push(format!("#{id} {}: {field} is {is} after the undo, not {was}", now.sku()));
                }
            }
        }
        self.told.wrong.extend(wrong);
        if self.errand["settings"]["mirror"] == true {
            return;
        }
        let taken_back: Vec<u64> = self.done_by(number + 1, "trash").into_iter().map(|row| row.id).collect();
        let rows = self.host.shop.operations.len();
        self.good_run(&run);
        for id in taken_back {
            let back = self.host.shop.products.get(&id).filter(|p| p.status() != "trash");
            if let Some(product) = back {
                self.told.wrong.push(format!("{} is back after the undo", product.sku()));
            }
        }
        let undone: BTreeSet<u64> = changed.iter().map(|(id, _)| *id).collect();
        for row in &self.host.shop.operations[rows..] {
            // A list that named what was deleted by hand meanwhile is without it now.
            let names_gone = |field: &str| {
                let fields = row.op["fields"].as_array().into_iter().flatten();
                let mut old = fields.filter(|f| f["field"] == field).filter_map(|f| f["old"].as_array());
                let is_there =
                    |id: &Value| id.as_u64().is_some_and(|id| self.host.shop.products.contains_key(&id));
                is_link(field) && old.any(|ids| !ids.iter().all(is_there))
            };
            let again: Vec<String> = written(row).into_iter().filter(|field| !names_gone(field)).collect();
            let of_product = row.outcome == "done" && row.op["entity"] == "product";
            if of_product && !again.is_empty() && undone.contains(&row.id) {
                self.told.wrong.push(format!("{}: {again:?} written again after the undo", row.op["key"]));
            }
        }
    }
}
