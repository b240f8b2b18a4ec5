// What somebody feels of a page: how soon it can be used, and whether it hesitates.

/** Milliseconds until the first screen can be used, and until the site had answered, of some turns. */
export async function interactive(page, screens, turns) {
	await page.addInitScript(() => {
		const seen = new MutationObserver(() => {
			if (!document.querySelector('[data-testid="screen"] form [name="url"]')) return;
			window.interactiveAt = performance.now();
			seen.disconnect();
		});
		seen.observe(document, { childList: true, subtree: true });
	});
	const times = [];
	for (let turn = 0; turn < turns; turn++) {
		await screens.visit('connection');
		await page.waitForFunction('window.interactiveAt');
		times.push(await page.evaluate(() => ({ all: window.interactiveAt, answered: performance.getEntriesByType('navigation')[0].responseStart })));
	}
	return times;
}

/** Notes the longest task from now on. */
const watch = () => {
	window.longest = 0;
	window.watch?.disconnect();
	window.watch = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (window.longest = Math.max(window.longest, duration))));
	window.watch.observe({ type: 'longtask' });
};

/** The longest so far; the browser tells of a task a little after it. */
const told = () => new Promise((done) => setTimeout(() => done(window.longest), 200));

/** Milliseconds of the longest task of the page's main thread while `act` goes on; 0: none above 50. And what `act` answers. */
export async function longestTask(page, act) {
	await page.evaluate(watch);
	const answer = await act();
	return { longest: await page.evaluate(told), answer };
}

/** A sample of so many products in the preview, up to its being drawn; answers what the page says of the engine's time. */
export async function sample(page, screens) {
	await screens.button('Show preview').click();
	const time = page.getByTestId('plan-time');
	await time.waitFor({ timeout: 120_000 });
	return time.innerText();
}

/** The preview, with a sample of this size chosen. */
export async function chooseSample(page, screens, size) {
	await screens.visit('preview');
	await page.getByLabel('Look at').selectOption('sample');
	await page.getByLabel('Size').selectOption(String(size));
}
