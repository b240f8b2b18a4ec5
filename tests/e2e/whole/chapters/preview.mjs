import assert from 'node:assert/strict';
import { CHANNEL, LOCALE } from '../../../../scripts/lib/connect.mjs';
import { ROWS, category } from '../support/range.mjs';
import { euros } from '../support/living.mjs';

const JOB = { kind: 'pull', scope: 'full', channel: CHANNEL, locale: LOCALE };
const writes = ({ entity, key, action, kind, fields }) => ({ entity, key, action, kind, fields: fields.filter((f) => f.write).map(({ field }) => field).sort() });
/** A parent's sync reckons with what is written anyway, and a link without a field only remembers. */
const says = ({ action, fields }) => action !== 'sync' && (action !== 'link' || fields.length > 0);
const writing = (list) => list.map(writes).filter(says).map((one) => JSON.stringify(one)).sort();

async function plan(shop) {
	const { id } = await shop.settled(await shop.post('plans', { job: JOB, host: 'server' }));
	return shop.get(`plans/${id}`);
}

const apply = async (shop, { id }) => shop.settled(await shop.post(`plans/${id}/apply`));

async function tell(shop) {
	const before = await shop.look();
	shop.witnessed();
	const first = await plan(shop);
	assert.deepEqual([first.status, first.state], ['done', 'ready'], (await shop.tale(first)).join('\n'));
	assert.deepEqual(shop.witnessed().writes, [], 'a preview writes nothing to the shop');
	assert.deepEqual(await shop.look(), before);
	for (const entity of ['product', 'category', 'attribute', 'option']) assert.deepEqual(await shop.get(`links?entity=${entity}`), [], `a preview links no ${entity}`);
	const planned = await shop.all(`plans/${first.id}/operations`);
	assert.equal(planned.length, first.operations);
	assert.ok(planned.every(({ outcome }) => outcome === 'planned'));

	const applied = await shop.fine(await apply(shop, first));
	const done = await shop.operations(applied.id);
	assert.equal(writing(done).join('\n'), writing(planned).join('\n'), 'what was shown is what was written');
	assert.ok((await shop.all(`plans/${first.id}/operations`)).every(({ outcome }) => outcome === 'applied'));
	const shopAfter = await shop.look();
	for (const sku of ['mug', 'plate', 'bowl', 'lamp', 'tee']) assert.equal(shopAfter.products[sku]?.status, 'publish', sku);
	assert.deepEqual(Object.keys(shopAfter.products.tee.variations).sort(), ['tee-green-s', 'tee-red-m', 'tee-red-s']);
	const again = await shop.refused('POST', `plans/${first.id}/apply`);
	assert.deepEqual([again.status, again.code], [409, 'plan_applied']);

	shop.witnessed();
	const pulled = await shop.fine(await shop.pull());
	assert.deepEqual([shop.witnessed().saved, pulled.counts.writes], [[], 0], 'a pull after the apply finds nothing to do');

	await shop.set('plate', 'price', euros('8.00'));
	const outdated = await plan(shop);
	assert.equal(outdated.state, 'ready');
	await shop.map([...ROWS, { target: 'meta:note', attribute: 'care_note' }]);
	const refused = await shop.refused('POST', `plans/${outdated.id}/apply`);
	assert.deepEqual([refused.status, refused.code], [409, 'plan_outdated']);
	await shop.map(ROWS);

	await shop.set('mug', 'name', 'Mug of UnoPim');
	const cellar = shopAfter.terms.product_cat['cat-3'];
	await shop.edit(category('cat_3', 'root', 'Cellar of UnoPim'));
	const overtaken = await plan(shop);
	await shop.client.json('PUT', `wc/v3/products/${shopAfter.products.mug.id}`, { name: 'Mug of the shop' });
	await shop.client.json('PUT', `wc/v3/products/categories/${cellar.id}`, { name: 'Cellar of the shop' });
	const half = await apply(shop, overtaken);
	const { products, terms } = await shop.look();
	assert.equal(products.mug.name, 'Mug of the shop', 'an edit since the preview is not overwritten');
	assert.equal(terms.product_cat['cat-3'].name, 'Cellar of the shop', 'be it of a category');
	assert.equal(products.plate.regular_price, '8.00');
	const tale = (await shop.tale(half)).join('\n');
	const waits = await shop.all(`plans/${overtaken.id}/operations`);
	for (const [entity, code, name] of [['product', 'mug', 'Mug'], ['category', 'cat_3', 'Cellar']]) {
		assert.match(tale, new RegExp(`${entity}/${code} changed_since_preview`));
		const anew = waits.find(({ key }) => key === code);
		assert.equal(anew.outcome, 'planned', 'it waits for another apply');
		assert.equal(anew.fields.find(({ field }) => field === 'name').old, `${name} of the shop`);
	}
	await shop.fine(await apply(shop, overtaken));
	const seen = await shop.look();
	assert.deepEqual([seen.products.mug.name, seen.terms.product_cat['cat-3'].name], ['Mug of UnoPim', 'Cellar of UnoPim'], 'UnoPim wins, now that the edits were seen');
	await shop.set('mug', 'name', 'Mug');
	await shop.edit(category('cat_3', 'root', cellar.name));
	await shop.set('plate', 'price', euros('7.50'));
	await shop.fine(await shop.pull());
}

export const preview = { title: 'A preview writes nothing; applied, it writes what it showed and overwrites no edit made since', tell };
