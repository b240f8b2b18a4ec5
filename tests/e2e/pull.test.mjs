// The recorded catalogue of a real UnoPim lands in a real shop. What is expected is read from UnoPim itself, not from the plugin.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FULL_PULL } from '../../scripts/lib/connect.mjs';
import { bySku, openWorld } from './support/world.mjs';

let world;
let first;
let state;
let products;
let configurables;

before(async () => {
	world = await openWorld({ web: true });
	[products, configurables] = await Promise.all(['products', 'configurable-products'].map((list) => world.api.list(list)));
	first = await world.site.pull(FULL_PULL);
	state = await world.site.state();
});
after(() => world?.close());

const scoped = (record, field) => record.values.channel_locale_specific?.default?.en_US?.[field];
/** WordPress keeps no tags in the name of a term. */
const plain = (name) => name.replaceAll(/<[^>]*>/g, '').trim();
const amount = (price) => (price?.EUR ? Number(price.EUR) : null);

test('every product is created, none fails, none twice', () => {
	assert.equal(first.status === 'failed', false, JSON.stringify(first.error));
	assert.equal(first.counts.created, products.length + configurables.length);
	assert.equal(first.counts.failed, 0);
	assert.deepEqual(state.duplicate_skus, []);
	assert.deepEqual(state.orphans, []);
	for (const { sku } of [...products, ...configurables]) assert.ok(bySku(state, sku), `${sku} is not in the shop`);
});

test('categories stand in UnoPim’s tree, the channel’s root left out', async () => {
	const all = await world.api.list('categories');
	const parentOf = new Map(all.map((c) => [c.code, c.parent]));
	const nameOf = new Map(all.map((c) => [c.code, plain(c.additional_data?.locale_specific?.en_US?.name ?? c.code)]));
	const line = (code) => (parentOf.get(code) === null ? [code] : [...line(parentOf.get(code)), code]);
	const expected = all.filter((c) => c.code !== 'root' && line(c.code)[0] === 'root').map((c) => line(c.code).slice(1).map((code) => nameOf.get(code)).join(' > '));
	const names = new Map(state.categories.map((c) => [c.slug, c]));
	const trail = (c) => (c.parent === null ? [c.name] : [...trail(names.get(c.parent)), c.name]);
	const actual = state.categories.filter((c) => c.slug !== 'uncategorized').map((c) => trail(c).join(' > ').replaceAll('&amp;', '&'));
	assert.deepEqual(actual.sort(), expected.sort());
	assert.ok(expected.some((path) => path.split(' > ').length >= 3), 'the recording has three levels');
});

for (const attribute of ['color', 'size', 'brand']) {
	test(`${attribute}: its terms in UnoPim's order`, async () => {
		const options = await world.api.call('GET', `attributes/${attribute}/options`);
		const expected = options.toSorted((a, b) => a.sort_order - b.sort_order).map((o) => o.labels.en_US || o.code);
		assert.deepEqual(state.attributes[attribute].terms, expected);
	});
}

test('a simple product has UnoPim’s values', () => {
	const source = products.find((p) => p.sku === 'full-1');
	const product = bySku(state, 'full-1');
	assert.equal(product.type, 'simple');
	assert.equal(product.status, 'publish');
	assert.equal(product.name, scoped(source, 'name'));
	assert.equal(Number(product.regular_price), amount(scoped(source, 'price')));
	assert.deepEqual(product.attributes.pa_color.values, [source.values.common.color.toLowerCase()]);
	assert.deepEqual(product.categories, ['men-tshirts'], 'the category below another channel’s root is not his');
	assert.ok(product.purchasable);
});

test('every variation is purchasable at UnoPim’s price; one without an amount in the shop’s currency is not for sale', () => {
	const variable = state.products.filter((p) => p.type === 'variable' && p.variations.length);
	assert.ok(variable.length >= 3);
	let priced = 0;
	for (const variation of variable.flatMap((p) => p.variations)) {
		const wanted = amount(scoped(products.find((p) => p.sku === variation.sku), 'price'));
		assert.equal(variation.price === '' ? null : Number(variation.price), wanted, variation.sku);
		assert.equal(variation.purchasable, wanted !== null, variation.sku);
		assert.ok(Object.values(variation.axes).every((slug) => slug !== ''), `${variation.sku} names a term on every axis`);
		priced += wanted === null ? 0 : 1;
	}
	assert.ok(priced >= 12);
});

test('customers find products by the shop’s own layered navigation', async () => {
	await world.site.script('run-actions.php');
	const found = async (query) => (await (await fetch(`${world.site.url}/shop/?${query}`)).text()).match(/\/product\/[^"/]+/g) ?? [];
	const red = new Set(await found('filter_color=red'));
	assert.ok([...red].some((path) => path.startsWith('/product/full')), `red: ${[...red]}`);
	assert.ok([...red].some((path) => path.startsWith('/product/tee')), 'a variable product is found by a colour of its variations');
	const yellow = await found('filter_color=yellow');
	assert.deepEqual(yellow, [], 'nothing is yellow');
});

test('a second pull loads no product and writes nothing', async () => {
	const second = await world.site.pull(FULL_PULL);
	assert.deepEqual([second.counts.created, second.counts.updated, second.counts.failed, second.counts.writes], [0, 0, 0, 0]);
	assert.equal(second.counts.unchanged, first.counts.created);
	assert.equal(second.watch.products_loaded, 0);
	assert.deepEqual(second.watch.products_saved, []);
	assert.deepEqual(second.watch.shop_writes, []);
	assert.deepEqual(await world.site.state(), state);
});

test('one value changed in UnoPim: one product saved, one field changed', async () => {
	await world.api.patchProduct('full-1', { channel_locale_specific: { default: { en_US: { name: 'Full, renamed' } } } });
	const third = await world.site.pull(FULL_PULL);
	assert.deepEqual(third.watch.products_saved, ['full-1']);
	assert.equal(third.counts.updated, 1);
	assert.equal(third.counts.writes, 1);
	const expected = structuredClone(state);
	bySku(expected, 'full-1').name = 'Full, renamed';
	assert.deepEqual(await world.site.state(), expected);
	state = expected;
});

test('a field edited by hand in the shop survives; another field of the product still follows UnoPim', async () => {
	await world.site.script('edit-product.php', 'full-1', 'name', 'Named by the shop');
	await world.api.patchProduct('full-1', { channel_locale_specific: { default: { en_US: { short_description: '<p>new</p>' } } } });
	const fourth = await world.site.pull(FULL_PULL);
	assert.equal(fourth.counts.writes, 1);
	const product = bySku(await world.site.state(), 'full-1');
	assert.equal(product.name, 'Named by the shop');
	assert.equal(product.short_description, '<p>new</p>');
	const fifth = await world.site.pull(FULL_PULL);
	assert.equal(fifth.counts.writes, 0);
	assert.equal(bySku(await world.site.state(), 'full-1').name, 'Named by the shop');
});

test('the PHP build pulls the same within the memory of a host, without an opcode cache', async () => {
	const wish = path.join(world.site.root, 'wp-content/mu-plugins/engine.php');
	writeFileSync(wish, "<?php add_filter( 'unopim_connector_engine', static fn() => 'php' );");
	try {
		await world.api.patchProduct('full-1', { channel_locale_specific: { default: { en_US: { short_description: '<p>newer</p>' } } } });
		const run = await world.site.pull(FULL_PULL);
		assert.deepEqual([run.engine, run.counts.writes], ['php', 1]);
		assert.equal(bySku(await world.site.state(), 'full-1').short_description, '<p>newer</p>');
		assert.ok(run.peak_mb <= 128, `${run.peak_mb} MB`);
	} finally {
		rmSync(wish);
	}
});
