/** The engine's modules for browsers, by the feature of the crate that each is built with (wasm/Cargo.toml). */
export const PARTS = ['screens', 'pull', 'push'];
