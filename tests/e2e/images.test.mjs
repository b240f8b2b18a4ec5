// Files of a catalogue come into the media library over real HTTP: each content once, however often it is named; what is known is not sent
// again; and a process that dies in the middle leaves nothing twice.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { typed } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { seeded } from './support/random.mjs';
import { openWorld } from './support/world.mjs';

const ADDRESSES = 1000;
const CONTENTS = 300;
const KILLS = Number(process.env.UNOPIM_KILLS || 6);
const script = path.join(root, 'tests/e2e/support/fetch-media.php');
const address = (n) => `product/${n}/image/picture ${n}.png`;

let world;
let list;
/** Attachments that were there before; WooCommerce brings one. */
let own;
before(async () => {
	world = await openWorld({ connected: false, watchers: ['watch', 'kill'] });
	list = path.join(world.bench.folder, 'wishes.json');
	await world.site.rest('POST', 'unopim-connector/v1/connection/test', typed(world.credentials));
	await edit(Array.from({ length: ADDRESSES }, (_, n) => ({ op: 'draw_file', path: address(n), seed: n % CONTENTS })));
	own = (await bring([])).attachments;
});
after(() => world?.close());

async function simulator(method, what, body) {
	const answer = await fetch(`${world.credentials.url}/_sim/${what}`, { method, body: body && JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${method} /_sim/${what}: ${await answer.text()}`);
	return answer.json();
}
const edit = (edits) => simulator('POST', 'set', edits);

/** Fetches; answers what happened, with the statuses that the server of the files gave meanwhile. */
async function bring(wishes, ...more) {
	writeFileSync(list, JSON.stringify(wishes.map((wish) => (typeof wish === 'string' ? { path: wish } : wish))));
	await simulator('DELETE', 'requests');
	const told = JSON.parse((await world.site.php(script, list, ...more)).trim().split('\n').at(-1));
	const served = {};
	for (const { target, status } of await simulator('GET', 'requests')) if (target.startsWith('/storage/')) served[status] = (served[status] ?? 0) + 1;
	return { ...told, attachments: told.attachments - (own ?? 0), served };
}
const all = Array.from({ length: ADDRESSES }, (_, n) => address(n));

test(`${ADDRESSES} addresses of ${CONTENTS} contents are ${CONTENTS} attachments`, async (t) => {
	const first = await bring(all);
	t.diagnostic(`${first.seconds} s, ${first.queries} queries, ${first.peak_mb} MB`);
	assert.deepEqual(first.statuses, { done: ADDRESSES });
	assert.deepEqual([first.new, first.attachments, first.hashes, first.known, first.unfinished, first.stray], [CONTENTS, CONTENTS, CONTENTS, ADDRESSES, 0, 0]);
	assert.deepEqual(first.served, { 200: ADDRESSES });
	assert.equal(first.ids[address(7)], first.ids[address(7 + CONTENTS)]);
	assert.ok(first.peak_mb <= 128, `${first.peak_mb} MB`);
});

test('a second run downloads nothing and creates nothing', async (t) => {
	const second = await bring(all, 'known');
	t.diagnostic(`${second.seconds} s`);
	assert.deepEqual(second.statuses, { same: ADDRESSES });
	assert.deepEqual([second.new, second.attachments], [0, CONTENTS]);
	assert.deepEqual(second.served, { 304: ADDRESSES });
});

test('a file that was replaced under its address is a new attachment; nothing else is sent', async () => {
	await edit([{ op: 'draw_file', path: address(5), seed: 100_000 }, { op: 'draw_file', path: address(6), seed: 7 }]);
	const third = await bring(all, 'known');
	assert.deepEqual([third.statuses, third.new, third.attachments], [{ same: ADDRESSES - 2, done: 2 }, 1, CONTENTS + 1]);
	assert.deepEqual(third.served, { 304: ADDRESSES - 2, 200: 2 });
	assert.equal(third.ids[address(6)], third.ids[address(7)], 'now the same picture as its neighbour');
	assert.notEqual(third.ids[address(5)], third.ids[address(5 + CONTENTS)]);
});

test('each refusal has its code, and the others arrive', async () => {
	await edit([
		{ op: 'set_file', path: 'bad/photo.jpg', text: '<?php echo 1;' },
		{ op: 'set_file', path: 'bad/drawing.svg', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
		{ op: 'set_file', path: 'bad/empty.png', text: '' },
		{ op: 'draw_file', path: 'good/fine.png', seed: 200_000 },
		{ op: 'draw_file', path: 'good/large.png', seed: 200_001 },
	]);
	const { errors, new: created } = await bring(['bad/photo.jpg', 'bad/drawing.svg', 'bad/empty.png', 'bad/missing.png', 'https://elsewhere.example/a.png', { path: 'good/large.png', max_bytes: 1000 }, 'good/fine.png']);
	assert.deepEqual(errors, {
		'bad/photo.jpg': 'type_refused', 'bad/drawing.svg': 'svg_refused', 'bad/empty.png': 'unreadable_image', 'bad/missing.png': 'not_found',
		'https://elsewhere.example/a.png': 'host_refused', 'good/large.png': 'too_large', 'good/fine.png': null,
	});
	assert.equal(created, 1);
});

test('assets of the DAM come over their signed address', async () => {
	await edit([{ op: 'draw_file', path: 'assets/Root/look book.jpg', seed: 300_000 }, { op: 'put_asset', id: 7, path: 'assets/Root/look book.jpg' }]);
	const { errors, ids, new: created } = await bring(['asset:7', 'asset:8']);
	assert.deepEqual([errors, created], [{ 'asset:7': null, 'asset:8': 'not_found' }, 1]);
	assert.ok(ids['asset:7'] > 0);
});

test('passing troubles of the server leave the file for later', async () => {
	await edit([{ op: 'draw_file', path: 'late/a.png', seed: 400_000 }, { op: 'draw_file', path: 'late/b.png', seed: 400_001 }, { op: 'faults', spec: '500#1@/storage/late/a,truncate#1@/storage/late/b' }]);
	const troubled = await bring(['late/a.png', 'late/b.png']);
	assert.deepEqual(troubled.errors, { 'late/a.png': 'transport', 'late/b.png': 'transport' });
	const later = await bring(['late/a.png', 'late/b.png']);
	assert.deepEqual([later.statuses, later.new, later.unfinished], [{ done: 2 }, 2, 0]);
});

test(`killed at ${KILLS} moments, the next process ends with one attachment for each content`, async (t) => {
	const random = seeded(3);
	const some = Array.from({ length: 24 }, (_, n) => `killed/${n}.png`);
	for (let round = 0; round < KILLS; round++) {
		await edit(some.map((file, n) => ({ op: 'draw_file', path: file, seed: 500_000 + round * 100 + (n % 8) })));
		const before = (await bring([])).attachments;
		const at = 20 + random(280);
		writeFileSync(list, JSON.stringify(some.map((file) => ({ path: file }))));
		await t.test(`round ${round}: before query ${at}`, async () => {
			const { code } = await run('php', [script, world.site.root, list], { env: { UNOPIM_KILL: `php:${at}` } });
			assert.notEqual(code, 0, 'it was not killed');
			// Time passes: the dead process' lock runs out.
			await world.database.query(world.site.database, "DELETE FROM wp_options WHERE option_name LIKE 'unopim\\_connector\\_lock\\_%'");
			const rest = await bring(some);
			assert.deepEqual([rest.statuses, rest.attachments - before, rest.unfinished, rest.stray], [{ done: 24 }, 8, 0, 0]);
			assert.equal(rest.attachments, rest.hashes);
		});
	}
});
