//! Which shop term stands for which UnoPim code.

use serde_json::Value;

use crate::ordered::{SortedMap, object};

/// A term as a product needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// 0 while it exists in a plan only.
    pub id: u64,
    pub slug: String,
    pub name: String,
    /// Place among its siblings; terms on a product follow it.
    pub order: i64,
}

/// Terms by entity and code (`option` `color/red`, `category` `men`).
#[derive(Debug, Clone, Default)]
pub struct TermIndex {
    terms: SortedMap<&'static str, SortedMap<String, Term>>,
}

impl TermIndex {
    pub fn get(&self, entity: &str, code: &str) -> Option<&Term> {
        self.terms.get(entity)?.get(code)
    }

    pub fn insert(&mut self, entity: &'static str, code: String, term: Term) {
        self.terms.entry(entity).or_default().insert(code, term);
    }

    pub fn extend(&mut self, entity: &'static str, terms: impl IntoIterator<Item = (String, Term)>) {
        self.terms.entry(entity).or_default().extend(terms);
    }

    /// The id, or a reference that the host resolves once the term is there.
    pub fn reference(&self, entity: &'static str, code: &str) -> Option<Value> {
        self.get(entity, code).map(|term| {
            if term.id > 0 {
                return term.id.into();
            }
            let code = [entity, ":", code].concat();
            Value::Object(object([("ref", code.into())]))
        })
    }

    /// Ids that stand for some code of `entity` in a taxonomy: codes that begin with its name.
    pub fn ids_within(&self, entity: &'static str, taxonomy: &str) -> impl Iterator<Item = u64> {
        let within = move |code: &str| code.strip_prefix(taxonomy).is_some_and(|rest| rest.starts_with(':'));
        let terms = self.terms.get(entity).into_iter().flatten();
        terms.filter(move |(code, term)| term.id > 0 && within(code)).map(|(_, term)| term.id)
    }

    /// A code of `entity` that a term stands for.
    pub fn code_of(&self, entity: &'static str, id: u64) -> Option<&str> {
        let terms = self.terms.get(entity).into_iter().flatten();
        terms.filter(|(_, term)| term.id == id).map(|(code, _)| code.as_str()).next()
    }

    /// Every code with its term.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.terms.values().flatten().map(|(code, term)| (code.as_str(), term))
    }

    /// Ids that stand for some code of `entity`.
    pub fn ids(&self, entity: &'static str) -> impl Iterator<Item = u64> {
        self.terms
            .get(entity)
            .into_iter()
            .flat_map(SortedMap::values)
            .map(|term| term.id)
            .filter(|id| *id > 0)
    }
}
