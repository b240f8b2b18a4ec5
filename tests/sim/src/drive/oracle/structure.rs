//! Duplicates, categories, attributes and their terms.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::values::filled;
use super::{Oracle, Wish, Wishes};
use crate::drive::ledger::Place;
use crate::store::{Link, Product as Held, text};
use crate::unopim::records::{Category, Kind, Labels};

fn twins<T: Ord + Clone>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect()
}

fn named(name: String) -> Wishes {
    Wishes::from([("name".to_owned(), Wish::Text(name))])
}

impl Oracle<'_> {
    pub(super) fn no_duplicates(&self, out: &mut Vec<String>) {
        let there = self.shop.products.values().filter(|p| p.status() != "trash");
        let skus = there.map(Held::sku).filter(|sku| !sku.is_empty()).collect();
        out.extend(twins(skus).into_iter().map(|sku| format!("{sku}: twice in the shop")));
        // The levels of a tree are all linked to the product that shows them.
        let links = self.shop.links.iter().filter(|((entity, ..), _)| entity != "group");
        let linked = links.map(|((entity, channel, _), l)| (entity, channel, l.id)).collect();
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
            let Some(term) = self.category(code) else {
                if self.creates_categories {
                    out.push(format!("category {code}: missing"));
                }
                continue;
            };
            let wishes = self.of_category(category);
            if let Some(name) = self.differs(term.id, "name", &json!(term.name), &wishes) {
                out.push(format!("category {code}: named {}, not {name:?}", term.name));
            }
            let above = self.code_of(term.parent);
            if let Some(parent) = self.differs(term.id, "parent", &json!(above), &wishes)
                && !self.is_shop_below(parent, term.id)
            {
                out.push(format!("category {code}: below #{}, not {parent:?}", term.parent));
            }
        }
    }

    /// Whether the shop has put the wished parent below the term itself: both edits stand, and no tree can show both.
    fn is_shop_below(&self, parent: &Wish, id: u64) -> bool {
        let Wish::Exact(Value::String(code)) = parent else { return false };
        let terms = self.shop.terms.get("product_cat").map_or(&[][..], Vec::as_slice);
        let mut at = self.category(code).map(|term| term.id);
        for _ in 0..terms.len() {
            match at {
                Some(above) if above == id => return true,
                Some(above) => at = terms.iter().find(|term| term.id == above).map(|term| term.parent),
                None => return false,
            }
        }
        false
    }

    /// The wish that a term's field does not meet and may not differ from.
    fn differs<'w>(&self, id: u64, field: &str, found: &Value, wishes: &'w Wishes) -> Option<&'w Wish> {
        let wish = wishes.get(field)?;
        let met = match wish {
            Wish::Text(text) => found == text,
            Wish::Exact(value) => found == value,
            _ => true,
        };
        (!met && !self.ledger.excuses(&Place::term(id, field), wish)).then_some(wish)
    }

    /// The code of the category that a term stands for; a term of the shop's own is told by its number.
    pub(in crate::drive) fn code_of(&self, id: u64) -> String {
        let is = |(key, link): &(&(String, String, String), &Link)| key.0 == "category" && link.id == id;
        let found = self.shop.links.iter().filter(is);
        match found.min_by_key(|(key, _)| key.1 != self.channel) {
            Some((key, _)) => key.2.clone(),
            None if id == 0 => String::new(),
            None => format!("#{id}"),
        }
    }

    /// What UnoPim says of a term or an attribute, by its link.
    pub fn of_structure(&self, entity: &str, code: &str) -> Wishes {
        let found = match entity {
            "category" => self.state.categories.get(code).map(|category| self.of_category(category)),
            "attribute" => self.state.attributes.get(code).map(|a| named(self.label(&a.labels, code))),
            _ => {
                let own = code.split_once(':').map_or(code, |(_, own)| own);
                own.split_once('/').and_then(|(attribute, option)| {
                    let option =
                        self.state.attributes.get(attribute)?.options.iter().find(|o| o.code == option)?;
                    Some(named(self.label(&option.labels, &option.code)))
                })
            }
        };
        found.unwrap_or_default()
    }

    fn of_category(&self, category: &Category) -> Wishes {
        let root = self.state.channels.get(self.channel).map(|channel| channel.root_category.as_str());
        let parent = category.parent.and_then(|id| self.state.categories.by_id(id)).map(|p| p.code.as_str());
        let parent = parent.filter(|code| Some(*code) != root).unwrap_or_default();
        let mut wishes = named(self.category_name(category));
        // A parent that the shop does not have cannot be had.
        let there = parent.is_empty() || self.has_term(parent);
        wishes.insert("parent".into(), if there { Wish::Exact(json!(parent)) } else { Wish::Nothing });
        wishes
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
        let wishes = self.of_structure("attribute", code);
        let named = wishes.get("name").cloned().unwrap_or(Wish::Nothing);
        let met = matches!(&named, Wish::Text(name) if *name == held.name);
        if !met && !self.ledger.excuses(&Place::attribute(held.id, "name"), &named) {
            out.push(format!("attribute {code}: named {}, not {named:?}", held.name));
        }
        let mut options: Vec<_> = attribute.options.iter().collect();
        options.sort_by_key(|o| (o.sort_order.is_none(), o.sort_order, o.code.clone()));
        let mut last = i64::MIN;
        for option in options {
            let Some(term) = self.option(code, &option.code) else {
                out.push(format!("option {code}/{}: missing", option.code));
                continue;
            };
            let wishes = self.of_structure("option", &format!("{code}/{}", option.code));
            if let Some(name) = self.differs(term.id, "name", &json!(term.name), &wishes) {
                out.push(format!("option {code}/{}: named {}, not {name:?}", option.code, term.name));
            }
            // Where the shop wins, a term that it had before keeps its place.
            if self.ledger.excuses(&Place::term(term.id, "order"), &Wish::Nothing) {
                continue;
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
