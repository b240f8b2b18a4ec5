// The screens in real Chromium on a real shop, and a pull that is killed again and again.
import * as counts from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { shopParts } from '../lib/places.mjs';
import { Skip } from '../lib/stages.mjs';

/** Node's test runner over one folder or file of tests/e2e. */
async function nodeTests(ctx, pattern) {
	if (!(await shopParts())) throw new Skip('no WooCommerce');
	await provide('browser', 'database', 'php');
	const { output, code } = await ctx.run('node', ['--test', '--test-reporter=tap', '--test-concurrency=1', ...pattern]);
	return counts.nodeTest(output, code);
}

export const browser = [
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
