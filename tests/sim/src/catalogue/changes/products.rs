//! Products that come, go, change their names and their kind, and what they are linked to.

use serde_json::json;

use super::Office;
use crate::unopim::records::{Kind, Product};

impl Office<'_> {
    pub(super) fn add_product(&mut self) -> Option<String> {
        let stamp = self.stamp();
        let model = self.any(|p| p.kind == Kind::Simple && p.parent.is_none())?;
        let model = self.state.products.by_id(model)?.clone();
        let sku = format!("n-{stamp}");
        let mut product = Product::new(&sku, Kind::Simple, &model.family, self.now);
        product.values = model.values;
        product.values["common"]["sku"] = json!(sku);
        product.values["common"]["url_key"] = json!(format!("key-{stamp}"));
        if let Some(common) = product.values["common"].as_object_mut() {
            common.remove("gtin");
            // Files lie below their own product.
            common.remove("image");
            common.remove("gallery");
        }
        self.state.products.add(product);
        Some(format!("{sku}: added"))
    }

    pub(super) fn delete_product(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind != Kind::VariantGroup)?;
        let sku = self.sku(id);
        self.state.products.delete(id);
        Some(format!("{sku}: deleted"))
    }

    pub(super) fn rename_product(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind == Kind::Simple)?;
        let (sku, to) = (self.sku(id), format!("r-{}", self.stamp()));
        self.state.products.rename(id, &to);
        self.changed(id, |product| product.values["common"]["sku"] = json!(to));
        Some(format!("{sku}: renamed to {to}"))
    }

    pub(super) fn associate(&mut self) -> Option<String> {
        let id = self.any(|p| p.parent.is_none() && p.kind == Kind::Simple)?;
        let others = [self.any(|p| p.parent.is_none())?, self.any(|p| p.parent.is_none())?];
        let mut skus: Vec<String> = others.map(|other| self.sku(other)).into();
        skus.dedup();
        skus.truncate(self.random.below(3));
        let section = *self.random.pick(&["up_sells", "cross_sells", "related_products"]);
        let told = format!("{}: {section} {skus:?}", self.sku(id));
        self.changed(id, |product| {
            if !product.values["associations"].is_object() {
                product.values["associations"] = json!({});
            }
            product.values["associations"][section] = json!(skus);
        });
        Some(told)
    }

    pub(super) fn change_family(&mut self) -> Option<String> {
        let id = self.any(|p| p.kind == Kind::Simple && p.parent.is_none())?;
        let families: Vec<String> = self.state.families.rows().map(|f| f.code.clone()).collect();
        let family = self.pick(families)?;
        let told = format!("{}: now of the family {family}", self.sku(id));
        self.changed(id, |product| product.family = family);
        Some(told)
    }

    /// Other bytes under the path that they had.
    pub(super) fn replace_image(&mut self) -> Option<String> {
        let paths: Vec<String> =
            self.state.media.paths().filter(|p| !p.contains(".svg")).map(ToOwned::to_owned).collect();
        let path = self.pick(paths)?;
        let seed = self.random.bits();
        self.state.media.draw(&path, seed);
        Some(format!("file {path}: replaced"))
    }
}
