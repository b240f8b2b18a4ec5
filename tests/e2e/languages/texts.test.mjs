// A shop in two languages under real Polylang: what UnoPim says in French stands on the translation of what it says in English, and what
// somebody changes there is French in UnoPim.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { root } from '../../../scripts/lib/places.mjs';
import { openPolylang } from '../support/bilingual.mjs';
import { ALL } from '../support/outward.mjs';

let shop;
let outward;
let records;

before(async () => {
	shop = await openPolylang();
	({ outward } = shop);
	const lists = await Promise.all(['products', 'configurable-products'].map((list) => outward.api.list(list)));
	records = lists.flat();
});
after(() => shop?.close());

const sorted = (ids) => ids.toSorted((a, b) => a - b);
const said = ({ values }, locale) => values.channel_locale_specific?.default?.[locale]?.name;

let first;
let french;

test('each language gets its texts, on a translation of its own', async () => {
	[, french] = await shop.pull();
	first = await shop.state();
	const bySku = new Map(first.products.filter(({ language }) => language === 'en').map((product) => [product.sku, product]));
	const byId = new Map(first.products.map((product) => [product.id, product]));
	const inFrench = (id) => first.categories.find((category) => category.id === id)?.translations.fr;
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
		const wanted = product.categories.map(inFrench).filter(Boolean);
		if (wanted.length) assert.deepEqual(sorted(other.categories), sorted(wanted), record.sku);
	}
	assert.ok(translated > 10, `${translated} are translated`);
	const own = first.categories.filter(({ language }) => language === 'fr');
	assert.ok(own.length > 2);
	for (const { parent, translations } of own) {
		const original = first.categories.find(({ id }) => id === translations.en);
		assert.equal(parent, original.parent && inFrench(original.parent));
	}
});

test('what the shop has no place for in French is told once', async () => {
	const rows = await outward.rest('GET', `logs?run=${french.id}&search=untranslated`);
	const told = rows.map(({ message }) => message).sort();
	assert.equal(told.length, 2, told.join());
	assert.match(told[0], /^Names of attributes are not translated: .*color/);
	assert.match(told[1], /^Variations have no texts of their own/);
});

test('a second run creates no translation, and writes nothing', async () => {
	await shop.pullsNothing();
	assert.deepEqual(await shop.state(), first);
});

test('an edited translation is French in UnoPim, and nothing else of it moves', async () => {
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
	await shop.pullsNothing();
});

test('a translated category keeps its English name in UnoPim', async () => {
	const category = first.categories.find(({ language, translations }) => language === 'fr' && translations.en);
	const code = first.categories.find(({ id }) => id === category.translations.en).slug.replaceAll('-', '_');
	const names = async () => (await outward.source(code, 'categories')).additional_data.locale_specific;
	const before = await names();
	await outward.woo('PUT', `products/categories/${category.id}`, { name: 'Rayon nommé à la main' });
	await outward.sends([`update ${code}`]);
	const after = await names();
	assert.deepEqual([after.fr_FR.name, after[LOCALE].name], ['Rayon nommé à la main', before[LOCALE].name]);
	await shop.pullsNothing();
});

test('a translation that goes to the trash leaves the product in UnoPim', async () => {
	await outward.settings({ writeback_delete: true });
	const product = first.products.findLast(({ language, type, sku, translations }) => language === 'en' && type === 'simple' && sku && translations.fr);
	await outward.woo('DELETE', `products/${product.translations.fr}`, { force: false });
	await outward.sends([]);
	assert.equal((await outward.source(product.sku)).sku, product.sku);
});

test('a product that is made in both languages goes to UnoPim in both', async () => {
	await outward.settings({ default_family: (await outward.source(records[0].sku, records[0].super_attributes ? 'configurable-products' : 'products')).family });
	const made = JSON.parse((await shop.site.php(path.join(root, 'tests/e2e/support/make-translated.php'), 'made-in-both', 'Mug', 'Tasse')).trim().split('\n').at(-1));
	// Polylang makes a drawer of products without a category for each language; it is no category for UnoPim.
	const drawers = (await shop.state()).categories.filter(({ slug }) => slug.startsWith('uncategorized')).map(({ slug }) => slug);
	assert.ok(drawers.length > 1, drawers.join());
	await outward.sends(['create made-in-both', 'update made-in-both']);
	await outward.sends([], ALL);
	const names = (await outward.source('made-in-both')).values.channel_locale_specific[CHANNEL];
	assert.deepEqual([names[LOCALE].name, names.fr_FR.name], ['Mug', 'Tasse'], JSON.stringify(made));
});
