//! Operations and rows that the host writes for a run.

use super::{Io, read_answer, the_only};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{Operation, Waiting};
use crate::store::{Applied, ResultsAnswer, Snapshot};
use crate::wire::Request;

/// What became of an operation.
#[derive(Debug)]
pub enum Outcome {
    Done(u64),
    Changed(Box<Snapshot>),
    Failed(Fault),
}

impl Io {
    /// Carries operations out; `n` is given here. The outcome of each, in order.
    pub async fn apply(&self, operations: Vec<Operation>) -> Result<Vec<(Operation, Outcome)>, Fault> {
        self.apply_after(Waiting::default(), operations).await
    }

    /// The same, after rows about items were written: they come first, so that a crash leaves a row too many at most.
    pub async fn apply_after(
        &self,
        waiting: Waiting,
        mut operations: Vec<Operation>,
    ) -> Result<Vec<(Operation, Outcome)>, Fault> {
        if operations.is_empty() {
            self.write_items(waiting).await?;
            return Ok(Vec::new());
        }
        for operation in &mut operations {
            let mut x = self.0.borrow_mut();
            x.next_operation += 1;
            operation.n = x.next_operation;
        }
        let outlines: Vec<Operation> = operations.iter().map(Operation::outline).collect();
        let sent = operations.into_iter().map(Operation::for_store).collect();
        let answers = self
            .ask(|id| {
                let mut requests = Vec::new();
                if !waiting.is_empty() {
                    requests.push(Request::WriteItems {
                        id: id(),
                        items: waiting.write,
                        remove: waiting.remove,
                    });
                }
                requests.push(Request::Apply { id: id(), operations: sent });
                requests
            })
            .await?;
        let answer: ResultsAnswer = read_answer(the_only(answers))?;
        let mut by_n: SortedMap<u64, Outcome> = answer
            .results
            .into_iter()
            .map(|result| match result {
                Applied::Done { n, id } => (n, Outcome::Done(id)),
                Applied::Changed { n, item } => (n, Outcome::Changed(item)),
                Applied::Failed { n, error } => (n, Outcome::Failed(error)),
            })
            .collect();
        Ok(outlines
            .into_iter()
            .map(|operation| {
                let outcome = by_n.remove(&operation.n).unwrap_or_else(|| {
                    Outcome::Failed(Fault::new(
                        "no_result",
                        "",
                        "The store did not say what became of this operation",
                        "Pull it again.",
                    ))
                });
                (operation, outcome)
            })
            .collect())
    }

    pub async fn write_items(&self, waiting: Waiting) -> Result<(), Fault> {
        if waiting.is_empty() {
            return Ok(());
        }
        let Waiting { write, remove } = waiting;
        self.ask(|id| vec![Request::WriteItems { id: id(), items: write, remove }]).await.map(drop)
    }
}
