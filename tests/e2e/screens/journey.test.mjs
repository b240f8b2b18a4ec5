// From an empty shop to a full one, as a shop manager clicks through it: connect, look, map, pull.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { typed } from '../../../scripts/lib/connect.mjs';
import { UnoPimApi } from '../../../scripts/lib/unopim-api.mjs';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

let world, browser, page, screens, close;

before(async () => {
	({ world, browser, page, screens, close } = await openScreens({ connected: false }));
});
after(() => close?.());

test('a wrong password: the reason and the remedy at the form, nothing saved', async () => {
	await screens.open('connection');
	await screens.fillConnection({ ...typed(world.credentials), password: 'not the password' });
	await screens.testAndSave();
	const alert = page.getByRole('alert').first();
	await alert.waitFor();
	const text = await alert.innerText();
	assert.match(text, /password|user/i);
	await screens.open('connection');
	assert.equal(await page.locator('form [name="url"]').inputValue(), '', 'nothing was saved');
});

test('a wrong address says what to check', async () => {
	await screens.fillConnection({ ...typed(world.credentials), url: 'http://127.0.0.1:9' });
	await screens.testAndSave();
	await page.getByRole('alert').first().waitFor();
	assert.match(await page.getByRole('alert').first().innerText(), /address|reach|refused|connect/i);
});

test('good credentials: connected, secrets never shown again', async () => {
	await screens.fillConnection(typed(world.credentials));
	await screens.testAndSave();
	await page.getByText('Signed in and saved.').waitFor();
	assert.match(await screens.status().innerText(), /connected/i);
	await screens.shoot('connection');
	await page.reload();
	await screens.status().waitFor();
	assert.equal(await page.locator('form [name="password"]').inputValue(), '');
	assert.ok(!(await page.content()).includes(world.credentials.client_secret), 'the secret is not in the page');
});

test('a channel is taken into use', async () => {
	await screens.open('channels');
	await page.getByTestId('channel-default').getByLabel('Default locale').selectOption('en_US');
	await page.getByRole('button', { name: 'Save channels' }).click();
	await page.getByTestId('channel-default').getByText('Not in use yet').waitFor({ state: 'detached' });
	const [channel] = await world.site.rest('GET', 'unopim-connector/v1/channels');
	assert.equal(channel.saved, true);
	assert.equal(channel.default_locale, 'en_US');
});

test('field mapping: the engine fills the rows, and every edit of one shows at once', async () => {
	await screens.open('mapping/core');
	await screens.preview('full-1');
	await page.getByRole('button', { name: 'Apply WC defaults' }).click();
	await page.getByText(/Auto-map filled \d+ empty row/).waitFor();
	const name = screens.field('full-1', 'name');
	await name.getByText('Full en_US').waitFor();
	assert.match(await screens.field('full-1', 'regular_price').innerText(), /9\.50/);

	await screens.map('core.name', 'product_number');
	await name.getByText('PN-1').waitFor();
	await screens.map('core.name', 'name');
	await name.getByText('Full en_US').waitFor();
	assert.deepEqual((await world.site.state()).products, [], 'a preview writes nothing');
	await screens.saveMapping();
	const { core } = await world.site.rest('GET', 'unopim-connector/v1/mapping/core');
	assert.equal(core.name.attribute, 'name');
	assert.equal(core.regular_price.attribute, 'price');

	await screens.open('mapping/attributes');
	await page.getByLabel('Language').selectOption('en_US');
	await page.getByRole('button', { name: 'Auto-map' }).click();
	await page.getByText(/Auto-map filled \d+ empty row/).waitFor();
	await screens.saveMapping();
});

test('preview: the variant grid names what is there, missing and without a price', async () => {
	await screens.open('preview');
	await screens.preview('tee');
	const grid = page.getByTestId('grid-tee');
	await grid.waitFor();
	assert.match(await grid.innerText(), /10 variants/);
	assert.ok((await grid.getByText('Missing').count()) > 0);
	await screens.shoot('variants', grid);
});

test('Pull Full: driven by this page, with live progress, to the end', async () => {
	await screens.open('sync');
	await page.getByRole('button', { name: 'Pull Full' }).click();
	await page.getByTestId('run-progress').waitFor();
	await page.getByTestId('run-status').getByText(/^Done/).waitFor({ timeout: 120_000 });
	assert.equal(await screens.count('created').innerText(), '48');
	assert.equal(await screens.count('failed').innerText(), '0');
	await screens.shoot('pull');
	const state = await world.site.state();
	assert.equal(bySku(state, 'full-1').name, 'Full en_US');
	assert.equal(bySku(state, 'tee').variations.length, 10);
	assert.deepEqual(state.duplicate_skus, []);
});

test('the products are in the shop, and its own filter finds them', async () => {
	await world.site.script('run-actions.php');
	await page.goto(`${world.site.url}/shop/?filter_color=red`);
	await page.getByRole('link', { name: 'Full en_US' }).first().waitFor();
	await screens.shoot('shop');
	await page.goto(`${world.site.url}/shop/?filter_color=yellow`);
	assert.equal(await page.getByRole('link', { name: 'Full en_US' }).count(), 0);
	await page.goto(`${world.site.url}/product/${bySku(await world.site.state(), 'tee').slug}/`);
	await page.locator('select[name="attribute_pa_color"]').selectOption('green');
	await page.locator('select[name="attribute_pa_size"]').selectOption('m');
	await page.locator('.single_add_to_cart_button:not(.disabled)').click();
	await page.getByText(/has been added to your cart/).first().waitFor();
});

/** What somebody changes in UnoPim. */
const rename = (sku, name) => new UnoPimApi(world.credentials).patchProduct(sku, { channel_locale_specific: { default: { en_US: { name } } } });
const nameInShop = async () => bySku(await world.site.state(), 'full-1').name;

async function pullChanges() {
	await screens.visit('sync');
	await screens.button('Pull Changes').click();
	await page.getByTestId('run-progress').getByText(/Pull Changes/).waitFor();
	await screens.over();
}

test('what changes in UnoPim comes with Pull Changes, and the shop shows it', async () => {
	await rename('full-1', 'Fuller than full');
	await pullChanges();
	assert.deepEqual([await screens.count('updated').innerText(), await screens.count('created').innerText()], ['1', '0']);
	await page.goto(`${world.site.url}/product/${bySku(await world.site.state(), 'full-1').slug}/`);
	await page.getByRole('heading', { name: 'Fuller than full' }).waitFor();
});

test('what both sides change waits for a choice, is written as chosen, and taken back by Undo', async () => {
	await screens.visit('channels');
	await page.getByTestId('channel-default').getByLabel('Conflict policy').selectOption('review');
	await screens.button('Save channels').click();
	await screens.told('Channels saved.');
	await rename('full-1', 'By UnoPim');
	await world.site.script('edit-product.php', 'full-1', 'name', 'By hand');
	await pullChanges();
	assert.deepEqual([await screens.count('held').innerText(), await nameInShop()], ['1', 'By hand']);
	await page.getByRole('navigation', { name: 'This section' }).getByRole('link', { name: 'Review' }).click();
	await page.getByTestId('review-full-1').getByRole('radio', { name: /take UnoPim’s value/ }).check();
	await screens.button('Apply choices').click();
	await page.getByTestId('review-writing').waitFor();
	await screens.background();
	await page.getByText('Nothing waits for a choice').waitFor();
	assert.equal(await nameInShop(), 'By UnoPim');

	await page.getByRole('navigation', { name: 'This section' }).getByRole('link', { name: 'History' }).click();
	await page.getByTestId('history').getByRole('button', { name: /Pull One/ }).first().click();
	await page.getByTestId('operation-full-1').getByText('By UnoPim').waitFor();
	await screens.button('Undo').click();
	await screens.asks('/undo', () => screens.answer('Undo'));
	await screens.background();
	assert.equal(await nameInShop(), 'By hand');
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
