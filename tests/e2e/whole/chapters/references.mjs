import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { ROWS, category } from '../support/range.mjs';
import { euros, simple } from '../support/living.mjs';

const REFERRED = [...ROWS, { target: 'taxonomy:product_brand', attribute: 'brand' }, { target: 'tags', attribute: 'tags' }];
const associate = (sku, associations) => ({ op: 'set_value', sku, path: ['associations'], value: associations });

async function brands(shop) {
	const [{ code: one }, { code: two }] = await shop.api.call('GET', 'attributes/brand/options');
	const tags = (await shop.api.call('GET', 'attributes/tags/options')).slice(0, 2);
	await shop.set('mug', 'brand', one);
	await shop.set('mug', 'tags', tags.map(({ code }) => code).join(','));
	await shop.map(REFERRED);
	await shop.fine(await shop.pull('full'));
	const { products } = await shop.look();
	const label = ({ labels }) => labels[LOCALE];
	assert.deepEqual(products.mug.tags, tags.map(label).sort(), 'an option is a tag by its label');
	assert.equal(products.mug.brands.length, 1);
	await shop.client.json('PUT', `wc/v3/products/${products.mug.id}`, { tags: [...products.mug.tags.map((name) => ({ name })), { name: 'By hand' }] });
	await shop.set('mug', 'brand', two);
	await shop.set('mug', 'tags', tags[0].code);
	await shop.fine(await shop.pull('changes'));
	const after = (await shop.look()).products.mug;
	assert.deepEqual(after.tags, [label(tags[0]), 'By hand'].sort(), 'a tag of UnoPim’s goes, the shop’s own stays');
	assert.notDeepEqual(after.brands, products.mug.brands);
	await shop.set('mug', 'brand', null);
	await shop.fine(await shop.pull('changes'));
	assert.deepEqual((await shop.look()).products.mug.brands, after.brands, 'nothing clears a value unless the row says so');
}

/** The other end of a link may come later. */
async function associations(shop) {
	await shop.edit(
		associate('mug', { up_sells: ['plate', 'not-yet'], cross_sells: ['bowl'], related_products: ['lamp'] }),
	);
	await shop.fine(await shop.pull('changes'));
	let { mug } = (await shop.look()).products;
	assert.deepEqual([mug.upsells, mug.cross_sells, mug.related], [['plate'], ['bowl'], ['lamp']]);
	await shop.edit(simple('not-yet', { name: 'Not yet', price: euros('3.00') }));
	await shop.fine(await shop.pull('changes'));
	({ mug } = (await shop.look()).products);
	assert.deepEqual(mug.upsells, ['plate', 'not-yet'], 'it came, in its place');
	const { tee } = (await shop.look()).products;
	await shop.client.json('PUT', `wc/v3/products/${mug.id}`, { cross_sell_ids: [(await shop.look()).products.bowl.id, tee.id] });
	await shop.edit(associate('mug', { up_sells: ['not-yet'], cross_sells: ['bowl'], related_products: [] }));
	await shop.fine(await shop.pull('changes'));
	({ mug } = (await shop.look()).products);
	assert.deepEqual([mug.upsells, mug.cross_sells, mug.related], [['not-yet'], ['bowl', 'tee'], []], 'emptied where UnoPim emptied it; what the shop added stays');
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().writes, []);
}

/** Categories move, unless the shop moved them; a product's own are kept beside UnoPim's. */
async function categories(shop) {
	const { terms, products } = await shop.look();
	const slug = 'cat-1-2';
	assert.equal(terms.product_cat[slug].parent, 'cat-1');
	await shop.edit(category('cat_1_2', 'cat_3', 'Moved'));
	await shop.fine(await shop.pull('changes'));
	assert.deepEqual([(await shop.look()).terms.product_cat[slug].parent, (await shop.look()).terms.product_cat[slug].name], ['cat-3', 'Moved']);
	await shop.client.json('PUT', `wc/v3/products/categories/${terms.product_cat[slug].id}`, { parent: terms.product_cat['cat-0'].id });
	// WooCommerce does not count a branch anew when somebody moves it.
	await shop.client.json('PUT', 'wc/v3/system_status/tools/recount_terms', { confirm: true });
	await shop.edit(category('cat_1_2', 'cat_3', 'Moved again'));
	await shop.fine(await shop.pull('changes'));
	const now = (await shop.look()).terms.product_cat[slug];
	assert.deepEqual([now.parent, now.name], ['cat-0', 'Moved again'], 'moved by the shop, it stays there');

	const { id } = await shop.client.json('POST', 'wc/v3/products/categories', { name: 'Window' });
	const ids = [...products.plate.categories.map((name) => ({ id: terms.product_cat[name].id })), { id }];
	await shop.client.json('PUT', `wc/v3/products/${products.plate.id}`, { categories: ids });
	await shop.edit({ op: 'set_value', sku: 'plate', path: ['categories'], value: ['cat_2'] });
	await shop.fine(await shop.pull('changes'));
	assert.deepEqual((await shop.look()).products.plate.categories, ['cat-2', 'window'], 'what UnoPim does not know stays');
	await shop.settings({ category_assignment: 'exact' });
	await shop.edit({ op: 'set_value', sku: 'plate', path: ['categories'], value: ['cat_3'] });
	await shop.fine(await shop.pull('changes'));
	assert.deepEqual((await shop.look()).products.plate.categories, ['cat-3'], 'unless it is to be exact');
	await shop.settings({ category_assignment: 'managed' });
}

async function tell(shop) {
	await brands(shop);
	await associations(shop);
	await categories(shop);
	await shop.map(ROWS);
	await shop.fine(await shop.pull('full'));
}

export const references = { title: 'Brands, tags, links between products and categories follow UnoPim, and leave what the shop added', tell };
