// What goes wrong between shop and UnoPim: a message with the remedy, nothing saved by a test that failed, and the rest of a pull goes on.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FULL_PULL, connect, typed } from '../../scripts/lib/connect.mjs';
import { serveUnoPim } from '../../scripts/lib/unopim.mjs';
import { openWorld } from './support/world.mjs';

const RECORDED = ['--catalogue', 'recorded', '--no-throttle'];
let world;
let count = 0;
before(async () => { world = await openWorld({ connected: false }); });
after(() => world?.close());

const serve = (...args) => serveUnoPim({ log: path.join(world.bench.folder, `unopim-${++count}.log`), args: [...RECORDED, ...args] });

/** What Test & Save answers to credentials that do not work. */
async function refusal(credentials) {
	const text = await world.site.script('rest.php', 'POST', 'unopim-connector/v1/connection/test', JSON.stringify(typed(credentials)));
	const { status, data } = JSON.parse(text.trim().split('\n').at(-1));
	assert.ok(status >= 400, `accepted: ${text}`);
	const problem = data.data?.message ? data.data : data;
	return { code: data.code, message: data.message, hint: problem.next_step ?? data.data?.next_step, path: problem.path ?? data.data?.path };
}

async function nothingSaved() {
	const { url, has_password: password, state } = await world.site.rest('GET', 'unopim-connector/v1/connection');
	assert.deepEqual({ url, password, state }, { url: '', password: false, state: 'not_connected' });
}

for (const [what, change, pattern] of [
	['a wrong password', { password: 'wrong' }, /password|user/i],
	['a wrong client secret', { client_secret: 'wrong' }, /client|secret/i],
	['an address where nobody listens', { url: 'http://127.0.0.1:9' }, /reach|connect|refused|listen/i],
	['a name that does not exist', { url: 'http://unopim.invalid' }, /name|address|found/i],
	['an address that is none', { url: 'not an address' }, /address/i],
]) {
	test(`${what}: message and remedy, nothing saved`, async () => {
		const { message, hint, code } = await refusal({ ...world.credentials, ...change });
		assert.match(`${message} ${hint}`, pattern);
		assert.ok(hint, `${code} has no remedy`);
		await nothingSaved();
	});
}

test('a broken TLS handshake: message and remedy, nothing saved', async () => {
	const unopim = await serve('--tls-garbage');
	try {
		const { message, hint } = await refusal({ ...unopim.credentials, url: unopim.credentials.url.replace('http:', 'https:') });
		assert.match(message, /TLS|SSL|secure|certificate|encrypt/i);
		assert.ok(hint);
		await nothingSaved();
	} finally {
		await unopim.stop();
	}
});

test('HTML in place of JSON: message and remedy, nothing saved', async () => {
	const unopim = await serve('--faults', 'html@/oauth/token');
	try {
		const { message, hint } = await refusal(unopim.credentials);
		assert.match(message, /is not the address of a UnoPim|HTML/);
		assert.ok(hint);
		await nothingSaved();
	} finally {
		await unopim.stop();
	}
});

/** The shop after a pull under faults, against what an undisturbed pull of the same catalogue brings. */
async function pullUnder(faults, seconds = 120) {
	const unopim = await serve('--faults', faults);
	try {
		await connect(world.site, unopim.credentials);
		const begun = Date.now();
		const result = await world.site.pull(FULL_PULL);
		assert.ok(Date.now() - begun < seconds * 1000);
		return result;
	} finally {
		await unopim.stop();
	}
}

test('a truncated page is asked again', async () => {
	const result = await pullUnder('truncate#1@/rest/products?');
	assert.notEqual(result.status, 'failed', JSON.stringify(result.error));
	assert.equal(result.counts.created, 48);
	assert.equal(result.counts.failed, 0);
});

test('a crash of UnoPim in the middle is outlasted, and nothing is written twice', async () => {
	const result = await pullUnder('500#1@/rest/products?');
	assert.notEqual(result.status, 'failed', JSON.stringify(result.error));
	assert.equal(result.counts.writes, 0);
	assert.equal(result.counts.unchanged, 48);
	assert.deepEqual(result.watch.shop_writes, []);
});

test('a product that spoils its page is named in the log with a remedy, the others go on', async () => {
	const result = await pullUnder('bad-row#1@/rest/products?');
	assert.equal(result.status, 'done_with_errors');
	assert.ok(result.counts.unchanged >= 47, JSON.stringify(result.counts));
	const rows = await world.database.query(world.site.database, `SELECT code, message, hint FROM wp_unopim_logs WHERE run_id = ${result.id} AND level = 'error'`);
	assert.match(rows, /HTTP 500.*UnoPim's log/);
});

test('a catalogue full of odd shapes: what can be read is in the shop, the rest is in the log', async () => {
	const unopim = await serveUnoPim({ log: path.join(world.bench.folder, 'odd.log'), args: ['--catalogue', 'generated', '--products', '60', '--edges', '500', '--no-images', '--no-throttle'] });
	try {
		const { api } = await connect(world.site, unopim.credentials);
		const skus = [...(await api.list('products')), ...(await api.list('configurable-products'))].map((row) => row.sku);
		const result = await world.site.pull(FULL_PULL);
		assert.notEqual(result.status, 'failed', JSON.stringify(result.error));
		const state = await world.site.state();
		const there = new Set(state.products.flatMap((p) => [p.sku, ...(p.variations ?? []).map((v) => v.sku)]));
		const logged = await world.database.query(world.site.database, `SELECT DISTINCT item_key FROM wp_unopim_logs WHERE run_id = ${result.id} AND level IN ('error', 'warn')`);
		const missing = skus.filter((sku) => !there.has(sku) && !logged.split('\n').includes(sku));
		assert.deepEqual(missing, [], 'neither in the shop nor in the log');
		assert.deepEqual(state.duplicate_skus, []);
	} finally {
		await unopim.stop();
	}
});
