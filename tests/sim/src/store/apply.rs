//! Operations, in transactions: an operation with its link row, or neither.

use serde_json::{Value, json};

use super::shop::{Crash, Shop, list, number, text};

/// Why an operation was not carried out.
pub(super) struct Refusal {
    pub code: &'static str,
    pub field: &'static str,
    pub message: String,
    pub hint: &'static str,
}

pub(super) fn refuse(
    code: &'static str,
    field: &'static str,
    message: String,
    hint: &'static str,
) -> Refusal {
    Refusal { code, field, message, hint }
}

impl Shop {
    pub(super) fn apply(&mut self, request: &Value) -> Result<Value, Crash> {
        let mut results = Vec::new();
        for batch in list(request, "operations").chunks(self.batch.max(1)) {
            self.commit()?;
            results.extend(batch.iter().map(|operation| self.operate(operation)));
        }
        // The process may also die before anybody hears of what was committed.
        self.commit()?;
        Ok(json!({ "results": results }))
    }

    fn commit(&mut self) -> Result<(), Crash> {
        match &mut self.crash_after {
            Some(0) => Err(Crash),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn operate(&mut self, operation: &Value) -> Value {
        let n = number(operation, "n");
        if let Some(changed) = self.changed(operation) {
            return json!({"n": n, "status": "changed", "item": changed});
        }
        match self.write(operation) {
            Ok(id) => json!({"n": n, "status": "done", "id": id}),
            Err(Refusal { code, field, message, hint }) => {
                json!({"n": n, "status": "failed", "error": {"code": code, "field": field, "message": message, "hint": hint}})
            }
        }
    }

    /// The present item when a field that is to be written is no longer what the plan saw.
    fn changed(&self, operation: &Value) -> Option<Value> {
        let written: Vec<&Value> =
            list(operation, "fields").iter().filter(|f| f["write"] == json!(true)).collect();
        let stale = written
            .iter()
            .any(|f| f["expect"].as_str().is_some_and(|h| h != self.hash_now(operation, text(f, "field"))));
        if !stale {
            return None;
        }
        let fields: Vec<String> = written.iter().map(|f| text(f, "field").to_owned()).collect();
        let item = self.snapshot(text(operation, "channel"), number(operation, "id"), &fields);
        Some(item.unwrap_or_else(|| json!({"id": operation["id"], "kind": "gone"})))
    }

    fn write(&mut self, operation: &Value) -> Result<u64, Refusal> {
        let id = match (text(operation, "action"), text(operation, "entity")) {
            ("link", _) => number(operation, "id"),
            ("sync", _) => return self.sync(operation),
            (_, "attribute") => self.write_attribute(operation)?,
            (_, "option" | "category") => self.write_term(operation)?,
            _ => self.write_product(operation)?,
        };
        self.write_link(operation, id);
        Ok(id)
    }

    fn sync(&mut self, operation: &Value) -> Result<u64, Refusal> {
        let id = number(operation, "id");
        let key =
            ("product".to_owned(), text(operation, "channel").to_owned(), text(operation, "key").to_owned());
        if let Some(link) = self.links.get_mut(&key) {
            link.flags.retain(|f| f != "sync");
        }
        if self.products.get(&id).is_none_or(|p| p.kind != "variable") {
            return Err(refuse(
                "not_variable",
                "",
                format!("#{id} is no variable product"),
                "Pull it again.",
            ));
        }
        Ok(id)
    }
}
