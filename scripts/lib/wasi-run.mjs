// Cargo's runner for test binaries on wasm32-wasip1: `node wasi-run.mjs file.wasm args…`, with the file system as it is.
// There a panic aborts the whole module, so every test gets an instance of its own: one that fails does not hide the others.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { WASI } from 'node:wasi';

const [file, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(file));
const folder = mkdtempSync(path.join(tmpdir(), 'wasi-run-'));
const said = path.join(folder, 'said');

/** One run of the binary; both streams into one text. A trap is an exit like any other. */
async function execute(more) {
	const fd = openSync(said, 'w');
	let trap = '';
	let code = 1;
	try {
		const wasi = new WASI({ version: 'preview1', args: [file, ...more], env: { ...process.env, RUST_TEST_THREADS: '1' }, preopens: { '/': '/' }, stdout: fd, stderr: fd });
		code = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
	} catch (error) {
		trap = `${error.name}: ${error.message}\n`;
	} finally {
		closeSync(fd);
	}
	return { code, output: readFileSync(said, 'utf8') + trap };
}

async function runTests(filters) {
	const { output, code } = await execute([...filters, '--list', '--format', 'terse']);
	if (code) throw new Error(`cannot list the tests of ${file}:\n${output}`);
	const names = [...output.matchAll(/^(.+): test$/gm)].map((m) => m[1]);
	const sum = { ok: 0, FAILED: 0, ignored: 0 };
	console.log(`\nrunning ${names.length} tests`);
	for (const name of names) {
		const result = await execute(['--exact', name, '--no-capture']);
		const state = result.code ? 'FAILED' : /^test result: ok\. 0 passed/m.test(result.output) ? 'ignored' : 'ok';
		sum[state]++;
		console.log(`test ${name} ... ${state}`);
		if (state === 'FAILED') console.log(`---- ${name} ----\n${result.output}`);
	}
	console.log(`\ntest result: ${sum.FAILED ? 'FAILED' : 'ok'}. ${sum.ok} passed; ${sum.FAILED} failed; ${sum.ignored} ignored; 0 measured; 0 filtered out\n`);
	return sum.FAILED ? 101 : 0;
}

try {
	// A test binary is asked for by its harness flags or by nothing at all; nextest asks with --exact or --list itself.
	const own = args.some((arg) => arg === '--exact' || arg === '--list');
	if (own) {
		const { code, output } = await execute(args);
		process.stdout.write(output);
		process.exitCode = code;
	} else {
		process.exitCode = await runTests(args);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
