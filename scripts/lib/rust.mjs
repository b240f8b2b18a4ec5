// The Rust side of the tooling: targets, where cargo puts things, and the test runner.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { which } from './debian.mjs';
import { loud, root, scratch, userCache } from './places.mjs';
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

const NEXTEST = '0.9.151';
let nextestIs;
/**
 * The nextest binary: from the PATH, else built once into the user's cache (a debug build takes 90 s on two cores and tests no slower).
 * Null where it cannot be had; `cargo test` then runs the very same tests.
 */
export function nextest() {
	nextestIs ??= (async () => {
		const tools = path.join(userCache, 'tools');
		const own = path.join(tools, 'bin/cargo-nextest');
		const there = which('cargo-nextest') ?? (existsSync(own) ? own : null);
		if (there) return there;
		const options = ['--locked', '--debug', '--no-default-features', '--features', 'default-no-update', '--root', tools];
		const { code, output } = await run('cargo', ['install', `cargo-nextest@${NEXTEST}`, ...options], { timeout: 900_000, env: { CARGO_TARGET_DIR: path.join(scratch, 'nextest'), CARGO_PROFILE_DEV_DEBUG: '0' } });
		rmSync(path.join(scratch, 'nextest'), { recursive: true, force: true });
		if (code) loud(`cargo-nextest could not be installed (${output.trim().split('\n').at(-1)}): the Rust tests run under \`cargo test\`.`);
		return code ? null : own;
	})();
	return nextestIs;
}

/** Test binaries on WASI run under Node's own WASI. */
export const wasiRunner = { CARGO_TARGET_WASM32_WASIP1_RUNNER: `node --no-warnings ${path.join(root, 'scripts/lib/wasi-run.mjs')}` };
