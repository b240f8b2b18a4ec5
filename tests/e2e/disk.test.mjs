// The disk is full while images come in: where they arrive, where they are kept, and where their sizes are made. Nothing half of it stays, the
// log says what to do, and when there is room again the same queue ends with every image whole, once. A full disk is a small one of its own,
// which only root can mount.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { CHANNEL, FULL_PULL, LOCALE } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { capture } from '../../scripts/lib/processes.mjs';
import { endHosts, startHost } from './support/host.mjs';
import { openWorld } from './support/world.mjs';
import { euros, simple } from './whole/support/living.mjs';

const IMAGES = { kind: 'images', channel: CHANNEL, locale: LOCALE };
const PICTURED = 6;
const MB = 1024 * 1024;

let world;
let site;
let sql;
let dump;
let refused;
/** Where files arrive, with room. */
let roomy;
const disks = {};
const mounted = [];

/** A file system of its own on a folder. */
async function mount(folder, bytes) {
	mkdirSync(folder, { recursive: true });
	await capture('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
	mounted.push(folder);
	return folder;
}

before(async () => {
	world = await openWorld({ unopim: ['--catalogue', 'generated', '--products', '1', '--no-images', '--no-throttle'], watchers: ['watch', 'stop'] });
	({ site } = world);
	sql = (text) => world.database.query(site.database, text);
	try {
		disks.uploads = await mount(path.join(site.root, 'wp-content/uploads'), 64 * MB);
		disks.temporary = await mount(path.join(world.bench.folder, 'small'), 32 * 1024);
		roomy = path.join(world.bench.folder, 'roomy');
		mkdirSync(roomy);
	} catch (error) {
		refused = `no file system of its own could be mounted (${error.message.split('\n').at(-1)}); run as root`;
		return;
	}
	const edits = Array.from({ length: PICTURED }, (_, n) => [
		{ op: 'draw_file', path: `disk/${n}.jpg`, seed: 1 + n, blocks: 240 },
		simple(`pictured-${n}`, { name: `Pictured ${n}`, price: euros('1.00'), image: `disk/${n}.jpg` }),
	]).flat();
	const answer = await (await fetch(`${world.credentials.url}/_sim/set`, { method: 'POST', body: JSON.stringify(edits) })).json();
	assert.ok(answer.ok, JSON.stringify(answer));
	await site.rest('PUT', `unopim-connector/v1/mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`, { rows: [{ target: 'image', attribute: 'image' }] });
	await site.pull(FULL_PULL);
	dump = path.join(world.bench.folder, 'before.sql');
	await world.database.dump(site.database, dump);
});
beforeEach(async () => {
	if (refused) return;
	await world.database.load(site.database, dump);
	for (const name of readdirSync(disks.uploads)) rmSync(path.join(disks.uploads, name), { recursive: true });
});
afterEach(endHosts);
const unmount = () => mounted.splice(0).forEach((folder) => spawnSync('umount', ['-l', folder]));
process.on('exit', unmount);
after(async () => {
	unmount();
	await world?.close();
});

/** Leaves so many bytes free. */
function fill(left) {
	const { bavail, bsize } = statfsSync(disks.uploads);
	writeFileSync(path.join(disks.uploads, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}
const state = async () => JSON.parse((await site.php(path.join(root, 'tests/e2e/support/media-state.php'))).trim().split('\n').at(-1));
const pictures = ({ shown }) => Object.entries(shown).filter(([sku]) => sku.startsWith('pictured-')).map(([, id]) => id);

for (const [where, { moment, left, ini, temporary }] of Object.entries({
	'where files arrive': { left: 64 * MB, temporary: () => disks.temporary },
	'where files are kept, and the host says so': { left: MB },
	'where files are kept, and the host does not say so': { left: 20 * 1024, ini: ['disable_functions=disk_free_space'] },
	'when a file has just been put there': { left: 4096, moment: '1:INSERT INTO `wp_posts`' },
	'while the sizes of the third are made': { left: 300 * 1024, moment: '3:INSERT INTO `wp_posts`' },
})) {
	test(`the disk is full ${where}`, async (t) => {
		if (refused) return t.skip(refused);
		if (!moment) fill(left);
		const TMPDIR = temporary?.() ?? roomy;
		const host = startHost(site, IMAGES, { env: { TMPDIR, ...(moment && { UNOPIM_STOP: moment }) }, ini });
		if (moment) {
			await host.stopped();
			fill(left);
			host.goOn();
		}
		const { result, output } = await host.end();
		assert.ok(['done', 'done_with_errors'].includes(result?.status), output);
		const full = await state();
		const whole = pictures(full).filter(Boolean).length;
		assert.equal(whole, moment ? Number(moment[0]) - 1 : 0, 'a product shows an image that is not whole');
		assert.deepEqual([full.broken, full.stray, readdirSync(TMPDIR)], [[], [], []], 'half a file was left');
		assert.deepEqual(full.items, { 'retry disk_full': PICTURED - whole });
		assert.equal(await sql("SELECT COUNT(*) FROM wp_unopim_logs WHERE op = 'media' AND code = 'disk_full' AND level = 'warn' AND message <> '' AND hint <> ''"), String(PICTURED - whole), 'a row for each product');

		rmSync(path.join(disks.uploads, 'ballast'));
		await sql("UPDATE wp_unopim_items SET next_try = 0 WHERE lane = 'image'");
		const { status } = await site.pull(IMAGES);
		assert.equal(status, 'done');
		const free = await state();
		const ids = pictures(free);
		assert.deepEqual([new Set(ids).size, ids.filter(Boolean).length, Object.keys(free.sizes).length], [PICTURED, PICTURED, PICTURED], 'each content is one attachment');
		assert.deepEqual([free.broken, free.stray, free.unfinished, free.items], [[], [], 0, []]);
		assert.ok(Object.values(free.sizes).every((count) => count > 3), `sizes: ${JSON.stringify(free.sizes)}`);
	});
}
