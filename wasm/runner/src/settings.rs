//! The one place that configures wasmtime. Compiler and host must agree on every setting here, or the module is
//! refused.

use wasmtime::{Config, ModuleVersionStrategy};

/// The wasmtime release that both sides are built with.
pub const WASMTIME_VERSION: &str = "48.0.8";

/// The release of the runner; it is shipped together with the module as a pair.
pub const RUNNER_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The wasm stack. serde's recursion limit keeps decoding well below it.
const WASM_STACK_BYTES: usize = 1 << 20;

/// The settings that change generated code or the layout of memory.
///
/// Linear memory keeps wasmtime's default: 4 GiB of address space are reserved (not used), so that the processor's
/// memory protection checks every access and the code need not.
pub fn config() -> wasmtime::Result<Config> {
    let mut config = Config::new();
    config.module_version(ModuleVersionStrategy::Custom(WASMTIME_VERSION.to_owned()))?;
    config.max_wasm_stack(WASM_STACK_BYTES);
    // The time limit is a watchdog thread that ends the process, so the code carries no counters.
    config.epoch_interruption(false);
    config.consume_fuel(false);
    // Traps are reported by kind, not by place: smaller files, faster start.
    config.generate_address_map(false);
    config.native_unwind_info(false);
    #[cfg(feature = "compile")]
    config.cranelift_opt_level(wasmtime::OptLevel::Speed);
    Ok(config)
}

/// Names this file's content. Any edit changes it, so it cannot go stale the way a hand-kept number does.
pub fn settings_id() -> String {
    let hash = blake3::hash(include_bytes!("settings.rs"));
    hash.to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_version_is_the_one_built_in() {
        let manifest = include_str!("../Cargo.toml");
        assert!(
            manifest.contains(&format!("version = \"={WASMTIME_VERSION}\"")),
            "{WASMTIME_VERSION} is not pinned"
        );
    }

    #[test]
    fn the_settings_are_accepted() {
        assert!(config().is_ok_and(|config| wasmtime::Engine::new(&config).is_ok()));
    }
}
