//! `store.apply`: an operation with its link row, or neither.

use serde_json::{Value, json};

use super::fields;
use super::operation::{Operation, Outcome, Refusal, refuse};
use super::read_shop::on_wire;
use super::shop::{Crash, Shop, list};
use super::values::hash;

impl Shop {
    pub(super) fn apply(&mut self, request: &Value) -> Result<Value, Crash> {
        let mut results = Vec::new();
        for batch in list(request, "operations").chunks(self.batch.max(1)) {
            self.commit()?;
            results.extend(batch.iter().map(|operation| self.operate(Operation(operation))));
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

    fn operate(&mut self, operation: Operation) -> Value {
        let named = self.named(operation);
        let operation = named.as_ref().map_or(operation, Operation);
        let n = operation.n();
        let identity = hash(&operation.identity());
        // A host that died between writing and answering asks again: the journal knows what is done.
        if let Some((done, id)) = self.journal.get(&(self.run, n))
            && *done == identity
        {
            return json!({"n": n, "status": "done", "id": id});
        }
        let outcome = self.carry_out(operation);
        match &outcome {
            Ok(Outcome::Done(id)) => self.record(operation, "done", *id),
            Ok(Outcome::Changed(_)) => self.record(operation, "changed", operation.id()),
            Err(_) => self.record(operation, "failed", operation.id()),
        }
        match outcome {
            Ok(Outcome::Done(id)) => {
                self.journal.insert((self.run, n), (identity, id));
                self.keep_language(operation, id);
                json!({"n": n, "status": "done", "id": id})
            }
            Ok(Outcome::Changed(item)) => json!({"n": n, "status": "changed", "item": item}),
            Err(Refusal { code, field, message, hint }) => {
                let error = json!({"code": code, "field": field, "message": message, "hint": hint});
                json!({"n": n, "status": "failed", "error": error})
            }
        }
    }

    /// What a push has written since UnoPim was asked is newer than what the operation knows.
    fn refuse_outdated(&self, operation: Operation) -> Result<(), Refusal> {
        let pushed = self.links.get(&operation.link_key()).and_then(|link| link.pushed_at);
        let asked = operation.0["asked_at"].as_str();
        if pushed.zip(asked).is_some_and(|(pushed, asked)| on_wire(pushed).as_str() > asked) {
            let message = "The item was pushed to UnoPim while it was pulled.".to_owned();
            return Err(refuse("locked", "", message, "Nothing to do: it is pulled again."));
        }
        Ok(())
    }

    /// A plan does not know the id of what it creates: a later change of it names its key alone.
    fn named(&self, operation: Operation) -> Option<Value> {
        if operation.action() != "update" || operation.entity() != "product" || operation.id() > 0 {
            return None;
        }
        let mut named = operation.0.clone();
        named["id"] = json!(self.linked(operation));
        Some(named)
    }

    fn carry_out(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        // Checked first: after the write nothing may go wrong any more.
        for field in operation.read_back() {
            fields::known(operation.entity(), field)?;
        }
        self.refuse_outdated(operation)?;
        let outcome = match operation.entity() {
            _ if operation.is_push() => self.keep_push(operation)?,
            _ if operation.action() == "unlink" => Outcome::Done(self.linked(operation)),
            "group" => self.apply_to_group(operation)?,
            "product" => self.apply_to_product(operation)?,
            "attribute" => self.apply_to_attribute(operation)?,
            "option" | "category" | "term" => self.apply_to_term(operation)?,
            other => {
                let message = format!("The store knows no entity {other}.");
                return Err(refuse("unsupported", "", message, "The entities are listed in docs/wire.md."));
            }
        };
        if let Outcome::Done(id) = outcome {
            self.keep_link(operation, id);
        }
        Ok(outcome)
    }

    pub(super) fn linked(&self, operation: Operation) -> u64 {
        self.links.get(&operation.link_key()).map_or_else(|| operation.id(), |link| link.id)
    }

    /// A middle level of a two-level tree is nothing but a link to the variable product that shows it.
    fn apply_to_group(&self, operation: Operation) -> Result<Outcome, Refusal> {
        if operation.action() != "link" {
            return Err(unsupported("Groups", operation));
        }
        let id = operation.id();
        if self.products.get(&id).is_some_and(|p| !p.is_variation()) {
            return Ok(Outcome::Done(id));
        }
        Err(refuse("gone", "", format!("The shop has no product #{id} any more."), "Run the pull again."))
    }
}

pub(super) fn unsupported(what: &str, operation: Operation) -> Refusal {
    let message = format!("{what} know no action {}.", operation.action());
    refuse("unsupported", "", message, "The actions are listed in docs/wire.md.")
}
