//! Shapes that real databases hold: what old versions, clients and extensions left behind.

use serde_json::{Value, json};

use super::products::Maker;
use super::words::LOCALES;

type Damage = fn(&mut Maker, u64);

const SHAPES: &[Damage] = &[
    |maker, id| set(maker, id, |values| *values = Value::Null),
    // The official client writes prices as JSON inside JSON.
    |maker, id| {
        set(maker, id, |values| {
            for locale in LOCALES {
                let price = &mut values["channel_locale_specific"]["default"][locale]["price"];
                *price = json!(price.to_string());
            }
        });
    },
    |maker, id| {
        set(maker, id, |values| {
            values["locale_specific"] = json!([]);
            values["channel_specific"] = json!([]);
            values["associations"] = json!([]);
        });
        if let Some(product) = maker.state.products.by_id_mut(id) {
            product.additional = json!([]);
        }
    },
    // Locale, channel, option, category and product that no longer exist.
    |maker, id| {
        set(maker, id, |values| {
            values["common"]["brand"] = json!("removed_option");
            values["channel_locale_specific"]["default"]["xx_XX"] = json!({"name": "stale locale"});
            values["channel_locale_specific"]["gone_channel"] = json!({"en_US": {"name": "stale channel"}});
            values["categories"] = json!(["deleted_category"]);
            values["associations"]["up_sells"] = json!(["deleted-sku"]);
        });
    },
    |maker, id| {
        let paths: Vec<String> =
            ["one", "two"].map(|name| format!("product/{id}/gallery/{name}.jpg")).to_vec();
        for path in &paths {
            maker.state.media.draw(path, id);
        }
        set(maker, id, |values| values["common"]["gallery"] = json!(paths.join(",")));
    },
    |maker, id| {
        set(maker, id, |values| values["common"]["hologram"] = json!({"layers": [1, 2, {"depth": "3"}]}));
    },
    // Empty and null are kept apart by the server.
    |maker, id| {
        set(maker, id, |values| {
            values["common"]["image"] = json!("");
            values["common"]["weight"] = Value::Null;
            values["common"]["rating"] = json!(4);
        });
    },
];

pub(super) fn damage(maker: &mut Maker, id: u64) {
    let shape = maker.random.below(SHAPES.len());
    SHAPES[shape](maker, id);
}

fn set(maker: &mut Maker, id: u64, change: impl FnOnce(&mut Value)) {
    if let Some(product) = maker.state.products.by_id_mut(id) {
        change(&mut product.values);
    }
}
