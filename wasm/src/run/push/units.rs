//! The units that measurements may be sent in: only UnoPim's settings tell the family of an attribute.

use serde::Deserialize;
use serde_json::Value;

use super::super::io::{Io, SourceFault};
use super::super::singles::segment;
use super::Pusher;
use crate::ordered::Sort as _;
use crate::plain::read_value;
use crate::source::AttributeType;

#[derive(Deserialize, Default)]
struct Unit {
    #[serde(default)]
    code: String,
}

impl Pusher {
    /// Reads the units of every mapped measurement, once in a run. An attribute without a family has none to tell.
    pub async fn read_units(&mut self, io: &Io) -> Result<(), SourceFault> {
        if !self.channels.first().capabilities.measurement || std::mem::replace(&mut self.knows_units, true) {
            return Ok(());
        }
        for code in self.measurements() {
            let config =
                self.data_of(io, &format!("attribute-measurement/config/{}", segment(&code))).await?;
            let Some(family) = config["family_code"].as_str().filter(|family| !family.is_empty()) else {
                continue;
            };
            let rows = self.data_of(io, &format!("units/{}", segment(family))).await?;
            let units: Vec<Unit> = read_value(rows).unwrap_or_default();
            let codes: Vec<String> = units.into_iter().map(|unit| unit.code).collect();
            for knowledge in self.channels.0.iter_mut().filter(|_| !codes.is_empty()) {
                knowledge.catalog.set_units(&code, codes.clone());
            }
        }
        Ok(())
    }

    /// The codes of measurement attributes that rows of any channel name.
    fn measurements(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .channels
            .0
            .iter()
            .flat_map(|k| {
                k.resolved.rows.iter().filter_map(|row| Some(&k.resolved.attributes[row.attribute?]))
            })
            .filter(|attribute| attribute.kind == AttributeType::Measurement)
            .map(|attribute| attribute.code.clone())
            .collect();
        out.order();
        out.dedup();
        out
    }

    /// What an answer carries; null where UnoPim has nothing under the path or does not let the integration see it.
    async fn data_of(&self, io: &Io, path: &str) -> Result<Value, SourceFault> {
        match io.get_value(path, &[], Value::is_object).await {
            Ok(mut value) => Ok(value["data"].take()),
            Err(fault) if matches!(fault.status, 403 | 404) => Ok(Value::Null),
            Err(fault) => Err(fault),
        }
    }
}
