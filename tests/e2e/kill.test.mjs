// PHP or the engine is killed by SIGKILL at seeded moments of a pull on a real shop. Each time the next host finishes the run, and the shop is
// the same as after a pull that nobody disturbed: nothing twice, nothing lost. A moment is a query, so a seed names it exactly.
import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FULL_PULL } from '../../scripts/lib/connect.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { seeded } from './support/random.mjs';
import { openWorld } from './support/world.mjs';

const MOMENTS = Number(process.env.UNOPIM_KILLS || 50);
const SEED = Number(process.env.UNOPIM_KILL_SEED || 1);
const worlds = [];

before(async () => {
	for (let i = 0; i < Math.min(cpus().length, 2); i++) worlds.push(await prepare());
});
after(() => Promise.all(worlds.map(({ world }) => world.close())));

/** A shop that is connected, what it looks like after an undisturbed pull, and how many queries that took. */
async function prepare() {
	const world = await openWorld({ watchers: ['watch', 'kill'] });
	const dump = path.join(world.bench.folder, 'before.sql');
	await world.database.dump(world.site.database, dump);
	const whole = await world.site.pull(FULL_PULL);
	const reference = await world.site.state();
	return { world, reference, queries: whole.watch.queries, reset: async () => { await world.database.create(world.site.database); await world.database.load(world.site.database, dump); } };
}

async function killAt({ world, reference, reset }, victim, at) {
	const { site, database } = world;
	await reset();
	const { code, output } = await run('php', ['-d', 'memory_limit=1G', path.join(root, 'scripts/site/pull.php'), site.root, JSON.stringify(FULL_PULL), '1'], { env: { UNOPIM_KILL: `${victim}:${at}` } });
	if (victim === 'php') assert.notEqual(code, 0, `PHP was not killed: ${output}`);
	// Time passes: the dead host's lease and any pause run out.
	const [id, status] = (await database.query(site.database, "UPDATE wp_unopim_runs SET lease_until = 0, wait_until = 0; SELECT id, status FROM wp_unopim_runs WHERE kind = 'pull'")).split('\t');
	if (victim === 'engine') assert.notEqual(status, 'done', 'the engine was not killed');
	const rest = await site.pull(id ? Number(id) : FULL_PULL);
	assert.notEqual(rest.status, 'failed', JSON.stringify(rest.error));
	const state = await site.state();
	assert.deepEqual(state.duplicate_skus, []);
	assert.deepEqual(state.orphans, []);
	assert.deepEqual(state, reference);
	const next = await site.pull(FULL_PULL);
	assert.equal(next.counts.writes, 0, 'a later pull finds nothing left to do');
	assert.deepEqual(next.watch.shop_writes, []);
}

test(`${MOMENTS} moments, seed ${SEED}`, async (t) => {
	const random = seeded(SEED);
	const queries = Math.min(...worlds.map((one) => one.queries));
	const moments = Array.from({ length: MOMENTS }, (_, n) => ({ victim: n % 2 ? 'engine' : 'php', at: 1 + random(queries) }));
	const work = async (bench) => {
		for (let moment = moments.shift(); moment; moment = moments.shift()) {
			const { victim, at } = moment;
			await t.test(`${victim} killed at query ${at} of ${queries}`, () => killAt(bench, victim, at));
		}
	};
	await Promise.all(worlds.map(work));
});
