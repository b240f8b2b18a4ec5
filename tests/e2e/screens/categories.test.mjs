// Field Mapping → Categories on UnoPim 3.0.1, which lists types of association of one's own: trees, fields and links by name, nothing typed that can be chosen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FULL_PULL } from '../../../scripts/lib/connect.mjs';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

let world, browser, page, screens, rest, close;

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens({ unopim: ['--version', '3.0.1', '--catalogue', 'recorded', '--no-throttle'] }));
	await world.site.pull(FULL_PULL);
	const { parent, additional_data: data } = (await world.api.list('categories')).find(({ code }) => code === 'men_tshirts');
	const picture = 'category/9/cf_image/shirts.png';
	await world.steer(
		{ op: 'draw_file', path: picture, seed: 1 },
		{ op: 'put_category', code: 'men_tshirts', parent, data: { ...data, common: { ...data.common, cf_image: picture } } },
		{ op: 'put_association_type', code: 'spare_parts', label: 'Spare parts' },
		{ op: 'set_value', sku: 'full-1', path: ['associations'], value: { spare_parts: ['tee'] } },
	);
});
after(() => close?.());

const saved = () => rest('GET', 'mapping/categories?channel=default');
const termId = async (slug) => (await world.site.rest('GET', `wc/v3/products/categories?slug=${slug}`))[0].id;
const idOf = async (sku) => (await world.site.rest('GET', `wc/v3/products?sku=${sku}`))[0].id;
const meta = (code) => world.database.query(world.site.database, `SELECT meta_value FROM wp_termmeta WHERE meta_key = '${code}' AND meta_value <> ''`);

/** The list under a field, by what it offers for what is typed. */
async function offered(box, text) {
	await box.click();
	await box.fill(text);
	return page.getByRole('listbox').getByRole('option').allInnerTexts();
}

test('types of association that UnoPim lists are offered by their names, and fill the shop’s lists', async () => {
	await screens.visit('mapping/categories', '&sku=full-1');
	await page.getByTestId('plan-time').waitFor();
	await screens.button('Refresh targets').click();
	await page.getByTestId('plan-time').waitFor();
	await page.getByTestId('associations').locator('summary').click();
	const box = page.getByRole('combobox', { name: 'Further type of association' });
	await box.click();
	await page.getByRole('option', { name: 'Spare parts (spare_parts)' }).waitFor();
	assert.deepEqual(await offered(box, 'spare p'), ['Spare parts (spare_parts)'], 'what has a row already is not');
	await box.press('ArrowDown');
	await box.press('Enter');
	await screens.button('Add type').press('Enter');
	await page.getByLabel('spare_parts fills').selectOption({ label: 'Upsells' });
	const linked = page.getByTestId('item-full-1').getByTestId('linked');
	await linked.getByText('Upsells').waitFor();
	assert.match(await linked.innerText(), /Upsells\s+.*tee/);
	await screens.look('mapping-associations');
	await screens.saveMapping();
	await world.site.pull({ kind: 'pull', scope: 'one', channel: 'default', locale: 'en_US', skus: ['full-1'] });
	assert.deepEqual((await world.site.rest('GET', `wc/v3/products/${await idOf('full-1')}`)).upsell_ids, [await idOf('tee')]);
});

test('category fields: chosen by name and type, each with its first target; what cannot be says why', async () => {
	await screens.visit('mapping/categories');
	await page.getByTestId('plan-time').waitFor();
	const part = page.getByTestId('category-fields');
	await part.locator('summary').click();
	const box = page.getByRole('combobox', { name: 'UnoPim category field' });
	assert.equal(await screens.button('Add field').getAttribute('aria-disabled'), 'true');
	const add = async (text) => {
		await offered(box, text);
		await page.getByRole('listbox').getByRole('option').first().click();
		await screens.button('Add field').press('Enter');
	};
	await box.click();
	await page.getByRole('option', { name: /cf_image.* · image$/ }).waitFor();
	await add('cf_image');
	const image = page.getByTestId('row-category_fields.cf_image');
	await image.getByText('Unsaved').waitFor();
	assert.equal(await image.getByRole('combobox').inputValue(), 'thumbnail');
	await image.getByRole('combobox').selectOption('meta:');
	await image.getByText(/^Error:/).waitFor();
	assert.equal(await screens.button('Save mapping').getAttribute('aria-disabled'), 'true');
	await image.getByRole('combobox').selectOption('thumbnail');
	await image.getByText(/^Error:/).waitFor({ state: 'detached' });

	await add('cf_select');
	const select = page.getByTestId('row-category_fields.cf_select');
	await select.getByLabel('Meta key').fill('season');

	// A code that UnoPim does not list is a last resort, and the row says that nothing comes of it yet.
	await offered(box, 'description');
	await part.getByText('Name and description have their place already.').waitFor();
	await offered(box, 'not a code');
	await part.getByText('A code has letters, digits and _ alone.').waitFor();
	await offered(box, 'cf_image');
	await part.getByText('This field has a row already.').waitFor();
	await add('cf_later');
	await page.getByTestId('row-category_fields.cf_later').getByText('This attribute no longer exists in UnoPim.').waitFor();
	await screens.look('mapping-category-fields');
	await screens.button('Remove the field cf_later').click();
	await screens.saveMapping();
	assert.deepEqual((await saved()).category_fields, { cf_image: 'thumbnail', cf_select: 'meta:season' });
	await world.site.pull(FULL_PULL);
	await world.site.pull({ kind: 'images', channel: 'default' });
	assert.notEqual(await meta('season'), '', 'the field is on its term');
	assert.match(await meta('thumbnail_id'), /^\d+$/m, 'and so is its picture');
});

test('a category of UnoPim shows where it stands, in the list and in the row', async () => {
	await page.reload();
	await page.getByTestId('plan-time').waitFor();
	const row = page.getByTestId(`category-${await termId('men')}`);
	await row.getByRole('button', { name: /^Choose/ }).click();
	const box = row.getByRole('combobox');
	await box.click();
	await box.fill('shirts');
	await page.getByRole('option', { name: 'root › Men › Shirts (men_shirts)', exact: true }).waitFor();
	await box.fill('bare');
	await page.getByRole('option', { name: 'root › c_bare', exact: true }).waitFor();
	await box.press('ArrowDown');
	await box.press('Enter');
	await row.getByText('root › c_bare').waitFor();
	await row.getByText('Unsaved').waitFor();
	await screens.saveMapping();
	assert.deepEqual((await saved()).rows, { c_bare: await termId('men') });
});

test('a mapped category that is gone, on either side, is named in its row and can be taken out', async () => {
	await world.api.call('DELETE', 'categories/c_bare');
	const id = await termId('men');
	await world.site.rest('DELETE', `wc/v3/products/categories/${id}?force=true`);
	await screens.button('Refresh targets').click();
	const row = page.getByTestId(`category-${id}`);
	await row.getByText('which the shop has no more').waitFor();
	await row.getByText('This category no longer exists in UnoPim.').waitFor();
	assert.equal(await row.getByRole('button', { name: /^Choose/ }).count(), 0);
	await screens.look('mapping-categories-gone');
	await row.getByRole('button', { name: /^Remove c_bare/ }).press('Enter');
	await row.waitFor({ state: 'detached' });
	await screens.saveMapping();
	assert.deepEqual((await saved()).rows, {});
	assert.equal(bySku(await world.site.state(), 'full-1').name, 'Full en_US');
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
