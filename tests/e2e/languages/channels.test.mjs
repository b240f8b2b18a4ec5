// Two channels of different languages on one shop under real Polylang: the first makes the products in English and French, the second
// translates them into German; what somebody changes goes back to the channel and language that it came from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPolylang } from '../support/bilingual.mjs';
import { ALL, QUEUE } from '../support/outward.mjs';

const WEB = { kind: 'pull', scope: 'full', channel: 'web', locale: 'en_US' };
const GERMAN = { kind: 'pull', scope: 'full', channel: 'default', locale: 'de_DE' };
const said = { en: ['web', 'en_US'], fr: ['web', 'fr_FR'], de: ['default', 'de_DE'] };

let shop;
let outward;
let skus;

before(async () => {
	shop = await openPolylang('de');
	({ outward } = shop);
	const lists = await Promise.all(['products', 'configurable-products'].map((list) => outward.api.list(list)));
	skus = lists.flat().filter(({ parent }) => !parent).map(({ sku }) => sku);
	const name = (sku) => ([channel, locale]) => ({ op: 'set_value', sku, path: ['channel_locale_specific', channel, locale, 'name'], value: `${sku} ${channel} ${locale}` });
	await outward.world.steer(...skus.flatMap((sku) => Object.values(said).map(name(sku))));
	const common = { pull: true, push: true, cooldown: 0 };
	await outward.rest('PUT', 'channels', { channels: [{ code: 'web', ...common, default_locale: 'en_US' }, { code: 'default', ...common, default_locale: 'de_DE' }] });
});
after(() => shop?.close());

const pull = async () => [...(await shop.pull(WEB, ['fr_FR'])), ...(await shop.pull(GERMAN, ['en_US', 'fr_FR']))];
async function rests() {
	for (const run of await pull()) assert.equal(run.counts.writes, 0, await outward.tale(run));
	await outward.sends([], ALL);
}

test('each language comes from the first channel that has it, on one product with its translations', async () => {
	await pull();
	const { products } = await shop.state();
	const byId = new Map(products.map((product) => [product.id, product]));
	for (const sku of skus) {
		const product = products.find((one) => one.sku === sku);
		for (const [language, [channel, locale]] of Object.entries(said)) {
			assert.equal(byId.get(product?.translations[language])?.name, `${sku} ${channel} ${locale}`, `${sku} ${language}`);
		}
	}
	const counts = Object.keys(said).map((language) => products.filter((product) => product.language === language).length);
	assert.equal(new Set(counts).size, 1, `one of each language: ${counts}`);
	await rests();
	assert.deepEqual((await shop.state()).products, products);
});

test('an edit goes back to the channel and language that it came from, and nothing else moves', async () => {
	const { products } = await shop.state();
	const { sku, translations } = products.find((one) => one.sku === skus[0]);
	const expected = await outward.source(sku);
	for (const [language, [channel, locale]] of Object.entries(said)) {
		await outward.woo('PUT', `products/${translations[language]}`, { name: `By hand in ${language}` });
		expected.values.channel_locale_specific[channel][locale].name = `By hand in ${language}`;
	}
	const run = await outward.push(QUEUE);
	assert.equal(run.counts.writes, 3, await outward.tale(run));
	assert.deepEqual(await outward.source(sku), expected);
	await rests();
});

test('without the first channel’s Push only what the second one translates is sent, and that is told', async () => {
	await outward.channel({ push: false }, 'web');
	const { products } = await shop.state();
	const { sku, translations } = products.find((one) => one.sku === skus[1]);
	const expected = await outward.source(sku);
	for (const [language, id] of Object.entries(translations)) await outward.woo('PUT', `products/${id}`, { name: `Once more in ${language}` });
	expected.values.channel_locale_specific.default.de_DE.name = 'Once more in de';
	const run = await outward.push({ ...QUEUE, channel: 'default' });
	assert.deepEqual(await outward.source(sku), expected, await outward.tale(run));
	assert.match(await outward.tale(run), /lower_priority.*The channel web makes the products/);
});
