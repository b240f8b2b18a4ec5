// npm run specs [-- --bless] [-- --only text] [-- --host native]: every spec on every host, or on one. Each host gets the same frame; the whole answer must be equal byte
// for byte, and its value what the spec expects. Ends with `N specs, 4 hosts, N different`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { hosts } from './hosts/index.mjs';
import { cases, outcome } from './lib/cases.mjs';
import { provide } from './lib/debian.mjs';
import { firstDifference } from './lib/difference.mjs';
import { decode, encode } from './lib/frames.mjs';
import { root } from './lib/places.mjs';
import { addTargets } from './lib/rust.mjs';
import { capture } from './lib/processes.mjs';

const { values } = parseArgs({ options: { bless: { type: 'boolean' }, only: { type: 'string' }, host: { type: 'string' } } });
const folder = path.join(root, 'tests/specs');

const load = () =>
	cases(folder, values.only).map((one) => ({ ...one, frame: encode({ type: 'call', name: one.spec.call, input: one.input }) }));

/** One host's answers by spec; a host that dies is opened again for the next spec. */
async function answersOf(open, specs) {
	const answers = new Map();
	let host = null;
	for (const { name, frame } of specs) {
		try {
			host ??= await open();
			answers.set(name, await host.exchange(frame));
		} catch (error) {
			answers.set(name, error);
			await host?.close().catch(() => {});
			host = null;
		}
	}
	await host?.close();
	return answers;
}

function valueOf(answer) {
	const { message } = decode(answer);
	return message.type === 'result' ? message.value : message;
}

/** What a spec says and what it got: the whole value, or a plan in short. */
const told = (spec, value) => (spec.expect === undefined ? [spec.outcome, outcome(value, spec.of)] : [spec.expect, value]);

/** What is wrong with a spec, one line per host; empty when all agree. */
function complaints({ name, spec }, answers) {
	const lines = [];
	const native = answers.native.get(name);
	for (const [host, given] of Object.entries(answers)) {
		const answer = given.get(name);
		if (answer instanceof Error) lines.push(`${host}: no answer: ${answer.message}`);
		else if (host === 'native') {
			const [expected, value] = told(spec, valueOf(answer));
			if (!isDeepStrictEqual(value, expected)) lines.push(`native: not as expected: ${firstDifference(expected, value)}`);
			else if (JSON.stringify(value) !== JSON.stringify(expected)) lines.push('native: as expected, but in another order than `--bless` writes it');
		} else if (native instanceof Error) lines.push(`${host}: nothing to compare with`);
		else if (!answer.equals(native)) lines.push(`${host}: other bytes than native: ${firstDifference(valueOf(native), valueOf(answer)) ?? 'the same value, written differently'}`);
	}
	return lines;
}

await addTargets();
await capture('cargo', ['build', '--release', '--quiet', '-p', 'unopim-engine', '--bin', 'engine'], { cwd: root });
const specs = load();
if (values.bless) {
	const answers = await answersOf(hosts.native, specs);
	for (const { name, file, spec } of specs) {
		const answer = answers.get(name);
		if (answer instanceof Error) throw answer;
		const value = valueOf(answer);
		const blessed = spec.expect === undefined ? { outcome: outcome(value, spec.of) } : { expect: value };
		writeFileSync(file, `${JSON.stringify({ ...spec, ...blessed }, null, '\t')}\n`);
	}
	console.log(`${specs.length} specs blessed. Read the difference before you commit it.`);
	process.exit(0);
}

const chosen = Object.entries(hosts).filter(([name]) => name === 'native' || !values.host || name === values.host);
const absent = chosen.some(([name]) => name === 'browser') && (await provide('browser').then(() => null, (error) => error.message));
if (absent) console.log(`!! 1 of 4 hosts left out: browser. ${absent}`);
const answers = {};
for (const [name, open] of chosen) if (name !== 'browser' || !absent) answers[name] = await answersOf(open, specs);
const different = specs.map((one) => ({ name: one.name, lines: complaints(one, answers) })).filter(({ lines }) => lines.length);
for (const { name, lines } of different) console.log([name, ...lines].join('\n   '));
console.log(`${specs.length} specs, ${Object.keys(answers).length} hosts, ${different.length} different`);
process.exitCode = different.length || !specs.length ? 1 : 0;
