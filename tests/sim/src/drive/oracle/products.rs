//! One product, field by field.

use serde_json::{Value, json};

use super::Oracle;
use super::expected::Expected;
use super::wish::{Wish, ids, is_nothing};
use crate::drive::ledger::Place;
use crate::drive::media::Row;
use crate::store::{Product as Held, text};
use crate::unopim::records::Product;

impl Oracle<'_> {
    pub(super) fn product(&self, product: &Product, out: &mut Vec<String>) {
        let Some(expected) = self.expected(product) else { return };
        let sku = &product.sku;
        let linked = self.shop.link("product", self.channel, sku).map(|link| link.id);
        let top = expected.parent.map_or(sku, |parent| &parent.sku);
        let above = self.shop.link("product", self.channel, top).map(|link| link.id);
        // An item that has the SKU may lie in the trash, where nobody links it.
        let namesake = |sku: &str| self.shop.by_sku(sku).map(|(id, _)| id);
        let concerned = [linked, above, namesake(sku), namesake(top)];
        let meddled = self.ledger.is_loose(sku)
            || self.ledger.is_loose(top)
            || concerned.into_iter().flatten().any(|id| self.ledger.is_out(id));
        if meddled || self.is_asked(sku) {
            return;
        }
        let outside = self.root_only && linked.is_none();
        if outside && (above.is_none() || !self.in_channel(&expected.values)) {
            return;
        }
        let Some((id, held)) = self.shop.by_sku(sku) else {
            if !self.is_place_taken(&expected, above) && !self.was_deleted(sku) && !self.was_deleted(top) {
                out.push(format!("{sku}: not in the shop"));
            }
            return;
        };
        if linked != Some(id) {
            out.push(format!("{sku}: not linked to #{id}"));
        }
        if held.kind != expected.kind {
            out.push(format!("{sku}: {} instead of {}", held.kind, expected.kind));
            return;
        }
        for (field, wish) in &expected.wishes {
            self.field(sku, id, held, (field, wish), out);
        }
        if let Some(parent) = expected.parent {
            self.variation(parent, held, &expected.values, sku, out);
        }
    }

    /// Pictures of a product by their files: those that are in the media library are on the product.
    pub fn pictures(&self, library: &[Row]) -> Vec<String> {
        let mut out = Vec::new();
        for (_, product) in self.state.products.iter() {
            let Some(expected) = self.expected(product) else { continue };
            let Some(link) = self.shop.link("product", self.channel, &product.sku) else { continue };
            let there = self.shop.products.get(&link.id).filter(|p| p.status() != "trash");
            if there.is_none() || self.ledger.is_loose(&product.sku) {
                continue;
            }
            for field in ["image", "gallery"] {
                let Some(Wish::Files(paths)) = expected.wishes.get(field) else { continue };
                let row = |path: &String| library.iter().find(|row| row.path == *path).map(|row| row.id);
                let Some(ids) = paths.iter().map(row).collect::<Option<Vec<u64>>>() else { continue };
                let mut wanted: Vec<u64> = Vec::new();
                for id in ids {
                    if !wanted.contains(&id) {
                        wanted.push(id);
                    }
                }
                let found = self.shop.view(link.id, field);
                let met = if field == "image" {
                    wanted.is_empty() || found == wanted[0]
                } else {
                    found == json!(wanted)
                };
                if !met {
                    out.push(format!("{}: {field} is {found}, not {wanted:?}", product.sku));
                }
            }
        }
        out
    }

    fn field(&self, sku: &str, id: u64, held: &Held, (field, wish): (&String, &Wish), out: &mut Vec<String>) {
        let found = self.shop.view(id, field);
        let place = Place::product(id, field);
        if *wish == Wish::Nothing {
            // Nobody has ever said anything: the shop's own beginning.
            let beginning = match field.as_str() {
                "name" => found == json!(text::line(sku)) || self.had_sku(id, &found),
                "status" => found == "draft",
                "categories" => ids(&found).iter().all(|id| *id == 1),
                _ => is_nothing(&found),
            };
            if !beginning && !self.ledger.was_said(sku, &place) {
                out.push(format!("{sku}: {field} is {found}, though nobody said so"));
            }
            return;
        }
        if self.holds(wish, field, held, &found) || self.may_differ(sku, &place, wish) {
            return;
        }
        match wish {
            Wish::Categories(codes) => out.push(format!("{sku}: in categories {found}, not {codes:?}")),
            _ => out.push(format!("{sku}: {field} is {found}, not {wish:?}")),
        }
    }

    /// Whether another variation stands at the options that this one wants: of two, one waits.
    fn is_place_taken(&self, expected: &Expected, above: Option<u64>) -> bool {
        let Some(parent) = expected.parent else { return false };
        let axes = self.axes_of(parent, &expected.values);
        let mut variations =
            self.shop.products.values().filter(|p| p.is_variation() && Some(p.parent) == above);
        variations.any(|p| p.fields.get("axes") == Some(&axes))
    }

    /// Whether the shop's value stays by right: edited by hand, or waiting for somebody's choice.
    fn may_differ(&self, sku: &str, place: &Place, wish: &Wish) -> bool {
        // Without a row of its own a picture is the gallery's first: `shows` looks at both as one list, in which what a hand has added
        // to the gallery stays.
        let is_one = self.rows.iter().all(|row| row.field != "image");
        let beside = match place.field.as_str() {
            "image" if is_one => "gallery",
            "gallery" if is_one => "image",
            field => field,
        };
        [place.clone(), Place::product(place.id, beside)]
            .iter()
            .any(|place| self.ledger.excuses(place, wish) || self.is_held(sku, &place.field))
    }

    /// Whether a product had this SKU, by which it may be named still.
    fn had_sku(&self, id: u64, name: &Value) -> bool {
        let rows = self.shop.operations.iter().filter(|row| row.id == id && row.outcome == "done");
        let mut fields = rows.filter_map(|row| row.op["fields"].as_array()).flatten();
        fields.any(|field| field["field"] == "sku" && field["old"] == *name)
    }

    /// Whether somebody has deleted what a channel of the shop is linked to.
    fn was_deleted(&self, sku: &str) -> bool {
        let of = |(entity, _, code): &(String, String, String)| entity == "product" && code == sku;
        self.shop.links.iter().any(|(key, link)| of(key) && self.ledger.is_out(link.id))
    }

    /// The rows of the lane of held fields that concern a product, of any channel.
    fn held_rows(&self, sku: &str) -> impl Iterator<Item = &Value> {
        let rows = self.shop.items.iter();
        let of = move |(lane, entity, _, code): &(String, String, String, String)| {
            lane == "held" && entity == "product" && code == sku
        };
        rows.filter(move |(key, _)| of(key)).map(|(_, item)| &item.body)
    }

    fn is_held(&self, sku: &str, field: &str) -> bool {
        let mut fields = self.held_rows(sku).filter_map(|body| body["fields"].as_array()).flatten();
        fields.any(|held| held["field"] == field)
    }

    /// Whether somebody has to say first if it is another one under a new SKU.
    fn is_asked(&self, sku: &str) -> bool {
        self.held_rows(sku).any(|body| body["renamed_from"].is_string())
    }
}
