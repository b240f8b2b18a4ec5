// The Rust side of the tooling: targets, where cargo puts things, and the test runner.
import path from 'node:path';
import { which } from './debian.mjs';
import { root } from './places.mjs';
import { capture, run } from './processes.mjs';

export const TARGETS = ['wasm32-unknown-unknown', 'wasm32-wasip1', 'x86_64-unknown-linux-musl'];

export const targetDir = () => path.resolve(root, process.env.CARGO_TARGET_DIR || 'target');

/** Adds the compilation targets that are missing. */
export async function addTargets() {
	if (!which('cargo')) throw new Error('Rust is missing: install it with rustup (https://rustup.rs), version 1.95 or newer.');
	if (!which('rustup')) return;
	const there = (await capture('rustup', ['target', 'list', '--installed'], { cwd: root })).split('\n');
	const missing = TARGETS.filter((target) => !there.includes(target));
	if (missing.length) await capture('rustup', ['target', 'add', ...missing], { cwd: root, timeout: 300_000 });
}

/** nextest where it is installed; `cargo test` runs the very same tests. */
export const hasNextest = async () => Boolean(which('cargo')) && (await run('cargo', ['nextest', '--version'])).code === 0;

/** Test binaries on WASI run under Node's own WASI. */
export const wasiRunner = { CARGO_TARGET_WASM32_WASIP1_RUNNER: `node --no-warnings ${path.join(root, 'scripts/lib/wasi-run.mjs')}` };
