// A catalogue's life, on real WooCommerce over real HTTP: the first pull, pulls that find nothing new, pulls that find a hundred changes; with
// the runner, and with the PHP build where nothing else is allowed. Each with where its time went.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { CHANNEL, FULL_PULL, LOCALE, connect } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { workbench } from '../../scripts/lib/workbench.mjs';
import { PIN } from './stats.mjs';

const measure = (name) => path.join(root, 'tests/bench/measure', name);
const CHANGES = { kind: 'pull', scope: 'changes', channel: CHANNEL, locale: LOCALE };

/** As web servers have it; PHP on the command line, and so cron jobs that start it there, mostly have none. */
const OPCACHE = ['opcache.enable_cli=1'];

/** What happens to the catalogue, one after the other. `changed` products are edited in UnoPim before. */
export const STORY = [
	{ name: 'first pull', job: FULL_PULL },
	{ name: 'unchanged, full', job: FULL_PULL, quiet: true },
	{ name: 'unchanged, changes', job: CHANGES, quiet: true },
	{ name: '100 changed, changes', job: CHANGES, changed: 100 },
	{ name: '100 changed, full', job: FULL_PULL, changed: 100 },
	{ name: 'unchanged, full, PHP build', job: FULL_PULL, engine: 'php', ini: OPCACHE, quiet: true },
	{ name: '100 changed, changes, PHP build', job: CHANGES, engine: 'php', ini: OPCACHE, changed: 100 },
	{ name: 'unchanged, full, PHP build without opcode cache', job: FULL_PULL, engine: 'php', quiet: true },
];

async function edit({ url }, edits) {
	const answer = await fetch(`${url}/_sim/set`, { method: 'POST', body: JSON.stringify(edits) });
	if (!answer.ok) throw new Error(`POST /_sim/set: ${await answer.text()}`);
}

export async function benchCatalogue(parts, credentials, say) {
	const place = await workbench({ durable: true, pin: PIN });
	try {
		const site = await place.site({ ...parts, pin: PIN });
		await connect(site, credentials);
		// The source answers at once, and allows any number of requests.
		await site.rest('PUT', 'unopim-connector/v1/settings', { requests_per_minute: 1000 });
		copyFileSync(measure('db.php'), path.join(site.root, 'wp-content/db.php'));
		const chapters = [];
		for (const [seed, { name, job, engine = 'runner', ini = [], changed = 0, quiet = false }] of STORY.entries()) {
			if (changed) await edit(credentials, [{ op: 'mutate', seed, count: changed }]);
			const lines = await site.phpWith(ini, measure('pull.php'), JSON.stringify(job), engine);
			const told = JSON.parse(lines.trim().split('\n').at(-1));
			if (told.status !== 'done' && told.status !== 'done_with_errors') throw new Error(`${name}: ${JSON.stringify(told.error)}`);
			if (told.engine !== engine) throw new Error(`${name}: the ${told.engine} engine ran in place of the ${engine}`);
			if (quiet && (told.loaded || told.saved || told.counts.writes)) throw new Error(`${name}: ${told.loaded} products loaded, ${told.saved} saved, ${told.counts.writes} written`);
			chapters.push({ name, changed, ...told });
			say(`   ${name}: ${told.seconds} s, ${told.peak_mb} MB`);
		}
		return chapters;
	} finally {
		await place.close();
	}
}
