// Accessibility as axe finds it, in the part of the page that is ours.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/lib/places.mjs';

const axe = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** @returns {Promise<string[]>} one line for each thing that is wrong: the rule, and the first element that breaks it */
export async function violations(page, within = '#unopim-connector-root') {
	await settled(page);
	await page.evaluate(axe);
	// A snackbar is WordPress' own: its label says what a click does, and not what it tells.
	const context = { include: [within], exclude: ['.components-snackbar'] };
	const { violations: found } = await page.evaluate((where) => globalThis.axe.run(where), context);
	return found.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
}

/** Nothing fades in any more: half way, a button's colours are those of what lies behind it as well. What never ends, a spinner, is not waited for. */
function settled(page) {
	return page.evaluate(() =>
		Promise.all(
			document
				.getAnimations()
				.filter((animation) => animation.playState === 'running' && Number.isFinite(animation.effect?.getComputedTiming().endTime))
				.map((animation) => animation.finished.catch(() => null)),
		),
	);
}
