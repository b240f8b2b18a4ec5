// Sync and its tabs on a real shop: a plan and its application, a conflict, links, what is parked, the guard's question, undo, the log.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

let world, browser, page, screens, rest, close;

const product = async (sku) => bySku(await world.site.state(), sku);
const idOf = async (sku) => (await world.site.rest('GET', `wc/v3/products?sku=${sku}`))[0].id;
const rename = (sku, name) => world.api.patchProduct(sku, { channel_locale_specific: { default: { en_US: { name } } } });
/** What a shop manager does by hand on the product screen. */
const edit = (sku, field, value) => world.site.script('edit-product.php', sku, field, value);

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens({ watchers: ['guard'] }));
	await rest('PUT', 'channels', [{ code: 'default', conflict_policy: 'review', cooldown: 0 }]);
});
after(() => close?.());

test('a preview becomes a plan that can be looked through, and nothing is written', async () => {
	await screens.visit('sync');
	assert.match(await page.getByTestId('push-channels').innerText(), /Push is switched off for every channel/);
	assert.equal(await screens.button('Push All Products').getAttribute('aria-disabled'), 'true');
	await screens.look('sync');
	await page.getByRole('group', { name: 'Pull Full' }).getByRole('button', { name: 'Preview' }).click();
	await page.getByTestId('plan-state').getByText('Ready').waitFor({ timeout: 120_000 });
	await page.getByTestId('operations').waitFor();
	assert.match(await page.getByTestId('plan-summary').innerText(), /Product: Create\s+48/);
	await page.getByLabel('SKU or code').fill('full-1');
	await page.getByTestId('operation-full-1').getByText('Full en_US').waitFor();
	await screens.look('sync-plan');
	assert.deepEqual((await world.site.state()).products, []);
});

test('the plan is applied as it is: by this window where nothing in the background does', async () => {
	await screens.button('Apply').click();
	await screens.answer('Apply');
	await page.getByTestId('run-status').getByText(/Queued|Running/).waitFor();
	assert.equal(await page.getByRole('group', { name: 'Pull Full' }).getByRole('button', { name: 'Pull Full' }).getAttribute('aria-disabled'), 'true');
	await page.getByRole('button', { name: 'Run in this window' }).click({ timeout: 60_000 });
	await screens.over();
	await page.getByTestId('plan-state').getByText('Applied').waitFor();
	assert.equal((await product('full-1')).name, 'Full en_US');
	await screens.button('Close').click();
	await screens.look('sync-done');
});

test('a field that both sides have changed waits under Review until somebody chooses', async () => {
	await rename('full-1', 'Full by UnoPim');
	await edit('full-1', 'name', 'Full by hand');
	await screens.visit('sync');
	await page.getByLabel('SKU', { exact: true }).fill('full-1');
	await screens.button('Pull One').click();
	await screens.over();
	assert.equal(await screens.count('held').innerText(), '1');
	assert.equal((await product('full-1')).name, 'Full by hand', 'nobody touches it');
	await screens.visit('sync/review');
	const held = page.getByTestId('review-full-1').getByTestId('held-name');
	await held.getByText('Full by UnoPim').waitFor();
	assert.match(await held.getByTestId('base-name').innerText(), /^Full en_US/);
	await screens.look('review');
	await held.getByRole('radio', { name: /take UnoPim’s value/ }).check();
	await screens.button('Apply choices').click();
	await page.getByTestId('review-writing').waitFor();
	await screens.background();
	await page.getByText('Nothing waits for a choice').waitFor();
	assert.equal((await product('full-1')).name, 'Full by UnoPim');
});

test('history: a run field by field, and the way back', async () => {
	await screens.visit('sync/history');
	// Images may have run in the background meanwhile.
	await page.getByTestId('history').getByRole('button', { name: /Pull One/ }).first().click();
	await page.getByTestId('operation-full-1').getByText('Full by UnoPim').waitFor();
	await screens.look('history');
	await screens.button('Undo').click();
	await page.getByTestId('undo-shows').getByText(/Name → Full by hand/).waitFor();
	await screens.shoot('undo');
	await screens.answer('Undo');
	await page.getByTestId('undo-started').waitFor();
	await screens.background();
	assert.equal((await product('full-1')).name, 'Full by hand');
});

/** A product whose SKU was changed in the shop meets a change of UnoPim. */
async function parked(name) {
	await edit('full-1', 'sku', 'full-one');
	await rename('full-1', name);
	await screens.visit('sync');
	await page.getByLabel('SKU', { exact: true }).fill('full-1');
	await screens.button('Pull One').click();
	await screens.over();
	await screens.visit('sync/parked');
	return page.getByTestId('parked').locator('tbody tr').filter({ hasText: 'full-1' });
}

test('parked: an item that failed, with its remedy, tried again', async () => {
	const row = await parked('Full anew');
	await row.getByText('sku_changed').waitFor();
	await screens.look('parked');
	await row.getByRole('button', { name: 'Ignore until changed' }).click();
	await row.getByText('Ignored until changed').first().waitFor();
	await edit('full-one', 'sku', 'full-1');
	await screens.asks('/retry', () => row.getByRole('button', { name: 'Retry' }).click());
	await screens.background();
	await page.getByText('Nothing is parked').waitFor({ timeout: 60_000 });
});

test('parked: a SKU that was changed in the shop is put back', async () => {
	const row = await parked('Full once more');
	await screens.asks('/retry', () => row.getByRole('button', { name: 'Restore SKU' }).click());
	await screens.background();
	await page.getByText('Nothing is parked').waitFor({ timeout: 60_000 });
	assert.equal((await product('full-1')).name, 'Full once more');
});

test('links: what was deleted for good is made again when asked', async () => {
	const id = await idOf('full-1');
	await world.site.rest('DELETE', `wc/v3/products/${id}?force=true`);
	await screens.visit('sync/links', '&state=gone');
	const row = page.getByTestId('links').locator('tbody tr').filter({ hasText: 'full-1' });
	await row.getByText('Item gone').waitFor();
	await screens.look('links-gone');
	await row.getByRole('button', { name: 'Recreate' }).click();
	await page.getByText('The item is being pulled anew.').waitFor();
	await screens.background();
	assert.ok(await product('full-1'));
	await page.getByLabel('Show').selectOption('all');
	await page.getByLabel('SKU, code or title').fill('tee-red');
	await page.getByText('Showing 2 rows of 2').waitFor();
	await screens.look('links');
});

test('links: unlinked, found among what is not linked, adopted by its SKU', async () => {
	const row = page.getByTestId('links').locator('tbody tr').filter({ hasText: 'tee-red-m' });
	await row.getByRole('button', { name: 'Unlink' }).click();
	await screens.answer('Unlink');
	await page.getByText('Unlinked. Both records stay as they are.').waitFor();
	await page.getByLabel('Show').selectOption('unlinked');
	await page.getByLabel('SKU, code or title').fill('');
	await page.getByLabel('Channel').selectOption('default');
	await screens.button('Link …').click();
	await page.getByRole('dialog').getByLabel('SKU or UnoPim code').fill('tee-red-m');
	await page.getByRole('dialog').getByLabel('Number of the shop item').fill('999999');
	await screens.answer('Link');
	await page.getByRole('dialog').getByText('The shop has no such item.').waitFor();
	await page.getByRole('dialog').getByLabel('Number of the shop item').fill(String(await idOf('tee-red-m')));
	await screens.answer('Link');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	assert.equal((await rest('GET', 'links?search=tee-red-m')).length, 1);
});

test('the deletion guard asks, with the list; Keep keeps', async () => {
	await world.api.call('DELETE', 'products/full-1');
	await screens.visit('sync');
	await screens.button('Check deletions').click();
	const question = page.getByTestId('run-question');
	await question.waitFor({ timeout: 60_000 });
	await question.getByText('Which ones').click();
	assert.match(await question.innerText(), /full-1/);
	await screens.look('guard');
	await screens.asks('/answer', () => question.getByRole('button', { name: 'Keep' }).click());
	await screens.background();
	await screens.over();
	assert.equal((await product('full-1')).status, 'publish');

	// It has warned and did nothing wrong: three outcomes, each with words and a filter of its own.
	const warned = /^Done with \d+ warnings?$/;
	assert.match(await page.getByTestId('run-status').innerText(), warned);
	await screens.visit('sync/history');
	const check = page.getByTestId('history').locator('tbody tr').filter({ hasText: 'Check deletions' });
	for (const [outcome, shown] of [['Done with warnings', true], ['Done', false], ['Done with errors', false]]) {
		await Promise.all([page.waitForResponse(/\/runs\?.*status=/), page.getByLabel('Status').selectOption({ label: outcome })]);
		await check.first().waitFor({ state: shown ? 'visible' : 'detached' });
		if (shown) assert.match(await check.first().locator('.unopim-badge').innerText(), warned);
	}
});

test('media: counts, pause and resume', async () => {
	await screens.visit('sync/media');
	await page.getByTestId('media-counts').waitFor();
	await screens.button('Pause').click();
	await page.getByTestId('media-paused').waitFor();
	await screens.look('media');
	await screens.button('Resume').click();
	await page.getByTestId('media-paused').waitFor({ state: 'detached' });
});

test('logs: filters act on Apply, rows unfold, what is shown is exported', async () => {
	await screens.visit('logs');
	const showing = page.getByText(/Showing \d+ rows? of \d+/).first();
	const before = await showing.innerText();
	const table = page.getByTestId('logs');
	const row = table.locator('tbody tr').first();
	await row.waitFor();
	await page.getByLabel('Status').selectOption('warn');
	assert.equal(await showing.innerText(), before, 'not before Apply');
	await screens.button('Apply').click();
	await page.waitForFunction((text) => ![...document.querySelectorAll('[role="status"]')].some((one) => one.textContent === text), before);
	assert.match(await row.innerText(), /Warning/);
	await row.getByRole('button', { name: 'Details' }).click();
	await page.getByText('Time (UTC)').waitFor();
	await screens.look('logs');
	const [download] = await Promise.all([page.waitForEvent('download'), screens.button('Export CSV').click()]);
	assert.ok(readFileSync(await download.path(), 'utf8').split('\n').filter(Boolean).length >= 2);
	await page.reload();
	await row.waitFor();
	assert.equal(await page.getByLabel('Status').inputValue(), 'warn', 'the address holds the filters');
	assert.match(await row.innerText(), /Warning/);
});

test('logs: columns come and go, a page is as long as somebody likes, the oldest come first, and all of it stays', async () => {
	await screens.visit('logs', '&level=');
	const table = page.getByTestId('logs');
	const heads = table.locator('thead th');
	await heads.first().waitFor();
	assert.deepEqual(await heads.allInnerTexts(), ['TIME\n↓', 'STATUS', 'OP', 'ENTITY', 'DIR', 'MESSAGE']);
	const view = table.getByRole('button', { name: 'View options' });
	await view.press('Enter');
	await page.getByRole('radio', { name: '20', exact: true }).click();
	await page.getByRole('button', { name: 'Show Run' }).press('Enter');
	await page.keyboard.press('Escape');
	await page.getByText(/Showing 20 rows of \d+/).waitFor();
	await table.getByRole('button', { name: 'Next page' }).click();
	await page.waitForFunction(() => document.querySelector('[data-testid="logs"] select')?.value === '2');
	assert.deepEqual((await heads.allInnerTexts()).includes('RUN'), true);
	assert.deepEqual(await violations(page), []);

	const times = () => table.locator('tbody tr td:first-child').allInnerTexts();
	const newest = (await times())[0];
	await table.getByRole('button', { name: 'Time' }).press('Enter');
	await Promise.all([page.waitForResponse(/logs.*order=asc/), page.getByRole('menuitemradio', { name: 'Sort ascending' }).click()]);
	await page.keyboard.press('Escape');
	await page.waitForFunction((first) => document.querySelector('[data-testid="logs"] tbody td')?.textContent !== first, newest);
	const kept = page.waitForResponse((response) => /users\/me/.test(decodeURIComponent(response.url())) && response.request().method() !== 'GET');
	await view.press('Enter');
	await page.getByRole('radio', { name: 'Comfortable' }).click();
	await page.keyboard.press('Escape');
	await kept;
	// What this browser keeps is no proof: the site has to know it.
	await page.evaluate(() => localStorage.clear());
	await page.reload();
	await heads.first().waitFor();
	await page.getByText(/Showing 20 rows of \d+/).waitFor();
	assert.deepEqual(await heads.allInnerTexts(), ['TIME\n↑', 'STATUS', 'OP', 'ENTITY', 'DIR', 'MESSAGE', 'RUN']);
	await view.press('Enter');
	assert.ok(await page.getByRole('radio', { name: 'Comfortable' }).isChecked());
	await page.keyboard.press('Escape');
});

test('logs: flush asks, and leaves one row', async () => {
	await screens.visit('logs');
	await screens.button('Flush').click();
	await screens.answer('Flush');
	await screens.told(/rows were removed/);
	assert.deepEqual((await rest('GET', 'logs')).length, 1);
});

test('the product editor shows how a product stands, and keeps it out of sync when asked', async () => {
	const id = await idOf('tee');
	await page.goto(`${world.site.url}/wp-admin/post.php?post=${id}&action=edit`);
	await page.getByTestId('product-state').getByText('Linked').waitFor();
	assert.deepEqual(await violations(page, '#unopim-connector-product'), []);
	await screens.shoot('product-editor', page.locator('#unopim-connector-product-box'));
	await screens.button('Exclude from sync').click();
	await page.getByTestId('product-state').getByText('Excluded').waitFor();
	await page.goto(`${world.site.url}/wp-admin/edit.php?post_type=product&unopim_state=excluded`);
	assert.equal(await page.locator('#the-list tr').count(), 1);
	assert.match(await page.locator(`#post-${id} .column-unopim`).innerText(), /Excluded/);
	await screens.shoot('product-list');
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
