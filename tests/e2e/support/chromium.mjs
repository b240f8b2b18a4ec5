// Real Chromium. A page that asks any host but the site is a failure: the plugin talks to nobody but UnoPim, and that from PHP.
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../../scripts/hosts/browser.mjs';
import { chromiumPath } from '../../../scripts/lib/debian.mjs';

/**
 * @returns {Promise<{page:import('playwright-core').Page, complaints:() => string[], close:() => Promise<void>}>}
 * `complaints`: script errors, answers of 500 and more, and requests to other hosts, since the last call.
 */
export async function openBrowser(site) {
	const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS, timeout: 120_000 });
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	const own = new URL(site.url).host;
	let seen = [];
	context.on('weberror', (error) => seen.push(`script: ${error.error().message}`));
	context.on('response', (response) => { if (response.status() >= 500) seen.push(`${response.status()} ${response.url()}`); });
	context.on('request', (request) => {
		const { protocol, host } = new URL(request.url());
		if (protocol.startsWith('http') && host !== own) seen.push(`asks ${host}`);
	});
	return {
		page,
		context,
		complaints() {
			const all = [...new Set(seen)];
			seen = [];
			return all;
		},
		close: () => browser.close(),
	};
}

export async function signIn(page, site) {
	await page.goto(`${site.url}/wp-login.php`);
	await page.fill('#user_login', site.admin.user);
	await page.fill('#user_pass', site.admin.password);
	await Promise.all([page.waitForURL(/wp-admin/), page.click('#wp-submit')]);
}
