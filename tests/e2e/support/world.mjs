// A shop with WooCommerce and the plugin, and a UnoPim beside it: what an end-to-end test stands on. Gone when the test file is over.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../scripts/lib/connect.mjs';
import { servePhp } from '../../../scripts/lib/phpserver.mjs';
import { root, shopParts } from '../../../scripts/lib/places.mjs';
import { serveUnoPim } from '../../../scripts/lib/unopim.mjs';
import { workbench } from '../../../scripts/lib/workbench.mjs';

/** As a host has it; a test's own plugins are seen at once. */
const OPCACHE = ['-d', 'opcache.enable=1', '-d', 'opcache.enable_cli=1', '-d', 'opcache.revalidate_freq=0'];

/**
 * @param {object} [o]
 * @param {string[]} [o.unopim]     what UnoPim serves
 * @param {boolean} [o.web]         serve the site over HTTP
 * @param {boolean} [o.connected]   connect and map before the test begins
 * @param {boolean} [o.network]     make the site a network of two
 * @param {string[]} [o.watchers]   must-use plugins of this folder
 * @param {object} [o.database]     see startMariaDb
 */
export async function openWorld({ unopim = ['--catalogue', 'recorded', '--no-throttle'], web = false, connected = true, network = false, watchers = ['watch'], database } = {}) {
	const parts = await shopParts();
	if (!parts) throw new Error('These tests need WooCommerce: set WOOCOMMERCE_DIR.');
	const bench = await workbench(database);
	const servers = [];
	const close = async () => {
		for (const server of servers.reverse()) await server.stop();
		await bench.close();
	};
	try {
		const site = await bench.site(parts);
		for (const name of watchers) copyFileSync(path.join(root, `tests/e2e/support/${name}.php`), path.join(site.root, `wp-content/mu-plugins/${name}.php`));
		if (network) await site.script('make-network.php');
		const source = await serveUnoPim({ log: path.join(bench.folder, 'unopim.log'), args: unopim });
		servers.push(source);
		if (web) servers.push(await servePhp(site, { ini: OPCACHE }));
		const connection = connected ? await connect(site, source.credentials) : {};
		/** Changes UnoPim's catalogue behind its API; see tests/sim/src/http/edits.rs. */
		const steer = async (...edits) => {
			const answer = await fetch(`${source.credentials.url}/_sim/set`, { method: 'POST', body: JSON.stringify(edits) });
			if (!answer.ok) throw new Error(await answer.text());
		};
		return { bench, database: bench.database, site, credentials: source.credentials, steer, ...connection, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** A product of `site.state()` by SKU, or a variation of one. */
export function bySku(state, sku) {
	for (const product of state.products) {
		if (product.sku === sku) return product;
		const variation = product.variations?.find((one) => one.sku === sku);
		if (variation) return variation;
	}
	return null;
}
