// npm run bench [-- --json] [--products N] [--times N] [--plan-only|--pull-only]: how fast each host plans, and the screens stand; a first pull beside WooCommerce's own
// CSV importer (of at most two thousand products, in turns, N times); and the life of a catalogue of N products, with where its time goes.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { provide } from './lib/debian.mjs';
import { root, scratch, shopParts } from './lib/places.mjs';
import { capture } from './lib/processes.mjs';
import { addTargets } from './lib/rust.mjs';
import { serveUnoPim } from './lib/unopim.mjs';
import { benchCatalogue } from '../tests/bench/catalogue.mjs';
import { benchPlan } from '../tests/bench/plan.mjs';
import { benchPull } from '../tests/bench/first-pull.mjs';
import { benchScreens, benchSizes } from '../tests/bench/screens.mjs';
import { catalogueTable, planTable, pullTable, queriesTable, screensTable } from '../tests/bench/report.mjs';

/** The importer is slow, and its speed does not depend on how many there are. */
const SIDE_BY_SIDE = 2000;

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		products: { type: 'string', default: '500' },
		times: { type: 'string', default: '3' },
		'plan-only': { type: 'boolean' },
		'pull-only': { type: 'boolean' },
	},
});
const say = (text) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);

async function withUnoPim(products, work) {
	mkdirSync(scratch, { recursive: true });
	const unopim = await serveUnoPim({ log: path.join(scratch, 'bench-unopim.log'), args: ['--catalogue', 'generated', '--products', String(products), '--no-throttle', '--warm'] });
	try {
		return await work(unopim.credentials);
	} finally {
		await unopim.stop();
	}
}

async function main() {
	await provide('compiler', 'musl', 'php', 'browser');
	await addTargets();
	say('== Building');
	await capture('node', ['scripts/build-engine.mjs'], { cwd: root, timeout: 1_800_000 });
	const products = Number(options.products);
	const parts = await shopParts('the pulls and the screens are');
	const measured = { plan: null, sizes: null, screens: null, pull: null, catalogue: null };
	if (!options['pull-only']) {
		// The same optimisations as the module that the runner executes, or the two could not be compared.
		await capture('cargo', ['build', '--profile', 'wasi', '--quiet', '-p', 'unopim-engine', '--bin', 'engine'], { cwd: root, timeout: 900_000 });
		say('\n== Plans');
		measured.plan = await withUnoPim(500, (credentials) => benchPlan(credentials, say));
		say('\n== Screens');
		await capture('npm', ['run', '--silent', 'build:admin'], { cwd: root, timeout: 600_000 });
		measured.sizes = benchSizes();
		if (parts) measured.screens = await benchScreens(say);
	}
	if (parts && !options['plan-only']) {
		say('\n== First pull, beside WooCommerce’s CSV importer');
		measured.pull = await withUnoPim(Math.min(products, SIDE_BY_SIDE), (credentials) => benchPull(parts, credentials, { times: Number(options.times) }, say));
		say('\n== A catalogue’s life');
		measured.catalogue = await withUnoPim(products, (credentials) => benchCatalogue(parts, credentials, say));
	}
	if (options.json) process.stdout.write(`${JSON.stringify(measured)}\n`);
	else print(measured);
}

/** Plans and pulls were measured on one core. */
function print({ plan, sizes, screens, pull, catalogue }) {
	const tables = [];
	if (plan) tables.push(planTable(plan), screensTable(sizes, screens));
	if (pull) tables.push(pullTable(pull));
	if (catalogue) tables.push(catalogueTable(catalogue), ...catalogue.slice(0, 4).filter((chapter) => chapter.name !== 'unchanged, changes').map((chapter) => queriesTable(chapter)));
	console.log(`\n${tables.join('\n\n')}`);
}

main().then(() => process.exit(0), (error) => {
	console.error(`bench: ${error.message}`);
	process.exit(1);
});
