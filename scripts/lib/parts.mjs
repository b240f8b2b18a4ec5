/** The engine's modules for browsers, by the feature of the crate that each is built with (wasm/Cargo.toml). */
export const PARTS = ['screens', 'pull', 'push'];

/** One more, with what the specs alone ask of a browser: built beside them, and not shipped. */
export const CASES = 'cases';

/** Those that answer calls; the others tell runs. */
export const ANSWERING = ['screens', CASES];
