// Real Chromium. A page that asks any host but the site is a failure: the plugin talks to nobody but UnoPim, and that from PHP.
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../../scripts/hosts/browser.mjs';
import { chromiumPath } from '../../../scripts/lib/debian.mjs';
import { WpClient } from '../../../scripts/lib/wp-client.mjs';

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

/** Signs the browser in with the session of a login over HTTP: no test is about WordPress' form, and a browser does things of its own with a password. */
export async function signIn(page, site) {
	const client = await WpClient.signIn(site.url, site.admin);
	await page.context().addCookies(client.cookies.map(([name, value]) => ({ name, value, url: site.url })));
	await page.goto(`${site.url}/wp-admin/`);
}
