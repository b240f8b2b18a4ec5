//! The demo without WooCommerce: a UnoPim over real HTTP, the engine in a process of its own, a shop in memory.

mod engine;
mod host;
mod product;
mod shop;
mod source;
mod text;

use std::io::{self, Write};

pub use engine::{Engine, Process};
pub use host::{Host, Pulled};
use serde_json::{Value, json};
pub use source::Source;
use text::{Out, head};

use crate::http::Server;
use crate::simulator::Credentials;
use crate::unopim::Request;

const CHANNEL: &str = "default";
const LOCALE: &str = "en_US";
const CURRENCY: &str = "EUR";

/// The price that the demo changes in UnoPim between its second and third pull.
const NEW_PRICE: &str = "19.90";

/// What the demo prints with `--json`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Report {
    pub store: &'static str,
    pub engine: String,
    pub first: Pulled,
    pub second: Pulled,
}

/// Pulls twice and tells `out` about it; a third pull follows a changed price, if somebody watches.
pub fn demo(
    server: &Server,
    credentials: Credentials,
    engine: (&str, &mut dyn Engine),
    watched: bool,
    out: &mut dyn Write,
) -> Result<Report, String> {
    let (name, engine) = engine;
    let mut out = Out::new(out);
    let version = server.simulator().state.version;
    let products = server.simulator().state.products.len();
    head(&mut out, &format!("UnoPim {} with {products} products, and a shop in memory", version.as_str()))?;
    let mut host = Host::new(engine, Source::new(server.address, credentials));
    let (mapping, filled) = mapping(&mut host)?;
    out.line(&format!("   UnoPim  {}", server.url()))?;
    out.line(&format!("   mapping {filled} rows filled by the engine"))?;
    let run = json!({
        "job": {"kind": "pull", "scope": "full", "channel": CHANNEL, "locale": LOCALE},
        "settings": {"channel": CHANNEL, "locale": LOCALE, "price_currency": CURRENCY},
        "store": {"currency": CURRENCY},
        "mapping": mapping,
    });
    let first = pull(&mut host, &run, name, "First pull", &mut out)?;
    shop::show(&host.shop, &mut out)?;
    let shown = product::richest(&host);
    if let Some(sku) = &shown {
        head(&mut out, &format!("One product, before and after: {sku}"))?;
        product::show_fields(&host, first.run, sku, &mut out)?;
    }
    shop::show_grid(&host.shop, &mut out)?;
    let second = pull(&mut host, &run, name, "Second pull, nothing changed", &mut out)?;
    if let (true, Some(sku)) = (watched, &shown) {
        let price = json!({"values": {"channel_locale_specific": {CHANNEL: {LOCALE: {"price": {CURRENCY: NEW_PRICE}}}}}});
        host.source.fetch(&Request::send("PATCH", &format!("/api/v1/rest/products/{sku}"), &price))?;
        let title = format!("The price of {sku} is changed in UnoPim to {NEW_PRICE} {CURRENCY}");
        let third = pull(&mut host, &run, name, &title, &mut out)?;
        product::show_fields(&host, third.run, sku, &mut out)?;
    }
    Ok(Report { store: "memory", engine: name.to_owned(), first, second })
}

/// What the engine makes of UnoPim's structure, as a shop manager gets it by one click.
fn mapping(host: &mut Host) -> Result<(Value, usize), String> {
    let mut catalog = json!({});
    for list in ["attributes", "families", "categories", "channels"] {
        catalog[list] = json!(host.source.list(list)?);
    }
    let settings = json!({"channel": CHANNEL, "locale": LOCALE});
    let answer =
        host.call("auto_map", &json!({"mapping": {"version": 1}, "settings": settings, "catalog": catalog}))?;
    Ok((answer["mapping"].clone(), answer["filled"].as_array().map_or(0, Vec::len)))
}

fn pull(host: &mut Host, run: &Value, name: &str, title: &str, out: &mut Out) -> Result<Pulled, String> {
    head(out, title)?;
    let mut failed: io::Result<()> = Ok(());
    let pulled = host.pull(run, &mut |step, done, total| {
        if failed.is_ok() {
            failed = out.progress(step, done, total);
        }
    })?;
    failed.and_then(|()| out.end_progress()).map_err(|error| error.to_string())?;
    let Pulled { created, updated, unchanged, failed, writes, seconds, .. } = pulled;
    out.line(&format!(
        "   engine {name}: {created} created, {updated} updated, {unchanged} unchanged, {failed} failed, \
         {writes} writes, {seconds} s"
    ))?;
    Ok(pulled)
}
