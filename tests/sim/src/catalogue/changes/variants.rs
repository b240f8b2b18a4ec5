//! Configurables and their variants.

use serde_json::json;

use super::Office;
use crate::unopim::records::{Kind, Product};

impl Office<'_> {
    /// An option of an axis.
    fn option(&mut self, axis: &str) -> Option<String> {
        let options = self.state.attributes.get(axis)?.options.iter().map(|o| o.code.clone()).collect();
        self.pick(options)
    }

    /// At any combination: it may be one that another variant has.
    pub(super) fn add_variant(&mut self) -> Option<String> {
        let above = self.any(|p| p.kind == Kind::Configurable)?;
        let groups: Vec<u64> = self
            .state
            .products
            .children_of(above)
            .filter(|(_, p)| p.kind == Kind::VariantGroup)
            .map(|(id, _)| id)
            .collect();
        let parent = self.pick(groups).unwrap_or(above);
        self.variant(above, parent)
    }

    fn variant(&mut self, above: u64, parent: u64) -> Option<String> {
        let configurable = self.state.products.by_id(above)?.clone();
        let own = self.state.products.by_id(parent)?.values["common"].clone();
        let stamp = self.stamp();
        let sku = format!("{}-v{stamp}", configurable.sku);
        let mut common = json!({"sku": sku, "weight": format!("{}.5", stamp % 100)});
        for axis in &configurable.super_attributes {
            // What a group says of an axis, its leaves do not say again.
            if parent == above || own.get(axis).is_none() {
                common[axis] = json!(self.option(axis)?);
            }
        }
        let told = format!("{sku}: variant added at {common}");
        let mut product = Product::new(&sku, Kind::Simple, &configurable.family, self.now);
        product.parent = Some(parent);
        product.values = json!({"common": common});
        self.state.products.add(product);
        self.changed(above, |_| {});
        Some(told)
    }

    /// A variant moves to another combination.
    pub(super) fn key_anew(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind == Kind::Simple && p.parent.is_some())?;
        let mut above = self.state.products.by_id(id)?.parent?;
        while self.state.products.by_id(above)?.kind == Kind::VariantGroup {
            above = self.state.products.by_id(above)?.parent?;
        }
        let own = self.state.products.by_id(id)?.values["common"].clone();
        let axes = self.state.products.by_id(above)?.super_attributes.clone();
        let axes: Vec<String> = axes.into_iter().filter(|axis| own.get(axis).is_some()).collect();
        let code = self.pick(axes)?;
        let option = self.option(&code)?;
        let told = format!("{}: {code} is now {option}", self.sku(id));
        self.changed(id, |product| product.values["common"][&code] = json!(option));
        self.changed(above, |_| {});
        Some(told)
    }

    /// A further axis on a configurable whose variants all say something of it.
    pub(super) fn add_axis(&mut self) -> Option<String> {
        self.state.attributes.get("material").filter(|a| a.can_be_axis())?;
        let children_of = |office: &Self, id| -> Vec<u64> {
            office.state.products.children_of(id).map(|(id, _)| id).collect()
        };
        let id =
            self.any(|p| p.kind == Kind::Configurable && p.super_attributes.iter().all(|a| a != "material"))?;
        let children = children_of(self, id);
        let levels = |office: &Self, id: &u64| {
            office.state.products.by_id(*id).is_some_and(|p| p.kind == Kind::VariantGroup)
        };
        if children.is_empty() || children.iter().any(|id| levels(self, id)) {
            return None;
        }
        for child in children {
            let option = self.option("material")?;
            self.changed(child, |product| {
                if product.values.is_object() {
                    product.values["common"]["material"] = json!(option);
                }
            });
        }
        self.changed(id, |product| product.super_attributes.push("material".into()));
        Some(format!("{}: material is an axis now", self.sku(id)))
    }

    pub(super) fn make_configurable(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind == Kind::Simple && p.parent.is_none())?;
        for axis in ["color", "size"] {
            self.state.attributes.get(axis).filter(|a| a.can_be_axis())?;
        }
        let sku = self.sku(id);
        self.changed(id, |product| {
            product.kind = Kind::Configurable;
            product.super_attributes = vec!["color".into(), "size".into()];
        });
        for _ in 0..=self.random.below(3) {
            self.variant(id, id)?;
        }
        Some(format!("{sku}: configurable now"))
    }

    pub(super) fn make_simple(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind == Kind::Configurable)?;
        let children: Vec<u64> = self.state.products.children_of(id).map(|(id, _)| id).collect();
        for child in children {
            self.state.products.delete(child);
        }
        self.changed(id, |product| {
            product.kind = Kind::Simple;
            product.super_attributes.clear();
        });
        Some(format!("{}: simple now", self.sku(id)))
    }
}
