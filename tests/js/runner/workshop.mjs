// Builds what the runner's tests need and starts the runner the way the plugin does.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NATIVE, buildTool } from '../../../scripts/engine-build/cargo.mjs';
import { FrameReader, encode } from '../../../scripts/lib/frames.mjs';
import { root, scratch } from '../../../scripts/lib/places.mjs';

const folder = path.join(scratch, 'runner-tests');
export const runner = path.join(root, 'php-bridge/build/bin/unopim-runner');

/** A file in the tests' own folder. */
export function place(name) {
	mkdirSync(folder, { recursive: true });
	return path.join(folder, name);
}

const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

/** The runner and the test module compiled for it. */
export async function prepare() {
	node('scripts/build-engine.mjs', '--only', 'host');
	const source = path.join(root, 'tests/js/runner/module.rs');
	const wasm = place(`module-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)}.wasm`);
	if (!existsSync(wasm)) {
		const options = ['--edition', '2024', '--target', 'wasm32-wasip1', '-C', 'opt-level=2', '-C', 'panic=abort'];
		execFileSync('rustc', [...options, source, '-o', wasm], { cwd: root });
	}
	return compile(wasm);
}

/** Compiles a WebAssembly file with the project's own tool. */
export async function compile(wasm) {
	const compiled = wasm.replace(/\.wasm$/, '.cwasm');
	execFileSync(await buildTool('unopim-precompile'), [wasm, compiled, '--target', NATIVE]);
	return compiled;
}

/**
 * A running runner. `ask` sends an order and waits for the answer; `ended` tells exit code and standard error.
 * With `deaf`, nobody reads standard error until the end.
 */
export function start(args, { env = {}, deaf = false } = {}) {
	const child = spawn(runner, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
	const answers = new FrameReader(child.stdout);
	child.stdin.on('error', () => {});
	let errors = '';
	const listen = () => child.stderr.on('data', (chunk) => { errors += chunk; });
	if (!deaf) listen();
	const ended = new Promise((done) => {
		child.on('exit', () => { if (deaf) listen(); });
		child.on('close', (code, signal) => done({ code: code ?? signal, errors }));
	});
	const send = (order, blob) => child.stdin.write(encode(order, blob));
	return {
		child,
		ended,
		send,
		next: () => answers.next(),
		ask(order, blob) {
			send(order, blob);
			return answers.next();
		},
		finish() {
			child.stdin.end();
			return ended;
		},
	};
}

/** Runs to the end without input. */
export const runOnce = (...args) => start(args).finish();
