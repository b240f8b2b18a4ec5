//! Pictures of products: another one, one more, one less, none, another order, and the same content under another path.

use serde_json::{Value, json};

use super::Office;
use crate::unopim::records::{Family, Kind, Section};

impl Office<'_> {
    pub(super) fn hang(&mut self) -> Option<String> {
        let code = *self.random.pick(&["image", "gallery", "gallery"]);
        let attribute = self.state.attributes.get(code)?;
        if attribute.scope() != Section::Common || attribute.kind != code {
            return None;
        }
        let carries = |family: &Family| {
            family.groups.iter().flat_map(|group| &group.attributes).any(|(attribute, _)| attribute == code)
        };
        let carrying: Vec<String> =
            self.state.families.rows().filter(|family| carries(family)).map(|f| f.code.clone()).collect();
        let id = self.any(|p| p.kind != Kind::VariantGroup && carrying.contains(&p.family))?;
        let held = &self.state.products.by_id(id)?.values["common"][code];
        let mut paths: Vec<String> = match held {
            Value::Array(list) => list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            Value::String(list) if code == "gallery" => {
                list.split(',').map(|path| path.trim().to_owned()).filter(|path| !path.is_empty()).collect()
            }
            one => one.as_str().filter(|path| !path.is_empty()).map(ToOwned::to_owned).into_iter().collect(),
        };
        let what = self.random.below(6);
        if code == "image" && what == 1 {
            paths.clear();
        } else if code == "image" {
            paths = vec![self.drawn(id, code, paths.first().filter(|_| what == 0))];
        } else {
            match what {
                0 | 1 if !paths.is_empty() => drop(paths.remove(self.random.below(paths.len()))),
                2 if paths.len() > 1 => paths.rotate_left(1),
                // Somebody saved the product with the same file once more.
                3 if !paths.is_empty() => {
                    let at = self.random.below(paths.len());
                    paths[at] = self.drawn(id, code, Some(&paths[at].clone()));
                }
                _ => {
                    let path = self.drawn(id, code, None);
                    paths.insert(self.random.below(paths.len() + 1), path);
                }
            }
        }
        let value = match (code, self.random.below(2)) {
            ("image", _) => json!(paths.first()),
            // 2.1 and later store what was uploaded as text, until the whole list is written.
            (_, 0) => json!(paths.join(",")),
            _ => json!(paths),
        };
        let told = format!("{}: {code} = {value}", self.sku(id));
        self.changed(id, |product| product.values["common"][code] = value);
        Some(told)
    }

    /// A file of a product under a path of its own, with a new content or that of another path.
    fn drawn(&mut self, id: u64, code: &str, like: Option<&String>) -> String {
        let stamp = self.stamp();
        let path = format!("product/{id}/{code}/{stamp}/office.png");
        match like.and_then(|path| self.state.media.bytes(path)) {
            Some(bytes) => self.state.media.put(&path, bytes.to_vec()),
            None => self.state.media.draw(&path, stamp as u64),
        }
        path
    }
}
