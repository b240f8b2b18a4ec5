//! Attributes, terms and categories: what a catalogue's structure asks of the shop.

mod asked;
mod attributes;
mod needs;
mod terms;
mod translations;
mod tree;
mod worded;

pub use attributes::{Needed, needed_attributes, plan_attributes};
pub use needs::{TermContext, TermSource, term_sources};
pub use terms::{NeededTerm, TermPlan, Vocabulary, known_terms, parent_meant, plan_terms};
pub use translations::plan_translations;
pub use tree::{CategoryTree, category_tree, subtree};
pub use worded::worded;

use super::operation::{Action, Operation};
use crate::diff::{Digest, Wish};

fn blank(entity: &str, key: &str, channel: &str) -> Operation {
    Operation { reason: "created".into(), ..Operation::blank(entity, key, channel, Action::Create) }
}

/// The hash of everything that is wished of a record.
fn target_of(wishes: &[(String, Wish)]) -> Digest {
    let mut digest = Digest::default();
    for (field, wish) in wishes {
        if let Wish::Set(value) = wish {
            digest.text(field).value(value);
        }
    }
    digest
}
