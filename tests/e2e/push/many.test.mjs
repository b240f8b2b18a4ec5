// A shop of some hundred products: a push of all of them sends what was edited and nothing else, no faster than the minute allows, and takes no
// more memory for a hundred edits than for none.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL } from '../../../scripts/lib/connect.mjs';
import { root } from '../../../scripts/lib/places.mjs';
import { openWorld } from '../support/world.mjs';

const ROUTES = 'unopim-connector/v1';
const ALL = { kind: 'push', scope: 'all', entities: ['product'] };
const EDITED = 40;
/** Fewer than the edits take, so that the push goes on in a second minute. */
const A_MINUTE = 90;

let world;
let unedited;

before(async () => {
	world = await openWorld({ unopim: ['--catalogue', 'generated', '--products', '300', '--no-throttle'] });
	await world.site.pull(FULL_PULL);
	await world.site.rest('PUT', `${ROUTES}/channels`, { channels: [{ code: CHANNEL, push: true, cooldown: 0 }] });
});
after(() => world?.close());

async function control(method, name) {
	const answer = await fetch(`${world.credentials.url}/_sim/${name}`, { method });
	assert.ok(answer.ok, `${method} ${name}: ${answer.status}`);
	return answer.json();
}

/** The requests of a push of all products, signing in left out, and what the run tells of itself. */
async function push() {
	await control('DELETE', 'requests');
	const run = await world.site.pull(ALL);
	assert.equal(run.status, 'done', JSON.stringify(run));
	const requests = (await control('GET', 'requests')).filter(({ target }) => !target.startsWith('/oauth/'));
	return { run, requests, writes: requests.filter(({ method }) => method !== 'GET') };
}

test('nothing edited: nothing is sent, and no product is read in UnoPim', async () => {
	const { run, requests, writes } = await push();
	assert.deepEqual([writes.length, run.counts.writes, run.counts.failed], [0, 0, 0]);
	assert.deepEqual(requests.filter(({ target }) => /\/products(\/|\?|$)/.test(target)), []);
	unedited = run;
});

test('so many edited, so many writes; no minute has more requests than it allows; memory stays', async () => {
	await world.site.rest('PUT', `${ROUTES}/settings`, { requests_per_minute: A_MINUTE });
	assert.equal((await world.site.php(path.join(root, 'tests/bench/measure/edit.php'), EDITED)).trim(), String(EDITED));
	const { run, requests, writes } = await push();
	assert.equal(writes.length, EDITED, JSON.stringify(writes.map(({ method, target }) => `${method} ${target}`)));
	assert.ok(writes.every(({ method, status }) => method === 'PATCH' && status < 300));
	const minutes = new Map();
	for (const { at } of requests) minutes.set(Math.floor(at / 60_000), (minutes.get(Math.floor(at / 60_000)) ?? 0) + 1);
	const most = Math.max(...minutes.values());
	assert.ok(minutes.size > 1, `${requests.length} requests`);
	assert.ok(most <= A_MINUTE, `${most} requests in a minute`);
	assert.ok(run.peak_mb <= 128 && run.peak_mb - unedited.peak_mb <= 16, `${unedited.peak_mb} MB without edits, ${run.peak_mb} MB with ${EDITED}`);
});

test('and afterwards neither side has anything left for the other', async () => {
	await world.site.rest('PUT', `${ROUTES}/settings`, { requests_per_minute: 1000 });
	const pull = await world.site.pull(FULL_PULL);
	assert.deepEqual([pull.counts.writes, pull.counts.failed], [0, 0]);
	assert.equal((await push()).writes.length, 0);
});
