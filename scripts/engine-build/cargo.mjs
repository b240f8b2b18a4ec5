// Calls cargo so that its results do not depend on the machine, and finds what it made.
import { homedir } from 'node:os';
import path from 'node:path';
import { which } from '../lib/debian.mjs';
import { root } from '../lib/places.mjs';
import { capture } from '../lib/processes.mjs';
import { targetDir } from '../lib/rust.mjs';

/** The native runner is static: it runs on any Linux of this processor type. */
export const NATIVE = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-musl`;

const cargoHome = () => process.env.CARGO_HOME || path.join(homedir(), '.cargo');

/** Panic messages name source files: as on no machine in particular. */
const remapped = [[cargoHome(), '/cargo'], [root, '/unopim-connector']].map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
const flagged = (target, flags) => ['--config', `target.${target}.rustflags=${JSON.stringify([...remapped, ...flags])}`];

/** One C function without any library call is part of the runner, so any C compiler will do for it. */
const cCompiler = { [`CC_${NATIVE.replaceAll('-', '_')}`]: which('musl-gcc') ? 'musl-gcc' : 'cc' };

const cargo = (args) => capture('cargo', args, { cwd: root, env: cCompiler, timeout: 1_800_000 });

/** Builds for shipping; `flags` are the compiler's. @returns {Promise<string>} the path of `file` among cargo's results */
export async function buildFor(target, profile, what, file, flags = []) {
	await cargo(['build', ...what, '--target', target, '--profile', profile, ...flagged(target, flags)]);
	return path.join(targetDir(), target, profile, file);
}

/** Builds a tool that runs on this machine. @returns {Promise<string>} its path */
export async function buildTool(name) {
	await cargo(['build', '-p', name, '--profile', 'tool']);
	return path.join(targetDir(), 'tool', name);
}

/** The versions that a result depends on, as Cargo.lock and the compiler have them. */
export async function versions(lock) {
	const of = (name) => lock.match(new RegExp(`name = "${name}"\\nversion = "([^"]+)"`))?.[1] ?? null;
	const rustc = (await capture('rustc', ['--version'], { cwd: root })).trim();
	return { connector: of('unopim-engine'), rustc, wasmtime: of('wasmtime'), wasm_bindgen: of('wasm-bindgen') };
}
