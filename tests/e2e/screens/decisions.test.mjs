// What waits for a person, decided on its screen: conflicts and refusals of a push, its guard, and SKUs that may be one product.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { sleep } from '../../../scripts/lib/processes.mjs';
import { openScreens } from '../support/screens.mjs';
import { bySku } from '../support/world.mjs';

const FULL = { kind: 'pull', scope: 'full', channel: 'default', locale: 'en_US' };
let world, browser, page, screens, rest, close;

const product = async (sku) => bySku(await world.site.state(), sku);
const idOf = async (sku) => (await world.site.rest('GET', `wc/v3/products?sku=${sku}`))[0]?.id;
/** What a shop manager does by hand on the product screen. */
const edit = (sku, field, value) => world.site.script('edit-product.php', sku, field, value);
const nameIn = async (sku) => (await world.api.product(sku)).values.channel_locale_specific.default.en_US.name;
const rename = (sku, name) => world.api.patchProduct(sku, { channel_locale_specific: { default: { en_US: { name } } } });
const task = (name) => page.getByRole('group', { name, exact: true });

before(async () => {
	({ world, browser, page, screens, rest, close } = await openScreens({ watchers: ['guard'] }));
	const mapped = 'mapping/attributes?channel=default&locale=en_US';
	const { rows } = await rest('GET', mapped);
	await rest('PUT', mapped, { rows: [...rows, { target: 'meta:number', attribute: 't_unique' }] });
	await world.api.patchProduct('min-1', { common: { t_unique: 'N-1' } });
	await world.site.pull(FULL);
	await rest('PUT', 'channels', { channels: [{ code: 'default', push: true, cooldown: 0, conflict_policy: 'review' }] });
	await rest('PUT', 'settings', { writeback_delete: true });
});
after(() => close?.());

/** Both sides name the product anew, and a push finds it. */
async function conflict(n) {
	await rename('full-1', `By UnoPim ${n}`);
	await edit('full-1', 'name', `By hand ${n}`);
	await screens.visit('sync');
	await task('Push All Products').getByRole('button', { name: 'Push All Products' }).click();
	await screens.over();
	assert.equal(await screens.count('held').innerText(), '1');
	await screens.visit('sync/review');
	return page.getByTestId('review-full-1').getByTestId('held-name');
}

async function choose(held, side) {
	await held.getByRole('radio', { name: side }).check();
	await screens.button('Apply choices').click();
	await page.getByTestId('review-writing').waitFor();
	await screens.background();
	await page.getByText('Nothing waits for a choice').waitFor();
}

test('a conflict that a push found: both values and the last common one; the shop’s is taken, and sent', async () => {
	const before = await nameIn('full-1');
	const held = await conflict(1);
	assert.match(await held.innerText(), new RegExp(`${before}.*By hand 1\\s+By UnoPim 1`, 's'));
	assert.match(await held.getByTestId('base-name').innerText(), new RegExp(`^${before}`));
	await screens.look('review-push');
	await choose(held, /keep the shop’s value/);
	// The site's clock, which ticks every minute, starts the push that follows.
	for (let turn = 0; turn < 50 && await nameIn('full-1') !== 'By hand 1'; turn++) {
		await sleep(2000);
		await screens.background();
	}
	assert.deepEqual([(await product('full-1')).name, await nameIn('full-1')], ['By hand 1', 'By hand 1']);
});

test('and UnoPim’s is taken', async () => {
	const held = await conflict(2);
	await choose(held, /take UnoPim’s value/);
	assert.deepEqual([(await product('full-1')).name, await nameIn('full-1')], ['By UnoPim 2', 'By UnoPim 2']);
});

test('what UnoPim refuses is parked with its field and remedy, and sent by Retry', async () => {
	await world.site.rest('PUT', `wc/v3/products/${await idOf('full-1')}`, { meta_data: [{ key: 'number', value: 'N-1' }] });
	await screens.visit('sync');
	await task('Push All Products').getByRole('button', { name: 'Push All Products' }).click();
	await screens.over();
	assert.equal(await screens.count('parked').innerText(), '1');
	await screens.visit('sync/parked');
	const row = page.getByTestId('parked').locator('tbody tr').filter({ hasText: 'full-1' });
	assert.match(await row.innerText(), /→UNO[\s\S]*HTTP 422[\s\S]*Field: t_unique[\s\S]*What to do:/);
	await screens.look('parked-push');
	await world.api.patchProduct('min-1', { common: { t_unique: 'N-2' } });
	await screens.asks('/retry', () => row.getByRole('button', { name: 'Retry' }).click());
	await screens.background();
	await page.getByText('Nothing is parked').waitFor({ timeout: 60_000 });
	assert.equal((await world.api.product('full-1')).values.common.t_unique, 'N-1');
});

test('the guard of a push asks in its own words: kept, and deleted', async () => {
	for (const [sku, keeps] of [['assoc-1', true], ['assoc-2', false]]) {
		await world.site.rest('DELETE', `wc/v3/products/${await idOf(sku)}`);
		const run = await rest('POST', 'runs', { job: { kind: 'push', scope: 'queue', channel: 'default' }, host: 'server' });
		await screens.background();
		assert.equal((await rest('GET', `runs/${run.id}`)).status, 'waiting');
		await screens.visit('sync');
		await page.getByTestId('run-waiting').getByText(/deleted in the shop, and would be in UnoPim/).waitFor();
		const question = page.getByTestId('run-question');
		await question.getByText(/deleted in the shop within an hour\. Nothing has been deleted in UnoPim\./).waitFor();
		await question.getByText('Which ones').click();
		assert.match(await question.innerText(), new RegExp(sku));
		if (keeps) {
			await screens.look('guard-push');
			await screens.asks('/answer', () => question.getByRole('button', { name: 'Keep' }).click());
		} else {
			await question.getByRole('button', { name: 'Delete these' }).click();
			await page.getByRole('dialog').getByText('They are deleted in UnoPim for good').waitFor();
			await screens.asks('/answer', () => screens.answer('Delete these'));
		}
		await screens.background();
		await screens.over();
		if (keeps) assert.equal((await world.api.product(sku)).sku, sku);
		else await assert.rejects(world.api.product(sku), /404/);
	}
});

/** A SKU vanishes from UnoPim and another one of the same age appears; a pull asks. */
async function renamed(from, to) {
	await world.steer({ op: 'rename_product', sku: from, to });
	await screens.visit('sync');
	await task('Pull Full').getByRole('button', { name: 'Pull Full' }).click();
	await screens.over();
	await screens.visit('sync/review');
	const card = page.getByTestId(`review-${to}`);
	await card.getByText(`UnoPim has no “${from}” any more and a new “${to}” of the same age, type and family.`).waitFor();
	return card;
}

async function decided(card, answer) {
	await screens.asks('/reviews', () => card.getByRole('button', { name: answer }).click());
	await screens.background();
	await card.waitFor({ state: 'detached' });
}

test('Renamed?: one product, which takes the new SKU', async () => {
	// What vanished counts as gone until somebody has decided: the guard is left out of this.
	rmSync(path.join(world.site.root, 'wp-content/mu-plugins/guard.php'));
	const id = await idOf('12345');
	const card = await renamed('12345', '54321');
	await screens.look('renamed');
	await decided(card, /Yes, renamed/);
	assert.deepEqual([await idOf('54321'), await idOf('12345')], [id, undefined]);
});

test('Renamed?: two products', async () => {
	const id = await idOf('UP-1');
	const card = await renamed('UP-1', 'UP-2');
	await decided(card, /No, two products/);
	const other = await idOf('UP-2');
	assert.ok(other > 0 && other !== id, `UP-2 is ${other}, UP-1 was ${id}`);
});

test('no page asked another host, broke a script or met a server error', () => {
	assert.deepEqual(browser.complaints(), []);
});
