//! UnoPim's categories, level by level: parents come before their children, whatever the listing's order.

use crate::mapping::Reference;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::catalog::Catalog;
use crate::source::Category;

type Children<'a> = SortedMap<&'a str, Vec<&'a Category>>;

/// The categories of a channel.
#[derive(Debug, Default)]
pub struct CategoryTree<'a> {
    pub levels: Vec<Vec<&'a Category>>,
    pub root_missing: bool,
}

/// The tree below a channel's root, without the subtrees that become terms of another taxonomy.
pub fn category_tree<'a>(catalog: &'a Catalog, channel: &str, left_out: &[Reference]) -> CategoryTree<'a> {
    let root = catalog.channel(channel).and_then(|c| c.root_category.as_deref());
    // Without a root in sight every tree counts, its top included.
    let known_root = catalog.root(channel);
    let mut children = children(catalog);
    for reference in left_out {
        for list in children.values_mut() {
            list.retain(|c| c.code != reference.category);
        }
    }
    CategoryTree {
        root_missing: root.is_some() && known_root.is_none(),
        levels: levels(&mut children, known_root.unwrap_or("")),
    }
}

/// What lies below a category, which is not part of it.
pub fn subtree<'a>(catalog: &'a Catalog, top: &str) -> Vec<Vec<&'a Category>> {
    levels(&mut children(catalog), top)
}

fn children<'a>(catalog: &'a Catalog) -> Children<'a> {
    let known: SortedSet<&str> = catalog.categories().iter().map(|c| c.code.as_str()).collect();
    // A parent that UnoPim does not list is none.
    let parent =
        |category: &'a Category| category.parent.as_deref().filter(|p| known.contains(p)).unwrap_or("");
    Children::grouped(catalog.categories().iter().map(|category| (parent(category), category)))
}

fn levels<'a>(children: &mut Children<'a>, top: &str) -> Vec<Vec<&'a Category>> {
    let mut out = Vec::new();
    let mut level = children.remove(top).unwrap_or_default();
    while !level.is_empty() {
        // Taking the children out ends a cycle, should one have been stored.
        let next = level.iter().flat_map(|c| children.remove(c.code.as_str()).unwrap_or_default()).collect();
        out.push(level);
        level = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn catalog(rows: &[(&str, Option<&str>)]) -> Catalog {
        let mut catalog = Catalog::default();
        let category = |(code, parent): &(&str, Option<&str>)| {
            serde_json::from_value(json!({"code": code, "parent": parent})).unwrap()
        };
        catalog.set_categories(rows.iter().map(category).collect());
        catalog.set_channels(vec![
            serde_json::from_value(json!({"code": "default", "root_category": "root"})).unwrap(),
        ]);
        catalog
    }

    fn codes(levels: &[Vec<&Category>]) -> Vec<Vec<String>> {
        levels.iter().map(|l| l.iter().map(|c| c.code.clone()).collect()).collect()
    }

    #[test]
    fn a_child_that_is_listed_first_comes_after_its_parent() {
        let catalog = catalog(&[("b", Some("a")), ("root", None), ("a", Some("root")), ("other", None)]);
        let tree = category_tree(&catalog, "default", &[]);
        assert_eq!(codes(&tree.levels), [["a"], ["b"]]);
        assert!(!tree.root_missing);
    }

    #[test]
    fn a_reference_subtree_is_left_out_with_its_top() {
        let catalog = catalog(&[
            ("root", None),
            ("a", Some("root")),
            ("brands", Some("root")),
            ("acme", Some("brands")),
        ]);
        let reference = Reference { taxonomy: "product_brand".into(), category: "brands".into() };
        assert_eq!(codes(&category_tree(&catalog, "default", &[reference]).levels), [["a"]]);
        assert_eq!(codes(&subtree(&catalog, "brands")), [["acme"]]);
    }

    #[test]
    fn a_stored_cycle_ends_and_a_lost_parent_is_none() {
        let catalog = catalog(&[("a", Some("b")), ("b", Some("a")), ("c", Some("gone")), ("d", Some("c"))]);
        let tree = category_tree(&catalog, "default", &[]);
        assert!(tree.root_missing);
        assert_eq!(codes(&tree.levels), [["c"], ["d"]]);
        assert_eq!(codes(&subtree(&catalog, "a")), [vec!["b"], vec!["a"]]);
    }
}
