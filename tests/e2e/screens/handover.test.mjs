// A pull that a page drives is finished by the site's own background work when the page is closed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../scripts/lib/processes.mjs';
import { openScreens } from '../support/screens.mjs';

const PRODUCTS = 120;
let world, browser, screens, rest, close;

before(async () => {
	({ world, browser, screens, rest, close } = await openScreens({ unopim: ['--catalogue', 'generated', '--products', String(PRODUCTS), '--no-images', '--no-throttle'] }));
});
after(() => close?.());

test('the tab is closed in the middle; Action Scheduler finishes the run', async () => {
	await screens.open('sync');
	await browser.page.getByRole('button', { name: 'Pull Full' }).click();
	const inShop = async () => Number(await world.database.query(world.site.database, "SELECT COUNT(*) FROM wp_unopim_links WHERE entity = 'product'"));
	assert.ok(await until(async () => (await inShop()) > 0, 60_000), 'the page has begun to write');
	await browser.page.close({ runBeforeUnload: false });
	const atClose = await inShop();
	const [id, status] = (await world.database.query(world.site.database, 'SELECT id, status FROM wp_unopim_runs ORDER BY id DESC LIMIT 1')).split('\t');
	assert.equal(status, 'running');
	assert.ok(atClose < PRODUCTS, `closed in the middle: ${atClose} of ${PRODUCTS}`);

	// A page that vanished without a word holds its lease for a minute; that minute passes here at once.
	await world.database.query(world.site.database, 'UPDATE wp_unopim_runs SET lease_until = 1');
	const over = async () => {
		await screens.background();
		return ['done', 'done_with_errors'].includes((await rest('GET', `runs/${id}`)).status);
	};
	assert.ok(await until(over, 180_000, 1000), 'the run is finished by the site');
	const run = await rest('GET', `runs/${id}`);
	assert.equal(run.counts.failed, 0);
	const state = await world.site.state();
	const all = state.products.flatMap((p) => [p, ...(p.variations ?? [])]);
	assert.equal(all.length, PRODUCTS);
	assert.deepEqual(state.duplicate_skus, []);
	assert.deepEqual(browser.complaints(), []);
});
