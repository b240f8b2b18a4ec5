// A place of its own for one suite: a database server and a site on it, gone when the suite is over.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startMariaDb } from './mariadb.mjs';
import { scratch } from './places.mjs';
import { alive, endRecorded } from './processes.mjs';
import { createSite } from './site.mjs';

const benches = path.join(scratch, 'benches');
let count = 0;

/** What a run that was killed has left behind: folders carry the id of the process that made them. */
async function sweep() {
	for (const name of existsSync(benches) ? readdirSync(benches) : []) {
		if (alive(Number(name.split('-')[0]))) continue;
		const pid = path.join(benches, name, 'db/pid');
		if (existsSync(pid)) await endRecorded(Number(readFileSync(pid, 'utf8')), path.join(benches, name));
		rmSync(path.join(benches, name), { recursive: true, force: true });
	}
}

let swept;
/**
 * Options are those of startMariaDb.
 * @returns {Promise<{folder:string, database:object, site:(options:object) => Promise<object>, close:() => Promise<void>}>}
 */
export async function workbench(options) {
	swept ??= sweep();
	await swept;
	const folder = path.join(benches, `${process.pid}-${++count}`);
	mkdirSync(folder, { recursive: true });
	const database = await startMariaDb(path.join(folder, 'db'), options);
	let sites = 0;
	return {
		folder,
		database,
		site: (options) => createSite({ folder: path.join(folder, `site-${++sites}`), database, ...options }),
		async close() {
			await database.stop();
			if (!process.env.UNOPIM_KEEP_SITES) rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Runs `work` on a fresh site. */
export async function withSite(options, work) {
	const bench = await workbench();
	try {
		return await work(await bench.site(options), bench);
	} finally {
		await bench.close();
	}
}
