// The ways in which a shop manager changes a product in wp-admin, in real Chromium: each is sent. What customers change is not.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, signIn } from '../support/chromium.mjs';
import { ALL, openOutward } from '../support/outward.mjs';

let outward;
let shop;
let browser;
let page;

before(async () => {
	outward = await openOutward({ web: true, watchers: ['watch', 'quiet'] });
	({ shop } = outward);
	browser = await openBrowser(shop);
	({ page } = browser);
	await signIn(page, shop);
	await outward.settings({ default_family: 'default' });
});
after(async () => {
	await browser?.close();
	await outward?.close();
});

const admin = (address) => page.goto(`${shop.url}/wp-admin/${address}`);
/** The row of a product in the list of products. */
const row = (sku) => page.locator('#the-list tr', { has: page.locator('td.sku', { hasText: new RegExp(`^${sku}$`) }) });

test('quick edit', async () => {
	await admin('edit.php?post_type=product&s=full-1');
	await row('full-1').hover();
	await row('full-1').getByRole('button', { name: /^Quick edit/i }).click();
	const form = page.locator('tr.inline-editor');
	await form.locator('input[name="post_title"]').fill('By quick edit');
	await form.locator('input[name="_regular_price"]').fill('41');
	await form.getByRole('button', { name: 'Update' }).click();
	await form.waitFor({ state: 'detached' });
	await outward.sends(['update full-1']);
	const { name, price } = await outward.values('full-1');
	assert.deepEqual([name, Number(price.EUR)], ['By quick edit', 41]);
});

test('bulk edit', async () => {
	await admin('edit.php?post_type=product&s=assoc');
	const skus = ['assoc-1', 'assoc-2', 'assoc-3'];
	for (const sku of skus) await row(sku).locator('input[type="checkbox"]').check();
	await page.locator('#bulk-action-selector-top').selectOption('edit');
	await page.locator('#doaction').click();
	const form = page.locator('#bulk-edit');
	await form.locator('select[name="change_regular_price"]').selectOption('1');
	await form.locator('input[name="_regular_price"]').fill('17');
	await Promise.all([page.waitForURL(/updated=/), form.getByRole('button', { name: 'Update' }).click()]);
	await outward.sends(skus.map((sku) => `update ${sku}`));
	for (const sku of skus) assert.equal(Number((await outward.values(sku)).price.EUR), 17, sku);
});

test('the importer for CSV files: what it changes, and what it makes', async () => {
	const file = path.join(outward.world.bench.folder, 'products.csv');
	writeFileSync(file, 'SKU,Name,Regular price,Published\nfull-1,By the importer,43,1\nimported-1,Imported,5,1\n');
	await admin('edit.php?post_type=product&page=product_importer');
	await page.locator('#upload').setInputFiles(file);
	await page.getByLabel(/Existing products that match by ID or SKU will be updated/).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('button', { name: 'Run the importer' }).click();
	await page.getByText(/Import complete/i).waitFor({ timeout: 120_000 });
	// Products are updated only where the file says so, new ones only where it does not: a file of each kind.
	const { id } = (await outward.woo('GET', 'products?sku=imported-1'))[0] ?? {};
	await outward.sends([...(id ? ['create imported-1'] : []), 'update full-1']);
	const { name, price } = await outward.values('full-1');
	assert.deepEqual([name, Number(price.EUR)], ['By the importer', 43]);
	writeFileSync(file, 'SKU,Name,Regular price,Published\nimported-2,Imported too,6,1\n');
	await admin('edit.php?post_type=product&page=product_importer');
	await page.locator('#upload').setInputFiles(file);
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('button', { name: 'Run the importer' }).click();
	await page.getByText(/Import complete/i).waitFor({ timeout: 120_000 });
	await outward.sends(['create imported-2']);
	assert.equal((await outward.values('imported-2')).name, 'Imported too');
});

test('stock alone, and what an order takes of it, is never sent', async () => {
	const id = await outward.idOf('full-1');
	await outward.woo('PUT', `products/${id}`, { manage_stock: true });
	await outward.push({ kind: 'push', scope: 'queue' });
	await outward.woo('PUT', `products/${id}`, { stock_quantity: 9 });
	assert.equal(await outward.queued(), 0, 'stock alone');
	const before = await outward.source('full-1');
	const order = await outward.woo('POST', 'orders', { set_paid: true, line_items: [{ product_id: id, quantity: 2 }] });
	assert.equal(order.status, 'processing');
	assert.equal((await outward.woo('GET', `products/${id}`)).stock_quantity, 7, 'the order took its share');
	assert.equal(await outward.queued(), 0);
	await outward.sends([], ALL);
	assert.deepEqual(await outward.source('full-1'), before);
});

test('no page broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints().filter((text) => !text.startsWith('asks ')), []);
});
