//! Duplicates, categories, attributes and their terms.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Oracle;
use super::values::filled;
use crate::store::{Product as Held, text};
use crate::unopim::records::{Category, Kind, Labels};

fn twins<T: Ord + Clone>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect()
}

impl Oracle<'_> {
    pub(super) fn no_duplicates(&self, out: &mut Vec<String>) {
        let skus = self.shop.products.values().map(Held::sku).collect();
        out.extend(twins(skus).into_iter().map(|sku| format!("{sku}: twice in the shop")));
        let linked =
            self.shop.links.iter().map(|((entity, channel, _), l)| (entity, channel, l.id)).collect();
        out.extend(twins(linked).into_iter().map(|(entity, _, id)| format!("{entity} #{id}: linked twice")));
        for (taxonomy, terms) in &self.shop.terms {
            let slugs = terms.iter().map(|t| t.slug.as_str()).collect();
            out.extend(twins(slugs).into_iter().map(|slug| format!("{taxonomy}: {slug} twice")));
        }
        let slugs = self.shop.attributes.iter().map(|a| a.slug.as_str()).collect();
        out.extend(twins(slugs).into_iter().map(|slug| format!("attribute {slug}: twice")));
    }

    pub(super) fn categories(&self, out: &mut Vec<String>) {
        let Some(channel) = self.state.channels.get(self.channel) else { return };
        let root = self.state.categories.id_of(&channel.root_category);
        for (_, category) in self.state.categories.iter() {
            let code = &category.code;
            if !self.is_below(category.parent, root) {
                continue;
            }
            let Some(term) = self.term("category", self.channel, "product_cat", code) else {
                out.push(format!("category {code}: missing"));
                continue;
            };
            let name = self.category_name(category);
            if term.name != name {
                out.push(format!("category {code}: named {}, not {name}", term.name));
            }
            let parent =
                category.parent.filter(|p| Some(*p) != root).and_then(|p| self.state.categories.by_id(p));
            let wanted = parent.map_or(Some(0), |p| {
                self.term("category", self.channel, "product_cat", &p.code).map(|t| t.id)
            });
            if wanted != Some(term.parent) {
                out.push(format!("category {code}: below #{}, not {wanted:?}", term.parent));
            }
        }
    }

    fn category_name(&self, category: &Category) -> String {
        let data = &category.data;
        let localised = filled(data["locale_specific"][self.locale].get("name"));
        let name = localised.or_else(|| filled(data["common"].get("name")));
        text::line(name.and_then(Value::as_str).unwrap_or(&category.code))
    }

    /// Whether a category with this parent belongs to the channel.
    pub(super) fn is_below(&self, mut parent: Option<u64>, root: Option<u64>) -> bool {
        for _ in 0..100 {
            match parent {
                None => return false,
                at if at == root => return true,
                Some(id) => parent = self.state.categories.by_id(id).and_then(|c| c.parent),
            }
        }
        false
    }

    /// The attributes that tell variants apart.
    pub(super) fn axes(&self) -> BTreeSet<String> {
        let configurables = self.state.products.iter().filter(|(_, p)| p.kind == Kind::Configurable);
        let usable = configurables.filter(|(_, p)| p.values.is_object());
        let axes = usable.flat_map(|(_, p)| p.super_attributes.iter().cloned());
        axes.filter(|axis| {
            self.state.attributes.get(axis).is_some_and(crate::unopim::records::Attribute::can_be_axis)
        })
        .collect()
    }

    /// An attribute of the shop has UnoPim's label, and a term for each option: its label, in its order.
    pub(super) fn attribute(&self, code: &str, out: &mut Vec<String>) {
        let Some(attribute) = self.state.attributes.get(code) else { return };
        let link = self.shop.link("attribute", "", code);
        let Some(held) = link.and_then(|l| self.shop.attributes.iter().find(|a| a.id == l.id)) else {
            out.push(format!("attribute {code}: missing"));
            return;
        };
        let label = self.label(&attribute.labels, code);
        if held.name != label {
            out.push(format!("attribute {code}: named {}, not {label}", held.name));
        }
        let mut options: Vec<_> = attribute.options.iter().collect();
        options.sort_by_key(|o| (o.sort_order.is_none(), o.sort_order, o.code.clone()));
        let mut last = i64::MIN;
        for option in options {
            let Some(term) = self.option(code, &option.code) else {
                out.push(format!("option {code}/{}: missing", option.code));
                continue;
            };
            let label = self.label(&option.labels, &option.code);
            if term.name != label {
                out.push(format!("option {code}/{}: named {}, not {label}", option.code, term.name));
            }
            if term.order <= last {
                out.push(format!("option {code}/{}: at {}, not behind {last}", option.code, term.order));
            }
            last = term.order;
        }
    }

    fn label(&self, labels: &Labels, code: &str) -> String {
        let label = labels.get(self.locale).map(|l| text::line(l)).filter(|l| !l.is_empty());
        label.unwrap_or_else(|| code.to_owned())
    }
}
