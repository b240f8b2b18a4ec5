// What is made in a real shop and UnoPim lacks: attributes, options and whole variable products; and one product in several channels.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { ALL, QUEUE, openOutward } from '../support/outward.mjs';

let outward;
let shop;

before(async () => {
	outward = await openOutward();
	({ shop } = outward);
	await outward.settings({ default_family: 'apparel' });
	// An attribute that every product of the family must have: a product that is made in the shop has it from there.
	await outward.map({ target: 'meta:required', attribute: 't_required' });
	await shop.pull(FULL_PULL);
});
after(() => outward?.close());

const attribute = async (slug) => (await outward.woo('GET', 'products/attributes')).find((row) => row.slug === `pa_${slug}`);
const options = async (code) => (await outward.api.call('GET', `attributes/${code}/options`)).map((option) => [option.code, option.labels[LOCALE]]);

/** UnoPim gives new options their places, and a pull brings these; nothing else. */
async function places(...expected) {
	const pull = await shop.pull(FULL_PULL);
	const written = (await outward.rest('GET', `runs/${pull.id}/operations?per_page=100`)).filter(({ action }) => action !== 'link');
	assert.deepEqual(written.map(({ key, fields }) => [key, ...fields.map(({ field }) => field)]), expected.map((key) => [key, 'order']), await outward.tale(pull));
}

/** A variable product with one variation for each option of its axis. */
async function variable(sku, axis, names) {
	const { id } = await outward.woo('POST', 'products', {
		name: `Made ${sku}`, sku, type: 'variable', status: 'publish', weight: '0.4', description: 'Long', short_description: 'Short', slug: sku,
		attributes: [{ id: axis.id, variation: true, visible: true, options: names }], meta_data: [{ key: 'required', value: 'yes' }],
	});
	for (const [n, option] of names.entries()) {
		await outward.woo('POST', `products/${id}/variations`, { sku: `${sku}-${option.toLowerCase()}`, regular_price: `1${n}`, weight: '0.4', description: 'One of them', attributes: [{ id: axis.id, option }], meta_data: [{ key: 'required', value: 'yes' }] });
	}
	return id;
}

test('a variable product becomes a configurable with its axis, its variants and the option that was missing', async () => {
	const color = await attribute('color');
	await outward.woo('POST', `products/attributes/${color.id}/terms`, { name: 'Teal' });
	await variable('scarf', color, ['Red', 'Teal']);
	const run = await outward.sends(['create color/teal', 'create scarf', 'create scarf-red', 'create scarf-teal']);
	assert.deepEqual((await options('color')).filter(([code]) => code === 'teal'), [['teal', 'Teal']], await outward.tale(run));
	const parent = await outward.source('scarf', 'configurable-products');
	assert.deepEqual([parent.super_attributes, parent.variants.map(({ sku }) => sku).sort()], [['color'], ['scarf-red', 'scarf-teal']]);
	const child = await outward.source('scarf-teal');
	assert.deepEqual([child.parent, child.values.common.color, Number(child.values.channel_locale_specific[CHANNEL][LOCALE].price.EUR)], ['scarf', 'teal', 11]);
	await places('color/teal');
	await outward.atRest();
});

test('a variation that is added later is added to the configurable, and the others stay', async () => {
	const { id, attributes: [color] } = (await outward.woo('GET', 'products?sku=scarf'))[0];
	await outward.woo('PUT', `products/${id}`, { attributes: [{ ...color, options: [...color.options, 'Black'] }] });
	await outward.woo('POST', `products/${id}/variations`, { sku: 'scarf-black', regular_price: '12', weight: '0.4', description: 'One more', attributes: [{ id: color.id, option: 'Black' }], meta_data: [{ key: 'required', value: 'yes' }] });
	const run = await outward.push(QUEUE);
	assert.ok((await outward.sent(run)).includes('create scarf-black'), await outward.tale(run));
	assert.deepEqual((await outward.source('scarf', 'configurable-products')).variants.map(({ sku }) => sku).sort(), ['scarf-black', 'scarf-red', 'scarf-teal']);
	// The place that the attribute has among the product's may come with the pull.
	await shop.pull(FULL_PULL);
});

test('an attribute of the shop becomes a select attribute with its options; once a family has it, it tells variations apart', async () => {
	const fabric = await outward.woo('POST', 'products/attributes', { name: 'Fabric', slug: 'fabric', type: 'select' });
	for (const name of ['Wool', 'Linen']) await outward.woo('POST', `products/attributes/${fabric.id}/terms`, { name });
	const run = await outward.sends(['create fabric', 'create fabric/linen', 'create fabric/wool']);
	assert.match(await outward.tale(run), /attribute_without_family/);
	const made = await outward.source('fabric', 'attributes');
	assert.deepEqual([made.type, Boolean(Number(made.value_per_locale)), Boolean(Number(made.value_per_channel)), made.labels[LOCALE]], ['select', false, false, 'Fabric']);
	assert.deepEqual((await options('fabric')).sort(), [['linen', 'Linen'], ['wool', 'Wool']]);

	const family = await outward.source('apparel', 'families');
	family.attribute_groups[0].custom_attributes.push({ code: 'fabric', position: 99 });
	await outward.api.call('PUT', 'families/apparel', family);
	await shop.pull(FULL_PULL);
	await variable('shawl', fabric, ['Wool', 'Linen']);
	await outward.sends(['create shawl', 'create shawl-linen', 'create shawl-wool']);
	assert.deepEqual((await outward.source('shawl', 'configurable-products')).super_attributes, ['fabric']);
	assert.equal((await outward.source('shawl-linen')).values.common.fabric, 'linen');
	await places('fabric/linen');
});

test('what a push made is listed by its undo and stays in UnoPim; what it changed goes back', async () => {
	const before = await outward.source('full-1');
	const made = await outward.woo('POST', 'products', { name: 'Plain', sku: 'plain-one', type: 'simple', status: 'publish', regular_price: '3', weight: '1', description: 'Long', short_description: 'Short', meta_data: [{ key: 'required', value: 'yes' }] });
	await outward.edit('full-1', 'name', 'To be taken back');
	const run = await outward.sends(['create plain-one', 'update full-1']);
	const undo = await outward.push({ kind: 'undo', run: run.id });
	assert.deepEqual(await outward.source('full-1'), before);
	assert.equal((await outward.source('plain-one')).sku, 'plain-one', 'what was created is not deleted');
	assert.match(await outward.tale(undo), /plain-one/);
	assert.equal((await outward.woo('GET', `products/${made.id}`)).name, 'Plain', 'the shop keeps its own');
	assert.equal((await outward.woo('GET', 'products?sku=full-1'))[0].name, 'To be taken back');
	await outward.sends([], ALL);
});

test('one write carries an edit to every channel of the site with Push on, and to no other', async () => {
	const channels = (push) => outward.rest('PUT', 'channels', { channels: [{ code: CHANNEL }, { code: 'web', pull: true, push, cooldown: 0, default_locale: LOCALE }] });
	await channels(false);
	await outward.rest('PUT', `mapping/attributes?channel=web&locale=${LOCALE}`, await outward.rest('GET', `mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`));
	await shop.pull({ ...FULL_PULL, channel: 'web' });
	const namesOf = ({ values }) => [CHANNEL, 'web'].map((channel) => values.channel_locale_specific[channel]?.[LOCALE]?.name);
	const names = async () => namesOf(await outward.source('assoc-1'));
	const [, web] = await names();
	await outward.edit('assoc-1', 'name', 'For one channel');
	await outward.sends(['update assoc-1']);
	assert.deepEqual(await names(), ['For one channel', web], 'Push is off for the other');
	await channels(true);
	await outward.edit('assoc-1', 'name', 'For both channels');
	await outward.sends(['update assoc-1']);
	assert.deepEqual(await names(), ['For both channels', 'For both channels']);
});
