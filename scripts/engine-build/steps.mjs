// The steps of the engine's build. `inputs` are files and folders that a step's results depend on; `needs` are steps that come before
// it; `tool` is a program of ours that it uses; `files` come out of it.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CASES, PARTS } from '../lib/parts.mjs';
import { root } from '../lib/places.mjs';
import { capture } from '../lib/processes.mjs';
import { NATIVE, buildFor, buildTool } from './cargo.mjs';
import { build, writeWhole } from './ledger.mjs';

const WORKSPACE = ['Cargo.toml', 'Cargo.lock', 'scripts/engine-build'];
const ENGINE = [...WORKSPACE, 'wasm/Cargo.toml', 'wasm/src'];
const SHIPPED = 'php-bridge/build';
const BROWSER = 'admin-app/pkg';

/** The profile of the module that is translated to PHP: every instruction becomes code that PHP holds in memory. */
const PHP_PROFILE = 'wasi-small';
/** Its stack: runs use some 20 KiB, and PHP needs four bytes for each of the usual megabyte. */
const PHP_FLAGS = ['-Clink-arg=-zstack-size=262144'];
const PHP_CLASS = 'UnoPim\\Connector\\Engine\\Build\\Module';
/** Its functions in parts that are loaded when they are called: a run needs a third of them, and PHP's own form of them is large. */
const PHP_PARTS = 'engine-parts';

const shipped = (name) => path.join(build, name);
const put = (from, name, mode) => writeWhole(shipped(name), readFileSync(from), mode);

/** Hands `work` an empty folder that is gone afterwards. */
async function within(work) {
	const folder = mkdtempSync(path.join(tmpdir(), 'unopim-build-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Makes a file with a tool that writes to a path, then puts it in place whole. */
const made = (name, tool) => within(async (folder) => {
	const file = path.join(folder, path.basename(name));
	await tool(file);
	put(file, name);
});

/** A browser loads the engine in parts. Each has a profile of its own, and says there how it is built. */
const browserStep = (part) => ({
	name: `browser-${part}`,
	title: `engine module (${part})`,
	tool: 'unopim-bindgen',
	inputs: [...ENGINE, 'wasm/bindgen'],
	files: [`${part}.js`, `${part}.d.ts`, `${part}_bg.wasm`, `${part}_bg.wasm.zst`, `${part}_bg.wasm.d.ts`].map((name) => `${BROWSER}/${name}`),
	async run() {
		const what = ['-p', 'unopim-engine', '--lib', '--no-default-features', '--features', part];
		const module = await buildFor('wasm32-unknown-unknown', `browser-${part}`, what, 'unopim_engine.wasm');
		const tool = await buildTool(this.tool);
		await within(async (folder) => {
			await capture(tool, [module, folder, part]);
			for (const file of this.files) writeWhole(path.join(root, file), readFileSync(path.join(folder, path.basename(file))));
		});
	},
});

export const steps = [
	{
		name: 'wasm',
		title: 'engine module (WASI)',
		inputs: ENGINE,
		files: [`${SHIPPED}/engine.wasm`],
		async run() {
			put(await buildFor('wasm32-wasip1', 'wasi', ['-p', 'unopim-engine', '--bin', 'engine'], 'engine.wasm'), 'engine.wasm');
		},
	},
	{
		name: 'host',
		title: 'native runner',
		inputs: [...WORKSPACE, 'wasm/runner'],
		files: [`${SHIPPED}/bin/unopim-runner`],
		async run() {
			put(await buildFor(NATIVE, 'runner', ['-p', 'unopim-runner', '--bin', 'unopim-runner'], 'unopim-runner'), 'bin/unopim-runner', 0o755);
		},
	},
	{
		name: 'runner',
		title: 'engine module, compiled',
		needs: ['wasm', 'host'],
		tool: 'unopim-precompile',
		inputs: [...WORKSPACE, 'wasm/runner', 'wasm/precompile', `${SHIPPED}/engine.wasm`],
		files: [`${SHIPPED}/engine.cwasm`],
		async run() {
			const tool = await buildTool(this.tool);
			await made('engine.cwasm', (file) => capture(tool, [shipped('engine.wasm'), file, '--target', NATIVE]));
		},
	},
	{
		name: 'php',
		title: 'engine module, as PHP',
		tool: 'unopim-to-php',
		inputs: [...ENGINE, 'wasm/to-php'],
		files: [`${SHIPPED}/engine.php`],
		async run() {
			const module = await buildFor('wasm32-wasip1', PHP_PROFILE, ['-p', 'unopim-engine', '--bin', 'engine'], 'engine.wasm', PHP_FLAGS);
			const tool = await buildTool(this.tool);
			await within(async (folder) => {
				const file = path.join(folder, 'engine.php');
				await capture(tool, [module, file, '--class', PHP_CLASS, '--parts', PHP_PARTS, '--trust-alignment']);
				rmSync(shipped(PHP_PARTS), { recursive: true, force: true });
				cpSync(path.join(folder, PHP_PARTS), shipped(PHP_PARTS), { recursive: true });
				put(file, 'engine.php');
			});
		},
	},
	...[...PARTS, CASES].map(browserStep),
];
