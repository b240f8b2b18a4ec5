//! `store.apply` of what a push wrote to UnoPim: nothing in the shop is touched, its link and the history are kept.

use super::apply::unsupported;
use super::operation::{Operation, Outcome, Refusal};
use super::shop::Shop;

impl Shop {
    pub(super) fn keep_push(&self, operation: Operation) -> Result<Outcome, Refusal> {
        match operation.action() {
            "create" | "update" | "link" if operation.id() > 0 => Ok(Outcome::Done(operation.id())),
            "create" | "update" | "link" | "delete" => Ok(Outcome::Done(self.linked(operation))),
            _ => Err(unsupported("Records of UnoPim", operation)),
        }
    }
}
