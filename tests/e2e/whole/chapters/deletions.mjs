import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { sleep } from '../../../../scripts/lib/processes.mjs';
import { ROWS, bowl, category, lamp, mug, plate, teeOf } from '../support/range.mjs';

const gone = (...skus) => skus.map((sku) => ({ op: 'delete_product', sku }));
const states = async (shop, ...skus) => { const { products } = await shop.look(); return skus.map((sku) => products[sku]?.status ?? null); };
const codes = async (shop, entity, search) => (await shop.get(`links?entity=${entity}&search=${encodeURIComponent(search)}`)).map(({ code }) => code);

async function trashed(shop) {
	const before = await shop.look();
	await shop.edit(...gone('plate', 'tee-red-m'), category('cat_9', 'cat_2', 'Short-lived'), { op: 'delete_option', attribute: 'color', option: 'White' });
	await shop.fine(await shop.pull('full'));
	await shop.api.call('DELETE', 'categories/cat_9');
	const run = await shop.run({ kind: 'deletions' });
	await shop.fine(run);
	const { products, terms } = await shop.look();
	assert.deepEqual([products.plate.status, products.tee.variations['tee-red-m'].status], ['trash', 'private'], 'a product goes to the trash, a variation is disabled');
	assert.ok(terms.product_cat['cat-9'] && terms.pa_color.white, 'terms have no trash: they are kept');
	assert.deepEqual([await codes(shop, 'category', 'cat_9'), await codes(shop, 'option', 'color/White')], [[], []], 'and no longer linked');
	assert.equal(products.bowl.status, 'publish');

	await shop.edit(plate(), teeOf('Red', 'M'));
	await shop.fine(await shop.pull('full'));
	const back = await shop.look();
	assert.deepEqual(back.products, before.products, 'what is back in UnoPim is back in the shop, the same items');
}

async function incomplete(shop) {
	await shop.edit(...gone('bowl'), { op: 'bad_row', sku: 'cup-0' });
	const run = await shop.pull('full');
	assert.deepEqual(await states(shop, 'bowl', 'cup-0'), ['publish', 'publish'], `a row that cannot be read: nothing is taken for deleted\n${(await shop.tale(run)).join('\n')}`);
	await shop.edit({ op: 'bad_row', sku: 'cup-0', repair: true });
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await states(shop, 'bowl', 'cup-0'), ['trash', 'publish']);
	await shop.edit(bowl());
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await states(shop, 'bowl'), ['publish']);
}

async function skipped(shop) {
	await shop.settings({ on_delete: 'skip' });
	await shop.edit(...gone('lamp'));
	const run = await shop.fine(await shop.run({ kind: 'deletions' }));
	assert.deepEqual(await states(shop, 'lamp'), ['publish']);
	assert.match((await shop.tale(run)).join('\n'), /product\/lamp .*skipped/i);
}

async function deleted(shop) {
	await shop.settings({ on_delete: 'delete' });
	await shop.edit(category('cat_8', 'cat_2', 'For a day'));
	await shop.fine(await shop.pull('changes'));
	await shop.api.call('DELETE', 'categories/cat_8');
	await shop.edit({ op: 'delete_option', attribute: 'color', option: 'Navy' });
	await shop.fine(await shop.run({ kind: 'deletions' }));
	const { products, terms } = await shop.look();
	assert.equal(products.lamp, undefined, 'gone for good');
	assert.deepEqual([await codes(shop, 'product', 'lamp'), terms.product_cat['cat-8']], [[], undefined]);
	await shop.settings({ on_delete: 'trash' });
	await shop.edit(lamp());
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(await states(shop, 'lamp'), ['publish'], 'what the pull deleted itself may come again');
}

/** An attribute of UnoPim's goes for good with its terms, once nothing of the shop's own has it any more. */
async function withoutAttribute(shop) {
	const labels = (name) => ({ labels: { [LOCALE]: name } });
	await shop.api.call('POST', 'attributes', { code: 'finish', type: 'select', position: 90, ...labels('Finish') });
	await shop.api.call('POST', 'attributes/finish/options', [{ code: 'matt', sort_order: 1, ...labels('Matt') }, { code: 'gloss', sort_order: 2, ...labels('Gloss') }]);
	await shop.map([...ROWS, { target: 'attribute:pa_finish', attribute: 'finish', visible: true }]);
	await shop.pull('full');
	assert.deepEqual(Object.keys((await shop.look()).terms.pa_finish), ['matt', 'gloss']);
	const attribute = async () => (await shop.client.json('GET', 'wc/v3/products/attributes')).find(({ slug }) => slug === 'pa_finish');
	const { id } = await attribute();
	const own = await shop.client.json('POST', 'wc/v3/products', { name: 'The shop’s own', sku: 'own', regular_price: '1', attributes: [{ id, visible: true, options: ['Matt'] }] });
	// WooCommerce writes its own table for filters a second after such a save.
	await sleep(1500);
	await shop.actions();

	await shop.api.call('DELETE', 'attributes/finish');
	await shop.map(ROWS);
	await shop.settings({ on_delete: 'delete' });
	const kept = await shop.run({ kind: 'deletions' });
	assert.ok(await attribute(), 'something of the shop’s own has it');
	assert.match((await shop.tale(kept)).join('\n'), /attribute\/finish still_used/);
	assert.deepEqual((await shop.look()).products.own.attributes.pa_finish.values, ['matt']);

	await shop.client.json('DELETE', `wc/v3/products/${own.id}?force=true`);
	await shop.fine(await shop.run({ kind: 'deletions' }));
	assert.equal(await attribute(), undefined, 'gone');
	assert.equal((await shop.look()).terms.pa_finish, undefined, 'and its terms with it');
	assert.deepEqual([await codes(shop, 'attribute', 'finish'), await codes(shop, 'option', 'finish/')], [[], []]);
	await shop.settings({ on_delete: 'trash' });
	await shop.fine(await shop.pull('full'));
}

async function guarded(shop) {
	const before = await shop.look();
	const skus = Object.keys(before.products).filter((sku) => /^(?:s|cup)-/.test(sku));
	assert.ok(skus.length > 50, `${skus.length} products to delete`);
	const stored = await Promise.all(skus.map((sku) => shop.stored(sku)));
	await shop.edit(...gone(...skus));

	const kept = await shop.pull('full');
	assert.equal(kept.status, 'waiting', JSON.stringify(kept.counts));
	assert.deepEqual([kept.question.question, kept.question.count], ['delete:product', skus.length]);
	assert.deepEqual([...kept.question.keys].sort(), skus.sort());
	assert.deepEqual((await shop.look()).products, before.products, 'nothing goes before somebody has said so');
	await shop.post(`runs/${kept.id}/answer`, { answer: 'keep' });
	await shop.fine(await shop.settled(kept));
	assert.deepEqual((await shop.look()).products, before.products, 'kept');
	const late = await shop.refused('POST', `runs/${kept.id}/answer`, { answer: 'delete' });
	assert.deepEqual([late.status, late.code], [409, 'no_question']);

	const run = await shop.run({ kind: 'deletions' });
	assert.equal(run.status, 'waiting');
	await shop.post(`runs/${run.id}/answer`, { answer: 'delete' });
	const done = await shop.fine(await shop.settled(run));
	assert.equal(done.counts.deleted, skus.length);
	assert.deepEqual([...new Set(await states(shop, ...skus))], ['trash']);

	await shop.edit(
		...stored.map(({ sku, family, values }) => ({ op: 'put_product', sku, family, values })),
		...stored.filter(({ status }) => !status).map(({ sku }) => ({ op: 'set_status', sku, enabled: false })),
	);
	const restored = await shop.fine(await shop.pull('full'));
	assert.equal(restored.counts.restored, skus.length);
	assert.deepEqual((await shop.look()).products, before.products, 'all of them are back');
}

async function tell(shop) {
	await shop.edit(mug());
	await shop.fine(await shop.pull('full'));
	await trashed(shop);
	await incomplete(shop);
	await skipped(shop);
	await deleted(shop);
	await withoutAttribute(shop);
	await guarded(shop);
}

export const deletions = { title: 'What UnoPim deletes goes to the trash, for good or nowhere, never by mistake, and comes back', tell };
