// What somebody decides about a translation under real Polylang: held texts, refused ones, and runs that are taken back. None of it moves
// what it is a translation of.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CHANNEL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { openPolylang } from '../support/bilingual.mjs';
import { ALL, QUEUE } from '../support/outward.mjs';

let shop;
let outward;
let sku, english, french;

before(async () => {
	shop = await openPolylang();
	({ outward } = shop);
	await shop.pull();
	await outward.channel({ push: true, cooldown: 0 });
	await outward.sends([], ALL);
});
after(() => shop?.close());
beforeEach(async () => {
	const [product] = await shop.translated();
	({ sku, id: english } = product);
	french = product.translations.fr;
});

const names = async () => {
	const said = (await outward.source(sku)).values.channel_locale_specific[CHANNEL];
	return [said[LOCALE].name, said.fr_FR.name];
};
const inUnoPim = async () => (await names())[1];
const inShop = async (id = french) => (await outward.woo('GET', `products/${id}`)).name;
const name = (id, text) => outward.woo('PUT', `products/${id}`, { name: text });
const sayFrench = (values) => outward.api.patchProduct(sku, { channel_locale_specific: { [CHANNEL]: { fr_FR: values } } });
const runOf = async (route, body) => {
	const run = await shop.site.pull((await outward.rest('POST', route, body)).id);
	assert.equal(run.status, 'done', await outward.tale(run));
	return run;
};

test('a text of a translation that both sides changed waits for a choice, and is taken back with its run', async () => {
	await outward.channel({ conflict_policy: 'review' });
	await sayFrench({ name: 'Le leur' });
	await name(french, 'Le nôtre');
	await outward.sends([]);
	const [held] = await outward.held();
	assert.deepEqual([held.key, held.fields.map(({ field, shop: ours, unopim }) => [field, ours, unopim])], [sku, [['name', 'Le nôtre', 'Le leur']]], JSON.stringify(held));
	await runOf(`reviews/${held.row}`, { choices: { name: 'unopim' } });
	assert.deepEqual([await inShop(), await outward.held()], ['Le leur', []]);

	await name(french, 'Encore autre chose');
	const dry = await shop.site.pull({ ...ALL, dry: true });
	assert.deepEqual([dry.counts.updated, await inUnoPim()], [1, 'Le leur'], await outward.tale(dry));
	const sent = await outward.sends([`update ${sku}`]);
	assert.equal(await inUnoPim(), 'Encore autre chose');
	await runOf(`runs/${sent.id}/undo`);
	assert.equal(await inUnoPim(), 'Le leur');
	await outward.channel({ conflict_policy: 'unopim' });
	await shop.pull();
});

test('a text that UnoPim refuses is parked, left alone until it changes, and keeps nothing else back', async () => {
	const rule = (pattern) => outward.api.call('PUT', 'attributes/name', { validation: 'regex', regex_pattern: pattern });
	await rule('^[^!]*$');
	const [, before] = await names();
	await name(french, 'Refusé !');
	await outward.push(QUEUE, 'done_with_errors');
	const [parked, ...others] = await outward.parked();
	assert.deepEqual(others, []);
	assert.deepEqual([parked.key, parked.channel, parked.code, parked.field], [sku, `${CHANNEL}@fr_FR`, 'rejected', `channel_locale_specific.${CHANNEL}.fr_FR.name`], JSON.stringify(parked));

	await outward.rest('POST', `parked/${parked.row}/ignore`);
	await name(english, 'Goes out all the same');
	await name(french, 'Refusé !');
	const run = await outward.sends([`update ${sku}`]);
	assert.match(await outward.tale(run), /ignored.*until it changes/);
	assert.deepEqual(await names(), ['Goes out all the same', before]);

	await name(french, 'Accepté');
	await outward.sends([`update ${sku}`]);
	assert.deepEqual([await inUnoPim(), await outward.parked()], ['Accepté', []]);

	await name(french, 'Encore refusé !');
	await outward.push(QUEUE, 'done_with_errors');
	const [again] = await outward.parked();
	await rule('.*');
	const retried = await runOf(`parked/${again.row}/retry`);
	assert.deepEqual([await outward.sent(retried), await inUnoPim(), await outward.parked()], [[`update ${sku}`], 'Encore refusé !', []]);
	await shop.pullsNothing();
});

test('a pull of translations is taken back alone, and not done again by the next', async () => {
	const before = await inShop();
	await sayFrench({ name: 'Nouveau nom' });
	const [first, second] = await shop.pull();
	assert.deepEqual([first.counts.writes, second.counts.writes, await inShop()], [0, 1, 'Nouveau nom'], await outward.tale(second));
	const original = await inShop(english);
	await runOf(`runs/${second.id}/undo`);
	assert.deepEqual([await inShop(), await inShop(english)], [before, original]);
	await shop.pullsNothing();
	assert.deepEqual([await inShop(), await inUnoPim()], [before, 'Nouveau nom']);
});

test('translations that a run has made go with it, and what they were made of stays', async () => {
	const family = (await outward.source(sku)).family;
	const of = (locale, text) => ({ [locale]: { name: text } });
	await outward.world.steer({ op: 'put_product', sku: 'taken-back', family, values: { common: { sku: 'taken-back' }, channel_locale_specific: { [CHANNEL]: { ...of(LOCALE, 'Mug'), ...of('fr_FR', 'Tasse') } } } });
	const [, made] = await shop.pull();
	assert.equal(made.counts.created, 1, await outward.tale(made));
	const found = async () => (await shop.state()).products.filter(({ name: text }) => ['Mug', 'Tasse'].includes(text));
	assert.deepEqual((await found()).map(({ language, sku: own }) => [language, own]), [['en', 'taken-back'], ['fr', '']]);
	await runOf(`runs/${made.id}/undo`);
	const [left] = await found();
	assert.deepEqual([left.language, left.sku], ['en', 'taken-back']);
	await outward.sends([]);
	assert.equal((await outward.source('taken-back')).sku, 'taken-back');
});
