// Builds the engine for all its hosts, as far as it is missing or made from something else than what is there now:
//
//   node scripts/build-engine.mjs [--only wasm|runner|php|browser]
//
//   wasm     php-bridge/build/engine.wasm
//   runner   php-bridge/build/engine.cwasm and bin/unopim-runner, a pair
//   php      php-bridge/build/engine.php
//   browser  admin-app/pkg/
//
// `--only` builds what that one needs as well. php-bridge/build/build.json lists versions, sizes and checksums.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { versions } from './engine-build/cargo.mjs';
import { hashOf, note, upToDate } from './engine-build/ledger.mjs';
import { steps } from './engine-build/steps.mjs';
import { root } from './lib/places.mjs';
import { addTargets } from './lib/rust.mjs';

const ONLY = ['wasm', 'runner', 'php', 'browser'];

function chosen(only) {
	if (only === undefined) return steps;
	if (!ONLY.includes(only)) throw new Error(`--only takes ${ONLY.join(', ')}; got ${only}`);
	const { needs = [] } = steps.find(({ name }) => name === only);
	return steps.filter(({ name }) => name === only || needs.includes(name));
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;

async function carryOut(step, facts) {
	const begun = Date.now();
	const inputs = () => hashOf(step.inputs, facts);
	const before = inputs();
	if (upToDate(step.name, before)) {
		console.log(`${step.title.padEnd(26)} up to date`);
		return;
	}
	await step.run();
	// Sources edited meanwhile: what came out may be of either state, so the next call builds it again.
	const after = inputs();
	const bytes = note(step.name, after === before ? after : null, step.files, facts);
	console.log(`${step.title.padEnd(26)} ${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${kilobytes(bytes)}`);
}

try {
	const { values } = parseArgs({ options: { only: { type: 'string' } } });
	const work = chosen(values.only);
	await addTargets();
	// Read after cargo has settled the lock file, or its first change would count as a new input.
	const lock = () => readFileSync(path.join(root, 'Cargo.lock'), 'utf8');
	const facts = await versions(lock());
	for (const step of work) await carryOut(step, facts);
} catch (error) {
	console.error(`build-engine: ${error.message}`);
	process.exitCode = 1;
}
