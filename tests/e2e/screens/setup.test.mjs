// The screens on which a shop is set up and watched: connection, channels, settings, health, jobs. Each is clean by axe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { until } from '../../../scripts/lib/processes.mjs';
import { openScreens } from '../support/screens.mjs';

let world, browser, page, screens, rest, close;

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens());
});
after(() => close?.());

test('connection: the first steps lead on, and a step that is done is ticked', async () => {
	await screens.visit('connection');
	await page.getByTestId('checklist').waitFor();
	assert.equal(await page.locator('[aria-current="step"]').getAttribute('data-testid'), 'step-preview');
	assert.match(await page.getByTestId('step-map').innerText(), /✓/);
	await page.getByTestId('step-pull').getByRole('link').click();
	await page.getByRole('heading', { name: 'Sync' }).waitFor();
	await page.goBack();
	await page.getByTestId('checklist').waitFor();
});

test('connection: the webhook’s secret is shown once', async () => {
	const panel = page.getByTestId('webhook');
	await panel.getByRole('button', { name: 'Make a secret' }).click();
	const secret = await panel.getByLabel('Secret', { exact: true }).inputValue();
	assert.match(secret, /^\S{20,}$/);
	await screens.look('connection-webhook');
	await screens.visit('connection');
	await panel.getByRole('button', { name: 'Renew secret' }).waitFor();
	assert.ok(!(await page.content()).includes(secret), 'never again');
	await panel.getByRole('button', { name: 'Renew secret' }).click();
	await screens.answer('Keep');
	await screens.look('connection-connected');
});

test('channels: order by keys, every control, a guard against leaving, one save', async () => {
	await screens.visit('channels');
	const first = () => page.locator('.unopim-channel').first().getAttribute('data-testid');
	assert.equal(await first(), 'channel-default');
	await page.getByRole('button', { name: 'Move “Default” down' }).focus();
	await page.keyboard.press('Enter');
	assert.equal(await first(), 'channel-web');
	await page.getByRole('button', { name: 'Move “Default” up' }).press('Enter');
	assert.equal(await first(), 'channel-default');

	const row = page.getByTestId('channel-default');
	await row.getByLabel('Cooldown seconds').fill('3601');
	await row.getByLabel('Conflict policy').selectOption('review');
	assert.equal(await screens.button('Save channels').getAttribute('aria-disabled'), 'true');
	await row.getByLabel('Cooldown seconds').fill('5');
	await row.getByText('Unsaved').waitFor();
	await page.getByRole('link', { name: 'Logs' }).first().click();
	await screens.answer('Stay here');
	await screens.look('channels');
	await screens.button('Save channels').click();
	await screens.told('Channels saved.');
	const [channel, web] = await rest('GET', 'channels');
	assert.deepEqual([channel.code, channel.cooldown, channel.conflict_policy, web.saved], ['default', 5, 'review', true]);
});

test('channels: reordered by drag, and read again from UnoPim', async () => {
	await page.setViewportSize({ width: 1280, height: 1800 }); // Both rows are in view: a drag does not scroll.
	await page.getByTestId('channel-web').locator('.unopim-handle').dragTo(page.getByTestId('channel-default'), { targetPosition: { x: 300, y: 20 } });
	await page.locator('.unopim-channels > li:first-child[data-testid="channel-web"]').waitFor();
	await page.setViewportSize({ width: 1280, height: 900 });
	await screens.button('Discard changes').click();
	await screens.button('Refresh channels').click();
	await screens.told('Channels, languages and currencies were read again.');
	const [row] = await rest('GET', 'logs?op=refresh&level=success');
	assert.equal(row.code, 'refreshed');
});

test('channels: an answer that comes late takes no edit away', async () => {
	await screens.visit('sync');
	let open;
	const gate = new Promise((resolve) => (open = resolve));
	const held = (url) => decodeURIComponent(url.href).includes('unopim-connector/v1/channels') && !decodeURIComponent(url.href).includes('refresh');
	await page.route(held, async (route) => {
		await gate;
		await route.continue();
	});
	const late = page.waitForResponse((response) => held(new URL(response.url())));
	await page.getByTestId('push-channels').getByRole('link', { name: 'Channels & Stores' }).click();
	const push = page.getByTestId('channel-default').getByLabel('Push enabled');
	await push.check();
	open();
	await (await late).finished();
	await page.unroute(held);
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
	assert.ok(await push.isChecked(), 'the edit is still there');
	await push.uncheck();
});

test('settings: the overview leads to every area', async () => {
	await screens.visit('settings');
	assert.equal(await page.locator('.unopim-cards a').count(), 8);
	await screens.look('settings');
	await page.locator('.unopim-cards').getByRole('link', { name: 'General Settings' }).click();
	await page.getByRole('heading', { name: 'General Settings' }).waitFor();
});

test('settings: limits, the question before Delete, and the banner of a dry run', async () => {
	await screens.visit('settings/general');
	await page.getByLabel('Undo retention').fill('91');
	await page.getByTestId('setting-undo_retention_days').getByRole('alert').waitFor();
	await page.getByLabel('Undo retention').fill('21');
	await page.getByLabel('On-delete').selectOption('delete');
	await screens.answer('Keep what is set');
	assert.equal(await page.getByLabel('On-delete').inputValue(), 'trash');
	await page.getByLabel('Dry-run').check();
	await screens.button('Save settings').click();
	await screens.told('Settings saved.');
	await page.getByTestId('dry-run').waitFor();
	await screens.look('general-settings');
	await page.getByLabel('Dry-run').uncheck();
	await screens.button('Save settings').click();
	await page.getByTestId('dry-run').waitFor({ state: 'detached' });
	const stored = await rest('GET', 'settings');
	assert.deepEqual([stored.undo_retention_days, stored.dry_run, stored.on_delete], [21, false, 'trash']);
});

test('settings: exported without secrets, imported as they were', async () => {
	const [download] = await Promise.all([page.waitForEvent('download'), screens.button('Export').click()]);
	const file = await download.path();
	const text = readFileSync(file, 'utf8');
	assert.ok(!text.includes(world.credentials.client_secret) && !text.includes(world.credentials.password), 'no secret is in it');
	assert.equal(JSON.parse(text).settings.undo_retention_days, 21);
	await rest('PUT', 'settings', { undo_retention_days: 3 });
	await page.locator('input[type="file"]').setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: readFileSync(file) });
	await screens.answer('Import');
	await screens.told('Settings imported.');
	assert.equal((await rest('GET', 'settings')).undo_retention_days, 21);
	await page.locator('input[type="file"]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('no json') });
	await screens.answer('Import');
	assert.match(await page.getByTestId('unopim-problem').innerText(), /no JSON/);
});

test('health: what needs a look comes first, and what can be repaired is', async () => {
	await world.site.rest('POST', 'wc/v3/products', { name: 'Adrift', sku: 'adrift' });
	await world.database.query(world.site.database, "DELETE FROM wp_wc_product_meta_lookup WHERE sku = 'adrift'");
	await screens.visit('settings/health');
	const lookup = page.getByTestId('check-lookup');
	await lookup.getByText('Needs a look').waitFor();
	await page.getByTestId('check-browser').getByText(/engine runs here/).waitFor();
	await screens.look('health');
	await lookup.getByRole('button', { name: 'Repair' }).click();
	await page.getByText('Repaired: the table agrees with the products.').waitFor();
	await lookup.getByText('Good').waitFor();
	await screens.button('Copy report').click();
	await page.getByText(/It holds no secrets/).waitFor();
});

test('jobs: run, disable, add for a further language, edit, delete', async () => {
	await screens.visit('jobs');
	await page.getByTestId('runner').waitFor();
	const row = (channel, locale) => page.getByTestId('jobs').locator('tbody tr').filter({ hasText: channel }).filter({ hasText: locale });
	await row('web', 'en_US').getByRole('button', { name: 'Disable' }).click();
	await row('web', 'en_US').getByRole('button', { name: 'Enable' }).waitFor();
	await row('default', 'en_US').getByRole('button', { name: 'Run now' }).click();
	await screens.told(/Run \d+ was started/);
	const over = async () => {
		await screens.background();
		return (await rest('GET', 'runs?active=1')).length === 0;
	};
	assert.ok(await until(over, 180_000, 1000), 'it is over before the connection goes');

	await screens.button('Add job').click();
	await page.getByRole('dialog').getByLabel('Channel').selectOption('default');
	await page.getByRole('dialog').getByLabel('Language').selectOption('de_DE');
	await screens.answer('Save job');
	await row('default', 'de_DE').waitFor();
	await screens.look('jobs');
	await row('default', 'de_DE').getByRole('button', { name: 'Edit' }).click();
	await page.getByRole('dialog').getByLabel('Interval').selectOption('daily');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
	await screens.answer('Stay here');
	await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor({ state: 'detached' });
	await screens.answer('Save job');
	await row('default', 'de_DE').getByText('Daily').waitFor();
	await row('default', 'de_DE').getByRole('button', { name: 'Delete' }).click();
	await screens.answer('Delete');
	await row('default', 'de_DE').waitFor({ state: 'detached' });
});

test('disconnecting asks first, and keeps the mapping', async () => {
	await screens.visit('connection');
	await screens.button('Disconnect').click();
	await screens.answer('Disconnect');
	await screens.status().getByText('Not connected').waitFor();
	assert.equal((await rest('GET', 'mapping/core')).core.name.attribute, 'name');
	await screens.visit('sync');
	assert.match(await page.getByTestId('pull-reason').innerText(), /Connect to UnoPim first/);
	assert.equal(await screens.button('Pull Full').getAttribute('aria-disabled'), 'true');
	await page.getByTestId('not-connected').waitFor();
	await screens.look('not-connected');
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
