import assert from 'node:assert/strict';
import { euros } from '../support/living.mjs';

/** The shop edits `name` and `regular_price`, UnoPim `short_description` and `price`: one field each alone, one both. */
async function meet(shop, n) {
	const { id } = (await shop.look()).products.lamp;
	await shop.client.json('PUT', `wc/v3/products/${id}`, { name: `Lamp by the shop ${n}`, regular_price: `9${n}.00` });
	await shop.set('lamp', 'short_description', `Shines ${n}`);
	await shop.set('lamp', 'price', euros(`8${n}.00`));
	await shop.pull('changes');
	return lamp(shop);
}

async function lamp(shop) {
	const { name, regular_price: price, short_description: short } = (await shop.look()).products.lamp;
	return [name, price, short];
}

const held = async (shop) => (await shop.get('reviews')).map(({ row, key, fields }) => ({ row, key, fields: fields.map(({ field, shop: ours, unopim }) => [field, ours, unopim]) }));

async function tell(shop) {
	await shop.channel({ conflict_policy: 'unopim' });
	assert.deepEqual(await meet(shop, 1), ['Lamp by the shop 1', '81.00', 'Shines 1'], 'UnoPim wins where both changed; what only the shop changed stays');

	await shop.channel({ conflict_policy: 'woocommerce' });
	assert.deepEqual(await meet(shop, 2), ['Lamp by the shop 2', '92.00', 'Shines 2'], 'WooCommerce wins where both changed');

	await shop.channel({ conflict_policy: 'review' });
	assert.deepEqual(await meet(shop, 3), ['Lamp by the shop 3', '93.00', 'Shines 3'], 'what both changed waits, the rest goes on');
	let waiting = await held(shop);
	assert.deepEqual(waiting.map(({ key, fields }) => [key, fields]), [['lamp', [['regular_price', '93.00', '83.00']]]]);
	shop.witnessed();
	await shop.pull('full');
	assert.deepEqual(shop.witnessed().saved, [], 'a held field is left alone');
	await shop.fine(await shop.settled(await shop.post(`reviews/${waiting[0].row}`, { choices: { regular_price: 'shop' } })));
	assert.deepEqual([await lamp(shop), await held(shop)], [['Lamp by the shop 3', '93.00', 'Shines 3'], []], 'the shop’s value was chosen');
	await shop.pull('full');
	assert.deepEqual([await lamp(shop), await held(shop)], [['Lamp by the shop 3', '93.00', 'Shines 3'], []], 'and the choice holds');

	assert.deepEqual(await meet(shop, 4), ['Lamp by the shop 4', '94.00', 'Shines 4']);
	waiting = await held(shop);
	await shop.fine(await shop.settled(await shop.post(`reviews/${waiting[0].row}`, { all: 'unopim' })));
	assert.deepEqual([await lamp(shop), await held(shop)], [['Lamp by the shop 4', '84.00', 'Shines 4'], []], 'UnoPim’s value was chosen');

	await shop.channel({ conflict_policy: 'unopim', mirror: true });
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await lamp(shop), ['Lamp', '84.00', 'Shines 4'], 'Mirror brings back every mapped field');
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().writes, [], 'and then there is nothing left to mirror');
	await shop.channel({ mirror: false });
}

export const threeWays = { title: 'A field edited on one side follows it; edited on both, the channel’s policy decides', tell };
