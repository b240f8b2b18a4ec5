// Builds the engine for all its hosts, as far as it is missing or made from something else than what is there now:
//
//   node scripts/build-engine.mjs [--only wasm|host|runner|php|browser]
//
//   wasm     php-bridge/build/engine.wasm
//   host     php-bridge/build/bin/unopim-runner
//   runner   php-bridge/build/engine.cwasm, and the host that it fits
//   php      php-bridge/build/engine.php
//   browser  admin-app/pkg/, a module for each part
//
// `--only` builds what that one needs as well. php-bridge/build/build.json lists versions, sizes and checksums.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildTool, versions } from './engine-build/cargo.mjs';
import { hashOf, note, present, upToDate } from './engine-build/ledger.mjs';
import { slots } from './engine-build/slots.mjs';
import { steps } from './engine-build/steps.mjs';
import { root } from './lib/places.mjs';
import { addTargets } from './lib/rust.mjs';

const ONLY = ['wasm', 'host', 'runner', 'php', 'browser'];

function chosen(only) {
	if (only === undefined) return steps;
	if (!ONLY.includes(only)) throw new Error(`--only takes ${ONLY.join(', ')}; got ${only}`);
	const meant = ({ name }) => name === only || name.startsWith(`${only}-`);
	const needs = steps.filter(meant).flatMap((step) => step.needs ?? []);
	return steps.filter((step) => meant(step) || needs.includes(step.name));
}

// Half of each build is one long single-threaded optimisation, so two at once are quicker than one after the other.
// Each has a cargo profile of its own and therefore its own lock.
const inSlot = slots(2);

const line = (title, rest) => console.log(`${title.padEnd(26)} ${rest}`);
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s`;

async function carryOut(step, facts) {
	const inputs = () => hashOf(step.inputs, facts);
	const before = inputs();
	if (upToDate(step.name, before)) return line(step.title, '  up to date');
	const begun = Date.now();
	await step.run();
	// Sources edited meanwhile: what came out may be of either state, so the next call builds it again.
	const bytes = note(step.name, inputs() === before ? before : null, step.files, facts);
	return line(step.title, `${seconds(begun)}  ${Math.round(bytes / 1000)} kB`);
}

/** Where a result is missing its tool will be needed: it is built while the steps before are under way. */
const prepare = (step) => (step.tool && !present(step.files) ? inSlot(() => buildTool(step.tool)) : null);

function carryOutAll(work, facts) {
	const done = new Map();
	for (const step of work) {
		const before = [prepare(step), ...(step.needs ?? []).map((name) => done.get(name))];
		done.set(step.name, Promise.all(before).then(() => inSlot(() => carryOut(step, facts))));
	}
	return Promise.all(done.values());
}

try {
	const { values } = parseArgs({ options: { only: { type: 'string' } } });
	const work = chosen(values.only);
	await addTargets();
	await carryOutAll(work, await versions(readFileSync(path.join(root, 'Cargo.lock'), 'utf8')));
} catch (error) {
	console.error(`build-engine: ${error.message}`);
	// What is still being built for another step ends with this process.
	process.exit(1);
}
