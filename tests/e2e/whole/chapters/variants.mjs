import assert from 'node:assert/strict';
import { configurable, euros, simple, variant } from '../support/living.mjs';
import { bowl, teeOf } from '../support/range.mjs';

const HUNDREDS = Number(process.env.UNOPIM_VARIATIONS || 300);

const gone = (...skus) => skus.map((sku) => ({ op: 'delete_product', sku }));
const grid = (product) => Object.fromEntries(Object.values(product.variations ?? {}).filter(({ status }) => status === 'publish').map(({ sku, axes }) => [sku, Object.values(axes).join('/')]));
const cap = (axes) => configurable('cap', axes, { name: 'Cap', price: euros('15.00') });
const capOf = (color, more = {}) => variant('cap', `cap-${color}`.toLowerCase(), { color, ...more });

async function pulled(shop, sku, scope = 'changes') {
	shop.witnessed();
	await shop.fine(await shop.pull(scope));
	const { synced } = shop.witnessed();
	return { product: (await shop.look()).products[sku], synced };
}

async function members(shop) {
	const before = (await shop.look()).products.tee;
	await shop.edit(teeOf('Green', 'M'));
	let { product, synced } = await pulled(shop, 'tee');
	assert.deepEqual(grid(product), { 'tee-red-s': 'red/s', 'tee-red-m': 'red/m', 'tee-green-s': 'green/s', 'tee-green-m': 'green/m' }, 'a variant more');
	assert.deepEqual(synced, ['tee'], 'one parent sync');

	await shop.edit(...gone('tee-green-m'));
	({ product, synced } = await pulled(shop, 'tee', 'full'));
	assert.deepEqual([grid(product), synced], [grid(before), ['tee']], 'a variant less');

	await shop.set('tee-red-s', 'color', 'Black');
	({ product, synced } = await pulled(shop, 'tee'));
	assert.deepEqual([product.variations['tee-red-s'].axes, product.variations['tee-red-s'].id], [{ pa_color: 'black', pa_size: 's' }, before.variations['tee-red-s'].id], 'a variant in another colour is the same variation');
	assert.deepEqual([product.attributes.pa_color.values.includes('black'), synced], [true, ['tee']], 'and its product offers that colour');
	await shop.set('tee-red-s', 'color', 'Red');
	await pulled(shop, 'tee', 'full');
}

async function axes(shop) {
	await shop.edit(cap(['color']), capOf('Red'), capOf('Black'));
	const { product: before } = await pulled(shop, 'cap');
	assert.deepEqual(grid(before), { 'cap-red': 'red', 'cap-black': 'black' });
	await shop.edit(...gone('cap'), cap(['color', 'size']), capOf('Red', { size: 'S' }), capOf('Black', { size: 'M' }));
	const { product: after } = await pulled(shop, 'cap', 'full');
	assert.deepEqual(grid(after), { 'cap-red': 'red/s', 'cap-black': 'black/m' }, 'an axis more');
	assert.deepEqual([after.id, after.variations['cap-red'].id], [before.id, before.variations['cap-red'].id]);
}

async function turns(shop) {
	const before = (await shop.look()).products.bowl;
	await shop.edit(...gone('bowl'), configurable('bowl', ['color'], { name: 'Bowl', price: euros('12.00') }), variant('bowl', 'bowl-red', { color: 'Red' }));
	const { product: variable } = await pulled(shop, 'bowl', 'full');
	assert.deepEqual([variable.id, variable.type, grid(variable)], [before.id, 'variable', { 'bowl-red': 'red' }], 'a simple product becomes variable and stays the same');
	await shop.edit(...gone('bowl'), bowl());
	const { product: again } = await pulled(shop, 'bowl', 'full');
	assert.deepEqual([again.id, again.type, again.regular_price], [before.id, 'simple', '12.00'], 'and back');
}

/** What the shop made before is taken on: by SKU, else by what it is. */
async function adopted(shop) {
	const { terms } = await shop.look();
	const slugs = ['red', 'black', 'green'];
	const attribute = { name: 'pa_color', id: (await shop.client.json('GET', 'wc/v3/products/attributes')).find(({ slug }) => slug === 'pa_color').id };
	const { id } = await shop.client.json('POST', 'wc/v3/products', { name: 'Jar', type: 'variable', sku: 'jar', attributes: [{ ...attribute, variation: true, visible: true, options: slugs.map((slug) => terms.pa_color[slug].name) }] });
	const made = {};
	for (const [slug, sku] of [['red', ''], ['black', 'jar-black'], ['green', 'own-green']]) {
		made[slug] = (await shop.client.json('POST', `wc/v3/products/${id}/variations`, { sku, regular_price: '1.00', attributes: [{ ...attribute, option: terms.pa_color[slug].name }] })).id;
	}
	await shop.edit(configurable('jar', ['color'], { name: 'Jar', price: euros('5.00') }), variant('jar', 'jar-red', { color: 'Red' }), variant('jar', 'jar-black', { color: 'Black' }), variant('jar', 'jar-red-too', { color: 'Red' }));
	const run = await shop.pull('changes');
	const { jar } = (await shop.look()).products;
	assert.deepEqual([jar.id, jar.variations['jar-red'].id, jar.variations['jar-black'].id], [id, made.red, made.black], (await shop.tale(run)).join('\n'));
	assert.deepEqual([jar.variations['own-green'].id, jar.variations['own-green'].regular_price], [made.green, '1.00'], 'what UnoPim does not know stays as it is');
	assert.equal(jar.variations['jar-red-too'], undefined);
	assert.match((await shop.tale(run)).join('\n'), /jar-red-too double_combination/, 'of two in the same colour the first by SKU is taken, the other is named');
	await shop.edit(...gone('jar-red-too', 'jar'));
	await shop.pull('full');
	await shop.client.json('DELETE', `wc/v3/products/${id}?force=true`);
}

/** A SKU that went and one that came, of the same age: somebody has to say whether they are the same. */
async function renamed(shop) {
	await shop.edit(simple('saucer', { name: 'Saucer', price: euros('2.00') }));
	const { product: { id } } = await pulled(shop, 'saucer');
	await shop.edit({ op: 'rename_product', sku: 'saucer', to: 'coaster' });
	const run = await shop.pull('full');
	const held = (await shop.get('reviews')).find(({ key }) => key === 'coaster');
	assert.ok(held, `it is asked about\n${(await shop.tale(run)).join('\n')}`);
	assert.equal((await shop.look()).products.saucer.status, 'publish', 'and stays meanwhile');
	await shop.settled(await shop.post(`reviews/${held.row}`, { choices: { renamed: 'unopim' } }));
	const { products } = await shop.look();
	assert.deepEqual([products.coaster?.id, products.saucer], [id, undefined], 'the same product under its new SKU');
	await shop.edit(...gone('coaster'));
	await shop.fine(await shop.pull('full'));
}

/** Hundreds under one parent. */
async function hundreds(shop, count) {
	const axes = ['color', 'size', 'brand', 'material'];
	const options = await Promise.all(axes.map(async (axis) => (await shop.api.call('GET', `attributes/${axis}/options`)).toSorted((a, b) => a.sort_order - b.sort_order).map(({ code }) => code)));
	const combinations = options.reduce((rows, codes) => rows.flatMap((row) => codes.map((code) => [...row, code])), [[]]).slice(0, count);
	assert.equal(combinations.length, count);
	const sku = (n) => `big-${String(n).padStart(4, '0')}`;
	await shop.edit(configurable('big', axes, { name: 'Big', price: euros('15.00') }), ...combinations.map((row, n) => variant('big', sku(n), Object.fromEntries(axes.map((axis, at) => [axis, row[at]])))));
	const begun = Date.now();
	let { product, synced } = await pulled(shop, 'big');
	const seconds = (Date.now() - begun) / 1000;
	const variations = Object.values(product.variations);
	assert.deepEqual([variations.length, synced], [count, ['big']], 'one parent sync');
	assert.deepEqual(variations.map((one) => one.sku), combinations.map((_, n) => sku(n)), 'in the order of the options');
	assert.ok(Object.values(product.attributes).filter(({ variation }) => variation).length >= 3, JSON.stringify(product.attributes));
	await shop.set(sku(7), 'price', euros('16.00'));
	({ product, synced } = await pulled(shop, 'big'));
	assert.deepEqual([product.prices, synced], [['15.00', '16.00'], ['big']]);
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().writes, []);
	await shop.edit(...gone('big'));
	await shop.fine(await shop.pull('full').then((run) => shop.granted(run)));
	return seconds;
}

async function tell(shop, t) {
	await members(shop);
	await axes(shop);
	await turns(shop);
	await adopted(shop);
	await renamed(shop);
	t.diagnostic(`${HUNDREDS} variations of one product in ${await hundreds(shop, HUNDREDS)} s`);
	await shop.edit(...gone('cap'));
	await shop.fine(await shop.pull('full'));
	shop.witnessed();
	await shop.fine(await shop.pull('full'));
	assert.deepEqual(shop.witnessed().writes, [], 'at rest');
}

export const variants = { title: 'Variants come, go and turn, axes are added, simple products become configurable and back', tell };
