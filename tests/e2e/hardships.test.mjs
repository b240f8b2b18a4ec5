// What a site goes through while a pull runs: two hosts that drive the same run, a host so slow that another takes over, a database that goes
// away. Each time the shop is in the end the same as after a pull that nobody disturbed, nothing is there twice, and the log says what happened.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { FULL_PULL } from '../../scripts/lib/connect.mjs';
import { sleep } from '../../scripts/lib/processes.mjs';
import { endHosts, startHost } from './support/host.mjs';
import { openWorld } from './support/world.mjs';

let world;
let site;
let database;
let dump;
let reference;

before(async () => {
	// The server keeps what it has committed, also when it is killed; and nobody waits long for a row that another has locked.
	world = await openWorld({ unopim: ['--catalogue', 'generated', '--products', '150', '--no-images', '--no-throttle'], watchers: ['watch', 'stop', 'trace'], database: { args: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=1', '--innodb-lock-wait-timeout=3'] } });
	({ site, database } = world);
	dump = path.join(world.bench.folder, 'before.sql');
	await database.dump(site.database, dump);
	await site.pull(FULL_PULL);
	reference = await site.state();
});
beforeEach(async () => {
	await database.create(site.database);
	await database.load(site.database, dump);
});
afterEach(endHosts);
after(() => world?.close());

const sql = (text) => database.query(site.database, text);
/** The lease and any pause of a dead or slow host run out. */
const timePasses = () => sql('UPDATE wp_unopim_runs SET lease_until = 0, wait_until = 0');
const runNumber = async () => Number(await sql("SELECT id FROM wp_unopim_runs WHERE kind = 'pull'"));
const logged = async (code) => Number(await sql(`SELECT COUNT(*) FROM wp_unopim_logs WHERE code = '${code}' AND hint <> ''`));

/** The shop is as it should be, and a further pull finds nothing left to do. */
async function isWhole() {
	const state = await site.state();
	for (const what of ['duplicate_skus', 'duplicate_attachments', 'duplicate_links', 'orphans', 'orphan_rows']) assert.deepEqual(state[what], [], what);
	assert.deepEqual(state, reference);
	const next = await site.pull(FULL_PULL);
	assert.notEqual(next.status, 'failed', JSON.stringify(next.error));
	assert.equal(next.counts.writes, 0, 'a later pull finds nothing left to do');
	assert.deepEqual(next.watch.shop_writes, []);
}

const finished = (result) => assert.ok(['done', 'done_with_errors'].includes(result?.status), JSON.stringify(result));

for (const [how, env] of [['in one chunk', {}], ['in turns, chunk by chunk', { UNOPIM_CHUNK: '1' }]]) {
	test(`two hosts start and drive the same run at once, ${how}: one works at a time`, async () => {
		const trace = path.join(world.bench.folder, `trace-${Object.keys(env).length}`);
		const hosts = [1, 2].map(() => startHost(site, FULL_PULL, { env: { ...env, UNOPIM_TRACE: trace } }));
		const [one, two] = await Promise.all(hosts.map((host) => host.end()));
		finished(one.result);
		finished(two.result);
		assert.equal(one.result.id, two.result.id, 'the second start has joined the first');
		assert.equal(await sql("SELECT COUNT(*) FROM wp_unopim_runs WHERE kind = 'pull'"), '1');
		// In the order of time each lease has one unbroken stretch of writes.
		const owners = readFileSync(trace, 'utf8').trim().split('\n').map((line) => line.split(' ')).sort((a, b) => Number(BigInt(a[0]) - BigInt(b[0]))).map(([, owner]) => owner);
		const stretches = owners.filter((owner, n) => owner !== owners[n - 1]);
		assert.equal(stretches.length, new Set(stretches).size, `writes of two leases are mixed: ${stretches}`);
		assert.ok(!stretches.includes(undefined));
		// How many chunks there are is a matter of the machine's speed; that the run changes hands is not.
		if (env.UNOPIM_CHUNK) assert.ok(stretches.length >= 2, `${stretches.length} chunks wrote`);
		await isWhole();
	});
}

for (const [when, moment] of [['a batch', '8:START TRANSACTION'], ['a checkpoint', '25:UPDATE `wp_unopim_runs` SET checkpoint']]) {
	test(`a host is so slow that another takes the run over, before ${when}: the first writes nothing more`, async () => {
		const slow = startHost(site, FULL_PULL, { env: { UNOPIM_STOP: moment } });
		await slow.stopped();
		await timePasses();
		finished(await site.pull(await runNumber()));
		const there = await site.state();
		slow.goOn();
		finished((await slow.end()).result);
		assert.deepEqual(await site.state(), there, 'the slow host wrote after it had lost the run');
		assert.ok(await logged('taken_over'), 'the log says that another host went on');
		await isWhole();
	});
}

// What is not committed locks the run, so that nobody begins the same work beside it.
for (const [when, moment] of [['among terms', '20:INSERT INTO `wp_terms`'], ['among products', '70:INSERT INTO `wp_posts`'], ['before its commit', '9:COMMIT']]) {
	test(`a host is slow within a batch, ${when}: the other waits, then one of them goes on`, async () => {
		// A lease lasts for a second here: nobody can shorten it while the row is locked.
		await sql('CREATE TRIGGER short BEFORE UPDATE ON wp_unopim_runs FOR EACH ROW SET NEW.lease_until = LEAST(NEW.lease_until, UNIX_TIMESTAMP() + 1)');
		const slow = startHost(site, FULL_PULL, { env: { UNOPIM_STOP: moment } });
		await slow.stopped();
		const run = await runNumber();
		await sleep(2500);
		const early = await startHost(site, run, { chunks: 1 }).end();
		assert.deepEqual(early.result.watch.shop_writes, [], 'the other host has begun too early');
		const second = startHost(site, run);
		await sleep(1000);
		slow.goOn();
		for (const host of [slow, second]) finished((await host.end()).result);
		await isWhole();
	});
}

const MOMENTS = {
	'among terms': '20:INSERT INTO `wp_terms`', 'among products': '70:INSERT INTO `wp_posts`', 'before links': '8:INSERT INTO wp_unopim_links',
	'before a commit': '9:COMMIT', 'before a checkpoint': '25:UPDATE `wp_unopim_runs` SET checkpoint',
};
for (const [how, signal, moments] of [['killed', 'SIGKILL', Object.keys(MOMENTS)], ['shut down', 'SIGTERM', ['among products', 'before a commit']]]) {
	for (const when of moments) {
		const moment = MOMENTS[when];
		test(`MariaDB is ${how} and comes back at once, ${when}: nothing is lost`, async () => {
			const host = startHost(site, FULL_PULL, { env: { UNOPIM_STOP: moment } });
			await host.stopped();
			await database.stop(signal);
			await database.start();
			host.goOn();
			const { result, output } = await host.end();
			finished(result);
			if (!moment.includes('checkpoint')) assert.ok(await logged('connection_lost'), `the log does not say what happened: ${output}`);
			await isWhole();
		});
	}
}

test('MariaDB is killed and stays away: the host ends, and another goes on once it is back', async () => {
	const host = startHost(site, FULL_PULL, { env: { UNOPIM_STOP: MOMENTS['among products'] } });
	await host.stopped();
	const run = await runNumber();
	await database.stop('SIGKILL');
	host.goOn();
	// WordPress tries for five seconds with each query; one while the run works, and one at shutdown.
	const ended = await Promise.race([host.end(), sleep(30_000)]);
	await database.start();
	assert.ok(ended, 'the host goes on without a database');
	assert.equal(ended.code, 1, ended.output);
	await timePasses();
	finished(await site.pull(run));
	assert.ok(await logged('taken_over'));
	await isWhole();
});

test('a host dies while it starts a run: nobody is turned away for it', async () => {
	const host = startHost(site, FULL_PULL, { env: { UNOPIM_STOP: '1:INSERT INTO `wp_unopim_runs`' } });
	await host.stopped();
	host.kill();
	await host.end();
	finished(await site.pull(FULL_PULL));
	await isWhole();
});
