// How fast each host plans: UnoPim's own pages in, operations out (decode, map, diff), for an empty shop.
import path from 'node:path';
import { CHANNEL, LOCALE, structure } from '../../scripts/lib/connect.mjs';
import { decode, encode } from '../../scripts/lib/frames.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { targetDir } from '../../scripts/lib/rust.mjs';
import { UnoPimApi } from '../../scripts/lib/unopim-api.mjs';
import { browserHost } from '../../scripts/hosts/browser.mjs';
import { build } from '../../scripts/hosts/index.mjs';
import { pipeHost } from '../../scripts/hosts/pipe.mjs';
import { PIN, repeat, summary } from './stats.mjs';

const [pin, ...pinned] = PIN;
const SETTINGS = { channel: CHANNEL, locale: LOCALE, price_currency: 'EUR' };

const hosts = {
	native: () => pipeHost(pin, [...pinned, path.join(targetDir(), 'wasi/engine')]),
	runner: () => pipeHost(pin, [...pinned, path.join(build, 'bin/unopim-runner'), path.join(build, 'engine.cwasm'), '--memory-mb', '64', '--seconds', '600']),
	php: () => pipeHost(pin, [...pinned, 'php', '-d', 'memory_limit=512M', path.join(root, 'scripts/hosts/engine.php'), 'php']),
};

/** The frame of a `plan` over these products, their pages as UnoPim sent them. */
class Frames {
	constructor(catalog, mapping, rows) {
		Object.assign(this, { catalog, mapping, rows });
	}

	static async of(credentials) {
		const api = new UnoPimApi(credentials);
		const catalog = { ...(await structure(api)), options: {} };
		for (const { code, type } of catalog.attributes) {
			if (['select', 'multiselect', 'checkbox'].includes(type)) catalog.options[code] = await api.call('GET', `attributes/${code}/options`);
		}
		const rows = (await api.list('products')).filter((row) => row.type === 'simple' && row.parent === null);
		return new Frames(catalog, null, rows);
	}

	autoMap() {
		return encode({ type: 'call', name: 'auto_map', input: { mapping: { version: 1 }, settings: SETTINGS, catalog: this.catalog } });
	}

	plan(count) {
		const rows = Array.from({ length: count }, (_, n) => this.rows[n % this.rows.length]).map((row, n) => (n < this.rows.length ? row : { ...row, sku: `${row.sku}-${n}` }));
		const page = Buffer.from(JSON.stringify({ data: rows, current_page: 1, last_page: 1, total: count }));
		this.bytes = Math.round(page.length / count);
		return encode({ type: 'call', name: 'plan', input: { settings: SETTINGS, mapping: this.mapping, catalog: this.catalog, pages: [{ list: 'products', body: [0, page.length] }] } }, page);
	}
}

function check(answer, count) {
	const { message } = decode(answer);
	if (message.type !== 'result') throw new Error(`the plan was refused: ${JSON.stringify(message.error)}`);
	const created = message.value.operations.filter((o) => o.entity === 'product' && o.action === 'create').length;
	if (created !== count) throw new Error(`planned ${created} of ${count} products`);
}

async function throughput(open, frame, count, times) {
	const host = await open();
	try {
		check(await host.exchange(frame), count);
		const values = await repeat(times, async () => {
			const begun = performance.now();
			await host.exchange(frame);
			return (performance.now() - begun) / 1000;
		});
		return { ...summary(values.map((seconds) => count / seconds)), products: count };
	} finally {
		await host.close();
	}
}

export async function benchPlan(credentials, say) {
	const frames = await Frames.of(credentials);
	const mapper = hosts.native();
	frames.mapping = decode(await mapper.exchange(frames.autoMap())).message.value.mapping;
	await mapper.close();
	const result = {};
	for (const [name, count, times] of [['native', 1000, 15], ['runner', 1000, 15], ['php', 100, 5]]) {
		result[name] = await throughput(hosts[name], frames.plan(count), count, times);
		say(`   ${name}: ${Math.round(result[name].median)} products/s`);
	}
	result.browser = await inBrowser(frames);
	say(`   browser: ${Math.round(result.browser.median)} products/s`);
	return { bytes_per_product: frames.bytes, ...result };
}

/** In a worker of Chromium; the time is the engine's own, without the way into the page. */
async function inBrowser(frames) {
	const host = await browserHost(path.join(root, 'admin-app/pkg'));
	try {
		const thousand = frames.plan(1000);
		check(await host.exchange(thousand), 1000);
		const values = await repeat(9, async () => (await host.timed(thousand)).ms);
		const single = frames.plan(1);
		await host.timed(single, 20);
		const { ms } = await host.timed(single, 200);
		return { ...summary(values.map((time) => 1_000_000 / time)), products: 1000, ms_for_1000: summary(values).median, ms_for_1: ms / 200 };
	} finally {
		await host.close();
	}
}
