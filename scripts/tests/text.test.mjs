import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress, table } from '../lib/text.mjs';

test('columns line up, long cells are cut, null is empty', () => {
	const lines = table(['SKU', 'Name'], [['tee', 'A very long name indeed'], ['größe-xl', null]], 10).split('\n');
	assert.deepEqual(lines, ['   SKU       Name', '   ────────  ──────────', '   tee       A very lo…', '   größe-xl']);
});

test('without a terminal progress is one line for each tenth', () => {
	const out = [];
	const progress = new Progress({ isTTY: false, write: (text) => out.push(text) });
	for (let i = 0; i <= 100; i++) progress.show('products', i, 100);
	assert.equal(out.length, 11);
	assert.match(out[10], /products 100 of 100/);
});
