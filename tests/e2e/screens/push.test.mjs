// From the shop to UnoPim, as a shop manager clicks through it: Push on, an edit, its preview, the push, and the way back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../scripts/lib/processes.mjs';
import { violations } from '../support/axe.mjs';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

let world, browser, page, screens, rest, close;

const idOf = async (sku) => (await world.site.rest('GET', `wc/v3/products?sku=${sku}`))[0].id;
/** What a shop manager does by hand on the product screen. */
const edit = (sku, field, value) => world.site.script('edit-product.php', sku, field, value);
const nameIn = async (sku) => (await world.api.product(sku)).values.channel_locale_specific.default.en_US.name;
const task = (name) => page.getByRole('group', { name, exact: true });

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens());
	await world.site.pull({ kind: 'pull', scope: 'full', channel: 'default', locale: 'en_US' });
});
after(() => close?.());

test('Push is off until somebody switches it on', async () => {
	await screens.visit('sync');
	assert.equal(await screens.button('Push One').getAttribute('aria-disabled'), 'true');
	await page.getByTestId('push-channels').getByRole('link', { name: 'Channels & Stores' }).click();
	const row = page.getByTestId('channel-default');
	await row.getByLabel('Push enabled').check();
	await row.getByLabel('Cooldown seconds').fill('0');
	await screens.button('Save channels').click();
	await screens.told('Channels saved.');
	await screens.visit('sync');
	assert.match(await page.getByTestId('push-channels').innerText(), /Goes out for every channel with Push on: Default/);
});

test('a preview tells field by field what would be sent, and sends nothing', async () => {
	await edit('full-1', 'name', 'Full from the shop');
	await task('Push All Products').getByRole('button', { name: 'Preview' }).click();
	await page.getByTestId('plan-state').getByText('Ready').waitFor({ timeout: 120_000 });
	const operation = page.getByTestId('operation-full-1');
	await operation.getByText('Full from the shop').waitFor();
	const text = await operation.innerText();
	assert.match(text, /Update\s+Product\s+full-1\s+→UNO/);
	assert.match(text, /name \(default, en_US\)\s+Full en_US\s+Full from the shop\s+Changed in the shop since the last synchronisation/);
	await screens.look('push-plan');
	assert.equal(await nameIn('full-1'), 'Full en_US');
});

test('the plan is applied as it is, and UnoPim holds the edit', async () => {
	await screens.asks('/apply', async () => {
		await screens.button('Apply').click();
		await screens.answer('Apply');
	});
	await screens.background();
	await screens.over();
	await page.getByTestId('plan-state').getByText('Applied').waitFor();
	assert.equal(await nameIn('full-1'), 'Full from the shop');
	await screens.button('Close').click();
});

test('what was not edited is not sent, and what was sent is not pulled back', async () => {
	await screens.button('Push All Products').click();
	await screens.over();
	assert.deepEqual([await screens.count('created').innerText(), await screens.count('updated').innerText()], ['0', '0']);
	await page.getByLabel('SKU', { exact: true }).fill('full-1');
	await screens.button('Pull One').click();
	await page.getByTestId('run-progress').getByText(/Pull One/).waitFor();
	await screens.over();
	assert.equal(await screens.count('updated').innerText(), '0');
	assert.equal(bySku(await world.site.state(), 'full-1').name, 'Full from the shop');
});

test('Push One: an item of the shop, found by its name', async () => {
	await edit('full-1', 'name', 'Full once more');
	await screens.visit('sync');
	const box = page.getByRole('combobox', { name: 'Item of the shop' });
	await box.click();
	await box.fill('once more');
	await page.getByRole('option', { name: 'Full once more (full-1)' }).click();
	await screens.look('push');
	await task('Push One').getByRole('button', { name: 'Push One' }).click();
	await screens.over();
	assert.equal(await screens.count('updated').innerText(), '1');
	assert.equal(await nameIn('full-1'), 'Full once more');
});

test('history names the fields of UnoPim, and takes a push back', async () => {
	await screens.visit('sync/history');
	await page.getByTestId('history').getByRole('button', { name: /Push One/ }).first().click();
	await page.getByTestId('operation-full-1').getByText('name (default, en_US)').waitFor();
	await screens.look('history-push');
	await screens.button('Undo').click();
	await page.getByTestId('undo-shows').getByText(/name \(default, en_US\) → Full from the shop/).waitFor();
	await screens.asks('/undo', () => screens.answer('Undo'));
	await screens.background();
	assert.equal(await nameIn('full-1'), 'Full from the shop');
	assert.equal(bySku(await world.site.state(), 'full-1').name, 'Full once more', 'the shop keeps its own');
});

test('the product’s own panel pushes it', async () => {
	await edit('full-1', 'name', 'From its panel');
	await page.goto(`${world.site.url}/wp-admin/post.php?post=${await idOf('full-1')}&action=edit`);
	const panel = page.locator('#unopim-connector-product');
	await panel.getByText(/Waits to be sent to UnoPim/).waitFor();
	assert.deepEqual(await violations(page, '#unopim-connector-product'), []);
	await screens.asks('/runs', () => panel.getByRole('button', { name: 'Push this product' }).click());
	await screens.background();
	await panel.getByText(/^Pushed\./).waitFor();
	assert.equal(await nameIn('full-1'), 'From its panel');
	await screens.shoot('product-editor-push', page.locator('#unopim-connector-product-box'));
});

test('what is saved is pushed by itself, and the jobs tell of it', async () => {
	await edit('full-1', 'name', 'Saved and forgotten');
	await screens.visit('jobs');
	await page.getByTestId('jobs').locator('tbody tr').filter({ hasText: 'Push queue' }).getByText('1 item waits').waitFor();
	await screens.look('jobs-push');
	// The site's clock ticks once a minute.
	const sent = async () => {
		await screens.background();
		return (await nameIn('full-1')) === 'Saved and forgotten';
	};
	assert.ok(await until(sent, 180_000, 2000), 'UnoPim holds it');
	await screens.visit('jobs');
	await page.getByTestId('jobs').locator('tbody tr').filter({ hasText: 'Push queue' }).getByText('0 items wait').waitFor();

	await screens.button('Add job').click();
	await page.getByRole('dialog').getByLabel('Job', { exact: true }).selectOption('push');
	await page.getByRole('dialog').getByLabel('Categories').check();
	await screens.answer('Save job');
	await page.getByTestId('jobs').getByText('Push: Products, Categories').waitFor();
	const job = (await rest('GET', 'jobs')).find(({ kind }) => kind === 'push');
	assert.deepEqual([job.channel, job.entities, job.interval], ['default', ['product', 'category'], 'hourly']);
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
