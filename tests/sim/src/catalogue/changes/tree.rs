//! The category tree, and where products hang in it.

use serde_json::json;

use super::Office;
use crate::unopim::records::{Category, Kind};

impl Office<'_> {
    fn any_category(&mut self) -> Option<u64> {
        let roots: Vec<String> = self.state.channels.rows().map(|c| c.root_category.clone()).collect();
        let ids =
            self.state.categories.iter().filter(|(_, c)| c.parent.is_some() && !roots.contains(&c.code));
        let ids: Vec<u64> = ids.map(|(id, _)| id).collect();
        self.pick(ids)
    }

    fn code(&self, id: u64) -> String {
        self.state.categories.by_id(id).map_or_else(String::new, |c| c.code.clone())
    }

    pub(super) fn rename_category(&mut self) -> Option<String> {
        let id = self.any_category()?;
        let name = format!("Category {}", self.stamp());
        let category = self.state.categories.by_id_mut(id)?;
        if !category.data.is_object() {
            category.data = json!({});
        }
        if !category.data["locale_specific"].is_object() {
            category.data["locale_specific"] = json!({});
        }
        if !category.data["locale_specific"]["en_US"].is_object() {
            category.data["locale_specific"]["en_US"] = json!({});
        }
        category.data["locale_specific"]["en_US"]["name"] = json!(name);
        Some(format!("category {}: named {name}", self.code(id)))
    }

    pub(super) fn move_category(&mut self) -> Option<String> {
        let id = self.any_category()?;
        let above = self.any_category()?;
        let mut up = Some(above);
        while let Some(at) = up {
            if at == id {
                return None;
            }
            up = self.state.categories.by_id(at)?.parent;
        }
        self.state.categories.by_id_mut(id)?.parent = Some(above);
        Some(format!("category {}: moved below {}", self.code(id), self.code(above)))
    }

    pub(super) fn add_category(&mut self) -> Option<String> {
        let parent = self.any_category()?;
        let stamp = self.stamp();
        let code = format!("new_{stamp}");
        let data = json!({"locale_specific": {"en_US": {"name": format!("New {stamp}")}}});
        self.state.categories.insert(Category { code: code.clone(), parent: Some(parent), data });
        Some(format!("category {code}: added below {}", self.code(parent)))
    }

    /// One without children; products keep its code in their lists.
    pub(super) fn remove_category(&mut self) -> Option<String> {
        let id = self.any_category()?;
        if self.state.categories.iter().any(|(_, c)| c.parent == Some(id)) {
            return None;
        }
        let code = self.code(id);
        self.state.categories.remove(id);
        Some(format!("category {code}: removed"))
    }

    pub(super) fn place_product(&mut self) -> Option<String> {
        let id = self.any(|p| p.parent.is_none() && p.kind != Kind::VariantGroup)?;
        let (one, other) = (self.any_category()?, self.any_category()?);
        let mut codes = vec![self.code(one), self.code(other)];
        codes.dedup();
        codes.truncate(self.random.below(3));
        let told = format!("{}: in {codes:?}", self.sku(id));
        self.changed(id, |product| product.values["categories"] = json!(codes));
        Some(told)
    }
}
