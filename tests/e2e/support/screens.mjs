// The plugin's admin page as its user knows it: by labels and roles.
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { root } from '../../../scripts/lib/places.mjs';

export class Screens {
	constructor(page, site) {
		this.page = page;
		this.site = site;
	}

	async open(tab) {
		await this.page.goto(`${this.site.url}/wp-admin/admin.php?page=unopim-connector`);
		if (tab) await this.page.getByRole('link', { name: tab, exact: true }).or(this.page.getByRole('tab', { name: tab, exact: true })).first().click();
	}

	/** A screenshot for the documentation. */
	async shoot(name) {
		const folder = path.join(root, 'docs/screens');
		mkdirSync(folder, { recursive: true });
		await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
	}

	async fillConnection(credentials) {
		for (const [name, value] of Object.entries(credentials)) await this.page.locator(`[name="${name}"]`).fill(value);
	}

	testAndSave() {
		return this.page.getByRole('button', { name: 'Test & Save' }).click();
	}

	connectionStatus() {
		return this.page.getByTestId('connection-status');
	}

	async preview(sku) {
		await this.page.getByLabel('Product SKU').fill(sku);
		await this.page.getByRole('button', { name: 'Show preview' }).click();
		await this.page.getByTestId('plan-time').waitFor();
	}

	plan() {
		return this.page.getByTestId('plan');
	}
}
