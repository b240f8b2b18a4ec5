// A shop in two languages under WPML, for which its documented hooks stand in: texts come to translations, and what somebody changes on one
// goes to its language alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CHANNEL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { openWpml } from '../support/bilingual.mjs';
import { ALL } from '../support/outward.mjs';

let shop;
let outward;
let sku, english, french;

before(async () => {
	shop = await openWpml();
	({ outward } = shop);
});
after(() => shop?.close());

test('each language gets its texts, and a second run creates no translation', async () => {
	await shop.pull();
	const { products } = await shop.state();
	const found = await shop.translated();
	assert.ok(found.length > 5, `${found.length} are translated`);
	for (const product of found) {
		const said = (await outward.source(product.sku)).values.channel_locale_specific[CHANNEL];
		assert.equal(products.find(({ id }) => id === product.translations.fr).name, said.fr_FR?.name ?? product.name, product.sku);
	}
	await shop.pullsNothing();
	assert.deepEqual((await shop.state()).products, products);
	sku = found[0].sku;
	({ en: english, fr: french } = found[0].translations);
});

test('a saved translation is queued, and goes to its language alone', async () => {
	await outward.channel({ push: true, cooldown: 0 });
	await outward.sends([], ALL);
	const expected = await outward.source(sku);
	await outward.woo('PUT', `products/${french}`, { name: 'Nommé à la main' });
	assert.equal(await outward.queued(), 1);
	await outward.sends([`update ${sku}`]);
	const said = expected.values.channel_locale_specific[CHANNEL];
	said.fr_FR = { ...said.fr_FR, name: 'Nommé à la main' };
	assert.deepEqual(await outward.source(sku), expected);

	await outward.woo('PUT', `products/${english}`, { name: 'Named by hand' });
	await outward.sends([`update ${sku}`]);
	said[LOCALE].name = 'Named by hand';
	assert.deepEqual(await outward.source(sku), expected);
	await shop.pullsNothing();
});

test('what is the same in every language is not sent from a translation', async () => {
	const expected = await outward.source(sku);
	await outward.woo('PUT', `products/${french}`, { weight: '77', regular_price: '777' });
	assert.equal(await outward.queued(), 1);
	await outward.sends([]);
	assert.deepEqual(await outward.source(sku), expected);
	await outward.sends([], ALL);
});

test('a translated category is named anew in its language alone', async () => {
	const { categories } = await shop.state();
	const category = categories.find(({ language, translations }) => language === 'fr' && translations.en);
	const code = categories.find(({ id }) => id === category.translations.en).slug.replaceAll('-', '_');
	const names = async () => (await outward.source(code, 'categories')).additional_data.locale_specific;
	const before = await names();
	await outward.woo('PUT', `products/categories/${category.id}`, { name: 'Rayon nommé à la main' });
	await outward.sends([`update ${code}`]);
	assert.deepEqual(await names(), { ...before, fr_FR: { ...before.fr_FR, name: 'Rayon nommé à la main' } });
	await shop.pullsNothing();
});
