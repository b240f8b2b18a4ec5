// The PHP build without an opcode cache, as on the command line of most hosts: a first pull stays within PHP's usual 128 MB.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FULL_PULL } from '../../scripts/lib/connect.mjs';
import { openWorld } from './support/world.mjs';

const PRODUCTS = 1000;
const MOST_MB = 128;

let world;

before(async () => {
	world = await openWorld({ unopim: ['--catalogue', 'generated', '--products', String(PRODUCTS), '--no-throttle', '--warm'], watchers: [] });
	await world.site.rest('PUT', 'unopim-connector/v1/settings', { requests_per_minute: 1000 });
	writeFileSync(path.join(world.site.root, 'wp-content/mu-plugins/engine.php'), "<?php add_filter( 'unopim_connector_engine', static fn() => 'php' );");
});
after(() => world?.close());

for (const [what, created] of [['the first pull', PRODUCTS], ['a pull that finds nothing new', 0]]) {
	test(what, async (t) => {
		const run = await world.site.pull(FULL_PULL);
		t.diagnostic(`${run.seconds} s, ${run.peak_mb} MB`);
		assert.deepEqual([run.engine, run.counts.created, run.counts.unchanged, run.counts.failed], ['php', created, PRODUCTS - created, 0]);
		assert.ok(run.peak_mb <= MOST_MB, `${run.peak_mb} MB`);
	});
}
