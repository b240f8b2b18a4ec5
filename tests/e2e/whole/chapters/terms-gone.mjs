import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { sleep } from '../../../../scripts/lib/processes.mjs';
import { ROWS, category } from '../support/range.mjs';
import { euros, simple } from '../support/living.mjs';

const BRANDED = [...ROWS, { target: 'taxonomy:product_brand', attribute: 'brand' }];
const labels = (name) => ({ labels: { [LOCALE]: name } });
const option = (shop, attribute, code, place) => shop.api.call('POST', `attributes/${attribute}/options`, [{ code, sort_order: place, ...labels(code) }]);
const codes = async (shop) => (await Promise.all(['category', 'option', 'term'].map((entity) => shop.all(`links?entity=${entity}`)))).flat().map(({ code }) => code);

/** Terms that the shop's own product carries too (`shared`), and others. */
async function carried(shop, policy) {
	const code = (what) => `${policy}_${what}`;
	const kinds = ['shared', 'single'];
	for (const [place, what] of kinds.entries()) {
		await shop.edit(category(code(what), 'root', code(what)));
		for (const attribute of ['material', 'brand']) await option(shop, attribute, code(what), 90 + place);
	}
	const linked = kinds.map((what) => simple(code(what), { name: code(what), price: euros('1.00'), material: code(what), brand: code(what) }, { categories: ['cat_2', code(what)] }));
	await shop.edit(...linked);
	await shop.fine(await shop.pull('changes'));
	const { terms } = await shop.look();
	const slug = (what) => code(what).replace('_', '-');
	const attribute = (await shop.client.json('GET', 'wc/v3/products/attributes')).find(({ slug: held }) => held === 'pa_material');
	const { id } = await shop.client.json('POST', 'wc/v3/products', {
		name: 'Own', sku: `own-${policy}`, regular_price: '1', categories: [{ id: terms.product_cat[slug('shared')].id }], brands: [{ id: terms.product_brand[slug('shared')].id }],
		attributes: [{ id: attribute.id, visible: true, options: [code('shared')] }],
	});
	// WooCommerce writes its own table for filters a second after such a save.
	await sleep(1500);
	await shop.actions();
	const own = (await shop.look()).products[`own-${policy}`];
	assert.deepEqual([own.categories, own.attributes.pa_material.values, own.brands], [[slug('shared')], [slug('shared')], [code('shared')]]);

	for (const what of kinds) {
		await shop.api.call('DELETE', `categories/${code(what)}`);
		for (const of of ['material', 'brand']) await shop.edit({ op: 'delete_option', attribute: of, option: code(what) });
	}
	await shop.settings({ on_delete: policy });
	const run = await shop.pull('full');
	const tale = (await shop.tale(run)).join('\n');
	const now = await shop.look();
	const there = (what) => ['product_cat', 'pa_material', 'product_brand'].map((taxonomy) => slug(what) in now.terms[taxonomy]);
	const links = (await codes(shop)).filter((held) => kinds.some((what) => held.endsWith(code(what)))).length;
	assert.deepEqual({ ...now.products[`own-${policy}`], image: null }, { ...own, image: null }, `the shop's own product is as it was\n${tale}`);
	return { shared: there('shared'), single: there('single'), links, tale, run, id, now, slug };
}

const ALL = [true, true, true];
const NONE = [false, false, false];

async function tell(shop) {
	await shop.map(BRANDED);
	await shop.fine(await shop.pull('full'));

	const skipped = await carried(shop, 'skip');
	assert.deepEqual([skipped.shared, skipped.single, skipped.links], [ALL, ALL, 6], skipped.tale);
	assert.equal(skipped.tale.match(/deletion_skipped/g).length, 6, skipped.tale);

	const kept = await carried(shop, 'trash');
	// With those that were skipped before: they are no longer linked either.
	assert.deepEqual([kept.shared, kept.single, kept.links], [ALL, ALL, 0], kept.tale);
	await shop.fine(await shop.pull('full'));

	const deleted = await carried(shop, 'delete');
	assert.deepEqual([deleted.shared, deleted.single, deleted.links], [ALL, NONE, 3], deleted.tale);
	assert.equal(deleted.tale.match(/warn .*still_used/g).length, 3, deleted.tale);
	assert.deepEqual(deleted.now.products.delete_single.categories, ['cat-2']);
	shop.witnessed();
	await shop.pull('full');
	assert.deepEqual(shop.witnessed().saved, [], 'at rest, although three terms wait for the shop’s own product');
	await shop.client.json('DELETE', `wc/v3/products/${deleted.id}?force=true`);
	await shop.fine(await shop.run({ kind: 'deletions' }));
	assert.equal((await codes(shop)).filter((held) => held.endsWith('delete_shared')).length, 0);
	assert.equal(deleted.slug('shared') in (await shop.look()).terms.product_cat, false, 'then they go too');
	await shop.settings({ on_delete: 'trash' });

	await many(shop);
	for (const { id } of [skipped, kept]) await shop.client.json('DELETE', `wc/v3/products/${id}?force=true`);
	for (const policy of ['skip', 'trash', 'delete']) await shop.edit(...['shared', 'single'].map((what) => ({ op: 'delete_product', sku: `${policy}_${what}` })));
	await shop.map(ROWS);
	await shop.fine(await shop.pull('full'));
}

/** Many categories are asked about, and a list that breaks off takes none away. */
async function many(shop) {
	const leaves = Array.from({ length: 60 }, (_, n) => `leaf_${n}`);
	await shop.edit(category('leaves', 'root', 'Leaves'), ...leaves.map((code) => category(code, 'leaves', code)));
	await shop.fine(await shop.pull('changes'));
	for (const code of [...leaves, 'leaves']) await shop.api.call('DELETE', `categories/${code}`);
	const linked = async () => (await codes(shop)).filter((code) => /^leaf_|^leaves$/.test(code)).length;
	assert.equal(await linked(), 61);

	await shop.edit({ op: 'faults', spec: '422@/categories' });
	const broken = await shop.run({ kind: 'deletions' });
	assert.notEqual(broken.status, 'done');
	assert.equal(await linked(), 61, 'a list that cannot be read takes nothing away');
	await shop.edit({ op: 'faults', spec: '' });

	const asked = await shop.run({ kind: 'deletions' });
	assert.deepEqual([asked.status, asked.question?.question, asked.question?.count], ['waiting', 'delete:category', 61], (await shop.tale(asked)).join('\n'));
	await shop.post(`runs/${asked.id}/answer`, { answer: 'keep' });
	await shop.settled(asked);
	assert.equal(await linked(), 61, 'kept');
	await shop.granted(await shop.run({ kind: 'deletions' }));
	assert.equal(await linked(), 0);
}

export const termsGone = { title: 'Categories, options and brands that UnoPim deletes while products carry them: skipped, unlinked or deleted, and many are asked about', tell };
