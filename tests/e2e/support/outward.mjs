// A shop that pushes: its products came from UnoPim, Push is on, and nothing waits. What is expected is read from UnoPim itself.
import assert from 'node:assert/strict';
import { CHANNEL, FULL_PULL, LOCALE } from '../../../scripts/lib/connect.mjs';
import { openWorld } from './world.mjs';

const ROUTES = 'unopim-connector/v1';
export const QUEUE = { kind: 'push', scope: 'queue' };
export const ALL = { kind: 'push', scope: 'all' };
export const one = (...product) => ({ kind: 'push', scope: 'one', ids: { product } });

/** @param {object} [options] those of `openWorld` */
export async function openOutward(options) {
	const outward = new Outward(await openWorld(options));
	try {
		await outward.shop.pull(FULL_PULL);
		await outward.channel({ push: true, cooldown: 0 });
	} catch (error) {
		await outward.close();
		throw error;
	}
	return outward;
}

/** The same for a world whose first pull somebody else does. */
export const outwardOf = (world) => new Outward(world);

class Outward {
	constructor(world) {
		this.world = world;
		this.shop = world.site;
		this.api = world.api;
	}

	close() { return this.world.close(); }

	// --- the shop's side

	rest(method, route, body) { return this.shop.rest(method, `${ROUTES}/${route}`, body); }
	channel(values, code = CHANNEL) { return this.rest('PUT', 'channels', { channels: [{ code, ...values }] }); }
	settings(values) { return this.rest('PUT', 'settings', values); }
	/** What a shop manager does by hand on the product screen. */
	edit(sku, field, value) { return this.shop.script('edit-product.php', sku, field, value); }
	woo(method, route, body) { return this.shop.rest(method, `wc/v3/${route}`, body); }
	async idOf(sku) { return (await this.woo('GET', `products?sku=${sku}`))[0].id; }

	/** Rows of the attributes' mapping besides those that are there. */
	async map(...rows) {
		const route = `mapping/attributes?channel=${CHANNEL}&locale=${LOCALE}`;
		const targets = rows.map(({ target }) => target);
		const kept = (await this.rest('GET', route)).rows.filter(({ target }) => !targets.includes(target));
		await this.rest('PUT', route, { rows: [...kept, ...rows] });
	}

	sql(text) { return this.world.database.query(this.shop.database, text); }
	async queued() { return Number((await this.sql("SELECT COUNT(*) FROM wp_unopim_items WHERE lane = 'push'")).trim()); }
	/** The time for which queued items wait has passed. */
	due() { return this.sql("UPDATE wp_unopim_items SET next_try = 0 WHERE lane = 'push'"); }
	parked() { return this.rest('GET', 'parked'); }
	held() { return this.rest('GET', 'reviews'); }

	// --- runs

	/** A run to its end, in which nothing failed; `status` is what it ends as. */
	async push(job, status = 'done') {
		const run = await this.shop.pull(job);
		assert.equal(run.status, status, `${JSON.stringify(run)}\n${await this.tale(run)}`);
		return run;
	}

	/** What a run did to UnoPim: `action key` in order. */
	async sent(run) {
		const operations = await this.rest('GET', `runs/${run.id}/operations?per_page=100`);
		return operations.filter(({ side, action }) => side === 'unopim' && action !== 'link').map(({ action, key }) => `${action} ${key}`);
	}

	/** A run's log, to be read where an expectation fails. */
	async tale(run) {
		return (await this.rest('GET', `logs?run=${run.id}&per_page=100`)).map((row) => `${row.level} ${row.key} ${row.code} ${row.field ?? ''}: ${row.message}`).join('\n');
	}

	/** A push of the queue sends exactly this. */
	async sends(expected, job = QUEUE) {
		const run = await this.push(job);
		assert.deepEqual((await this.sent(run)).sort(), [...expected].sort(), await this.tale(run));
		return run;
	}

	/** Neither side has anything left for the other. */
	async atRest() {
		const pull = await this.shop.pull(FULL_PULL);
		assert.deepEqual([pull.counts.writes, pull.counts.failed], [0, 0], await this.tale(pull));
		await this.sends([], ALL);
	}

	// --- UnoPim's side

	/** A record of UnoPim without what every write changes. */
	async source(code, list = 'products') {
		const record = await this.api.call('GET', `${list}/${code}`);
		delete record.updated_at;
		return record;
	}

	/** The values of a product in a channel and language. */
	async values(sku, channel = CHANNEL, locale = LOCALE) {
		return (await this.source(sku)).values.channel_locale_specific[channel][locale];
	}

	/** Somebody in UnoPim gives a product values in the channel and language. */
	byUnoPim(sku, values) { return this.api.patchProduct(sku, { channel_locale_specific: { [CHANNEL]: { [LOCALE]: values } } }); }
}
