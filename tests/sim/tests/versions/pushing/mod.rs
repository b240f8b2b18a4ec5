//! What the engine sends is what UnoPim takes: every body against every version, and read back.

mod products;
mod structure;

use serde_json::{Value, json};
use unopim_engine::plan::{Catalog, RawCatalog};
use unopim_engine::run::Capabilities;
use unopim_engine::source::{Change, Write, WriteFacts, product_write};
use unopim_sim::client::Client;
use unopim_sim::unopim::Response;
use unopim_sim::unopim::Version::{self, V2_1, V3_0_0, V3_0_1};

use crate::common::{client, configurables};

fn capabilities(version: Version) -> Capabilities {
    Capabilities {
        cursor: version >= V3_0_0,
        configurable_path: configurables(version).to_owned(),
        swatches: version >= V2_1,
        inheritance: version >= V3_0_0,
        variant_groups: version == V3_0_1,
        measurement: version >= V3_0_0,
        ..Capabilities::default()
    }
}

/// As a run reads it.
fn catalog(client: &mut Client) -> Catalog {
    let mut raw = json!({"options": {}});
    for (key, list) in [
        ("attributes", "attributes"),
        ("families", "families"),
        ("categories", "categories"),
        ("category_fields", "category-fields"),
        ("channels", "channels"),
        ("locales", "locales"),
        ("currencies", "currencies"),
    ] {
        raw[key] = json!(client.all(list, 100));
    }
    for attribute in ["color", "size", "features", "material"] {
        raw["options"][attribute] = client.get(&format!("attributes/{attribute}/options")).value();
    }
    let raw: RawCatalog = serde_json::from_value(raw).unwrap();
    let (catalog, faults) = raw.decode();
    assert!(faults.is_empty(), "{faults:?}");
    catalog
}

struct Bench {
    client: Client,
    catalog: Catalog,
    capabilities: Capabilities,
}

impl Bench {
    fn new(version: Version) -> Self {
        let mut client = client(version);
        let catalog = catalog(&mut client);
        Bench { client, catalog, capabilities: capabilities(version) }
    }

    fn facts(&self) -> WriteFacts<'_> {
        WriteFacts {
            catalog: &self.catalog,
            capabilities: &self.capabilities,
            two_level: false,
            parent: None,
            axes: &[],
            refused: &[],
        }
    }

    fn try_send(&mut self, write: &Write) -> Response {
        self.client.send(write.method, &write.path, &write.body)
    }

    fn send(&mut self, write: &Write) {
        let answer = self.try_send(write);
        assert!(answer.status < 300, "{write:?} → {} {}", answer.status, answer.value());
    }

    fn read(&mut self, sku: &str) -> Value {
        let path = self.capabilities.configurable_path.clone();
        let simple = self.client.get(&format!("products/{sku}"));
        if simple.status == 200 { simple.value() } else { self.client.get(&format!("{path}/{sku}")).value() }
    }

    /// Changes a product and reads it back; what went out besides.
    fn change(&mut self, sku: &str, changes: &[Change]) -> (Option<Write>, Value) {
        let write = product_write(&self.read(sku), changes, None, &self.facts()).unwrap();
        if let Some(write) = &write {
            self.send(write);
        }
        (write, self.read(sku))
    }
}

fn set(path: &str, value: &Value) -> Change {
    Change { path: path.into(), value: Some(value.clone()) }
}

fn removed(path: &str) -> Change {
    Change { path: path.into(), value: None }
}

fn of_every_version(test: impl Fn(Bench, Version)) {
    for version in Version::ALL {
        test(Bench::new(version), version);
    }
}
