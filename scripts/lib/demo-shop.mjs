// The demo on a real shop: MariaDB, WordPress, WooCommerce and the plugin, pulling from a UnoPim that this machine serves.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FULL_PULL, connect } from './connect.mjs';
import { startMariaDb } from './mariadb.mjs';
import { servePhp } from './phpserver.mjs';
import { scratch } from './places.mjs';
import { endRecorded, sleep } from './processes.mjs';
import { createSite } from './site.mjs';
import { serveUnoPim } from './unopim.mjs';

const folder = path.join(scratch, 'demo');
const record = path.join(folder, 'running.json');

/** Ends what an earlier demo left running. True when there was one. */
export async function stopDemo() {
	if (!existsSync(record)) return false;
	for (const pid of JSON.parse(readFileSync(record, 'utf8')).pids) await endRecorded(pid);
	rmSync(folder, { recursive: true, force: true });
	return true;
}

export class DemoShop {
	#servers = [];

	/** @param {{parts:object, port:number, unopim:string[]}} options */
	static async open({ parts, port, unopim }) {
		await stopDemo();
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		const shop = new DemoShop();
		try {
			shop.database = shop.#own(await startMariaDb(path.join(folder, 'db')));
			shop.site = await createSite({ folder: path.join(folder, 'shop'), database: shop.database, ...parts, port, cron: true });
			shop.#own(await servePhp(shop.site));
			shop.unopim = shop.#own(await serveUnoPim({ log: path.join(folder, 'unopim.log'), args: unopim }));
			const { api, filled } = await connect(shop.site, shop.unopim.credentials);
			return Object.assign(shop, { api, filled });
		} catch (error) {
			await shop.close();
			throw error;
		}
	}

	#own(server) {
		this.#servers.push(server);
		return server;
	}

	/** Pulls everything; `progress` hears how far it is. */
	async pull(progress) {
		let over = false;
		const watch = (async () => {
			while (!over) {
				const text = await this.database.query(this.site.database, "SELECT progress FROM wp_unopim_runs WHERE status IN ('queued', 'running')").catch(() => '');
				const at = text.startsWith('{') ? JSON.parse(text) : null;
				if (at && !over) progress(at);
				await sleep(200);
			}
		})();
		try {
			return await this.site.pull(FULL_PULL);
		} finally {
			over = true;
			await watch;
		}
	}

	/** Names of terms by their ids. */
	async termNames() {
		const rows = await this.database.query(this.site.database, 'SELECT term_id, name FROM wp_terms');
		return new Map(rows.split('\n').map((row) => row.split('\t')).map(([id, name]) => [Number(id), name]));
	}

	/** The fields that a run wrote to a product, with old and new values. */
	async changes(run, sku) {
		const rows = await this.database.query(this.site.database, `SELECT fields FROM wp_unopim_operations WHERE run_id = ${Number(run)} AND item_key = '${sku.replaceAll("'", "''")}' AND entity = 'product' ORDER BY id`);
		return rows.split('\n').filter(Boolean).flatMap((row) => JSON.parse(unescape(row)));
	}

	/** Lets everything live on after this process, and notes how to end it. */
	leaveRunning() {
		for (const server of this.#servers) server.keep();
		writeFileSync(record, JSON.stringify({ pids: this.#servers.map(({ pid }) => pid) }));
	}

	async close() {
		for (const server of this.#servers.reverse()) await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The client escapes tabs, line ends and backslashes in its batch output. */
const unescape = (text) => text.replaceAll(/\\([ntr0\\])/g, (_, c) => ({ n: '\n', t: '\t', r: '\r', 0: '\0', '\\': '\\' })[c]);
