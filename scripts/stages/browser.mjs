// The screens in real Chromium on a real shop, and a pull that is killed again and again.
import * as counts from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { shopParts } from '../lib/places.mjs';
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
		run: (ctx) => nodeTests(ctx, ['tests/e2e/pull.test.mjs', 'tests/e2e/faults.test.mjs', 'tests/e2e/images.test.mjs', 'tests/e2e/webhook.test.mjs']),
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
