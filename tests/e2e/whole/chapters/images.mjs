import assert from 'node:assert/strict';
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { ROWS } from '../support/range.mjs';
import { euros, simple } from '../support/living.mjs';

const PICTURED = [...ROWS, { target: 'image', attribute: 'image' }, { target: 'gallery', attribute: 'gallery' }];
const draw = (path, seed) => ({ op: 'draw_file', path, seed });
const shas = (list) => list.map(({ sha }) => sha);

/** A pull, and the lane after it. */
async function brought(shop, scope = 'changes') {
	await shop.fine(await shop.pull(scope));
	return shop.run({ kind: 'images' });
}

/** How often UnoPim's server of files gave which status since the last time, of the pictures that are drawn here. */
async function served(shop) {
	const counts = {};
	for (const { target, status } of await shop.control('requests')) if (/^\/storage\/(?:a|b|tee|many)\//.test(target)) counts[status] = (counts[status] ?? 0) + 1;
	await shop.control('requests', 'DELETE');
	return counts;
}

async function shown(shop) {
	await shop.edit(
		draw('a/front.jpg', 1), draw('b/the same.jpg', 1), draw('a/side.png', 2), draw('a/back.png', 3), draw('tee/tee.jpg', 4), draw('tee/red s.jpg', 5),
	);
	await shop.set('mug', 'image', 'a/front.jpg');
	await shop.set('mug', 'gallery', ['a/side.png', 'a/back.png']);
	await shop.set('plate', 'image', 'b/the same.jpg');
	await shop.set('lamp', 'gallery', 'a/back.png,a/side.png');
	await shop.set('tee', 'image', 'tee/tee.jpg');
	await shop.set('tee-red-s', 'image', 'tee/red s.jpg');
	await shop.map(PICTURED);
	await shop.post('media/pause');
	const before = await shop.look();
	await shop.fine(await shop.pull('full'));
	const waiting = await shop.look();
	assert.deepEqual([waiting.products.mug.image, waiting.attachments], [null, before.attachments], 'no product waits for a picture');
	await shop.post('media/resume');
	await shop.fine(await shop.run({ kind: 'images' }));
	const { products } = await shop.look();
	const { mug, plate, lamp, tee } = products;
	const all = [mug.image, ...mug.gallery, plate.image, ...lamp.gallery, tee.image, tee.variations['tee-red-s'].image];
	assert.equal(new Set(all.map(({ id }) => id)).size, 5, 'six addresses of five contents');
	assert.deepEqual([plate.image.id, plate.image.sha], [mug.image.id, mug.image.sha], 'equal bytes are one attachment');
	assert.deepEqual(shas(lamp.gallery), shas(mug.gallery).reverse(), 'a gallery stands in UnoPim’s order');
	assert.notEqual(tee.variations['tee-red-s'].image.sha, tee.image.sha, 'a variation has its own');
	assert.deepEqual([mug.image.alt, lamp.image], ['Mug', null]);
	await served(shop);
	shop.witnessed();
	await shop.fine(await brought(shop, 'full'));
	assert.deepEqual([shop.witnessed().writes, await served(shop)], [[], { 304: 6 }], 'the second time nothing is downloaded and nothing written');
	assert.deepEqual((await shop.look()).products, products);
}

/** What the shop does with its pictures is its own. */
async function kept(shop) {
	const { products } = await shop.look();
	const { mug, tee } = products;
	await shop.client.json('POST', `wp/v2/media/${mug.image.id}`, { alt_text: 'Written by hand' });
	const own = tee.image.id;
	await shop.client.json('PUT', `wc/v3/products/${mug.id}`, { images: [mug.image, ...mug.gallery, { id: own }].map(({ id }) => ({ id })) });
	await shop.set('mug', 'gallery', ['a/back.png', 'a/side.png']);
	await shop.fine(await brought(shop));
	let now = (await shop.look()).products.mug;
	assert.deepEqual([now.image.alt, now.gallery.map(({ id }) => id)], ['Written by hand', [mug.gallery[1].id, mug.gallery[0].id, own]], 'UnoPim’s order, the shop’s own behind it');

	await shop.edit(draw('a/side.png', 20));
	await shop.fine(await brought(shop, 'full'));
	const after = await shop.look();
	now = after.products.mug;
	assert.notEqual(now.gallery[1].sha, mug.gallery[0].sha, 'replaced under its path');
	assert.deepEqual([now.gallery[0].id, now.gallery[2].id, after.products.lamp.gallery[1].id], [mug.gallery[1].id, own, now.gallery[1].id], 'for every product that shows it');

	await shop.channel({ mirror: true });
	await shop.set('mug', 'gallery', ['a/side.png']);
	await shop.fine(await brought(shop));
	assert.deepEqual((await shop.look()).products.mug.gallery.map(({ id }) => id), [now.gallery[1].id], 'Mirror leaves UnoPim’s alone');
	await shop.channel({ mirror: false });
}

async function troubled(shop) {
	const { mug } = (await shop.look()).products;
	await shop.edit({ op: 'set_file', path: 'bad/photo.jpg', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' }, draw('late/photo.jpg', 30), { op: 'faults', spec: '500#1@/storage/late' });
	await shop.set('mug', 'image', 'bad/photo.jpg');
	await shop.set('plate', 'image', 'late/photo.jpg');
	await shop.set('lamp', 'image', 'https://elsewhere.example/a.jpg');
	await shop.post('media/pause');
	await shop.fine(await shop.pull('changes'));
	const paused = await shop.refused('POST', 'runs', { job: { kind: 'images', channel: 'default', locale: LOCALE }, host: 'server' });
	assert.equal(paused.code, 'images_paused');
	await shop.post('media/resume');
	const run = await shop.run({ kind: 'images' });
	const tale = (await shop.tale(run)).join('\n');
	assert.match(tale, /error image\/mug svg_refused/);
	assert.match(tale, /error image\/lamp host_refused/);
	assert.match(tale, /warn image\/plate transport/);
	const { counts } = await shop.get('media');
	assert.deepEqual([counts.failed, counts.retry], [2, 1], JSON.stringify(counts));
	assert.equal((await shop.look()).products.mug.image.id, mug.image.id, 'what could not be had takes nothing away');

	await shop.edit(draw('bad/photo.jpg', 31), { op: 'faults', spec: '' });
	await shop.set('lamp', 'image', '');
	await shop.fine(await shop.pull('changes'));
	await shop.post('media/retry');
	await shop.due();
	await shop.fine(await shop.run({ kind: 'images' }));
	const { products } = await shop.look();
	assert.notEqual(products.mug.image.sha, mug.image.sha);
	assert.ok(products.plate.image.sha, 'tried again, it came');
	assert.deepEqual([products.lamp.image, products.lamp.gallery.length], [null, 2]);
}

/** Addresses and contents as a shop has them, through the whole lane. */
async function many(shop, addresses, contents) {
	const pictures = Array.from({ length: addresses }, (_, n) => `many/${n}.png`);
	const products = Array.from({ length: addresses / 8 }, (_, n) => simple(`many-${n}`, { name: `Many ${n}`, price: euros('1.00'), image: pictures[n * 8], gallery: pictures.slice(n * 8 + 1, n * 8 + 8) }));
	await shop.edit(...pictures.map((path, n) => draw(path, 1000 + (n % contents))), ...products);
	const before = (await shop.look()).attachments;
	await shop.fine(await brought(shop));
	const first = await shop.look();
	assert.equal(first.attachments - before, contents);
	for (let n = 0; n < products.length; n++) {
		const { image, gallery } = first.products[`many-${n}`];
		assert.equal(new Set([image.id, ...gallery.map(({ id }) => id)]).size, 8, `many-${n}`);
	}
	await served(shop);
	await shop.fine(await brought(shop, 'full'));
	assert.equal((await served(shop))[200] ?? 0, 0);
	assert.deepEqual(await shop.look(), first);
	await shop.edit(...products.map(({ sku }) => ({ op: 'delete_product', sku })));
}

async function tell(shop) {
	await shown(shop);
	await kept(shop);
	await troubled(shop);
	await many(shop, Number(process.env.UNOPIM_ADDRESSES || 240), Number(process.env.UNOPIM_CONTENTS || 60));
	await shop.map(ROWS);
	await shop.post('media/pause');
	await shop.fine(await shop.pull('full'));
}

export const images = { title: 'Pictures come after their products, each content once, in UnoPim’s order, and leave the shop’s own alone', tell };
