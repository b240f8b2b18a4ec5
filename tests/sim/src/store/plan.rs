//! What a dry run would do, and what runs have done: the operations table.

use serde_json::{Value, json};

use super::operation::Operation;
use super::records::OperationRow;
use super::shop::{Shop, list, number, text};

const PLANNED: &str = "planned";
/// Rows of planned links are counted from here.
const PLANNED_LINKS: u64 = 1 << 40;

/// Actions that say what a link will be.
const LINKING: [&str; 3] = ["create", "link", "update"];

/// Those that changed a record, of the shop or of UnoPim, or left one without its link.
const CHANGING: [&str; 6] = ["create", "update", "trash", "restore", "delete", "unlink"];

impl Shop {
    /// `store.apply` of a dry run: each operation is there once, by entity, channel, code, action and the names of its fields.
    pub(super) fn plan(&mut self, request: &Value) -> Value {
        let mut results = Vec::new();
        for op in list(request, "operations") {
            let operation = Operation(op);
            self.mark_one(&operation.link_key());
            let same = |row: &&mut OperationRow| {
                let parts = ["entity", "channel", "key", "action"];
                row.run == self.run
                    && row.outcome == PLANNED
                    && parts.iter().all(|part| row.op[part] == op[part])
                    && Operation(&row.op).field_names() == operation.field_names()
                    && has_bases(&row.op) == has_bases(op)
            };
            if let Some(row) = self.operations.iter_mut().find(same) {
                row.op = op.clone();
            } else {
                let row = OperationRow { run: self.run, outcome: PLANNED.into(), ..self.operation_row(op) };
                self.operations.push(row);
            }
            let id = if operation.action() == "create" && !operation.is_push() { 0 } else { operation.id() };
            results.push(json!({"n": operation.n(), "status": "done", "id": id}));
        }
        json!({ "results": results })
    }

    pub(super) fn read_plan(&self, request: &Value) -> Value {
        let planned = self.operations.iter().filter(|row| {
            row.run == number(request, "plan") && row.outcome == PLANNED && row.row > number(request, "after")
        });
        let limit = usize::try_from(number(request, "limit")).unwrap_or(usize::MAX);
        let rows: Vec<Value> = planned.take(limit).map(|row| json!({"row": row.row, "op": row.op})).collect();
        json!({ "operations": rows })
    }

    /// What the shop had overtaken waits for another go, as it looks now.
    pub(super) fn write_plan(&mut self, request: &Value) -> Value {
        for row in list(request, "rows") {
            let plan = number(request, "plan");
            let found = self
                .operations
                .iter_mut()
                .filter(|o| o.run == plan && ["changed", PLANNED].contains(&o.outcome.as_str()))
                .find(|o| o.row == number(row, "row"));
            if let Some(found) = found {
                found.op = row["op"].clone();
                found.outcome = PLANNED.into();
            }
        }
        json!({})
    }

    /// Links that will carry a flag once this run's plan is carried out, behind all real ones.
    pub(super) fn planned_flags(
        &self,
        entity: &str,
        channel: &str,
        flag: &str,
    ) -> impl Iterator<Item = (u64, &str, u64)> {
        self.operations
            .iter()
            .filter(move |row| {
                row.run == self.run
                    && row.outcome == PLANNED
                    && text(&row.op, "entity") == entity
                    && text(&row.op, "channel") == channel
                    && LINKING.contains(&text(&row.op, "action"))
                    && list(&row.op["link"], "flags").iter().any(|held| held == flag)
            })
            .map(|row| (PLANNED_LINKS + row.row, text(&row.op, "key"), number(&row.op, "id")))
    }

    /// What this run has planned for the link of a code, over what it is.
    pub(super) fn planned_link(
        &self,
        entity: &str,
        channel: &str,
        code: &str,
        now: Option<Value>,
    ) -> Option<Value> {
        let planned = self.operations.iter().filter(|row| {
            row.run == self.run
                && row.outcome == PLANNED
                && text(&row.op, "entity") == entity
                && text(&row.op, "channel") == channel
                && text(&row.op, "key") == code
                && LINKING.contains(&text(&row.op, "action"))
        });
        planned.fold(now, |link, row| Some(over(link, code, &row.op)))
    }

    /// The history of what was carried out, and the outcome of the row of a plan that it carries out.
    pub(super) fn record(&mut self, operation: Operation, outcome: &str, id: u64) {
        let plan_row = number(operation.0, "plan_row");
        if plan_row > 0
            && let Some(row) =
                self.operations.iter_mut().find(|row| row.row == plan_row && row.outcome == PLANNED)
        {
            row.outcome = if outcome == "done" { "applied" } else { outcome }.into();
        }
        if outcome != "done" {
            return;
        }
        let mut row =
            OperationRow { run: self.run, id, outcome: outcome.into(), ..self.operation_row(operation.0) };
        if operation.leaves_record() && !operation.is_push() {
            for field in row.op["fields"].as_array_mut().into_iter().flatten() {
                field["after"] = json!(self.hash_now(operation, id, text(field, "field")));
            }
        }
        self.operations.push(row);
    }

    pub(super) fn read_history(&self, request: &Value) -> Value {
        let before = request["before"].as_u64().unwrap_or(u64::MAX);
        let limit = usize::try_from(number(request, "limit")).unwrap_or(usize::MAX);
        let done = self.operations.iter().rev().filter(|row| {
            row.run == number(request, "run")
                && row.outcome == "done"
                && row.row < before
                && CHANGING.contains(&text(&row.op, "action"))
        });
        json!({"operations": done.take(limit).map(on_wire).collect::<Vec<_>>()})
    }

    fn operation_row(&mut self, op: &Value) -> OperationRow {
        OperationRow { row: self.id(), op: op.clone(), ..OperationRow::default() }
    }
}

/// Two links without a field: one says what is linked, the other only sets a flag.
fn has_bases(op: &Value) -> bool {
    op["link"]["bases"].as_object().is_some_and(|bases| !bases.is_empty())
}

fn over(link: Option<Value>, code: &str, op: &Value) -> Value {
    let new = || json!({"code": code, "id": number(op, "id"), "parent": 0, "target": null, "context": null, "flags": []});
    let mut link = link.unwrap_or_else(new);
    for part in ["target", "context", "flags"] {
        if let Some(value) = op["link"].get(part) {
            link[part] = value.clone();
        }
    }
    if op["parent"].is_u64() {
        link["parent"] = op["parent"].clone();
    }
    if op["kind"].is_string() {
        link["kind"] = op["kind"].clone();
    }
    link["planned"] = json!(true);
    link
}

fn reason_of(op: &Value) -> &str {
    let of_fields = || list(op, "fields").first().map(|field| text(field, "reason"));
    op["reason"].as_str().or_else(of_fields).unwrap_or_default()
}

fn on_wire(row: &OperationRow) -> Value {
    let written = list(&row.op, "fields").iter().filter(|field| field["write"] == json!(true));
    let fields: Vec<Value> = written
        .map(|f| json!({"field": f["field"], "old": f["old"], "new": f["new"], "after": f["after"]}))
        .collect();
    let mut told = json!({
        "row": row.row, "entity": row.op["entity"], "key": row.op["key"],
        "channel": row.op["channel"], "action": row.op["action"], "reason": reason_of(&row.op),
        "kind": row.op["kind"], "taxonomy": row.op["taxonomy"], "id": row.id, "fields": fields,
    });
    if let Some(side) = row.op["side"].as_str() {
        told["side"] = json!(side);
    }
    told
}
