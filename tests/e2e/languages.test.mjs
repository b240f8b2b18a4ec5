// A shop in two languages under real Polylang: what UnoPim says in French stands on the translation of what it says in English, and what
// somebody changes there is French in UnoPim.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../scripts/lib/connect.mjs';
import { polylang, root } from '../../scripts/lib/places.mjs';
import { ALL, outwardOf } from './support/outward.mjs';
import { openWorld } from './support/world.mjs';

const RUNS = 'unopim-connector/v1/runs';

let world;
let records;

before(async () => {
	world = await openWorld({ unopim: ['--catalogue', 'generated', '--version', '3.0.1', '--products', '60', '--no-images', '--no-throttle'] });
	cpSync(polylang().dir, path.join(world.site.root, 'wp-content/plugins/polylang'), { recursive: true });
	await world.site.script('activate.php', 'polylang/polylang.php');
	await world.site.script('add-languages.php');
	const lists = await Promise.all(['products', 'configurable-products'].map((list) => world.api.list(list)));
	records = lists.flat();
});
after(() => world?.close());

/** Pulls English, and then what the run asks to be pulled next. */
async function pull() {
	const english = await world.site.pull(FULL_PULL);
	const next = (await world.site.rest('GET', RUNS)).filter(({ status }) => status === 'queued');
	assert.deepEqual(next.map(({ job }) => [job.kind, job.scope, job.locale]), [['pull', 'full', 'fr_FR']]);
	return { english, french: await world.site.pull(next[0].id) };
}

const state = async () => JSON.parse((await world.site.php(path.join(root, 'tests/e2e/support/translations.php'))).trim().split('\n').at(-1));
const sorted = (ids) => ids.toSorted((a, b) => a - b);
const said = ({ values }, locale) => values.channel_locale_specific?.default?.[locale]?.name;

let first;

test('each language gets its texts, on a translation of its own', async () => {
	for (const run of Object.values(await pull())) assert.notEqual(run.status, 'failed', JSON.stringify(run.error));
	first = await state();
	const bySku = new Map(first.products.filter(({ language }) => language === 'en').map((product) => [product.sku, product]));
	const byId = new Map(first.products.map((product) => [product.id, product]));
	const french = (id) => first.categories.find((category) => category.id === id)?.translations.fr;
	let translated = 0;
	for (const record of records.filter(({ parent, sku }) => !parent && bySku.has(sku))) {
		const product = bySku.get(record.sku);
		const other = byId.get(product.translations.fr);
		if (!said(record, 'fr_FR')) continue;
		translated += 1;
		assert.equal(product.name, said(record, 'en_US') ?? product.name, record.sku);
		assert.equal(other?.name, said(record, 'fr_FR'), record.sku);
		assert.deepEqual([other.type, other.price, other.sku], [product.type, product.price, ''], record.sku);
		// Where nothing is left, WooCommerce has a drawer of its own.
		const wanted = product.categories.map((id) => french(id)).filter(Boolean);
		if (wanted.length) assert.deepEqual(sorted(other.categories), sorted(wanted), record.sku);
	}
	assert.ok(translated > 10, `${translated} are translated`);
	const own = first.categories.filter(({ language }) => language === 'fr');
	assert.ok(own.length > 2);
	for (const { parent, translations } of own) {
		const original = first.categories.find(({ id }) => id === translations.en);
		assert.equal(parent, original.parent && french(original.parent));
	}
});

test('a second run creates no translation, and writes nothing', async () => {
	const { english, french } = await pull();
	assert.deepEqual([english.counts.writes, french.counts.writes, french.counts.created], [0, 0, 0]);
	assert.deepEqual(await state(), first);
});

test('an edited translation is French in UnoPim, and nothing else of it moves', async () => {
	const outward = outwardOf(world);
	await outward.channel({ push: true, cooldown: 0 });
	await outward.sends([], ALL);
	const product = first.products.find(({ language, type, sku, translations }) => language === 'en' && type === 'simple' && sku && translations.fr);
	const expected = await outward.source(product.sku);
	await outward.woo('PUT', `products/${product.translations.fr}`, { name: 'Nommé à la main' });
	assert.equal(await outward.queued(), 1);
	await outward.sends([`update ${product.sku}`]);
	const locales = expected.values.channel_locale_specific[CHANNEL];
	locales.fr_FR = { ...locales.fr_FR, name: 'Nommé à la main' };
	assert.deepEqual(await outward.source(product.sku), expected);
	await outward.sends([], ALL);
	const { english, french } = await pull();
	assert.deepEqual([english.counts.writes, french.counts.writes], [0, 0]);
});

test('a translated category keeps its English name in UnoPim', async () => {
	const outward = outwardOf(world);
	const category = first.categories.find(({ language, translations }) => language === 'fr' && translations.en);
	const code = first.categories.find(({ id }) => id === category.translations.en).slug.replaceAll('-', '_');
	const names = async () => (await outward.source(code, 'categories')).additional_data.locale_specific;
	const before = await names();
	await outward.woo('PUT', `products/categories/${category.id}`, { name: 'Rayon nommé à la main' });
	await outward.sends([`update ${code}`]);
	const after = await names();
	assert.deepEqual([after.fr_FR.name, after[LOCALE].name], ['Rayon nommé à la main', before[LOCALE].name]);
	const { english, french } = await pull();
	assert.deepEqual([english.counts.writes, french.counts.writes], [0, 0]);
});

test('a translation that goes to the trash leaves the product in UnoPim', async () => {
	const outward = outwardOf(world);
	await outward.settings({ writeback_delete: true });
	const product = first.products.findLast(({ language, type, sku, translations }) => language === 'en' && type === 'simple' && sku && translations.fr);
	await outward.woo('DELETE', `products/${product.translations.fr}`, { force: false });
	await outward.sends([]);
	assert.equal((await outward.source(product.sku)).sku, product.sku);
});

test('a product that is made in both languages goes to UnoPim in both', async () => {
	const outward = outwardOf(world);
	await outward.settings({ default_family: (await outward.source(records[0].sku, records[0].super_attributes ? 'configurable-products' : 'products')).family });
	const made = JSON.parse((await world.site.php(path.join(root, 'tests/e2e/support/make-translated.php'), 'made-in-both', 'Mug', 'Tasse')).trim().split('\n').at(-1));
	// Polylang makes a drawer of products without a category for each language; it is no category for UnoPim.
	const drawers = (await state()).categories.filter(({ slug }) => slug.startsWith('uncategorized')).map(({ slug }) => slug);
	assert.ok(drawers.length > 1, drawers.join());
	await outward.sends(['create made-in-both', 'update made-in-both']);
	await outward.sends([], ALL);
	const names = (await outward.source('made-in-both')).values.channel_locale_specific[CHANNEL];
	assert.deepEqual([names[LOCALE].name, names.fr_FR.name], ['Mug', 'Tasse'], JSON.stringify(made));
});

test('a text of a translation that both sides changed waits for a choice, and is taken back with its run', async () => {
	const outward = outwardOf(world);
	const product = first.products.find(({ language, type, sku, translations }) => language === 'en' && type === 'simple' && sku && translations.fr);
	const french = product.translations.fr;
	const inUnoPim = async () => (await outward.source(product.sku)).values.channel_locale_specific[CHANNEL].fr_FR.name;
	const inShop = async () => (await outward.woo('GET', `products/${french}`)).name;
	await outward.channel({ conflict_policy: 'review' });
	await outward.api.patchProduct(product.sku, { channel_locale_specific: { [CHANNEL]: { fr_FR: { name: 'Le leur' } } } });
	await outward.woo('PUT', `products/${french}`, { name: 'Le nôtre' });
	await outward.sends([]);
	const [held] = await outward.held();
	assert.deepEqual([held.key, held.fields.map(({ field, shop, unopim }) => [field, shop, unopim])], [product.sku, [['name', 'Le nôtre', 'Le leur']]], JSON.stringify(held));
	const { id } = await outward.rest('POST', `reviews/${held.row}`, { choices: { name: 'unopim' } });
	const decided = await world.site.pull(id);
	assert.equal(decided.status, 'done', await outward.tale(decided));
	assert.deepEqual([await inShop(), await outward.held()], ['Le leur', []]);

	await outward.woo('PUT', `products/${french}`, { name: 'Encore autre chose' });
	const dry = await world.site.pull({ ...ALL, dry: true });
	assert.deepEqual([dry.counts.updated, await inUnoPim()], [1, 'Le leur'], await outward.tale(dry));
	const sent = await outward.sends([`update ${product.sku}`]);
	assert.equal(await inUnoPim(), 'Encore autre chose');
	const undo = await outward.rest('POST', `runs/${sent.id}/undo`);
	const undone = await world.site.pull(undo.id);
	assert.deepEqual([undone.status, await inUnoPim()], ['done', 'Le leur'], await outward.tale(undone));
	await outward.channel({ conflict_policy: 'unopim' });
});
