// Knows what each step was made from: php-bridge/build/build.json names, per step, a hash of its inputs and the files that came out.
// A step is up to date when its inputs are the same and its files are still what they were. Content counts, never dates.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/places.mjs';

export const build = path.join(root, 'php-bridge/build');
const ledgerFile = path.join(build, 'build.json');

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

function filesOf(place) {
	const full = path.join(root, place);
	if (statSync(full).isFile()) return [place];
	return readdirSync(full, { withFileTypes: true }).flatMap((entry) => (entry.isFile() || entry.isDirectory() ? filesOf(path.join(place, entry.name)) : []));
}

/** One hash over the names and contents of files and folders, and over `facts` such as a compiler's version. */
export function hashOf(places, facts) {
	const hash = createHash('sha256').update(JSON.stringify(facts));
	for (const file of places.flatMap(filesOf).sort()) hash.update(`\0${file}\0`).update(sha256(readFileSync(path.join(root, file))));
	return hash.digest('hex');
}

/** `{bytes, sha256}` of a file below the root; null where it is missing. */
function describe(file) {
	const full = path.join(root, file);
	if (!existsSync(full)) return null;
	const content = readFileSync(full);
	return { bytes: content.length, sha256: sha256(content) };
}

function read() {
	try {
		return JSON.parse(readFileSync(ledgerFile, 'utf8'));
	} catch {
		// Missing or cut: everything is built again.
		return {};
	}
}

/** Whether all files are there, whatever is in them. */
export const present = (files) => files.every((file) => existsSync(path.join(root, file)));

export function upToDate(step, inputs) {
	const known = read().steps?.[step];
	return known?.inputs === inputs && Object.entries(known.files).every(([file, { sha256: was }]) => describe(file)?.sha256 === was);
}

/** Notes a finished step and returns the size of its files in bytes. */
export function note(step, inputs, files, versions) {
	const described = Object.fromEntries(files.map((file) => [file, describe(file)]));
	const ledger = read();
	const content = { ...ledger, versions, steps: { ...ledger.steps, [step]: { inputs, files: described } } };
	writeWhole(ledgerFile, `${JSON.stringify(content, null, '\t')}\n`);
	return Object.values(described).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A reader sees the old file or the new one, never half of it. A file that is being executed can be replaced as well. */
export function writeWhole(file, content, mode = 0o644) {
	mkdirSync(path.dirname(file), { recursive: true });
	const part = `${file}.${process.pid}.part`;
	writeFileSync(part, content, { mode });
	renameSync(part, file);
}
