// A network of two shops that one connection serves: what is saved on either goes out by its own channel, each from its own place in the queue.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { root } from '../../../scripts/lib/places.mjs';
import { ALL, QUEUE, openOutward } from '../support/outward.mjs';

const WEB = 'web';
let outward;
let shop;

before(async () => {
	outward = await openOutward({ network: true });
	({ shop } = outward);
	await outward.channel({ pull: true, push: true, cooldown: 0, default_locale: LOCALE, site: 2 }, WEB);
	await outward.rest('PUT', `mapping/attributes?channel=${WEB}&locale=${LOCALE}`, await outward.rest('GET', `mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`));
	await outward.api.patchProduct('full-1', { channel_locale_specific: { [WEB]: { [LOCALE]: { name: 'Full on the web' } } } });
	await shop.pull({ ...FULL_PULL, channel: WEB });
});
after(() => outward?.close());

/** Does one of scripts/site on the second shop. */
const there = (script, ...args) => shop.php(path.join(root, 'tests/e2e/support/on-site.php'), '/second/', script, ...args);
const names = async () => [(await outward.values('full-1')).name, (await outward.values('full-1', WEB)).name];

test('each shop has its queue, and its edit goes to its own channel', async () => {
	const [here, web] = await names();
	assert.equal(web, 'Full on the web');
	await there('edit-product.php', 'full-1', 'name', 'Named in the second shop');
	assert.equal(await outward.queued(), 1, 'the queue lies with the connection');
	await outward.sends([], { ...QUEUE, channel: CHANNEL });
	assert.deepEqual([await names(), await outward.queued()], [[here, web], 1], 'the first shop has nothing to send');
	await outward.sends(['update full-1'], { ...QUEUE, channel: WEB });
	assert.deepEqual([await names(), await outward.queued()], [[here, 'Named in the second shop'], 0]);

	await outward.edit('full-1', 'name', 'Named in the first shop');
	await outward.sends([], { ...QUEUE, channel: WEB });
	await outward.sends(['update full-1'], { ...QUEUE, channel: CHANNEL });
	assert.deepEqual([await names(), await outward.queued()], [['Named in the first shop', 'Named in the second shop'], 0]);
});

test('the site’s clock sends what both shops have saved', async () => {
	await there('edit-product.php', 'full-1', 'name', 'By the clock, second');
	await outward.edit('full-1', 'name', 'By the clock, first');
	assert.equal(await outward.queued(), 2);
	// Two lanes of one connection take turns; the clock ticks once a minute.
	for (let turn = 0; turn < 3 && (await outward.queued()) > 0; turn++) {
		await outward.sql("UPDATE wp_actionscheduler_actions SET scheduled_date_gmt = '2000-01-01 00:00:00', scheduled_date_local = '2000-01-01 00:00:00' WHERE status = 'pending'");
		await shop.script('run-actions.php', 20);
	}
	assert.deepEqual([await names(), await outward.queued()], [['By the clock, first', 'By the clock, second'], 0]);
});

test('afterwards neither shop has anything left for UnoPim, nor UnoPim for a shop', async () => {
	for (const channel of [CHANNEL, WEB]) {
		const pull = await shop.pull({ ...FULL_PULL, channel });
		assert.deepEqual([pull.counts.writes, pull.counts.failed], [0, 0], await outward.tale(pull));
		await outward.sends([], { ...ALL, channel });
	}
});
