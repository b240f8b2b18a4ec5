// The admin app's unit tests, and the native runner as the plugin meets it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as counts from '../lib/counts.mjs';

export const js = [
	{
		name: 'js',
		title: 'JS unit',
		after: ['build-engine'],
		async run(ctx) {
			const file = path.join(ctx.results, 'vitest.json');
			const { code } = await ctx.run('npm', ['run', '--silent', 'test:js', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
			return existsSync(file) ? counts.vitest(readFileSync(file, 'utf8'), code) : counts.one(false);
		},
	},
	{
		name: 'runner',
		title: 'Native runner',
		uses: ['cargo'],
		after: ['build-engine'],
		async run(ctx) {
			const { output, code } = await ctx.run('node', ['--test', '--test-reporter=tap', 'tests/js/runner/runner.test.mjs']);
			return counts.nodeTest(output, code);
		},
	},
];
