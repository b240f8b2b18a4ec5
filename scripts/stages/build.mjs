// What the suites run: the engine for each host, the native runner and the admin bundle.
import { AIM, MOST, differing, moduleSizes } from '../lib/budget.mjs';
import { add, one } from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { addTargets } from '../lib/rust.mjs';

export const build = [
	{
		name: 'build-engine',
		title: 'Build: engine, runner, PHP build, browser module',
		uses: ['cargo'],
		async run(ctx) {
			await provide('musl', 'php');
			await addTargets();
			return one((await ctx.run('node', ['scripts/build-engine.mjs'])).code === 0);
		},
	},
	{
		name: 'size',
		title: 'Size of the browser modules',
		after: ['build-engine'],
		async run(ctx) {
			const sizes = moduleSizes();
			const told = `${sizes.map(([part, size]) => `${part} ${size} kB, of ${MOST[part]} at most`).join('; ')}; ${AIM} is the aim`;
			ctx.say(told);
			console.log(`   ${told}`);
			const unlike = differing();
			if (unlike.length) ctx.say(`The compressed module is not the plain one: ${unlike.join(', ')}`);
			return add(one(sizes.every(([part, size]) => size <= MOST[part])), one(unlike.length === 0));
		},
	},
	{
		name: 'build-admin',
		title: 'Build: admin bundle',
		after: ['build-engine'],
		run: async (ctx) => one((await ctx.run('npm', ['run', '--silent', 'build:admin'])).code === 0),
	},
];
