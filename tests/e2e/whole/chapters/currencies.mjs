import assert from 'node:assert/strict';
import { CHANNEL, LOCALE } from '../../../../scripts/lib/connect.mjs';

const KEYS = "'_regular_price_wmcp', '_sale_price_wmcp'";
const sell = (shop, currencies) => shop.bench.database.query(shop.site.database, `REPLACE INTO wp_options (option_name, option_value, autoload) VALUES ('whole_currencies', '${currencies}', 'off')`);
const fixed = async (shop) => (await shop.bench.database.query(shop.site.database, `SELECT s.meta_value, m.meta_key, m.meta_value FROM wp_postmeta m JOIN wp_postmeta s ON s.post_id = m.post_id AND s.meta_key = '_sku' WHERE m.meta_key IN (${KEYS}) AND s.meta_value IN ('bowl', 'tee-red-s') ORDER BY 1, 2`)).trim().split('\n').filter(Boolean).map((line) => line.split('\t'));

async function tell(shop) {
	const before = await shop.look();
	const own = async (sku) => (await shop.stored(sku)).values.channel_locale_specific[CHANNEL][LOCALE].price;
	const [bowl, tee] = [await own('bowl'), await own('tee')];
	await shop.set('bowl', 'price', { ...bowl, USD: '11.50' });
	await shop.set('bowl', 'sale_price', { USD: '9.90' });
	await shop.set('tee', 'price', { ...tee, USD: '22.00' });
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await fixed(shop), [], 'without such a plugin there is no place for them');
	assert.deepEqual(await shop.look(), before);

	await sell(shop, 'USD');
	const run = await shop.fine(await shop.pull('full'));
	assert.doesNotMatch((await shop.tale(run)).join('\n'), /currency_skipped/);
	assert.deepEqual(await fixed(shop), [
		['bowl', '_regular_price_wmcp', '{"USD":"11.50"}'], ['bowl', '_sale_price_wmcp', '{"USD":"9.90"}'],
		['tee-red-s', '_regular_price_wmcp', '{"USD":"22.00"}'],
	]);
	assert.deepEqual(await shop.look(), before, 'the shop’s own prices stay');
	assert.equal((await shop.fine(await shop.pull('full'))).counts.writes, 0, 'a second run writes nothing');

	const id = Number(await shop.bench.database.query(shop.site.database, "SELECT post_id FROM wp_postmeta WHERE meta_key = '_sku' AND meta_value = 'bowl'"));
	await shop.channel({ push: true, cooldown: 0 });
	await shop.client.json('PUT', `wc/v3/products/${id}`, { meta_data: [{ key: '_regular_price_wmcp', value: '{"USD":"12.75"}' }] });
	await shop.fine(await shop.run({ kind: 'push', scope: 'one', ids: { product: [id] } }));
	const { values } = await shop.stored('bowl');
	assert.deepEqual(values.channel_locale_specific[CHANNEL][LOCALE].price, { ...bowl, USD: '12.75' });
	assert.equal((await shop.fine(await shop.pull('full'))).counts.writes, 0);

	await sell(shop, 'GBP');
	const skipped = await shop.fine(await shop.pull('full'));
	assert.match((await shop.tale(skipped)).join('\n'), /info .*currency_skipped/, 'amounts that have no place are told');
	await shop.channel({ push: false, cooldown: 60 });
	await sell(shop, '');
	await shop.set('bowl', 'price', bowl);
	await shop.set('bowl', 'sale_price', null);
	await shop.set('tee', 'price', tee);
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await shop.look(), before);
}

export const currencies = { title: 'Amounts in further currencies become the prices of the shop’s currency plugin, and without one nothing', tell };
