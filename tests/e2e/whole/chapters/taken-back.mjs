import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { configurable, euros, simple, variant } from '../support/living.mjs';
import { ROWS, category } from '../support/range.mjs';

const RICH = [
	...ROWS,
	{ target: 'attribute:pa_features', attribute: 'features', visible: true }, { target: 'attribute:pa_care', attribute: 'care', visible: true },
	{ target: 'taxonomy:product_brand', attribute: 'brand' }, { target: 'tags', attribute: 'tags' }, { target: 'weight', attribute: 'weight' },
	{ target: 'sale_end', attribute: 'release_date' }, { target: 'image', attribute: 'image' }, { target: 'gallery', attribute: 'gallery' },
];
const option = (attribute, code, label) => ({ op: 'set_option_label', attribute, option: code, locale: LOCALE, label });
const gone = (...skus) => skus.map((sku) => ({ op: 'delete_product', sku }));
const links = async (shop) => Object.fromEntries(await Promise.all(['product', 'category', 'attribute', 'option', 'term'].map(async (entity) => [entity, (await shop.all(`links?entity=${entity}`)).map(({ code, id }) => `${code} ${id}`).sort()])));
const attributes = async (shop) => (await shop.client.json('GET', 'wc/v3/products/attributes')).map(({ slug, name }) => [slug, name]);
const whole = async (shop) => ({ ...(await shop.look()), attributes: await attributes(shop), links: await links(shop) });
/** WordPress makes slugs of its own for what was in the trash. */
const without = (product) => ({ ...product, slug: null });

async function stock(shop) {
	const [brands, tags, features] = await Promise.all(['brand', 'tags', 'features'].map(async (code) => (await shop.api.call('GET', `attributes/${code}/options`)).map((one) => one.code)));
	await shop.edit(
		category('u_a', 'root', 'Upper'), category('u_b', 'root', 'Lower'), category('u_c', 'u_a', 'Below'), category('u_d', 'u_b', 'Short-lived'),
		...[1, 2, 3].map((seed) => ({ op: 'draw_file', path: `undo/${seed}.png`, seed: 500 + seed })),
		simple('u-all', { name: 'All', price: euros('10.00'), sale_price: euros('8.00'), brand: brands[0], tags: tags[0], features: features.slice(0, 2).join(','), care: 'wash_30', weight: '1', color: 'Red', release_date: '2027-01-31', image: 'undo/1.png', gallery: ['undo/2.png'], description: '<p>Before</p>' }, { categories: ['u_a', 'u_c', 'u_d'], associations: { up_sells: ['mug'], cross_sells: ['plate'], related_products: ['bowl'] } }),
		simple('u-turn', { name: 'Turn', price: euros('5.00') }, { categories: ['u_a'] }),
		simple('u-gone', { name: 'Gone', price: euros('6.00') }, { categories: ['u_d'] }),
		simple('u-hand', { name: 'By hand', price: euros('7.00'), description: '<p>Before</p>' }, { categories: ['u_c'] }),
		configurable('u-var', ['color'], { name: 'Var', price: euros('9.00') }, { categories: ['u_a'] }), variant('u-var', 'u-var-red', { color: 'Red' }), variant('u-var', 'u-var-black', { color: 'Black' }),
	);
	await shop.map(RICH);
	await shop.fine(await shop.pull('full'));
	await shop.post('media/resume');
	await shop.fine(await shop.run({ kind: 'images' }));
	return { brands, tags, features };
}

/** One run of every kind of change. */
async function everything(shop, { brands, tags, features }) {
	await shop.edit(
		category('u_c', 'u_b', 'Moved'), category('u_e', 'u_a', 'New'), option('features', features[0], 'Renamed'), { op: 'delete_option', attribute: 'features', option: features[1] },
		simple('u-all', { name: 'All, changed', price: euros('11.00'), sale_price: euros('7.00'), brand: brands[1], tags: tags[1], features: features[0], weight: '2', color: 'Black', release_date: '2027-02-28', image: 'undo/3.png', gallery: ['undo/2.png', 'undo/1.png'], description: '<p>After</p>' }, { categories: ['u_b', 'u_e'], associations: { up_sells: ['plate'], cross_sells: ['plate', 'bowl'], related_products: [] } }),
		{ op: 'set_status', sku: 'u-all', enabled: false },
		...gone('u-gone', 'u-turn', 'u-var-black'),
		configurable('u-turn', ['color'], { name: 'Turn', price: euros('5.00') }, { categories: ['u_a'] }), variant('u-turn', 'u-turn-red', { color: 'Red' }),
		variant('u-var', 'u-var-green', { color: 'Green' }), simple('u-new', { name: 'New', price: euros('3.00') }, { categories: ['u_e'] }),
	);
	await shop.set('u-var-red', 'price', euros('9.50'));
	await shop.set('u-hand', 'price', euros('7.70'));
	await shop.set('u-hand', 'description', '<p>After</p>');
	await shop.api.call('DELETE', 'categories/u_d');
	await shop.api.call('DELETE', 'attributes/care');
	await shop.api.call('PUT', 'attributes/features', { labels: { [LOCALE]: 'Qualities' } });
	await shop.map(RICH.filter(({ attribute }) => attribute !== 'care'));
	// Otherwise the minute's tick may bring the pictures first, in a run of its own.
	await shop.post('media/pause');
	const run = await shop.fine(await shop.pull('full'));
	await shop.post('media/resume');
	const pictures = await shop.fine(await shop.run({ kind: 'images' }));
	return { run, pictures };
}

async function tell(shop) {
	const known = await stock(shop);
	const before = await whole(shop);
	const { run, pictures } = await everything(shop, known);
	const changed = await whole(shop);
	const [all, turn] = [changed.products['u-all'], changed.products['u-turn']];
	assert.deepEqual(
		[all.name, all.status, all.price, all.brands.length, all.sale_end, all.related, all.gallery.length, turn.type, changed.products['u-gone'].status, changed.products['u-var'].variations['u-var-black'].status, changed.terms.product_cat['u-c'].parent],
		['All, changed', 'draft', '7.00', 1, '2027-02-28T23:59:59', [], 2, 'variable', 'trash', 'private', 'u-b'],
	);
	assert.ok(changed.links.category.every((link) => !link.startsWith('u_d ')) && changed.links.attribute.every((link) => !link.startsWith('care ')) && changed.links.option.every((link) => !link.startsWith('care/')));
	assert.ok(changed.attributes.some(([, name]) => name === 'Qualities'));

	// Somebody goes on working.
	await shop.client.json('PUT', `wc/v3/products/${changed.products['u-hand'].id}`, { regular_price: '1.23' });
	await shop.client.json('PUT', `wc/v3/products/categories/${changed.terms.product_cat['u-c'].id}`, { name: 'By hand' });

	await shop.settled(await shop.post(`runs/${pictures.id}/undo`));
	const undo = await shop.settled(await shop.post(`runs/${run.id}/undo`));
	const tale = (await shop.tale(undo)).join('\n');
	assert.match(tale, /product\/u-hand edited_since regular_price/);
	assert.match(tale, /category\/u_c edited_since name/);
	const after = await whole(shop);

	const wanted = structuredClone(before);
	Object.assign(wanted.products['u-hand'], { regular_price: '1.23', price: '1.23' });
	wanted.terms.product_cat['u-c'].name = 'By hand';
	// Created terms stay, and their links; created products are in the trash, created variations disabled with or in their product.
	wanted.terms.product_cat['u-e'] = changed.terms.product_cat['u-e'];
	wanted.attachments = changed.attachments;
	for (const [entity, list] of Object.entries(wanted.links)) wanted.links[entity] = [...new Set([...list, ...changed.links[entity]])].sort();
	assert.equal(after.products['u-new'].status, 'trash', tale);
	assert.deepEqual(after.links, wanted.links, `every link is back\n${tale}`);
	assert.deepEqual([after.terms, after.attributes], [wanted.terms, wanted.attributes], tale);
	for (const sku of Object.keys(before.products).filter((sku) => !['u-turn', 'u-var'].includes(sku))) assert.deepEqual(without(after.products[sku]), without(wanted.products[sku]), tale);
	assert.deepEqual([after.products['u-turn'].type, after.products['u-turn'].regular_price], ['simple', '5.00'], tale);
	const grid = Object.fromEntries(Object.values(after.products['u-var'].variations).map(({ sku, status, regular_price: price }) => [sku, [status, price]]));
	assert.deepEqual([grid['u-var-red'], grid['u-var-black']], [['publish', '9.00'], ['publish', '9.00']], tale);

	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	await shop.run({ kind: 'images' });
	assert.deepEqual(shop.witnessed().saved, [], 'the next pull writes nothing back');
	assert.deepEqual(await whole(shop), after);

	await shop.api.call('POST', 'attributes', { code: 'care', type: 'checkbox', position: 40, labels: { [LOCALE]: 'Care' } });
	await shop.edit(...gone('u-turn-red', 'u-turn', 'u-all', 'u-hand', 'u-new', 'u-var-red', 'u-var-green', 'u-var'));
	await shop.map(ROWS);
	await shop.post('media/pause');
	await shop.pull('full');
}

export const takenBack = { title: 'One run of every kind of change is taken back: fields, types, variations, terms, links and pictures', tell };
