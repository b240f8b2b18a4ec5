// What people do in a real shop goes to UnoPim over real HTTP, and comes back as nothing to do.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { root } from '../../../scripts/lib/places.mjs';
import { ALL, QUEUE, one, openOutward } from '../support/outward.mjs';

let outward;
let shop;

before(async () => {
	outward = await openOutward();
	({ shop } = outward);
});
after(() => outward?.close());

test('before anybody has edited anything, a push of all products sends nothing', async () => {
	const run = await outward.push(ALL);
	assert.deepEqual(await outward.sent(run), [], await outward.tale(run));
	assert.equal(run.counts.writes, 0);
});

test('an edited product goes out field by field, and nothing else of it moves', async () => {
	const before = await outward.source('full-1');
	await outward.edit('full-1', 'name', 'Named in the shop');
	await outward.edit('full-1', 'regular_price', '21.5');
	await outward.edit('full-1', 'regular_price', '22.5');
	assert.equal(await outward.queued(), 1, 'however often it was saved');
	const run = await outward.push(QUEUE);
	assert.deepEqual(await outward.sent(run), ['update full-1'], await outward.tale(run));
	const expected = structuredClone(before);
	const values = expected.values.channel_locale_specific[CHANNEL][LOCALE];
	values.name = 'Named in the shop';
	values.price = { ...values.price, EUR: '22.5' };
	const after = await outward.source('full-1');
	assert.equal(Number(after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR), 22.5);
	values.price.EUR = after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR;
	assert.deepEqual(after, expected);
	assert.equal(await outward.queued(), 0);
	await outward.atRest();
});

test('inside the cooldown an edit waits, and is sent when it is over', async () => {
	await outward.byUnoPim('full-1', { short_description: '<p>from UnoPim</p>' });
	await shop.pull(FULL_PULL);
	await outward.channel({ cooldown: 3600 });
	await outward.edit('full-1', 'name', 'A little later');
	await outward.push(QUEUE);
	assert.equal(await outward.queued(), 1);
	assert.notEqual((await outward.source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'A little later');
	await outward.channel({ cooldown: 0 });
	await outward.due();
	await outward.push(QUEUE);
	assert.equal((await outward.source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'A little later');
	assert.equal(await outward.queued(), 0);
	await outward.atRest();
});

test('a preview sends nothing; applied, it sends exactly that; taken back, UnoPim has what it had', async () => {
	const before = await outward.source('full-1');
	await outward.edit('full-1', 'name', 'Previewed');
	const plan = await outward.push({ ...QUEUE, dry: true });
	assert.deepEqual(await outward.source('full-1'), before);
	assert.equal(await outward.queued(), 1);
	const apply = await outward.push({ kind: 'apply', plan: plan.id });
	assert.equal((await outward.source('full-1')).values.channel_locale_specific[CHANNEL][LOCALE].name, 'Previewed');
	await outward.push({ kind: 'undo', run: apply.id });
	assert.deepEqual(await outward.source('full-1'), before);
});

test('a product that was made in the shop is made in UnoPim, with the default family', async () => {
	const made = await outward.woo('POST', 'products', { name: 'Made here', sku: 'made-here', regular_price: '7', type: 'simple', status: 'publish' });
	const skipped = await outward.push(one(made.id));
	assert.deepEqual(await outward.sent(skipped), []);
	assert.match(await outward.tale(skipped), /no_family/);
	await outward.settings({ default_family: 'default' });
	const run = await outward.push(one(made.id));
	assert.deepEqual(await outward.sent(run), ['create made-here'], await outward.tale(run));
	const record = await outward.source('made-here');
	assert.deepEqual([record.family, record.status, record.values.channel_locale_specific[CHANNEL][LOCALE].name], ['default', true, 'Made here']);
	await outward.atRest();
});

test('a variation goes out alone; its product keeps its variants', async () => {
	const state = await shop.state();
	const variable = state.products.find((p) => p.type === 'variable' && p.variations.some(({ price }) => price !== ''));
	const leaf = variable.variations.find(({ price }) => price !== '');
	const [parent, child] = [await outward.source(variable.sku, 'configurable-products'), await outward.source(leaf.sku)];
	await outward.edit(leaf.sku, 'regular_price', '99');
	const run = await outward.push(QUEUE);
	assert.deepEqual(await outward.sent(run), [`update ${leaf.sku}`], await outward.tale(run));
	const after = await outward.source(leaf.sku);
	assert.equal(Number(after.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR), 99);
	after.values.channel_locale_specific[CHANNEL][LOCALE].price = child.values.channel_locale_specific[CHANNEL][LOCALE].price;
	assert.deepEqual(after, child);
	const rest = await outward.source(variable.sku, 'configurable-products');
	assert.deepEqual(rest.variants.map(({ sku }) => sku), parent.variants.map(({ sku }) => sku));
	await outward.atRest();
});

test('a category that was renamed and one that was added go out where they stand', async () => {
	const term = async (slug) => (await outward.woo('GET', `products/categories?slug=${slug}`))[0];
	const shirts = await term('men-tshirts');
	await outward.woo('PUT', `products/categories/${shirts.id}`, { name: 'Tees for men' });
	const made = await outward.woo('POST', 'products/categories', { name: 'Long sleeves', parent: shirts.id });
	const before = await outward.source('men_tshirts', 'categories');
	const run = await outward.push(QUEUE);
	assert.deepEqual((await outward.sent(run)).sort(), ['create long_sleeves', 'update men_tshirts'], await outward.tale(run));
	const after = await outward.source('men_tshirts', 'categories');
	assert.deepEqual([after.parent, after.additional_data.locale_specific[LOCALE].name], [before.parent, 'Tees for men']);
	const child = await outward.source('long_sleeves', 'categories');
	assert.deepEqual([child.parent, child.additional_data.locale_specific[LOCALE].name], ['men_tshirts', 'Long sleeves']);
	assert.equal((await term(made.slug)).parent, shirts.id);
	await outward.atRest();
});

test('a deletion is sent while Writeback delete is on', async () => {
	const id = await outward.idOf('made-here');
	await outward.settings({ writeback_delete: true });
	await outward.woo('DELETE', `products/${id}`, { force: false });
	const run = await outward.push(QUEUE);
	assert.deepEqual(await outward.sent(run), ['delete made-here'], await outward.tale(run));
	await assert.rejects(outward.source('made-here'), /404/);
	await outward.atRest();
});

test('a picture of the shop is uploaded once while Push images is on', async () => {
	await outward.channel({ push_images: true });
	await outward.settings({ default_family: 'default' });
	await outward.map({ target: 'image', attribute: 'image' });
	const { id } = await outward.woo('POST', 'products', { name: 'Pictured', sku: 'pictured', type: 'simple', status: 'publish' });
	await shop.php(path.join(root, 'tests/e2e/support/own-image.php'), id);
	const run = await outward.push(QUEUE);
	const image = (await outward.source('pictured')).values.common.image;
	assert.match(String(image), /^product\/.+\.png$/, await outward.tale(run));
	const again = await outward.push(one(id));
	assert.deepEqual(await outward.sent(again), [], await outward.tale(again));
	assert.equal((await outward.source('pictured')).values.common.image, image);
});
