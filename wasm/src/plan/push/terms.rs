//! Which codes of UnoPim the shop's terms stand for.

use crate::mapping::Terms;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::shop::ShopStructure;
use crate::store::{TaxonomyRow, TermRow};

/// The terms of a shop, by their ids.
#[derive(Debug)]
pub struct ShopTerms<'s> {
    taxonomies: &'s SortedMap<String, TaxonomyRow>,
    /// Codes that stand for a term, by its id: `color/red`, `product_brand:brand/acme`, `men`.
    codes: SortedMap<u64, Vec<&'s str>>,
    linked: SortedSet<&'s str>,
}

impl<'s> ShopTerms<'s> {
    pub fn of(shop: &'s ShopStructure) -> Self {
        let mut codes: SortedMap<u64, Vec<&'s str>> = SortedMap::new();
        for row in shop.taxonomies.values() {
            for link in &row.links {
                codes.entry(link.id).or_default().push(&link.code);
            }
        }
        // What the next pull would link, because slug or name say so, stands for the same already.
        for (code, term) in shop.terms.all().filter(|(_, term)| term.id > 0) {
            let known = codes.entry(term.id).or_default();
            if !known.contains(&code) {
                known.push(code);
            }
        }
        let linked = codes.values().flatten().copied().collect();
        Self { taxonomies: &shop.taxonomies, codes, linked }
    }

    /// Where nothing is looked up.
    pub fn nothing(shop: &'s ShopStructure) -> Self {
        Self { taxonomies: &shop.taxonomies, codes: SortedMap::new(), linked: SortedSet::new() }
    }

    /// An option of the attribute that a term stands for.
    pub fn option(&self, taxonomy: &str, attribute: &str, term: u64) -> Option<String> {
        self.options(taxonomy, attribute, term).into_iter().next()
    }

    fn codes(&self, id: u64) -> impl Iterator<Item = &'s str> {
        self.codes.get(&id).into_iter().flatten().copied()
    }

    /// The category that a term stands for.
    pub fn category(&self, id: u64) -> Option<&'s str> {
        self.codes(id).find(|code| !code.contains(['/', ':']))
    }

    /// Whether some shop category stands for UnoPim's.
    pub fn is_category(&self, code: &str) -> bool {
        self.linked.contains(code)
    }

    pub fn row(&self, taxonomy: &str, id: u64) -> Option<&'s TermRow> {
        self.taxonomies.get(taxonomy)?.terms.iter().find(|term| term.id == id)
    }

    pub fn by_slug(&self, taxonomy: &str, slug: &str) -> Option<&'s TermRow> {
        self.taxonomies.get(taxonomy)?.terms.iter().find(|term| term.slug == slug)
    }
}

impl Terms for ShopTerms<'_> {
    fn options(&self, taxonomy: &str, attribute: &str, term: u64) -> Vec<String> {
        let prefix = prefix(taxonomy, attribute);
        let of = |code: &str| code.strip_prefix(&prefix).filter(|o| !o.starts_with('~')).map(Into::into);
        self.codes(term).filter_map(of).collect()
    }

    fn is_linked(&self, taxonomy: &str, attribute: &str, option: &str) -> bool {
        self.linked.contains(format!("{}{option}", prefix(taxonomy, attribute)).as_str())
    }

    fn name(&self, taxonomy: &str, term: u64) -> Option<String> {
        self.row(taxonomy, term).map(|row| row.name.clone())
    }

    fn slug(&self, taxonomy: &str, term: u64) -> Option<String> {
        self.row(taxonomy, term).map(|row| row.slug.clone())
    }
}

/// What the link codes of an attribute's options begin with.
fn prefix(taxonomy: &str, attribute: &str) -> String {
    if taxonomy.starts_with("pa_") { format!("{attribute}/") } else { format!("{taxonomy}:{attribute}/") }
}
