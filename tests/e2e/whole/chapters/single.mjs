import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { category } from '../support/range.mjs';

const label = (attribute, option, text) => ({ op: 'set_option_label', attribute, option, locale: LOCALE, label: text });

async function tell(shop) {
	const wanted = await shop.look();
	await shop.set('mug', 'description', '<p>Alone</p>');
	await shop.set('plate', 'description', '<p>Not yet</p>');
	await shop.fine(await shop.one({ skus: ['mug'] }));
	wanted.products.mug.description = '<p>Alone</p>';
	assert.deepEqual(await shop.look(), wanted, 'one SKU');

	await shop.edit(category('cat_3', 'root', 'Garden'));
	await shop.fine(await shop.one({ categories: ['cat_3'] }));
	wanted.terms.product_cat['cat-3'].name = 'Garden';
	assert.deepEqual(await shop.look(), wanted, 'one category');

	await shop.edit(label('color', 'Yellow', 'Lemon'));
	await shop.fine(await shop.one({ attributes: ['color'] }));
	wanted.terms.pa_color.yellow.name = 'Lemon';
	assert.deepEqual(await shop.look(), wanted, 'one attribute');

	const families = (await shop.api.call('GET', 'families?limit=1')).data;
	await shop.fine(await shop.one({ families: [families[0].code] }));
	assert.deepEqual(await shop.look(), wanted, 'a family says what products may carry, and writes none');
	const odd = await shop.one({ families: ['no such/family?'], categories: ['../products'], attributes: ['é%2F'] });
	const oddities = (await shop.tale(odd)).join('\n');
	for (const name of ['family/no such/family?', 'category/../products', 'attribute/é%2F']) assert.ok(oddities.includes(`error ${name} not_found`), oddities);

	const run = await shop.one({ skus: ['no-such-thing'] });
	assert.equal(run.status, 'done_with_errors');
	assert.match((await shop.tale(run)).join('\n'), /error product\/no-such-thing .*no-such-thing/, 'an unknown SKU is named');
	assert.deepEqual(await shop.look(), wanted);
	const none = await shop.refused('POST', 'runs', { job: { kind: 'pull', scope: 'one', channel: 'default' }, host: 'server' });
	assert.equal(none.code, 'bad_job');
	await shop.fine(await shop.pull('full'));
}

export const single = { title: 'Pull One brings one SKU, category or attribute, and names what UnoPim does not have', tell };
