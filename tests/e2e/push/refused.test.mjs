// What does not go out by itself: what UnoPim refuses, what both sides changed, what somebody has to say yes to; and how each goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FULL_PULL } from '../../../scripts/lib/connect.mjs';
import { ALL, QUEUE, openOutward } from '../support/outward.mjs';

let outward;
let shop;

before(async () => {
	outward = await openOutward({ watchers: ['watch', 'guard'] });
	({ shop } = outward);
});
after(() => outward?.close());

const product = async (sku) => (await outward.woo('GET', `products?sku=${sku}`))[0];
const setMeta = async (sku, key, value) => outward.woo('PUT', `products/${await outward.idOf(sku)}`, { meta_data: [{ key, value }] });

test('what UnoPim answers 422 is parked with its field and remedy, and goes out by Retry when the cause is gone', async () => {
	await outward.map({ target: 'meta:number', attribute: 't_unique' });
	await outward.api.patchProduct('min-1', { common: { t_unique: 'N-1' } });
	await shop.pull(FULL_PULL);
	await setMeta('full-1', 'number', 'N-1');
	await outward.edit('min-1', 'name', 'Goes out all the same');
	const run = await outward.push(QUEUE, 'done_with_errors');
	assert.deepEqual(await outward.sent(run), ['update min-1'], await outward.tale(run));
	const [parked, ...others] = await outward.parked();
	assert.deepEqual(others, []);
	assert.deepEqual([parked.key, parked.code, parked.side, parked.field], ['full-1', 'rejected', 'unopim', 'common.t_unique'], JSON.stringify(parked));
	assert.match(parked.message, /HTTP 422.*t_unique/);
	assert.match(parked.hint, /retry/i);
	assert.equal(await outward.queued(), 0);

	await outward.api.patchProduct('min-1', { common: { t_unique: 'N-2' } });
	const { id } = await outward.rest('POST', `parked/${parked.row}/retry`);
	const retried = await shop.pull(id);
	assert.equal(retried.status, 'done', await outward.tale(retried));
	assert.deepEqual(await outward.sent(retried), ['update full-1']);
	assert.equal((await outward.source('full-1')).values.common.t_unique, 'N-1');
	assert.deepEqual(await outward.parked(), []);
	await shop.pull(FULL_PULL);
	await outward.atRest();
});

test('attributes and options that UnoPim refuses are parked with their remedy, and go out by Retry', async () => {
	const attributes = await outward.woo('GET', 'products/attributes');
	const color = attributes.find(({ slug }) => slug === 'pa_color');
	const rules = (spec) => outward.world.steer({ op: 'faults', spec });
	await rules('422@POST /attributes');
	await outward.woo('POST', 'products/attributes', { name: 'Finish', slug: 'finish', type: 'select' });
	const teal = await outward.woo('POST', `products/attributes/${color.id}/terms`, { name: 'Teal' });
	const run = await outward.push(QUEUE, 'done_with_errors');
	assert.deepEqual(await outward.sent(run), [], await outward.tale(run));
	const parked = (await outward.parked()).sort((a, b) => a.key.localeCompare(b.key));
	assert.deepEqual(parked.map(({ entity, key, id, code, side, field }) => [entity, key, id, code, side, field]), [
		['option', 'color/teal', teal.id, 'rejected', 'unopim', 'code'],
		['attribute', 'finish', parked[1].id, 'rejected', 'unopim', 'code'],
	]);
	for (const { message, hint } of parked) assert.match(`${message} ${hint}`, /HTTP 422.*rules of this instance.*retry/i);
	assert.equal(await outward.queued(), 0);
	const again = await outward.push(ALL);
	assert.equal(again.counts.parked, 2, 'the refusals stand');

	await rules('');
	for (const [{ row }, made] of [[parked[0], 'create color/teal'], [parked[1], 'create finish']]) {
		const { id } = await outward.rest('POST', `parked/${row}/retry`);
		const retried = await shop.pull(id);
		assert.deepEqual([retried.status === 'failed', await outward.sent(retried)], [false, [made]], await outward.tale(retried));
	}
	assert.deepEqual(await outward.parked(), []);
	const options = await outward.api.call('GET', 'attributes/color/options');
	assert.ok(options.some(({ code }) => code === 'teal') && (await outward.source('finish', 'attributes')).type === 'select');
	// UnoPim gives the new option its place.
	await shop.pull(FULL_PULL);
	await outward.atRest();
});

/** Both sides name a product anew, the shop gives it a price besides; what is held of it. */
async function disagree(n) {
	await outward.byUnoPim('full-1', { name: `By UnoPim ${n}` });
	await outward.edit('full-1', 'name', `By the shop ${n}`);
	await outward.edit('full-1', 'regular_price', `3${n}`);
	const run = await outward.push(QUEUE);
	assert.equal(run.counts.held, 1, await outward.tale(run));
	const values = await outward.values('full-1');
	assert.deepEqual([values.name, Number(values.price.EUR)], [`By UnoPim ${n}`, 30 + n], 'the rest goes out');
	const [held, ...others] = await outward.held();
	assert.deepEqual(others, []);
	assert.deepEqual([held.key, held.fields.map(({ field, shop: ours, unopim }) => [field, ours, unopim])], ['full-1', [['name', `By the shop ${n}`, `By UnoPim ${n}`]]]);
	await outward.push(ALL);
	await shop.pull(FULL_PULL);
	assert.deepEqual([(await product('full-1')).name, (await outward.values('full-1')).name], [`By the shop ${n}`, `By UnoPim ${n}`], 'neither direction touches it');
	return held.row;
}

async function decide(row, side) {
	const { id } = await outward.rest('POST', `reviews/${row}`, { choices: { name: side } });
	const run = await shop.pull(id);
	assert.equal(run.status, 'done', await outward.tale(run));
	await outward.push(QUEUE);
	assert.deepEqual(await outward.held(), []);
}

test('a conflict under Hold for review waits with both values; either choice ends it on both sides', async () => {
	await outward.channel({ conflict_policy: 'review' });
	await decide(await disagree(1), 'shop');
	assert.deepEqual([(await product('full-1')).name, (await outward.values('full-1')).name], ['By the shop 1', 'By the shop 1']);
	await outward.atRest();
	await decide(await disagree(2), 'unopim');
	assert.deepEqual([(await product('full-1')).name, (await outward.values('full-1')).name], ['By UnoPim 2', 'By UnoPim 2']);
	await outward.atRest();
	await outward.channel({ conflict_policy: 'unopim' });
});

test('many deletions within an hour are asked about: kept, UnoPim has them still; deleted, they are gone there', async () => {
	await outward.settings({ writeback_delete: true });
	for (const [answer, sku] of [['keep', 'assoc-1'], ['delete', 'assoc-2']]) {
		await outward.woo('DELETE', `products/${await outward.idOf(sku)}`);
		const asking = await shop.pull(QUEUE, 1);
		assert.equal(asking.status, 'waiting', await outward.tale(asking));
		const { question } = await outward.rest('GET', `runs/${asking.id}`);
		assert.deepEqual([question.question, question.keys], ['delete:product', [sku]], JSON.stringify(question));
		assert.equal((await outward.source(sku)).sku, sku, 'not before somebody has said so');
		await outward.rest('POST', `runs/${asking.id}/answer`, { answer });
		const run = await shop.pull(asking.id);
		assert.deepEqual([run.status, await outward.sent(run)], ['done', answer === 'keep' ? [] : [`delete ${sku}`]], await outward.tale(run));
		assert.equal(await outward.queued(), 0);
	}
	assert.equal((await outward.source('assoc-1')).sku, 'assoc-1');
	await assert.rejects(outward.source('assoc-2'), /404/);
	await outward.sends([], ALL);
});

test('without Writeback delete nothing is deleted in UnoPim', async () => {
	await outward.settings({ writeback_delete: false });
	await outward.woo('DELETE', `products/${await outward.idOf('assoc-3')}`, { force: true });
	await outward.sends([]);
	await outward.sends([], ALL);
	assert.equal((await outward.source('assoc-3')).sku, 'assoc-3');
});
