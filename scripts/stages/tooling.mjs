// The tests of these scripts themselves.
import * as counts from '../lib/counts.mjs';

export const tooling = [
	{
		name: 'tooling',
		title: 'Build and test scripts',
		async run(ctx) {
			const { output, code } = await ctx.run('node', ['--test', '--test-reporter=tap', 'scripts/tests/']);
			return counts.nodeTest(output, code);
		},
	},
];
