//! The variants of configurables that changed: a parent's change does not move its children's `updated_at`.

use super::filter::filter;
use super::io::Io;
use super::lists::{Chunk, Listing};
use super::singles::{read_paths, read_skus, read_tree, segment};
use super::spec::Pull;
use super::structure::Knowledge;
use super::tree::has_levels;
use crate::error::Fault;
use crate::ordered::SortedSet;
use crate::plain::text_field;
use crate::plan::{AT, Rows, stands_at};
use crate::source::{Attribute, Product, Wanted, option_codes};
use crate::store::{LinksAnswer, ProductLink, VariationsAnswer, kind};
use crate::wire::Request;

impl Knowledge {
    /// Looks at the variants of each configurable among the rows again.
    pub async fn children_of(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        let mut parents: SortedSet<String> = SortedSet::new();
        for row in rows {
            // A level of a two-level tree is looked at with its whole tree.
            let is_level = text_field(row, "type").is_some_and(|kind| kind == "variant_group");
            parents.extend(text_field(row, if is_level { "parent" } else { "sku" }));
        }
        for parent in parents {
            self.children(io, &parent).await?;
        }
        Ok(())
    }

    /// Configurables for the variants among the rows whose parent is a level that UnoPim does not show.
    pub async fn read_roots(&self, io: &Io, rows: &mut Rows<'static>) -> Result<(), Fault> {
        if !self.capabilities.inheritance {
            return Ok(());
        }
        let there: SortedSet<String> =
            rows.configurables.iter().filter_map(|row| text_field(row, "sku")).collect();
        let levels: SortedSet<String> = rows
            .products
            .iter()
            .filter_map(|row| text_field(row, "parent"))
            .filter(|parent| !there.contains(parent))
            .collect();
        if levels.is_empty() {
            return Ok(());
        }
        let links = self.read_levels(io, levels.into_iter().collect()).await?;
        let roots: SortedSet<&str> =
            links.links.iter().filter_map(|link| link.context.get("parent")?.as_str()).collect();
        for root in roots.into_iter().filter(|root| !there.contains(*root)) {
            rows.configurables.extend(read_tree(io, &self.capabilities.configurable_path, root).await?);
        }
        Ok(())
    }

    /// The rows of named configurables that list levels in place of variants.
    pub fn trees_among<'r>(&self, rows: &[&'r str], job: &Pull) -> Vec<&'r str> {
        let is_tree = |row: &str| {
            let wanted = Wanted::new(&[] as &[Attribute], "", &[]);
            let Ok(product) = Product::decode(row, &wanted) else { return false };
            let axes = product.axes.clone();
            job.skus.contains(&product.sku) && has_levels(&product, &axes)
        };
        let inherits = self.capabilities.inheritance;
        rows.iter().copied().filter(|row| inherits && is_tree(row)).collect()
    }

    async fn children(&mut self, io: &Io, parent: &str) -> Result<(), Fault> {
        let mut listing =
            Listing::new("products", self.capabilities.cursor, super::checkpoint::Place::default())
                .with(Some(filter("parent", "=", &parent.into())));
        let mut found = 0;
        loop {
            match listing.next(io).await {
                Ok(Chunk::Rows(page)) => {
                    let rows: Vec<&str> = page.rows().collect();
                    found += rows.len();
                    self.products(io, &rows).await?;
                }
                Ok(Chunk::Kept(_) | Chunk::Unreadable(_)) => {}
                Err(fault) if fault.fatal => return Err(fault.fault),
                // The end; or the filter refuses what it does not take for a parent.
                Ok(Chunk::End) | Err(_) => break,
            }
        }
        if found == 0 { self.leaves(io, parent).await } else { Ok(()) }
    }

    /// Parents of variants that are new or stand elsewhere than before: UnoPim does not touch a configurable when its children
    /// change, so it is not among what changed. Whether there were any.
    pub async fn look_at_parents(
        &mut self,
        io: &Io,
        products: &[Product],
        links: &LinksAnswer,
    ) -> Result<bool, Fault> {
        if !self.since {
            return Ok(false);
        }
        let mut parents = SortedSet::new();
        for product in products {
            let Some(parent) = product.parent.as_ref() else { continue };
            let parent = self.groups.get(parent).map_or(parent, |group| &group.parent);
            let link = links.links.iter().find(|l| l.code == product.sku);
            let stands = links.links.iter().find(|l| l.code == *parent).map(|l| {
                let axes = l.context.get("axes").map(option_codes).unwrap_or_default();
                let mut whole = product.clone();
                self.complete_leaf(&mut whole);
                stands_at(&whole, &axes, &self.axes)
            });
            let known = link.and_then(|l| l.context.get(AT));
            if known.is_none() || known != stands.as_ref() {
                parents.insert(parent.clone());
            }
        }
        parents.retain(|parent| !self.parents_met.contains(parent));
        let paths: Vec<String> = parents
            .iter()
            .map(|sku| format!("{}/{}", self.capabilities.configurable_path, segment(sku)))
            .collect();
        let rows = read_paths(io, &paths).await?;
        let rows: Vec<&str> = rows.iter().map(AsRef::as_ref).collect();
        self.configurables(io, &rows).await?;
        // Those that UnoPim does not serve are not asked for again.
        self.parents_met.extend(parents.iter().cloned());
        Ok(!rows.is_empty())
    }

    /// The leaves of a two-level tree cannot be listed by their parent: those of the last complete listing are read one by one.
    async fn leaves(&mut self, io: &Io, parent: &str) -> Result<(), Fault> {
        let links = self.read_links(io, vec![parent.to_owned()], &[]).await?;
        let usable = |l: &&ProductLink| l.code == parent && l.kind == kind::VARIABLE && l.is_there();
        let Some(link) = links.links.iter().find(usable) else { return Ok(()) };
        let parents = vec![link.id];
        let answer: VariationsAnswer = io.ask_one(|id| Request::Variations { id, parents }).await?;
        let skus: Vec<String> =
            answer.variations.into_iter().map(|v| v.sku).filter(|sku| !sku.is_empty()).collect();
        for some in skus.chunks(50) {
            let rows = read_skus(io, some).await?;
            self.products(io, &rows.iter().map(AsRef::as_ref).collect::<Vec<_>>()).await?;
        }
        Ok(())
    }
}
