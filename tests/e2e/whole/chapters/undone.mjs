import assert from 'node:assert/strict';
import { euros, simple } from '../support/living.mjs';
import { mug, plate } from '../support/range.mjs';

async function tell(shop) {
	const before = await shop.look();
	await shop.set('mug', 'name', 'Mug, wrong');
	await shop.set('mug', 'price', euros('1.00'));
	await shop.set('plate', 'material', 'steel');
	await shop.edit(simple('jug', { name: 'Jug', price: euros('9.00') }, { categories: ['cat_1'] }));
	const run = await shop.fine(await shop.pull('changes'));
	const wrong = await shop.look();
	assert.deepEqual([wrong.products.mug.name, wrong.products.plate.attributes.pa_material.values, wrong.products.jug.status], ['Mug, wrong', ['steel'], 'publish']);

	await shop.client.json('PUT', `wc/v3/products/${wrong.products.mug.id}`, { regular_price: '5.00' });
	const undo = await shop.settled(await shop.post(`runs/${run.id}/undo`));
	const wanted = structuredClone(before);
	Object.assign(wanted.products.mug, { regular_price: '5.00', price: '5.00' });
	wanted.products.jug = { ...wrong.products.jug, status: 'trash' };
	const after = await shop.look();
	// The slug that WordPress gives in the trash is its own.
	for (const shown of [wanted, after]) delete shown.products.jug.slug;
	assert.deepEqual(after.products, wanted.products, `every field returns but the one edited since, what was created is in the trash\n${(await shop.tale(undo)).join('\n')}`);
	assert.match((await shop.tale(undo)).join('\n'), /product\/mug edited_since regular_price/);
	const again = await shop.refused('POST', `runs/${run.id}/undo`);
	assert.deepEqual([again.status, again.code], [409, 'already_undone']);

	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().saved, [], 'the next pull does not write again what was taken back');

	await shop.edit({ op: 'delete_product', sku: 'jug' }, mug(), plate());
	await shop.set('mug', 'price', euros('10.50'));
	await shop.set('mug', 'name', 'Mug');
	await shop.pull('full');
}

export const undone = { title: 'A run is taken back, except for what was edited since', tell };
