// UnoPim's messages over real HTTP: the bytes that were signed are the bytes that are looked at.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../scripts/lib/places.mjs';
import { openWorld } from './support/world.mjs';

let world;
let secret;
before(async () => {
	world = await openWorld({ web: true });
	({ secret } = await world.site.rest('POST', 'unopim-connector/v1/webhook/secret', {}));
});
after(() => world?.close());

const sign = (body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
async function deliver(body, signature) {
	const { status } = await fetch(`${world.site.url}/wp-json/unopim-connector/v1/webhook`, {
		method: 'POST', body, headers: { 'content-type': 'application/json', ...(signature && { 'x-unopim-signature': signature }) },
	});
	return status;
}
const queued = async () => (await world.database.query(world.site.database, "SELECT CONCAT(channel, '/', item_key) FROM wp_unopim_items WHERE lane = 'pull' ORDER BY id")).trim().split('\n').filter(Boolean);

/** A recorded message as if it were sent now, its bytes otherwise as they were. */
function recorded(name) {
	const text = readFileSync(path.join(root, `tests/fixtures/unopim/webhook.${name}.raw.json`), 'utf8');
	return text.replace(/"timestamp":"[^"]*"/, `"timestamp":"${new Date().toISOString().slice(0, 19).replace('T', ' ')}"`);
}

test('a signed message queues its SKUs, the same one again queues nothing', async () => {
	const body = recorded('product.updated.v3');
	assert.ok(body.includes('\\u00e9') && body.includes('Asia\\/Kolkata'), 'bytes that would not survive being encoded anew');
	assert.equal(await deliver(body, sign(body)), 202);
	assert.equal(await deliver(body, sign(body)), 202);
	assert.deepEqual(await queued(), ['default/mug-classic']);
	const bulk = recorded('bulk.updated.v3');
	assert.equal(await deliver(bulk, sign(bulk)), 202);
	assert.deepEqual(await queued(), ['default/mug-classic', 'default/LEGACY_9']);
});

test('what is not signed is refused, but for the test button', async () => {
	const body = recorded('configurable.updated.v3');
	assert.equal(await deliver(body), 401);
	assert.equal(await deliver(body, sign(`${body} `)), 401);
	assert.equal(await deliver(recorded('test.v3')), 200);
	assert.equal((await queued()).includes('default/tee'), false);
});

test('a body over a megabyte is refused', async () => {
	const body = JSON.stringify([{ sku: 'x'.repeat(1024 * 1024) }]);
	assert.equal(await deliver(body, sign(body)), 413);
});
