// The plugin's admin page as its user knows it: by labels, roles and what is written on it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/lib/places.mjs';
import { violations } from './axe.mjs';
import { openBrowser, signIn } from './chromium.mjs';
import { openWorld } from './world.mjs';

/**
 * What every suite of screens stands on: a world, and a browser that is signed in to it. Nothing is done in the background unless the
 * test says so by `background`, or two would be at work on one run.
 *
 * @param {object} [options] those of `openWorld`
 */
export async function openScreens({ watchers = [], ...options } = {}) {
	const world = await openWorld({ web: true, ...options, watchers: ['watch', 'quiet', ...watchers] });
	let browser;
	const close = async () => {
		await browser?.close();
		await world.close();
	};
	try {
		browser = await openBrowser(world.site);
		await signIn(browser.page, world.site);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		world,
		browser,
		page: browser.page,
		screens: new Screens(browser.page, world.site),
		/** A route of the plugin, as the administrator. */
		rest: (method, route, body) => world.site.rest(method, `unopim-connector/v1/${route}`, body),
		close,
	};
}

export class Screens {
	constructor(page, site) {
		this.page = page;
		this.site = site;
	}

	/** @param {string} screen the path of its address, such as `sync/history` */
	open(screen) {
		return this.page.goto(`${this.site.url}/wp-admin/admin.php?page=unopim-connector&path=/${screen}`);
	}

	/** A screenshot for the documentation; taken only when UNOPIM_SHOOT is set, so that a test run leaves the tree as it is. */
	async shoot(name, target = this.page) {
		if (!process.env.UNOPIM_SHOOT) return;
		const folder = path.join(root, 'docs/screens');
		mkdirSync(folder, { recursive: true });
		await target.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
	}

	/** Opens a screen and waits until it stands. */
	async visit(screen, query = '') {
		await this.page.goto(`${this.site.url}/wp-admin/admin.php?page=unopim-connector&path=/${screen}${query}`);
		await this.page.getByTestId('screen').waitFor();
		await this.page.getByTestId('loading').waitFor({ state: 'detached' });
	}

	/** Axe finds nothing, and the documentation gets its picture. */
	async look(name) {
		assert.deepEqual(await violations(this.page), [], `axe on ${name}`);
		await this.shoot(name);
	}

	/** The site's own background work, as its clock does it, until nothing is due. */
	background() {
		return this.site.script('run-actions.php', 30);
	}

	/** Does something, and waits until the site has answered what that asks of a route: background work would find nothing to do before. */
	async asks(route, act) {
		const answered = this.page.waitForResponse((response) => decodeURIComponent(response.url()).includes(route) && response.request().method() !== 'GET');
		await act();
		await answered;
	}

	/** The run on show has come to its end. */
	over() {
		return this.page.getByTestId('run-status').getByText(/^Done/).waitFor({ timeout: 120_000 });
	}

	button(name) {
		return this.page.getByRole('button', { name, exact: true });
	}

	/** A short confirmation at the foot of the page. */
	async told(text) {
		await this.page.locator('.components-snackbar').getByText(text).first().waitFor();
	}

	/** The button of an open question, in which axe finds nothing. */
	async answer(name) {
		const button = this.page.getByRole('dialog').getByRole('button', { name, exact: true });
		await button.waitFor();
		assert.deepEqual(await violations(this.page, '.components-modal__screen-overlay'), [], `axe on the question with “${name}”`);
		await button.click();
	}

	async fillConnection(credentials) {
		for (const [name, value] of Object.entries(credentials)) await this.page.locator(`form [name="${name}"]`).fill(value);
	}

	testAndSave() {
		return this.page.getByRole('button', { name: 'Test & Save' }).click();
	}

	status() {
		return this.page.getByTestId('connection-status');
	}

	async preview(sku) {
		await this.page.getByLabel('Product SKU').fill(sku);
		await this.page.getByRole('button', { name: 'Show preview' }).click();
		await this.page.getByTestId('plan-time').waitFor();
	}

	/** Saves the rows of a mapping screen. */
	async saveMapping() {
		await this.page.getByRole('button', { name: 'Save mapping' }).click();
		await this.page.getByTestId('mapping-saved').waitFor();
	}

	/** A field's row in the preview: name, now, new, why. */
	field(sku, name) {
		return this.page.getByTestId(`item-${sku}`).getByTestId(`field-${name}`);
	}

	/** Picks another UnoPim attribute in a row of the mapping. */
	async map(row, attribute) {
		const box = this.page.getByTestId(`row-${row}`).getByRole('combobox');
		await box.click();
		await box.fill(attribute);
		await this.page.getByRole('option', { name: attribute }).first().click();
	}

	count(name) {
		return this.page.getByTestId(`count-${name}`);
	}
}
