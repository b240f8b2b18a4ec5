// The oldest WordPress that is supported: what draws the log there comes from a package that is years younger.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { OLDEST_WORDPRESS, oldestWordPress, root } from '../../../scripts/lib/places.mjs';
import { servePhp } from '../../../scripts/lib/phpserver.mjs';
import { workbench } from '../../../scripts/lib/workbench.mjs';
import { violations } from '../support/axe.mjs';
import { openBrowser, signIn } from '../support/chromium.mjs';
import { Screens } from '../support/screens.mjs';

let bench, site, server, browser, page;

before(async () => {
	const wordpress = await oldestWordPress();
	assert.ok(wordpress, `WordPress ${OLDEST_WORDPRESS} is at hand`);
	bench = await workbench();
	site = await bench.site({ wordpress });
	for (const name of ['no-shop', 'quiet']) copyFileSync(path.join(root, `tests/e2e/support/${name}.php`), path.join(site.root, `wp-content/mu-plugins/${name}.php`));
	server = await servePhp(site);
	browser = await openBrowser(site);
	({ page } = browser);
	await signIn(page, site);
});
after(async () => {
	await browser?.close();
	await server?.stop();
	await bench?.close();
});

test('the log is drawn, unfolds, and takes another column', async (t) => {
	t.diagnostic(`WordPress ${await page.locator('#footer-upgrade').innerText()}`);
	await site.rest('DELETE', 'unopim-connector/v1/logs'); // which leaves a row
	await new Screens(page, site).visit('logs');
	const row = page.getByTestId('logs').locator('tbody tr');
	await row.waitFor();
	assert.equal(await row.count(), 1);
	await row.getByRole('button', { name: 'Details' }).click();
	await page.getByText('Time (UTC)').waitFor();
	await page.getByRole('button', { name: 'View options' }).click();
	await page.getByRole('button', { name: 'Show Run' }).press('Enter');
	await page.getByRole('radio', { name: '20', exact: true }).click();
	await page.keyboard.press('Escape');
	assert.equal(await page.getByTestId('logs').locator('thead th').count(), 7);
	assert.deepEqual(await violations(page), []);
	assert.deepEqual(browser.complaints(), []);
});
