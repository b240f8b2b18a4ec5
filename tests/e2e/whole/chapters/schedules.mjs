import assert from 'node:assert/strict';
import { CHANNEL } from '../../../../scripts/lib/connect.mjs';

const FRENCH = 'fr_FR';
const note = (sku, value) => ({ op: 'set_value', sku, path: ['locale_specific', FRENCH, 'care_note'], value });
const named = (sku, locale, value) => ({ op: 'set_value', sku, path: ['channel_locale_specific', CHANNEL, locale, 'name'], value });

/** What the site's cron finds a day later: every job's clock has run on, and the minute's tick is due. */
async function nextDay(shop) {
	const ask = (sql) => shop.bench.database.query(shop.site.database, sql);
	const before = (await shop.all('runs')).map(({ id }) => id);
	await ask(`UPDATE wp_options SET option_value = REGEXP_REPLACE(option_value, '"since";i:[0-9]+', '"since";i:1') WHERE option_name = 'unopim_connector_job_state'`);
	await ask(`UPDATE wp_actionscheduler_actions SET scheduled_date_gmt = '2020-01-01', scheduled_date_local = '2020-01-01' WHERE hook = 'unopim_connector_tick' AND status = 'pending'`);
	await shop.actions();
	const fresh = (await shop.all('runs')).filter(({ id, job }) => !before.includes(id) && job.kind === 'pull');
	const runs = [];
	for (const run of fresh) runs.push(await shop.fine(await shop.settled(run)));
	return runs.map(({ job }) => [job.scope, job.channel, job.locale]);
}

/** The products without what only the French rows write, and that alone. */
async function split(shop) {
	const products = Object.entries((await shop.look()).products);
	const notes = Object.fromEntries(products.map(([sku, { meta }]) => [sku, meta.soin]));
	for (const [, { meta }] of products) delete meta.soin;
	return { rest: Object.fromEntries(products), notes };
}

async function tell(shop) {
	const changes = [['changes', CHANNEL, FRENCH]];
	await shop.edit(note('mug', 'Laver à 30 °C'), named('mug', FRENCH, 'Tasse'));
	await shop.fine(await shop.pull('full'));
	const before = await split(shop);
	await shop.put(`mapping/attributes?channel=${CHANNEL}&locale=${FRENCH}`, { rows: [{ target: 'meta:soin', attribute: 'care_note' }] });
	const job = await shop.post('jobs', { channel: CHANNEL, locale: FRENCH, interval: '5min' });
	assert.equal((await shop.refused('POST', 'jobs', { channel: CHANNEL, locale: FRENCH })).path, 'locale', 'one job for a language');

	shop.witnessed();
	assert.deepEqual(await nextDay(shop), changes, 'however many were missed, there is one run');
	const first = await split(shop);
	assert.deepEqual([first.notes.mug, first.rest], ['Laver à 30 °C', before.rest], 'it writes the rows of its own language, and those alone');
	assert.ok(Math.max(...shop.witnessed().pending) <= 5);

	await shop.edit(note('mug', 'Essuyer'), named('mug', FRENCH, 'Chope'), named('mug', 'en_US', 'Pint'));
	assert.deepEqual(await nextDay(shop), changes);
	const second = await split(shop);
	assert.deepEqual([second.notes.mug, second.rest], ['Essuyer', before.rest]);
	assert.deepEqual(await nextDay(shop), changes);
	assert.deepEqual(await split(shop), second, 'nothing is new');

	// The channel's own job has a clock of its own.
	await shop.put(`jobs/${job.id}`, { enabled: false });
	await shop.edit(note('mug', 'Tremper'));
	assert.deepEqual(await nextDay(shop), [], 'what is switched off starts nothing');
	await shop.channel({ interval: '15min' });
	assert.deepEqual(await nextDay(shop), [['changes', CHANNEL, 'en_US']]);
	const third = await split(shop);
	assert.deepEqual([third.notes.mug, third.rest.mug.name], ['Essuyer', 'Pint'], 'each has its own language’s');

	await shop.channel({ interval: 'disabled' });
	await shop.client.json('DELETE', `unopim-connector/v1/jobs/${job.id}`);
	assert.deepEqual(await nextDay(shop), []);
	await shop.put(`mapping/attributes?channel=${CHANNEL}&locale=${FRENCH}`, { rows: [] });
	await shop.edit(named('mug', 'en_US', 'Mug'));
	await shop.fine(await shop.pull('full'));
}

export const schedules = { title: 'Jobs of two languages start by the clock, each writes its own rows, and what is switched off starts nothing', tell };
