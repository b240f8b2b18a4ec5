//! Stateless calls: a pure question, its answer.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::Fault;
use crate::mapping::{Mapping, auto_map, resolve};
use crate::plain::read_value;
use crate::plan::{PlanInput, RawCatalog, RunSettings, SendInput, StoreFacts, plan, send};

/// The version of the frame format.
pub const WIRE: u32 = 1;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct MappingInput {
    mapping: Mapping,
    settings: RunSettings,
    catalog: RawCatalog,
}

#[derive(Deserialize)]
struct LanguagesInput {
    settings: RunSettings,
    store: StoreFacts,
}

/// Answers a call by name, in JSON.
#[cfg_attr(
    not(all(feature = "screens", feature = "cases")),
    allow(unused_variables, clippy::needless_pass_by_value)
)]
pub fn call(name: &str, input: Value, blob: &[u8]) -> Result<String, Fault> {
    match name {
        "version" => write(&json!({"engine": env!("CARGO_PKG_VERSION"), "wire": WIRE})),
        #[cfg(feature = "screens")]
        "plan" => {
            let input: PlanInput = read(name, input)?;
            plan(&input, blob)?.json().map_err(|e| unwritten(&e))
        }
        #[cfg(feature = "cases")]
        "send" => {
            let input: SendInput = read(name, input)?;
            write(&send(&input)?)
        }
        #[cfg(feature = "screens")]
        "resolve" => {
            let input: MappingInput = read(name, input)?;
            let settings = input.settings.completed();
            let (catalog, _) = input.catalog.decode();
            let resolved = resolve(&input.mapping, &catalog, &settings);
            write(&json!({"diagnostics": resolved.diagnostics}))
        }
        #[cfg(feature = "screens")]
        "auto_map" => {
            let input: MappingInput = read(name, input)?;
            let settings = input.settings.completed();
            let (catalog, _) = input.catalog.decode();
            write(&auto_map(
                &input.mapping,
                &catalog,
                &settings.channel,
                &settings.locale,
                &settings.locale_chain,
            ))
        }
        #[cfg(feature = "screens")]
        "languages" => {
            let input: LanguagesInput = read(name, input)?;
            write(&json!({"matched": input.settings.completed().site_languages(&input.store)}))
        }
        _ => Err(Fault::new(
            "unknown_call",
            "name",
            format!("There is no call named {name}"),
            "Use plan, send, resolve, auto_map, languages or version.",
        )),
    }
}

fn read<T: DeserializeOwned>(name: &str, input: Value) -> Result<T, Fault> {
    read_value(input).map_err(|e| {
        let hint = "Send what docs/wire.md and the specs show for this call.";
        Fault::new("bad_input", "input", format!("The input of {name} cannot be read: {e}"), hint)
    })
}

fn write<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|e| unwritten(&e))
}

fn unwritten(error: &serde_json::Error) -> Fault {
    Fault::new(
        "internal",
        "",
        format!("The answer cannot be written: {error}"),
        "Report this with the input.",
    )
}
