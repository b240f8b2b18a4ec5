// The checks that come before the tests.
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { none, one } from '../lib/counts.mjs';
import { provide } from '../lib/debian.mjs';
import { root } from '../lib/places.mjs';
import { addTargets } from '../lib/rust.mjs';

const check = (name, title, command, args, rest = {}) => ({ name, title, ...rest, run: async (ctx) => one((await ctx.run(command, args)).code === 0) });

function phpFiles(folder) {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.php'))
		.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
		.filter((file) => !file.startsWith(path.join(root, 'php-bridge/build/')));
}

/** Every PHP file parses; counted as one check. */
const phpLint = {
	name: 'php-lint',
	title: 'php -l',
	async run(ctx) {
		await provide('php');
		const files = ['php-bridge', 'scripts', 'tests/php', 'tests/bench'].flatMap(phpFiles);
		let bad = 0;
		const next = async () => {
			for (let file = files.pop(); file; file = files.pop()) {
				const { code } = await ctx.run('php', ['-d', 'display_errors=stderr', '-l', file]);
				if (code) bad++;
			}
		};
		await Promise.all(Array.from({ length: cpus().length }, next));
		return one(bad === 0);
	},
};

const clippy = {
	name: 'clippy',
	title: 'clippy',
	uses: ['cargo'],
	async run(ctx) {
		await addTargets();
		const deny = ['--', '-D', 'warnings'];
		const native = await ctx.run('cargo', ['clippy', '--workspace', '--all-targets', '--keep-going', '--quiet', ...deny]);
		// The face for the browser is compiled for that target alone.
		const browser = await ctx.run('cargo', ['clippy', '-p', 'unopim-engine', '--lib', '--target', 'wasm32-unknown-unknown', '--quiet', ...deny]);
		return { ...none(), passed: [native, browser].filter((r) => !r.code).length, failed: [native, browser].filter((r) => r.code).length };
	},
};

export const lint = [
	check('rustfmt', 'rustfmt', 'cargo', ['fmt', '--all', '--check'], { uses: ['cargo'] }),
	check('eslint', 'eslint', 'npm', ['run', '--silent', 'lint:js']),
	phpLint,
	clippy,
	check('tsc', 'tsc', 'npm', ['run', '--silent', 'typecheck'], { after: ['build-engine'] }),
];
