// tests/checklist.json: the behaviours that the product promises, each with the tests that prove it. A row without a proof fails, and so does
// one whose test is gone. A row that nothing proves yet says why under `open`; it is counted as not done, never as passed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root } from '../lib/places.mjs';

const rows = JSON.parse(readFileSync(path.join(root, 'tests/checklist.json'), 'utf8'));
const ROWS = 82;

/** How a test of this name begins in a file of this kind. */
function declaration(file, name) {
	if (file.endsWith('.php')) return new RegExp(`function ${name}\\(`);
	if (file.endsWith('.rs')) return new RegExp(`#\\[test\\]\\s+(?:#\\[.*\\]\\s+)*fn ${name}\\(`);
	const quoted = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	return new RegExp(`['"\`][^\\n]*${quoted}`);
}

test('every row is there once, in order, with its words', () => {
	assert.deepEqual(rows.map(({ row }) => row), Array.from({ length: ROWS }, (_, i) => i + 1));
	assert.deepEqual(rows.filter(({ behaviour }) => !behaviour?.trim()), []);
});

for (const { row, behaviour, proof = [], open } of rows) {
	test(`${row}: ${behaviour}`, { todo: open }, () => {
		assert.ok(proof.length > 0, open ?? 'no test proves it');
		assert.equal(open, undefined, 'what is proved is not open');
		for (const { file, test: name } of proof) {
			const text = readFileSync(path.join(root, file), 'utf8');
			// A file of a case is the test itself.
			if (name === undefined) assert.match(file, /^tests\/specs(?:-store)?\/.*\.json$/, `${file}: which test?`);
			else assert.match(text, declaration(file, name), `${file} has no test ${name}`);
		}
	});
}
