//! UnoPim's structure as the host keeps it between runs.

use serde_json::{Value, json};

use super::shop::{Shop, list, text};

impl Shop {
    pub(super) fn write_catalog(&mut self, request: &Value) -> Value {
        let kind = text(request, "kind").to_owned();
        let records = list(request, "records");
        if request.get("complete") == Some(&Value::Bool(true)) {
            let named: Vec<&str> = records.iter().map(|r| text(r, "code")).collect();
            self.catalog.retain(|(k, code), _| *k != kind || named.contains(&code.as_str()));
        }
        for record in records {
            let body = record.get("body").cloned().unwrap_or_default();
            self.catalog
                .insert((kind.clone(), text(record, "code").into()), (text(record, "hash").into(), body));
        }
        json!({})
    }

    pub(super) fn read_catalog(&self, request: &Value) -> Value {
        let kinds: Vec<&str> = list(request, "kinds").iter().filter_map(Value::as_str).collect();
        let records: Vec<Value> = self
            .catalog
            .iter()
            .filter(|((kind, _), _)| kinds.contains(&kind.as_str()))
            .map(|((kind, code), (hash, body))| json!({"kind": kind, "code": code, "hash": hash, "body": body}))
            .collect();
        json!({ "records": records })
    }
}
