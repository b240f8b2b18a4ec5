// A thousand products, and one with two thousand variants, in the preview: planned in the worker, while the page stays at hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chooseSample, longestTask, sample } from '../support/measure.mjs';
import { openScreens } from '../support/screens.mjs';
import { configurable, euros, variant } from '../whole/support/living.mjs';

const PRODUCTS = 1000;
const VARIANTS = 2000;
/** From here on people feel that a page hesitates. */
const LONGEST_TASK_MS = 50;
const TURNS = 5;
let world, browser, page, screens, close;

before(async () => {
	({ world, browser, page, screens, close } = await openScreens({ unopim: ['--catalogue', 'generated', '--products', String(PRODUCTS), '--no-images', '--no-throttle'] }));
});
after(() => close?.());

/** Does something, some times until no task of the page's main thread was long: other programs take their time too. */
async function fluid(t, act, prepare = () => {}) {
	let longest = Infinity;
	for (let turn = 0; turn < TURNS && longest >= LONGEST_TASK_MS; turn++) {
		await prepare();
		const one = await longestTask(page, act);
		longest = Math.min(longest, one.longest);
		t.diagnostic(`${one.answer}; longest task of the page ${Math.round(longest)} ms`);
	}
	assert.ok(longest < LONGEST_TASK_MS, `a task took ${Math.round(longest)} ms`);
	assert.deepEqual(browser.complaints(), []);
}

test('a sample of a thousand products is planned and drawn without holding the page up', (t) => {
	const act = async () => {
		const time = await sample(page, screens);
		assert.equal(await page.locator('.unopim-product').count(), 20, 'a page of them is drawn');
		return time;
	};
	return fluid(t, act, () => chooseSample(page, screens, PRODUCTS));
});

test('a grid of two thousand variants is drawn as it is scrolled', async (t) => {
	const axes = ['color', 'size', 'brand', 'material'];
	await world.api.call('POST', 'attributes/size/options', Array.from({ length: 12 }, (_, n) => ({ code: `extra_${n}`, sort_order: 100 + n, labels: { en_US: `Extra ${n}` } })));
	const options = await Promise.all(axes.map(async (axis) => (await world.api.call('GET', `attributes/${axis}/options`)).map(({ code }) => code)));
	const rows = options.reduce((all, codes) => all.flatMap((row) => codes.map((code) => [...row, code])), [[]]).slice(0, VARIANTS);
	assert.equal(rows.length, VARIANTS);
	await world.steer(configurable('big', axes, { name: 'Big', price: euros('15.00') }), ...rows.map((row, n) => variant('big', `big-${n}`, Object.fromEntries(axes.map((axis, at) => [axis, row[at]])))));

	await screens.visit('preview');
	await page.getByLabel('Product SKU').fill('big');
	await screens.button('Show preview').click();
	const grid = page.getByTestId('grid-big');
	await grid.waitFor({ timeout: 240_000 });
	assert.match(await grid.innerText(), /2[,.]?000 variants/);
	const region = page.getByRole('region', { name: 'Grid of variants' });
	const product = page.locator('.unopim-product > summary');
	await fluid(t, async () => {
		await product.click(); // folded …
		await grid.waitFor({ state: 'detached' });
		await product.click(); // … and drawn anew
		await grid.waitFor();
		const drawn = await region.locator('tbody tr').count();
		assert.ok(drawn < 60, `${drawn} rows are drawn`);
		await region.focus();
		for (let n = 0; n < 20; n++) await page.keyboard.press('PageDown');
		await page.keyboard.press('End');
		await region.locator('tbody tr').last().and(region.locator('tr:not(.unopim-space)')).waitFor();
		return `${VARIANTS} variants, ${drawn} rows drawn`;
	});
});
