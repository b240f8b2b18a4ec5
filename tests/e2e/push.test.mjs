// What people do in a real shop goes to UnoPim over real HTTP, and comes back as nothing to do. What is expected is read from UnoPim itself.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { bySku, openWorld } from './support/world.mjs';

const ROUTES = 'unopim-connector/v1';
const QUEUE = { kind: 'push', scope: 'queue' };
const ALL = { kind: 'push', scope: 'all' };

let world;
let shop;

before(async () => {
	world = await openWorld();
	shop = world.site;
	await shop.pull(FULL_PULL);
	await channel({ push: true, cooldown: 0 });
});
after(() => world?.close());

const channel = (values) => shop.rest('PUT', `${ROUTES}/channels`, { channels: [{ code: CHANNEL, ...values }] });
const settings = (values) => shop.rest('PUT', `${ROUTES}/settings`, values);
const edit = (sku, field, value) => shop.script('edit-product.php', sku, field, value);
const queued = async () => (await world.database.query(shop.database, "SELECT COUNT(*) FROM wp_unopim_items WHERE lane = 'push'")).trim();
const sent = async (run) => (await shop.rest('GET', `${ROUTES}/runs/${run.id}/operations?per_page=100`)).filter(({ side, action }) => side === 'unopim' && action !== 'link').map(({ action, key }) => `${action} ${key}`);
const tale = async (run) => (await shop.rest('GET', `${ROUTES}/logs?run=${run.id}&per_page=100`)).map((row) => `${row.level} ${row.key} ${row.code} ${row.field ?? ''}: ${row.message}`).join('\n');

async function push(job) {
	const run = await shop.pull(job);
	assert.equal(run.status, 'done', `${JSON.stringify(run)}\n${await tale(run)}`);
	return run;
}

/** A product of UnoPim without what every write changes. */
async function source(sku, list = 'products') {
	const record = await world.api.call('GET', `${list}/${sku}`);
	delete record.updated_at;
	return record;
}

/** Neither side has anything left for the other. */
async function atRest() {
	const pull = await shop.pull(FULL_PULL);
	assert.deepEqual([pull.counts.writes, pull.counts.failed], [0, 0], await tale(pull));
	const again = await push(ALL);
	assert.deepEqual(await sent(again), [], await tale(again));
}

test('before anybody has edited anything, a push of all products sends nothing', async () => {
	const run = await push(ALL);
	assert.deepEqual(await sent(run), [], await tale(run));
	assert.equal(run.counts.writes, 0);
});

test('an edited product goes out field by field, and nothing else of it moves', async () => {
	const before = await source('full-1');
	await edit('full-1', 'name', 'Named in the shop');
	await edit('full-1', 'regular_price', '21.5');
	await edit('full-1', 'regular_price', '22.5');
	assert.equal(await queued(), '1', 'however often it was saved');
	const run = await push(QUEUE);
	assert.deepEqual(await sent(run), ['update full-1'], await tale(run));
	const expected = structuredClone(before);
	const values = expected.values.channel_locale_specific[CHANNEL][LOCALE];
	values.name = 'Named in the shop';
	values.price = { ...values.price, EUR: '22.5' };
	const after = await source('full-1');
	assert.equal(Number(after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR), 22.5);
	values.price.EUR = after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR;
	assert.deepEqual(after, expected);
	assert.equal(await queued(), '0');
	await atRest();
});

test('inside the cooldown an edit waits, and is sent when it is over', async () => {
	await world.api.patchProduct('full-1', { channel_locale_specific: { [CHANNEL]: { [LOCALE]: { short_description: '<p>from UnoPim</p>' } } } });
	await shop.pull(FULL_PULL);
	await channel({ cooldown: 3600 });
	await edit('full-1', 'name', 'A little later');
	await push(QUEUE);
	assert.equal(await queued(), '1');
	assert.notEqual((await source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'A little later');
	await channel({ cooldown: 0 });
	await world.database.query(shop.database, "UPDATE wp_unopim_items SET next_try = 0 WHERE lane = 'push'");
	await push(QUEUE);
	assert.equal((await source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'A little later');
	assert.equal(await queued(), '0');
	await atRest();
});

test('a preview sends nothing; applied, it sends exactly that; taken back, UnoPim has what it had', async () => {
	const before = await source('full-1');
	await edit('full-1', 'name', 'Previewed');
	const plan = await push({ ...QUEUE, dry: true });
	assert.deepEqual(await source('full-1'), before);
	assert.equal(await queued(), '1');
	const apply = await push({ kind: 'apply', plan: plan.id });
	assert.equal((await source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'Previewed');
	await push({ kind: 'undo', run: apply.id });
	assert.deepEqual(await source('full-1'), before);
});

test('a product that was made in the shop is made in UnoPim, with the default family', async () => {
	const made = JSON.parse(await shop.script('rest.php', 'POST', 'wc/v3/products', JSON.stringify({ name: 'Made here', sku: 'made-here', regular_price: '7', type: 'simple', status: 'publish' }))).data;
	const skipped = await push({ kind: 'push', scope: 'one', ids: { product: [made.id] } });
	assert.deepEqual(await sent(skipped), []);
	assert.match(await tale(skipped), /no_family/);
	await settings({ default_family: 'default' });
	const run = await push({ kind: 'push', scope: 'one', ids: { product: [made.id] } });
	assert.deepEqual(await sent(run), ['create made-here'], await tale(run));
	const record = await source('made-here');
	assert.deepEqual([record.family, record.status, record.values.channel_locale_specific[CHANNEL][LOCALE].name], ['default', true, 'Made here']);
	await atRest();
});

test('a variation goes out alone; its product keeps its variants', async () => {
	const state = await shop.state();
	const variable = state.products.find((p) => p.type === 'variable' && p.variations.some(({ price }) => price !== ''));
	const leaf = variable.variations.find(({ price }) => price !== '');
	const [parent, child] = [await source(variable.sku, 'configurable-products'), await source(leaf.sku)];
	await edit(leaf.sku, 'regular_price', '99');
	const run = await push(QUEUE);
	assert.deepEqual(await sent(run), [`update ${leaf.sku}`], await tale(run));
	const after = await source(leaf.sku);
	assert.equal(Number(after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR), 99);
	after.values.channel_locale_specific[CHANNEL][LOCALE].price = child.values.channel_locale_specific[CHANNEL][LOCALE].price;
	assert.deepEqual(after, child);
	const rest = await source(variable.sku, 'configurable-products');
	assert.deepEqual(rest.variants.map(({ sku }) => sku), parent.variants.map(({ sku }) => sku));
	await atRest();
});

test('a category that was renamed and one that was added go out where they stand', async () => {
	const term = async (slug) => JSON.parse(await shop.script('rest.php', 'GET', `wc/v3/products/categories?slug=${slug}`)).data[0];
	const shirts = await term('men-tshirts');
	await shop.script('rest.php', 'PUT', `wc/v3/products/categories/${shirts.id}`, JSON.stringify({ name: 'Tees for men' }));
	const made = JSON.parse(await shop.script('rest.php', 'POST', 'wc/v3/products/categories', JSON.stringify({ name: 'Long sleeves', parent: shirts.id }))).data;
	const before = await source('men_tshirts', 'categories');
	const run = await push(QUEUE);
	assert.deepEqual((await sent(run)).sort(), ['create long_sleeves', 'update men_tshirts'], await tale(run));
	const after = await source('men_tshirts', 'categories');
	assert.deepEqual([after.parent, after.additional_data.locale_specific[LOCALE].name], [before.parent, 'Tees for men']);
	const child = await source('long_sleeves', 'categories');
	assert.deepEqual([child.parent, child.additional_data.locale_specific[LOCALE].name], ['men_tshirts', 'Long sleeves']);
	assert.equal((await term(made.slug)).parent, shirts.id);
	await atRest();
});

test('a deletion is sent while Writeback delete is on', async () => {
	const id = bySku(await shop.state(), 'made-here') && Number((await world.database.query(shop.database, "SELECT post_id FROM wp_postmeta WHERE meta_key = '_sku' AND meta_value = 'made-here'")).trim());
	await settings({ writeback_delete: true });
	await shop.script('rest.php', 'DELETE', `wc/v3/products/${id}`, JSON.stringify({ force: false }));
	const run = await push(QUEUE);
	assert.deepEqual(await sent(run), ['delete made-here'], await tale(run));
	await assert.rejects(source('made-here'), /404/);
	await atRest();
});

test('a picture of the shop is uploaded once while Push images is on', async () => {
	await channel({ push_images: true });
	await settings({ default_family: 'default' });
	const mapped = `${ROUTES}/mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`;
	const { rows } = await shop.rest('GET', mapped);
	await shop.rest('PUT', mapped, { rows: [...rows.filter(({ target }) => target !== 'image'), { target: 'image', attribute: 'image' }] });
	const { id } = JSON.parse(await shop.script('rest.php', 'POST', 'wc/v3/products', JSON.stringify({ name: 'Pictured', sku: 'pictured', type: 'simple', status: 'publish' }))).data;
	await shop.php(path.join(root, 'tests/e2e/support/own-image.php'), id);
	const run = await push(QUEUE);
	const image = (await source('pictured')).values.common.image;
	assert.match(String(image), /^product\/.+\.png$/, await tale(run));
	const again = await push({ kind: 'push', scope: 'one', ids: { product: [id] } });
	assert.deepEqual(await sent(again), [], await tale(again));
	assert.equal((await source('pictured')).values.common.image, image);
});
