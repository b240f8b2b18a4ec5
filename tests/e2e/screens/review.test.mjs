// What waits under Review is seen as what it is: pictures on both sides, terms by their names.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../../scripts/lib/places.mjs';
import { openScreens } from '../support/screens.mjs';

const FULL = { kind: 'pull', scope: 'full', channel: 'default', locale: 'en_US' };
let world, browser, page, screens, rest, close;

const idOf = async (sku) => (await world.site.rest('GET', `wc/v3/products?sku=${sku}`))[0]?.id;

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens());
	await world.site.pull(FULL);
	await rest('PUT', 'channels', { channels: [{ code: 'default', cooldown: 0, conflict_policy: 'review' }] });
});
after(() => close?.());

test('a picture that both sides changed is seen on both sides, and UnoPim’s is taken', async () => {
	const mapped = 'mapping/attributes?channel=default&locale=en_US';
	const { rows } = await rest('GET', mapped);
	await rest('PUT', mapped, { rows: [...rows, { target: 'image', attribute: 'image' }] });
	const images = () => world.site.pull({ kind: 'images', channel: 'default' });
	const give = async (name, seed) => {
		await world.steer({ op: 'draw_file', path: `held/${name}`, seed }, { op: 'set_value', sku: 'full-1', path: ['common', 'image'], value: `held/${name}` });
		await world.site.pull(FULL);
		await images();
	};
	const shown = async () => (await world.site.rest('GET', 'wc/v3/products?sku=full-1'))[0].images[0]?.name;
	await give('first.png', 1);
	const first = await shown();
	await world.site.php(path.join(root, 'tests/e2e/support/own-image.php'), await idOf('full-1'));
	await give('second.png', 2);
	assert.ok(first, 'UnoPim’s first picture came');
	assert.equal(await shown(), 'Own picture', 'nobody touches it');
	await screens.visit('sync/review');
	const held = page.getByTestId('review-full-1').getByTestId('held-image');
	await held.locator('img').nth(1).waitFor();
	await page.waitForFunction(() => [...document.querySelectorAll('[data-testid="held-image"] img')].every((image) => image.naturalWidth > 0));
	await screens.look('review-pictures');
	const choice = held.getByRole('radio', { name: /take UnoPim’s value/ });
	await choice.check();
	await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
	await screens.answer('Stay here');
	assert.ok(await choice.isChecked(), 'a choice is not lost by leaving');
	// Otherwise the minute's tick may have brought it before anybody can read that it is next.
	await rest('POST', 'media/pause');
	await screens.asks('/reviews', () => screens.button('Apply choices').click());
	await screens.background();
	await held.getByText('The image queue writes it next').waitFor({ timeout: 60_000 });
	await rest('POST', 'media/resume');
	await images();
	await screens.visit('sync/review');
	await page.getByText('Nothing waits for a choice').waitFor();
	assert.notEqual(await shown(), 'Own picture');
});

test('categories that both sides changed are told by name', async () => {
	const { id } = await world.site.rest('POST', 'wc/v3/products/categories', { name: 'Own & only' });
	await world.site.rest('PUT', `wc/v3/products/${await idOf('full-1')}`, { categories: [{ id }] });
	await world.steer({ op: 'set_value', sku: 'full-1', path: ['categories'], value: ['men'] });
	await world.site.pull(FULL);
	await screens.visit('sync/review');
	const held = page.getByTestId('review-full-1').getByTestId('held-categories');
	await held.getByText('Own & only').waitFor();
	await held.getByText('Men', { exact: true }).waitFor();
	await held.getByRole('radio', { name: /take UnoPim’s value/ }).check();
	await screens.asks('/reviews', () => screens.button('Apply choices').click());
	await screens.background();
	await page.getByText('Nothing waits for a choice').waitFor();
	await screens.visit('sync/history');
	await page.getByTestId('history').getByRole('button', { name: /Pull One/ }).first().click();
	await page.getByTestId('operation-full-1').getByText('Men', { exact: false }).waitFor();
	assert.doesNotMatch(await page.getByTestId('operation-full-1').innerText(), /\b\d{2,}, \d{2,}/);
});

test('a term and a category that both sides renamed wait, and go as somebody chose', async () => {
	const mapped = 'mapping/attributes?channel=default&locale=en_US';
	const { rows } = await rest('GET', mapped);
	await rest('PUT', mapped, { rows: [...rows, { target: 'attribute:pa_color', attribute: 'color' }] });
	const named = (name) => ({ op: 'put_category', code: 'men', parent: 'root', data: { locale_specific: { en_US: { name } } } });
	await world.steer(named('Men'));
	await world.site.pull(FULL);
	const { id: color } = (await world.site.rest('GET', 'wc/v3/products/attributes')).find(({ slug }) => slug === 'pa_color');
	const terms = `wc/v3/products/attributes/${color}/terms`;
	const { id: red } = (await world.site.rest('GET', `${terms}?slug=red`))[0];
	const { id: men } = (await world.site.rest('GET', 'wc/v3/products/categories?slug=men'))[0];
	await world.site.rest('PUT', `${terms}/${red}`, { name: 'Ruby' });
	await world.site.rest('PUT', `wc/v3/products/categories/${men}`, { name: 'Gents' });
	await world.steer({ op: 'set_option_label', attribute: 'color', option: 'Red', locale: 'en_US', label: 'Crimson' }, named('Gentlemen'));
	await world.site.pull(FULL);
	const now = async () => [(await world.site.rest('GET', `${terms}/${red}`)).name, (await world.site.rest('GET', `wc/v3/products/categories/${men}`)).name];
	assert.deepEqual(await now(), ['Ruby', 'Gents'], 'nobody touches them');
	await screens.visit('sync/review');
	const option = page.getByTestId('review-color/Red');
	const category = page.getByTestId('review-men');
	await option.getByText('Crimson').waitFor();
	await option.getByText('Option, default').waitFor();
	assert.match(await option.getByRole('link', { name: 'Ruby' }).getAttribute('href'), new RegExp(`term\\.php.*tag_ID=${red}`));
	await category.getByText('Gentlemen').waitFor();
	await screens.look('review-terms');
	await option.getByRole('radio', { name: /take UnoPim’s value/ }).check();
	await screens.asks('/reviews', () => option.getByRole('button', { name: 'Apply choices' }).click());
	await screens.background();
	await option.waitFor({ state: 'detached', timeout: 60_000 });
	assert.deepEqual(await now(), ['Crimson', 'Gents']);
	await category.getByRole('radio', { name: /keep the shop’s value/ }).check();
	await screens.asks('/reviews', () => category.getByRole('button', { name: 'Apply choices' }).click());
	await screens.background();
	await page.getByText('Nothing waits for a choice').waitFor();
	await world.site.pull(FULL);
	assert.deepEqual(await now(), ['Crimson', 'Gents']);
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
