// npm run bench [-- --json] [--products N] [--times N]: how fast each host plans, and a first pull beside WooCommerce's own CSV importer.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { provide } from './lib/debian.mjs';
import { root, scratch, shopParts } from './lib/places.mjs';
import { capture } from './lib/processes.mjs';
import { addTargets } from './lib/rust.mjs';
import { table } from './lib/text.mjs';
import { serveUnoPim } from './lib/unopim.mjs';
import { benchPlan } from '../tests/bench/plan.mjs';
import { benchPull } from '../tests/bench/first-pull.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, products: { type: 'string', default: '500' }, times: { type: 'string', default: '3' } } });
const say = (text) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);

async function main() {
	await provide('compiler', 'musl', 'php', 'browser');
	await addTargets();
	say('== Building');
	await capture('node', ['scripts/build-engine.mjs'], { cwd: root, timeout: 1_800_000 });
	// The same optimisations as the module that the runner executes, or the two could not be compared.
	await capture('cargo', ['build', '--profile', 'wasi', '--quiet', '-p', 'unopim-engine', '--bin', 'engine'], { cwd: root, timeout: 900_000 });
	const log = path.join(scratch, 'bench-unopim.log');
	mkdirSync(scratch, { recursive: true });
	const unopim = await serveUnoPim({ log, args: ['--catalogue', 'generated', '--products', options.products, '--no-throttle', '--warm'] });
	try {
		say('\n== Plans');
		const plan = await benchPlan(unopim.credentials, say);
		say('\n== First pull');
		const parts = await shopParts('the pull is');
		const pull = parts ? await benchPull(parts, unopim.credentials, { times: Number(options.times) }, say) : null;
		if (options.json) process.stdout.write(`${JSON.stringify({ plan, pull })}\n`);
		else print(plan, pull);
	} finally {
		await unopim.stop();
	}
}

const n = (value, digits = 0) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const range = ({ median, least, most }, digits = 0) => `${n(median, digits)} (${n(least, digits)}–${n(most, digits)})`;
const against = (good) => (good ? 'met' : 'missed');

function print(plan, pull) {
	const share = plan.runner.median / plan.native.median;
	const rows = [
		['plan, native build', `${range(plan.native)} /s`, '', ''],
		['plan, runner', `${range(plan.runner)} /s`, '≥ 20,000 /s', against(plan.runner.median >= 20_000)],
		['– of the native build', `${n(share, 2)} ×`, '≥ 0.67 ×', against(share >= 2 / 3)],
		['plan, PHP build', `${range(plan.php)} /s`, '≥ 500 /s', against(plan.php.median >= 500)],
		['plan, browser', `${range(plan.browser)} /s`, '', ''],
		['– one product', `${n(plan.browser.ms_for_1, 2)} ms`, '≤ 5 ms', against(plan.browser.ms_for_1 <= 5)],
		['– 1,000 products', `${n(plan.browser.ms_for_1000)} ms`, '≤ 150 ms', against(plan.browser.ms_for_1000 <= 150)],
	];
	if (pull) {
		const ratio = pull.csv.median / pull.pull.median;
		rows.push(
			[`first pull of ${pull.products}, ${pull.engine}`, `${range(pull.pull, 2)} s, ${n(pull.products / pull.pull.median, 1)} /s`, '', ''],
			['– WooCommerce’s CSV importer', `${range(pull.csv, 2)} s, ${n(pull.products / pull.csv.median, 1)} /s`, '', ''],
			['– ratio', `${n(ratio, 2)} ×`, '≥ 2.5 ×', against(ratio >= 2.5)],
			['unchanged pull', `${range(pull.again, 2)} s`, '', ''],
			['peak memory of PHP', `${pull.peak_mb.pull} MB`, '≤ 128 MB', against(pull.peak_mb.pull <= 128)],
		);
	}
	console.log(`\n== Medians (least–most), one core, products of ${n(plan.bytes_per_product)} bytes\n`);
	console.log(table(['What', 'Measured', 'Target', ''], rows, 60));
}

main().then(() => process.exit(0), (error) => {
	console.error(`bench: ${error.message}`);
	process.exit(1);
});
