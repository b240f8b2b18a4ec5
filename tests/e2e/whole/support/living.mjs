// A shop that lives: WordPress, WooCommerce and the plugin behind HTTP, driven as its users do, through REST routes and Action Scheduler.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CHANNEL, LOCALE, structure, typed } from '../../../../scripts/lib/connect.mjs';
import { servePhp } from '../../../../scripts/lib/phpserver.mjs';
import { root, shopParts } from '../../../../scripts/lib/places.mjs';
import { sleep } from '../../../../scripts/lib/processes.mjs';
import { UnoPimApi } from '../../../../scripts/lib/unopim-api.mjs';
import { serveUnoPim } from '../../../../scripts/lib/unopim.mjs';
import { workbench } from '../../../../scripts/lib/workbench.mjs';
import { WpClient } from '../../../../scripts/lib/wp-client.mjs';

const HERE = path.join(root, 'tests/e2e/whole/support');
const NAMESPACE = 'unopim-connector/v1';
const OVER = ['done', 'done_with_errors', 'failed', 'cancelled'];
/** Nobody drives it on: a person has to. */
const RESTING = [...OVER, 'waiting', 'stopped'];
const OPCACHE = ['-d', 'opcache.enable=1', '-d', 'opcache.enable_cli=1', '-d', 'opcache.validate_timestamps=0'];

/** @param {string[]} unopim what UnoPim serves */
export async function openShop(unopim) {
	const parts = await shopParts();
	if (!parts) throw new Error('These tests need WooCommerce: set WOOCOMMERCE_DIR.');
	const shop = new Shop();
	try {
		shop.bench = await workbench();
		shop.site = await shop.bench.site(parts);
		const plugins = path.join(shop.site.root, 'wp-content/mu-plugins');
		for (const name of ['witness', 'door', 'curcy', 'look', 'drift']) {
			mkdirSync(path.join(plugins, 'whole'), { recursive: true });
			copyFileSync(path.join(HERE, `${name}.php`), path.join(plugins, ['look', 'drift'].includes(name) ? 'whole' : '.', `${name}.php`));
		}
		await shop.serve(unopim);
		shop.servers.push(await servePhp(shop.site, { ini: OPCACHE }));
		shop.client = await WpClient.signIn(shop.site.url, shop.site.admin);
		return shop;
	} catch (error) {
		await shop.close();
		throw error;
	}
}

class Shop {
	servers = [];
	#witnessed = 0;

	/** Starts a UnoPim; the shop speaks with the one that was connected last. */
	async serve(args) {
		this.source = await serveUnoPim({ log: path.join(this.bench.folder, `unopim-${this.servers.length}.log`), args: ['--catalogue', 'generated', '--no-throttle', ...args] });
		this.servers.push(this.source);
		this.api = new UnoPimApi(this.source.credentials);
	}

	/** Connects, saves the channel and lets the engine fill the mapping; other rows of attributes replace its proposals where named. */
	async connect(rows) {
		await this.post('connection/test', typed(this.source.credentials));
		await this.channel({ pull: true, default_locale: LOCALE, interval: 'disabled' });
		await this.settings({ requests_per_minute: 1000, images_per_minute: 600 });
		const catalog = await structure(this.api);
		const attributes = catalog.attributes.map(({ code }) => code);
		const known = (row) => row === null || attributes.includes(row.attribute) || row.attribute === 'status';
		const core = { sku: 'sku', name: 'name', regular_price: 'price', sale_price: 'sale_price', description: 'description', short_description: 'short_description', status: 'status' };
		await this.put('mapping/core', { core: Object.fromEntries(Object.entries(core).map(([field, attribute]) => [field, { attribute }])) });
		await this.map(rows.filter(known));
	}

	// --- the plugin's routes

	get(route) { return this.client.json('GET', `${NAMESPACE}/${route}`); }
	post(route, body = {}) { return this.client.json('POST', `${NAMESPACE}/${route}`, body); }
	put(route, body) { return this.client.json('PUT', `${NAMESPACE}/${route}`, body); }

	/** The refusal of a route: its status and what it says. */
	async refused(method, route, body = {}) {
		const answer = await this.client.rest(method, `${NAMESPACE}/${route}`, { body });
		const value = await answer.json();
		assert.ok(answer.status >= 400, `${method} ${route} was not refused: ${JSON.stringify(value).slice(0, 300)}`);
		return { status: answer.status, ...value };
	}

	channel(values) { return this.put('channels', { channels: [{ code: CHANNEL, ...values }] }); }
	settings(values) { return this.put('settings', values); }
	map(rows) { return this.put(`mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`, { rows }); }

	/** Runs the site's due actions, as its cron would. UNOPIM_TICKS lets every minute end there, wherever a slow machine might have it. */
	actions() { return this.#ask('actions', process.env.UNOPIM_TICKS ? { tick: 1 } : {}); }

	/** See door.php. */
	async #ask(what, query = {}) {
		const answer = await fetch(`${this.site.url}/?${new URLSearchParams({ unopim_whole: what, ...query })}`);
		const text = await answer.text();
		try {
			return JSON.parse(text);
		} catch {
			throw new Error(`${what} answered ${answer.status}: ${text.slice(0, 500)}; see ${this.site.root}.debug.log`);
		}
	}

	/** Every page of a list. */
	async all(route) {
		const rows = [];
		for (let page = 1; ; page++) {
			const part = await this.get(`${route}${route.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
			rows.push(...part);
			if (part.length < 100) return rows;
		}
	}

	// --- runs

	/** Starts a job on the server's lane and waits until it rests. */
	async run(job) { return this.settled(await this.post('runs', { job: { channel: CHANNEL, locale: LOCALE, ...job }, host: 'server' })); }
	pull(scope = 'full', more = {}) { return this.run({ kind: 'pull', scope, ...more }); }
	one(lists) { return this.pull('one', lists); }

	/** Drives a run that was started until nothing but a person can go on with it. */
	async settled({ id }) {
		for (let turn = 0; turn < 60; turn++) {
			await this.actions();
			const run = await this.get(`runs/${id}`);
			if (RESTING.includes(run.status)) return run;
			// A minute's budget that is used up (600 pictures) is waited for; only turns in which it could work count.
			await sleep(run.wait_until ? Math.max(300, Date.parse(run.wait_until) - Date.now() + 100) : 300);
		}
		throw new Error(`Run ${id} does not come to rest: ${JSON.stringify(await this.get(`runs/${id}`))}`);
	}

	/** What a run asks is granted; it goes on to its end. */
	async granted(run) {
		while (run.status === 'waiting') {
			await this.post(`runs/${run.id}/answer`, { answer: 'delete' });
			run = await this.settled(run);
		}
		return run;
	}

	/** The time for which work of a lane waits has passed. */
	due() { return this.bench.database.query(this.site.database, 'UPDATE wp_unopim_items SET next_try = 0'); }

	/** A run's log rows, worst first: what to read when an expectation fails. */
	async tale(run) {
		const rows = await this.get(`logs?run=${run.id}&per_page=100`);
		return rows.map((row) => `${row.level} ${row.entity}/${row.key} ${row.code} ${row.field ?? ''}: ${row.message}`);
	}

	/** A run is over and nothing failed. */
	async fine(run) {
		if (run.status !== 'done') assert.fail(`Run ${run.id} (${JSON.stringify(run.job)}) ended as ${run.status}: ${JSON.stringify(run.error)} ${JSON.stringify(run.counts)}\n${(await this.tale(run)).join('\n')}`);
		return run;
	}

	/** What a run did, or a plan would do: `action key` in order. */
	async operations(id, filter = () => true) {
		return (await this.all(`runs/${id}/operations`)).filter(filter);
	}

	// --- what happened

	/** What the shop's own hooks have seen since the last look. */
	witnessed() {
		const file = path.join(this.site.root, 'wp-content/witness.log');
		const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter(Boolean);
		const since = lines.slice(this.#witnessed).map((line) => JSON.parse(line));
		this.#witnessed = lines.length;
		const of = (what) => since.filter((line) => what in line).map((line) => line[what]);
		return { saved: [...new Set(of('saved'))].sort(), synced: of('synced').sort(), writes: of('write'), pending: of('pending') };
	}

	/** The whole shop, by SKU; WooCommerce's tables for searching must agree with it. */
	async look() {
		const shop = await this.#ask('look');
		assert.deepEqual(shop.drift, []);
		return shop;
	}

	// --- UnoPim's side

	/** Edits behind the API's back; see the simulation's control endpoint. */
	async edit(...edits) {
		const answer = await fetch(`${this.source.credentials.url}/_sim/set`, { method: 'POST', body: JSON.stringify(edits) });
		const value = await answer.json();
		if (!value.ok) throw new Error(`unopim-sim: ${value.error}`);
		return value.results;
	}

	async control(route, method = 'GET') { return (await fetch(`${this.source.credentials.url}/_sim/${route}`, { method })).json(); }
	stored(sku) { return this.control(`product/${sku}`); }

	/** Sets a value of a product; a path of one part is common. */
	set(sku, attribute, value) { return this.edit({ op: 'set_value', sku, path: place(attribute), value }); }

	async close() {
		for (const server of this.servers.reverse()) await server.stop();
		await this.bench?.close();
	}
}

const SCOPED = ['name', 'description', 'short_description', 'price', 'sale_price'];
export const place = (attribute) => (SCOPED.includes(attribute) ? ['channel_locale_specific', CHANNEL, LOCALE, attribute] : ['common', attribute]);

/** Values as UnoPim keeps them: each attribute in its section. */
export function values(sku, given, { categories = [], associations = {} } = {}) {
	const all = { common: { sku }, channel_locale_specific: { [CHANNEL]: { [LOCALE]: {} } }, categories, associations };
	for (const [attribute, value] of Object.entries(given)) {
		const path = place(attribute);
		path.slice(0, -1).reduce((at, key) => at[key], all)[path.at(-1)] = value;
	}
	return all;
}

export const euros = (amount) => ({ EUR: amount, USD: amount });
export const simple = (sku, given, more) => ({ op: 'put_product', sku, family: 'default', values: values(sku, given, more) });
export const configurable = (sku, axes, given, more) => ({ op: 'put_product', sku, family: 'apparel', super_attributes: axes, values: values(sku, given, more) });
export const variant = (parent, sku, given) => ({ op: 'put_product', sku, family: 'apparel', parent, values: values(sku, given) });
