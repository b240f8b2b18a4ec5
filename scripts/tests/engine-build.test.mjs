import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hashOf } from '../engine-build/ledger.mjs';
import { slots } from '../engine-build/slots.mjs';
import { steps } from '../engine-build/steps.mjs';
import { root, scratch } from '../lib/places.mjs';
import { sleep } from '../lib/processes.mjs';

test('inputs are content, names and facts; dates and order do not count', () => {
	mkdirSync(scratch, { recursive: true });
	const folder = mkdtempSync(path.join(scratch, 'ledger-'));
	try {
		const place = path.relative(root, folder);
		const file = (name) => path.join(folder, name);
		const hash = (facts = { rustc: '1' }) => hashOf([place], facts);
		mkdirSync(file('src'));
		writeFileSync(file('src/a.rs'), 'one');
		writeFileSync(file('src/b.rs'), 'two');
		const first = hash();

		utimesSync(file('src/a.rs'), 1, 1);
		assert.equal(hash(), first);
		assert.equal(hashOf([path.join(place, 'src/b.rs'), path.join(place, 'src/a.rs')], { rustc: '1' }), first);

		assert.notEqual(hash({ rustc: '2' }), first);
		writeFileSync(file('src/a.rs'), 'three');
		assert.notEqual(hash(), first);
		writeFileSync(file('src/a.rs'), 'one');
		assert.equal(hash(), first);
		renameSync(file('src/a.rs'), file('src/c.rs'));
		assert.notEqual(hash(), first);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('at most two at once, and a failure frees its slot', async () => {
	const inSlot = slots(2);
	let now = 0;
	let most = 0;
	const work = (fails) => inSlot(async () => {
		most = Math.max(most, ++now);
		await sleep(5);
		now--;
		if (fails) throw new Error('as ordered');
		return 'done';
	});
	const results = await Promise.allSettled([work(true), work(false), work(true), work(false), work(false)]);
	assert.deepEqual(results.map(({ status }) => status), ['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
	assert.equal(most, 2);
	assert.equal(now, 0);
});

test('every step comes after what it needs', () => {
	const seen = new Set();
	for (const { name, needs = [] } of steps) {
		for (const need of needs) assert.ok(seen.has(need), `${name} needs ${need}`);
		seen.add(name);
	}
});
