// A real shop end to end: what a pull brings, what a life on the pull side is like, what goes wrong meanwhile, and the screens in real Chromium.
import * as counts from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { polylang, shopParts } from '../lib/places.mjs';
import { Skip } from '../lib/stages.mjs';
import { buildSim, simBinary } from '../lib/unopim.mjs';

/** Node's test runner over one folder or file of tests/e2e. */
async function nodeTests(ctx, pattern) {
	if (!(await shopParts())) throw new Skip('no WooCommerce');
	await provide('browser', 'database', 'php');
	await buildSim();
	const { output, code } = await ctx.run('node', ['--test', '--test-reporter=tap', '--test-concurrency=1', ...pattern], { env: { UNOPIM_SIM: simBinary() } });
	return counts.nodeTest(output, code);
}

export const browser = [
	{
		name: 'pull',
		title: 'A recorded catalogue pulled into WooCommerce, and what may go wrong',
		after: ['build-admin', 'rust'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/pull.test.mjs', 'tests/e2e/memory.test.mjs', 'tests/e2e/faults.test.mjs', 'tests/e2e/images.test.mjs', 'tests/e2e/webhook.test.mjs']),
	},
	{
		name: 'languages',
		title: 'A shop in several languages under Polylang and WPML’s hooks',
		after: ['build-admin', 'rust'],
		run: (ctx) => {
			if (!polylang()) throw new Skip('no Polylang: set POLYLANG_DIR');
			return nodeTests(ctx, ['tests/e2e/languages/']);
		},
	},
	{
		name: 'push',
		title: 'What people do in a shop pushed to UnoPim',
		after: ['build-admin', 'rust'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/push/']),
	},
	{
		name: 'whole',
		title: 'A shop that lives on the pull side, chapter by chapter',
		after: ['build-admin', 'rust'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/whole/whole.test.mjs']),
	},
	{
		name: 'hardships',
		title: 'Two hosts at once, a slow host, MariaDB that goes away, a full disk',
		after: ['build-admin', 'rust'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/hardships.test.mjs', 'tests/e2e/disk.test.mjs']),
	},
	{
		name: 'kill',
		title: 'A pull killed at 50 moments',
		after: ['build-admin', 'sim'],
		uses: ['cpu'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/kill.test.mjs']),
	},
	{
		name: 'browser',
		title: 'Screens in Chromium on WooCommerce',
		after: ['build-admin', 'rust'],
		uses: ['cpu'],
		run: (ctx) => nodeTests(ctx, ['tests/e2e/screens/']),
	},
];
