import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { euros } from '../support/living.mjs';
import { category } from '../support/range.mjs';

async function tell(shop) {
	const before = await shop.look();
	await shop.set('mug', 'price', euros('11.00'));
	await shop.set('tee', 'price', euros('19.00'));
	await shop.edit(
		{ op: 'set_option_label', attribute: 'color', option: 'Green', locale: LOCALE, label: 'Bottle green' },
		category('cat_1_1', 'cat_2', 'Bowls'),
	);
	shop.witnessed();
	await shop.fine(await shop.pull('changes'));
	const { saved, synced } = shop.witnessed();
	// The variant in green has a price of its own; it inherits nothing that changed.
	assert.deepEqual(saved.filter((sku) => sku !== 'tee'), ['mug', 'tee-red-m', 'tee-red-s']);
	assert.deepEqual(synced, ['tee'], 'one parent sync, however many of its variations changed');

	const wanted = structuredClone(before);
	Object.assign(wanted.products.mug, { regular_price: '11.00', price: '11.00' });
	for (const sku of ['tee-red-s', 'tee-red-m']) Object.assign(wanted.products.tee.variations[sku], { regular_price: '19.00', price: '19.00' });
	wanted.products.tee.price = '19.00';
	wanted.products.tee.prices = ['19.00', '22.00'];
	wanted.terms.pa_color.green.name = 'Bottle green';
	Object.assign(wanted.terms.product_cat['cat-1-1'], { name: 'Bowls', parent: 'cat-2' });
	const after = await shop.look();
	assert.deepEqual(after, wanted, 'exactly these changed');

	await shop.fine(await shop.pull('changes'));
	assert.deepEqual(shop.witnessed().writes, [], 'nothing changed since: nothing written');
	assert.deepEqual(await shop.look(), after);
}

export const changes = { title: 'Pull Changes brings exactly what changed, from a UnoPim whose clock hangs 11 hours west', tell };
