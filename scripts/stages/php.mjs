// PHPUnit: without WordPress, on the oldest WordPress that is supported, and on real WooCommerce.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as counts from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { oldestWordPress, polylang, root, shopParts } from '../lib/places.mjs';
import { Skip } from '../lib/stages.mjs';
import { committedBridge, stamp } from '../lib/stamp.mjs';
import { withSite } from '../lib/workbench.mjs';

/** A suite's own configuration, else its bootstrap. */
function setUp(suite) {
	const own = (name) => path.join(root, 'tests/php', suite, name);
	return existsSync(own('phpunit.xml')) ? ['--configuration', own('phpunit.xml')] : ['--no-configuration', '--bootstrap', own('bootstrap.php')];
}

async function phpunit(ctx, suite, env = {}) {
	await provide('phpunit');
	const report = path.join(ctx.results, `php-${suite}.xml`);
	const php = ['-d', 'memory_limit=1G', '-d', 'error_reporting=E_ALL & ~E_DEPRECATED'];
	const { code } = await ctx.run('phpunit', [...php, ...setUp(suite), '--do-not-cache-result', '--colors=never', '--verbose', '--log-junit', report, path.join(root, 'tests/php', suite)], { env });
	return existsSync(report) ? counts.junit(readFileSync(report, 'utf8'), code) : counts.one(false);
}

export const php = [
	{
		name: 'php-unit',
		title: 'PHP unit',
		after: ['build-engine'],
		run: (ctx) => phpunit(ctx, 'unit'),
	},
	{
		name: 'php-wordpress',
		title: 'PHP on WordPress 6.5.5 and MariaDB',
		after: ['build-admin'],
		async run(ctx) {
			const wordpress = await oldestWordPress();
			if (!wordpress) throw new Skip('no WordPress 6.5.5');
			return withSite({ wordpress }, (site) => phpunit(ctx, 'wordpress', { UNOPIM_TEST_SITE: site.root }));
		},
	},
	{
		name: 'php-shop',
		title: 'PHP on WooCommerce, beside the store',
		after: ['build-admin'],
		async run(ctx) {
			const parts = await shopParts();
			if (!parts) throw new Skip('no WooCommerce');
			return withSite(parts, (site) => phpunit(ctx, 'shop', { UNOPIM_TEST_SITE: site.root }));
		},
	},
	{
		name: 'php-network',
		title: 'PHP on a network of two shops',
		after: ['build-admin'],
		async run(ctx) {
			const parts = await shopParts();
			if (!parts) throw new Skip('no WooCommerce');
			return withSite(parts, async (site) => {
				await site.script('make-network.php');
				return phpunit(ctx, 'network', { UNOPIM_TEST_SITE: site.root });
			});
		},
	},
	{
		name: 'php-languages',
		title: 'PHP on WooCommerce with Polylang',
		after: ['build-admin'],
		async run(ctx) {
			const parts = await shopParts();
			const plugin = polylang();
			if (!parts || !plugin) throw new Skip(parts ? 'no Polylang: set POLYLANG_DIR' : 'no WooCommerce');
			return withSite(parts, async (site) => {
				cpSync(plugin.dir, path.join(site.root, 'wp-content/plugins/polylang'), { recursive: true });
				await site.script('activate.php', 'polylang/polylang.php');
				await site.script('add-languages.php');
				return phpunit(ctx, 'languages', { UNOPIM_TEST_SITE: site.root });
			});
		},
	},
	{
		name: 'store',
		title: 'Store suite on WooCommerce',
		after: ['build-admin'],
		async run(ctx) {
			const parts = await shopParts();
			if (!parts) throw new Skip('no WooCommerce');
			const tree = await committedBridge();
			const sum = await withSite(parts, (site) => phpunit(ctx, 'woocommerce', { UNOPIM_TEST_SITE: site.root }));
			const unchanged = tree !== null && tree === (await committedBridge());
			if (!sum.failed && !sum.skipped && unchanged) stamp(tree);
			else ctx.say('php-bridge/ is not stamped: the suite is not all green, or php-bridge/ has changes that are not committed.');
			return sum;
		},
	},
];
