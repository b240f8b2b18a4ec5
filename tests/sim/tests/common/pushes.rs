//! A shop that pulls and pushes a small generated catalogue.

use serde_json::{Value, json};
use unopim_engine::wire::{Log, RunResult};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::Product;

pub fn host(version: Version) -> Host {
    host_of(&Plan { version, images: false, ..Plan::new(7, 60) })
}

pub fn host_of(plan: &Plan) -> Host {
    let mut host = super::host_of(generate(plan));
    host.shop.listens = true;
    host
}

pub fn job(job: &Value) -> Value {
    let mut run = full_pull();
    run["job"] = job.clone();
    run["settings"]["cooldown_seconds"] = json!(0);
    run["settings"]["default_family"] = json!("apparel");
    run
}

pub fn run(host: &mut Host, run: &Value) -> RunResult {
    match host.run(run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

pub fn pull(host: &mut Host) -> RunResult {
    run(host, &job(&json!({"kind": "pull", "scope": "full"})))
}

pub fn push(host: &mut Host, scope: &str) -> RunResult {
    run(host, &job(&json!({"kind": "push", "scope": scope})))
}

pub fn product<'h>(host: &'h Host, sku: &str) -> &'h Product {
    host.unopim.state.products.get(sku).expect("the product is in UnoPim")
}

/// A simple product that is in the shop, with a name.
pub fn single(host: &Host) -> String {
    singles(host).next().expect("a simple product")
}

pub fn singles(host: &Host) -> impl Iterator<Item = String> + '_ {
    let fits = |p: &&Product| {
        p.parent.is_none()
            && p.super_attributes.is_empty()
            && name_of(p).is_string()
            && host.shop.by_sku(&p.sku).is_some()
    };
    host.unopim.state.products.rows().filter(fits).map(|p| p.sku.clone())
}

pub fn name_of(product: &Product) -> &Value {
    &product.values["channel_locale_specific"]["default"]["en_US"]["name"]
}

/// Writes that UnoPim was sent.
pub fn sent(host: &Host) -> usize {
    host.unopim.log.iter().filter(|asked| asked.method != "GET" && !asked.target.contains("oauth")).count()
}

/// What pushes have told under a code.
pub fn told<'h>(host: &'h Host, code: &str) -> Vec<&'h Log> {
    host.logs.iter().filter(|log| log.op == "push" && log.code == code).collect()
}
