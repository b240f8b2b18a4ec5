//! Variations that come back with their product's type: all that were disabled with it, but for those that UnoPim has deleted.

use super::io::Io;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::ordered::SortedSet;
use crate::plan::{Action, DELETED, KEPT_TYPE, Operation};
use crate::reason::Reason;
use crate::store::{VariationsAnswer, kind};
use crate::wire::Request;

/// Whether it may make a variable product of a simple one again.
fn returns(operation: &Operation) -> bool {
    let put_back = || {
        let flags = operation.link.iter().flat_map(|link| &link.flags);
        flags.into_iter().any(|flag| flag == KEPT_TYPE)
    };
    operation.action == Action::Update
        && operation.kind.as_deref() == Some(kind::VARIABLE)
        && (operation.reason == Reason::BecomesVariable.code() || put_back())
}

impl Knowledge {
    /// Names the variations that stay disabled with the operations that give their products the type back.
    pub async fn name_deleted(&self, io: &Io, operations: &mut [Operation]) -> Result<(), Fault> {
        let parents: Vec<u64> = operations.iter().filter(|op| returns(op)).filter_map(|op| op.id).collect();
        if parents.is_empty() {
            return Ok(());
        }
        let found: VariationsAnswer = io.ask_one(|id| Request::Variations { id, parents }).await?;
        if found.variations.is_empty() {
            return Ok(());
        }
        let ids = found.variations.iter().map(|row| row.id).collect();
        let answer = self.links_of(io, ids).await?;
        let deleted: SortedSet<u64> = answer
            .links
            .iter()
            .filter(|link| link.flags.iter().any(|flag| flag == DELETED))
            .map(|link| link.id)
            .collect();
        for operation in operations.iter_mut().filter(|op| returns(op)) {
            let own = found.variations.iter().filter(|row| Some(row.parent) == operation.id);
            operation.stay_disabled = own.map(|row| row.id).filter(|id| deleted.contains(id)).collect();
        }
        Ok(())
    }
}
