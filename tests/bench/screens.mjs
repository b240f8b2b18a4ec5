// What a browser loads, how soon the first screen can be used, and whether a preview of a thousand products holds the page up.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { moduleSizes } from '../../scripts/lib/budget.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { chooseSample, interactive, longestTask, sample } from '../e2e/support/measure.mjs';
import { openScreens } from '../e2e/support/screens.mjs';
import { summary } from './stats.mjs';

const PRODUCTS = 1000;
const TURNS = 5;

/** The package that draws the log: in a file of its own, and loaded by the log alone. */
const OWN = 'dataviews.js';

/** Kilobytes of the scripts after gzip, and of each of the engine's modules as it is shipped. */
export function benchSizes() {
	const folder = path.join(root, 'php-bridge/build/admin');
	const size = (name) => gzipSync(readFileSync(path.join(folder, name))).length / 1000;
	const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== OWN);
	return { first_script: size('index.js'), scripts: scripts.reduce((sum, name) => sum + size(name), 0), log: size(OWN), modules: Object.fromEntries(moduleSizes()) };
}

/** On a real site with WooCommerce, in Chromium. */
export async function benchScreens(say) {
	const { page, screens, close } = await openScreens({ unopim: ['--catalogue', 'generated', '--products', String(PRODUCTS), '--no-images', '--no-throttle'] });
	try {
		const times = await interactive(page, screens, TURNS);
		const first = summary(times.map(({ all }) => all));
		say(`   first screen: ${Math.round(first.median)} ms`);
		const tasks = [];
		for (let turn = 0; turn < TURNS; turn++) {
			await chooseSample(page, screens, PRODUCTS);
			tasks.push((await longestTask(page, () => sample(page, screens))).longest);
		}
		say(`   longest task beside a preview of ${PRODUCTS}: ${tasks.map(Math.round).join(', ')} ms`);
		return { first_screen: first, answered: summary(times.map(({ answered }) => answered)), longest_task: summary(tasks) };
	} finally {
		await close();
	}
}
