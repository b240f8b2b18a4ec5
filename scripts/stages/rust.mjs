// Rust's own tests, on the machine and on WASI; the simulation; the specs on every host.
import * as counts from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { nextest, wasiRunner } from '../lib/rust.mjs';

const SEEDS = process.env.UNOPIM_SEEDS || '2000';

async function tests(ctx, args, env) {
	const binary = await nextest();
	if (binary) {
		const { output, code } = await ctx.run(binary, ['nextest', 'run', '--no-fail-fast', '--no-tests=pass', ...args], { env });
		return counts.nextest(output, code);
	}
	const { output, code } = await ctx.run('cargo', ['test', '--no-fail-fast', ...args], { env });
	return counts.cargoTest(output, code);
}

export const rust = [
	{
		name: 'rust',
		title: 'Rust, native',
		uses: ['cargo'],
		after: ['build-engine'],
		// The module compiler and the browser binder have no tests of their own, and a compiler inside them.
		run: (ctx) => tests(ctx, ['--workspace', '--exclude', 'unopim-precompile', '--exclude', 'unopim-bindgen']),
	},
	{
		name: 'rust-wasi',
		title: 'Rust, wasm32-wasip1',
		uses: ['cargo'],
		after: ['rust'],
		run: (ctx) => tests(ctx, ['-p', 'unopim-engine', '--target', 'wasm32-wasip1'], wasiRunner),
	},
	{
		name: 'specs',
		title: 'Specs on four hosts',
		uses: ['cargo'],
		after: ['build-engine'],
		async run(ctx) {
			await provide('php', 'browser');
			const { output, code } = await ctx.run('node', ['scripts/specs.mjs']);
			return counts.specs(output, code);
		},
	},
	{
		name: 'sim',
		title: `Simulation, ${SEEDS} stories of each kind, a quarter as many with pictures`,
		uses: ['cargo'],
		after: ['rust'],
		async run(ctx) {
			const { output, code } = await ctx.run('node', ['scripts/sim.mjs', '--seeds', SEEDS, '--stories', 'all']);
			return counts.sim(output, code);
		},
	},
];
