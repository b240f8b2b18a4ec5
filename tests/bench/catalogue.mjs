// A catalogue's life, on real WooCommerce over real HTTP: the first pull, pulls that find nothing new, pulls that find a hundred changes; pushes
// of all products when nobody or somebody has edited them; with the runner, and with the PHP build where nothing else is allowed. Each with where
// its time went.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { CHANNEL, FULL_PULL, LOCALE, connect } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { workbench } from '../../scripts/lib/workbench.mjs';
import { PIN } from './stats.mjs';

const measure = (name) => path.join(root, 'tests/bench/measure', name);
const PUSH = { kind: 'push', scope: 'all', entities: ['product'] };
const CHANGES = { kind: 'pull', scope: 'changes', channel: CHANNEL, locale: LOCALE };

/** As web servers have it; PHP on the command line, and so cron jobs that start it there, mostly have none. */
const OPCACHE = ['opcache.enable_cli=1'];

/** What PHP and its runner may take, whatever the size of the catalogue. */
const MOST_MB = { peak_mb: 128, runner_mb: 64 };

/**
 * What happens to the catalogue, one after the other. `changed` products are edited in UnoPim before, `edited` ones in the shop. A push writes as
 * often as products were edited; nothing is written to the shop where the chapter is `settled`, nor by a push, and where it is `quiet` no product is
 * even loaded. A pull looks at what a push has written once.
 */
export const STORY = [
	{ name: 'first pull', job: FULL_PULL },
	{ name: 'unchanged, full', job: FULL_PULL, quiet: true },
	{ name: 'unchanged, changes', job: CHANGES, quiet: true },
	{ name: '100 changed, changes', job: CHANGES, changed: 100 },
	{ name: '100 changed, full', job: FULL_PULL, changed: 100 },
	{ name: 'unchanged, full, PHP build', job: FULL_PULL, engine: 'php', ini: OPCACHE, quiet: true },
	{ name: '100 changed, changes, PHP build', job: CHANGES, engine: 'php', ini: OPCACHE, changed: 100 },
	{ name: 'unchanged, full, PHP build without opcode cache', job: FULL_PULL, engine: 'php', quiet: true },
	{ name: '100 changed, changes, PHP build without opcode cache', job: CHANGES, engine: 'php', changed: 100 },
	{ name: 'push of all, unchanged', job: PUSH },
	{ name: 'push of all, 100 edited', job: PUSH, edited: 100 },
	{ name: 'push of all, unchanged, PHP build', job: PUSH, engine: 'php', ini: OPCACHE },
	{ name: 'push of all, unchanged, PHP build without opcode cache', job: PUSH, engine: 'php' },
	{ name: 'unchanged after the push, full', job: FULL_PULL, settled: true },
];

async function control({ url }, method, name, body) {
	const answer = await fetch(`${url}/_sim/${name}`, { method, body: body && JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${method} /_sim/${name}: ${await answer.text()}`);
	return answer.json();
}

/** Requests that write, of those since the last emptying; signing in does not. */
async function writesTo(credentials) {
	const counters = Object.entries(await control(credentials, 'GET', 'counters'));
	return counters.filter(([request]) => !/^GET |\/oauth\/token$/.test(request)).reduce((sum, [, count]) => sum + count, 0);
}

/** What a chapter must not do, as sentences. */
function* faultsOf({ quiet, settled, job, edited = 0, engine = 'runner' }, told, sent) {
	if (told.status !== 'done' && told.status !== 'done_with_errors') yield JSON.stringify(told.error);
	if (told.engine !== engine) yield `the ${told.engine} engine ran in place of the ${engine}`;
	if (quiet && (told.loaded || told.saved || told.counts.writes)) yield `${told.loaded} products loaded, ${told.saved} saved, ${told.counts.writes} written`;
	if (settled && (told.saved || told.counts.writes)) yield `${told.saved} products saved, ${told.counts.writes} written`;
	if (sent !== edited) yield `${sent} writes to UnoPim in place of ${edited}`;
	if (job.kind === 'push' && told.saved) yield `${told.saved} products saved by a push`;
	for (const [what, most] of Object.entries(MOST_MB)) if (told[what] > most) yield `${what} ${told[what]}, more than ${most}`;
}

export async function benchCatalogue(parts, credentials, say) {
	const place = await workbench({ durable: true, pin: PIN });
	try {
		const site = await place.site({ ...parts, pin: PIN });
		await connect(site, credentials);
		// The source answers at once, and allows any number of requests.
		await site.rest('PUT', 'unopim-connector/v1/settings', { requests_per_minute: 1000 });
		await site.rest('PUT', 'unopim-connector/v1/channels', { channels: [{ code: CHANNEL, push: true, cooldown: 0 }] });
		copyFileSync(measure('db.php'), path.join(site.root, 'wp-content/db.php'));
		const chapters = [];
		for (const [seed, chapter] of STORY.entries()) {
			const { name, job, engine = 'runner', ini = [], changed = 0, edited = 0 } = chapter;
			if (changed) await control(credentials, 'POST', 'set', [{ op: 'mutate', seed, count: changed }]);
			if (edited) await site.php(measure('edit.php'), edited);
			await control(credentials, 'DELETE', 'requests');
			const lines = await site.phpWith(ini, measure('pull.php'), JSON.stringify(job), engine);
			const told = JSON.parse(lines.trim().split('\n').at(-1));
			const sent = await writesTo(credentials);
			const faults = [...faultsOf(chapter, told, sent)];
			if (faults.length) throw new Error(`${name}: ${faults.join('; ')}`);
			chapters.push({ name, changed, edited, sent, ...told });
			say(`   ${name}: ${told.seconds} s, ${told.peak_mb} MB${job.kind === 'push' ? `, ${sent} writes to UnoPim` : ''}`);
		}
		return chapters;
	} finally {
		await place.close();
	}
}
