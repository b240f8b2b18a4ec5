// Field Mapping and Preview: rows on one side, real products on the other, nothing written before it is confirmed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

let world, browser, page, screens, close;

before(async () => {
	({ world, browser, page, screens, close } = await openScreens());
});
after(() => close?.());

test('core fields: nine pinned rows beside a sample of real products', async () => {
	await screens.open('mapping/core');
	await page.getByTestId('plan-time').waitFor();
	assert.equal(await page.locator('[data-testid^="row-core."]').count(), 9);
	assert.ok((await page.locator('.unopim-product').count()) > 1, 'several products are in view');
	await page.locator('.unopim-product > summary').first().click();
	await screens.look('mapping-core');
});

test('an edit is yellow and says so, shows in the preview at once, and is not lost by leaving', async () => {
	await screens.preview('full-1');
	const row = page.getByTestId('row-core.name');
	await screens.map('core.name', 'product_number');
	await row.getByText('Unsaved').waitFor();
	await screens.field('full-1', 'name').getByText('PN-1').waitFor();
	await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
	await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click();
	await row.getByText('Unsaved').waitFor();
	await page.getByRole('button', { name: 'Discard changes' }).click();
	await row.getByText('Unsaved').waitFor({ state: 'detached' });
	await screens.field('full-1', 'name').getByText('Full en_US').waitFor();
});

test('the picker tells group, type and scope from three letters on', async () => {
	const box = page.getByTestId('row-core.description').getByRole('combobox');
	await box.click();
	await box.fill('descr');
	await page.getByRole('option', { name: /^\S.* \(short_description\) · \S.* · textarea · per / }).waitFor();
	await box.press('Escape');
});

test('an impossible pair says why and cannot be saved', async () => {
	await screens.map('core.regular_price', 'color');
	await page.getByTestId('row-core.regular_price').getByText('Error:').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Save mapping' }).getAttribute('aria-disabled'), 'true');
	await page.getByText('A row with an error cannot be saved; the row says why.').first().waitFor();
	await page.getByRole('button', { name: 'Discard changes' }).click();
});

test('attributes: rows of a channel and language, a field of the product with its unit', async () => {
	await screens.open('mapping/attributes');
	await page.getByTestId('plan-time').waitFor();
	const before = await page.locator('[data-testid^="row-attributes."]').count();
	await page.getByRole('button', { name: 'Add row' }).click();
	const row = page.getByTestId(`row-attributes.${before}`);
	await row.getByLabel('Shop target').selectOption('weight');
	await row.locator('summary').click();
	await row.getByLabel('Unit in UnoPim').selectOption('g');
	await page.getByText('A row has no UnoPim attribute yet.').first().waitFor();
	await row.getByRole('button', { name: /^Remove/ }).click();
	await screens.look('mapping-attributes');
});

test('a language that was never saved inherits the rows of the default one', async () => {
	const languages = await page.getByLabel('Language').locator('option').evaluateAll((options) => options.map(({ value }) => value));
	await page.getByLabel('Language').selectOption(languages.find((language) => language !== 'en_US'));
	await page.getByTestId('inherited').waitFor();
	await page.getByLabel('Language').selectOption('en_US');
	await page.getByTestId('inherited').waitFor({ state: 'detached' });
});

test('categories: the shop’s tree, UnoPim’s categories by search', async () => {
	await screens.open('mapping/categories');
	await page.getByTestId('plan-time').waitFor();
	await page.getByText('(unmapped)').first().waitFor();
	await page.getByRole('button', { name: /^Choose the UnoPim category for / }).first().click();
	const box = page.getByRole('combobox', { name: /^UnoPim category for / });
	await box.click();
	await page.getByRole('listbox').getByRole('option').first().click();
	await page.locator('tr.is-unsaved').first().getByText('Unsaved').waitFor();
	await page.getByTestId('plan-time').waitFor();
	await screens.look('mapping-categories');
	await screens.saveMapping();
	const { rows } = await world.site.rest('GET', 'unopim-connector/v1/mapping/categories', { channel: 'default' });
	assert.equal(Object.keys(rows).length, 1);
});

test('associations: what fills which list shows in the preview at once, and is kept', async () => {
	await world.steer({ op: 'set_value', sku: 'full-1', path: ['associations'], value: { up_sells: ['tee'], accessories: ['polo'] } });
	await screens.visit('mapping/categories', '&sku=full-1');
	const linked = page.getByTestId('item-full-1').getByTestId('linked');
	await linked.getByText('tee').waitFor();
	assert.equal(await linked.innerText(), 'Upsells\ntee (not yet in the shop)');
	await page.getByTestId('associations').locator('summary').click();
	const row = page.getByTestId('row-associations.up_sells');
	await row.getByLabel('up_sells fills').selectOption({ label: 'Cross-sells' });
	await row.getByText('Unsaved').waitFor();
	await linked.getByText('Cross-sells').waitFor();

	// What the product in view has is offered; what nobody knows can be typed, and what has a row already cannot.
	const type = page.getByRole('combobox', { name: 'Further type of association' });
	await type.click();
	await page.getByRole('option', { name: 'accessories', exact: true }).waitFor();
	await type.fill('up_sells');
	await page.getByText('This type has a row already.').waitFor();
	assert.equal(await screens.button('Add type').getAttribute('aria-disabled'), 'true');
	await type.fill('spare parts');
	await page.getByText('A code has letters, digits and _ alone.').waitFor();
	await type.fill('acc');
	await page.getByRole('option', { name: 'accessories', exact: true }).click();
	await screens.button('Add type').press('Enter');
	await page.getByLabel('accessories fills').selectOption({ label: 'Grouped children' });
	await linked.getByText('Left out: only a grouped product has such children.').waitFor();
	await page.getByLabel('accessories fills').selectOption({ label: 'Related products' });
	await linked.getByText('polo (not yet in the shop)').waitFor();
	await page.getByLabel('accessories fills').selectOption({ label: 'Grouped children' });
	await screens.look('mapping-associations');

	await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
	await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click();
	await screens.saveMapping();
	const saved = async () => (await world.site.rest('GET', 'unopim-connector/v1/mapping/categories', { channel: 'default' })).associations;
	assert.deepEqual(await saved(), { up_sells: 'cross_sells', cross_sells: 'cross_sells', related_products: 'related', accessories: 'grouped' });

	await row.getByLabel('up_sells fills').selectOption({ label: 'Upsells' });
	await screens.button('Remove the type accessories').click();
	await screens.saveMapping();
	assert.equal(await saved(), null, 'what applies anyhow is not said');
});

test('preview: a sample, one product, and exactly this plan applied', async () => {
	await screens.open('preview');
	await page.getByLabel('Look at').selectOption('sample');
	await page.getByRole('button', { name: 'Show preview' }).click();
	await page.getByTestId('plan-time').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Apply exactly this plan' }).getAttribute('aria-disabled'), 'true');
	await page.getByLabel('Look at').selectOption('sku');
	await screens.preview('full-1');
	await screens.look('preview');
	assert.deepEqual((await world.site.state()).products, []);

	await screens.asks('/plans', () => screens.button('Apply exactly this plan').click());
	await screens.background();
	await page.getByRole('dialog', { name: 'Apply this plan?' }).waitFor();
	await screens.asks('/apply', () => screens.answer('Apply'));
	await page.waitForURL(/path=%2Fsync/);
	await screens.background();
	assert.equal(bySku(await world.site.state(), 'full-1').name, 'Full en_US');
});

/** Goes on by Tab alone, or back, until this control has the focus. */
async function tabTo(control, key = 'Tab') {
	for (let n = 0; n < 150; n++) {
		await page.keyboard.press(key);
		if (await control.first().evaluate((element) => element === document.activeElement)) return;
	}
	assert.fail(`${control} is not reached by ${key}`);
}

test('by keyboard alone: a row mapped, its reasons heard, the change taken back, the next screen', async () => {
	await screens.visit('mapping/core');
	await page.getByTestId('plan-time').waitFor();
	await page.locator('#adminmenu a[aria-current="page"]').focus();
	await tabTo(page.getByRole('combobox', { name: 'Short Description' }));
	await page.keyboard.type('product_num');
	await page.getByRole('option', { name: /product_number/ }).waitFor();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.getByTestId('row-core.short_description').getByText('Unsaved').waitFor();
	await tabTo(screens.button('Discard changes'), 'Shift+Tab');
	await page.keyboard.press('Enter');
	await page.getByTestId('row-core.short_description').getByText('Unsaved').waitFor({ state: 'detached' });
	assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Discard changes', 'a button that has nothing more to do keeps the focus');
	await tabTo(screens.button('Clear mapping'), 'Shift+Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('dialog', { name: 'Clear mapping?' }).waitFor();
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Clear mapping', 'and so does one whose question is put away');
	await tabTo(page.getByRole('navigation').getByRole('link', { name: 'Logs', exact: true }), 'Shift+Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Logs' }).waitFor();
});

test('the back button and a copied address lead to a screen', async () => {
	await screens.open('mapping/core');
	await page.getByRole('navigation', { name: 'This section' }).getByRole('link', { name: 'Categories' }).click();
	await page.getByRole('heading', { name: 'Categories' }).waitFor();
	await page.goBack();
	await page.getByRole('heading', { name: 'Core Fields' }).waitFor();
	assert.equal(await page.locator('#adminmenu a[aria-current="page"]').innerText(), 'Field Mapping');
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
