/** Codes of faults that say: this browser cannot run the engine. The site can. */
export const NO_ENGINE: readonly string[] = [ 'wasm_blocked', 'wasm_missing', 'wasm_unreachable', 'worker_blocked' ];
