import assert from 'node:assert/strict';
import { CHANNEL, LOCALE } from '../../../../scripts/lib/connect.mjs';
import { ROWS, mug } from '../support/range.mjs';
import { euros, simple } from '../support/living.mjs';

const WEB = { code: 'web', pull: true, default_locale: 'fr_FR', interval: 'disabled', create_categories: false };
const french = (sku, attribute, value, locale = 'fr_FR') => ({ op: 'set_value', sku, path: ['channel_locale_specific', 'web', locale, attribute], value });
const pullWeb = (shop) => shop.run({ kind: 'pull', scope: 'full', channel: 'web', locale: 'fr_FR' });

async function priority(shop) {
	const before = await shop.look();
	await shop.edit(
		french('mug', 'name', 'Tasse'), french('lamp', 'name', 'Lamp of the web', 'en_US'),
		{ op: 'set_value', sku: 'mug', path: ['locale_specific', 'fr_FR', 'care_note'], value: 'Laver à 30 °C' },
		{ op: 'set_value', sku: 'plate', path: ['locale_specific', 'en_US', 'care_note'], value: 'Wash' },
	);
	await shop.put('channels', { channels: [{ code: CHANNEL }, WEB] });
	await shop.put('mapping/attributes?channel=web&locale=fr_FR', { rows: [{ target: 'meta:care', attribute: 'care_note' }] });
	await shop.fine(await pullWeb(shop));
	const wanted = structuredClone(before);
	wanted.products.mug.meta.care = 'Laver à 30 °C';
	wanted.products.plate.meta.care = 'Wash';
	const now = (await shop.look()).products;
	// The generated ones have notes of their own.
	for (const [sku, { meta }] of Object.entries(now)) if (!['mug', 'plate'].includes(sku)) delete meta.care;
	assert.deepEqual(now, wanted.products, 'the lower channel writes what the higher one does not map, in its language or the next that has it');
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	await shop.fine(await pullWeb(shop));
	assert.deepEqual(shop.witnessed().writes, [], 'the two leave each other’s fields alone');

	await edited(shop);

	await shop.put('channels', { channels: [{ code: 'web' }, { code: CHANNEL }] });
	await shop.fine(await pullWeb(shop));
	const { products } = await shop.look();
	assert.deepEqual([products.mug.name, products.lamp.name, products.plate.name], ['Tasse', 'Lamp of the web', 'Plate'], 'above, it fills what it knows');
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().saved, [], 'and the other is the lower one');

	await shop.put('channels', { channels: [{ code: CHANNEL }, { code: 'web', pull: false }] });
	const off = await shop.refused('POST', 'runs', { job: { kind: 'pull', scope: 'full', channel: 'web', locale: 'fr_FR' }, host: 'server' });
	assert.equal(off.code, 'direction_off');
}

/** What somebody did in the shop holds for a channel that has the field, or the product, for the first time. */
async function edited(shop) {
	const care = { target: 'meta:care', attribute: 'care_note' };
	const { plate } = (await shop.look()).products;
	await shop.client.json('PUT', `wc/v3/products/${plate.id}`, { meta_data: [{ key: 'care', value: 'By hand' }] });
	await shop.edit(simple('two-gone', { name: 'Gone', price: euros('3.00') }));
	await shop.fine(await shop.pull('full'));
	const { 'two-gone': gone } = (await shop.look()).products;
	await shop.client.json('DELETE', `wc/v3/products/${gone.id}?force=true`);

	await shop.map([...ROWS, care]);
	await shop.put('mapping/attributes?channel=web&locale=fr_FR', { rows: [] });
	await shop.put('channels', { channels: [{ code: 'web' }, { code: CHANNEL }] });
	const run = await shop.fine(await pullWeb(shop));
	assert.match((await shop.tale(run)).join('\n'), /product\/two-gone deleted_in_shop/);
	await shop.put('channels', { channels: [{ code: CHANNEL }, { code: 'web' }] });
	await shop.fine(await shop.pull('full'));
	const { products } = await shop.look();
	assert.equal(products['two-gone'], undefined, 'what was deleted by hand is brought by no other channel');
	assert.deepEqual([products.plate.meta.care, products.mug.meta.care], ['By hand', 'Laver à 30 °C'], 'a row that moves takes no edit along');

	await shop.map(ROWS);
	await shop.put('mapping/attributes?channel=web&locale=fr_FR', { rows: [care] });
	await shop.edit({ op: 'delete_product', sku: 'two-gone' });
	await shop.fine(await shop.pull('full'));
}

async function currency(shop) {
	await shop.set('mug', 'price', { EUR: '10.50', USD: '12.75' });
	await shop.set('plate', 'price', { EUR: '7.50' });
	await shop.channel({ price_currency: 'USD' });
	await shop.fine(await shop.pull('full'));
	const { products } = await shop.look();
	assert.deepEqual([products.mug.regular_price, products.plate.regular_price], ['12.75', '7.50'], 'the chosen currency’s amount; one that is not there clears nothing');
	await shop.channel({ price_currency: 'EUR' });
	await shop.fine(await shop.pull('full'));
	assert.equal((await shop.look()).products.mug.regular_price, '10.50');
}

async function root(shop) {
	await shop.channel({ root_only: true });
	await shop.edit({ op: 'set_value', sku: 'lamp', path: ['categories'], value: ['web_root'] });
	await shop.fine(await shop.pull('full'));
	const { lamp } = (await shop.look()).products;
	assert.equal(lamp.status, 'draft', 'a product that leaves the channel’s root becomes a draft');
	await shop.edit({ op: 'set_value', sku: 'lamp', path: ['categories'], value: ['cat_2'] });
	await shop.fine(await shop.pull('full'));
	assert.equal((await shop.look()).products.lamp.status, 'publish');
	await shop.channel({ root_only: false });
}

async function tell(shop) {
	await priority(shop);
	await currency(shop);
	await root(shop);
	await shop.edit(mug());
	await shop.set('plate', 'price', euros('7.50'));
	await shop.map(ROWS, CHANNEL, LOCALE);
	await shop.fine(await shop.pull('full'));
}

export const channels = { title: 'Two channels share one shop: the higher one first, each in its language and currency, and only what is below its root', tell };
