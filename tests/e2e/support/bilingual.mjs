// A shop in several languages: its translation plugin, what was pulled into it, and what it holds in each language.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { FULL_PULL } from '../../../scripts/lib/connect.mjs';
import { polylang, root } from '../../../scripts/lib/places.mjs';
import { outwardOf } from './outward.mjs';
import { openWorld } from './world.mjs';

const RUNS = 'unopim-connector/v1/runs';
const GENERATED = ['--catalogue', 'generated', '--version', '3.0.1', '--products', '60', '--no-images', '--no-throttle'];

/** A shop under real Polylang. @param {string[]} further languages of the site besides English and French: `de` */
export const openPolylang = (...further) => open(async ({ site }) => {
	cpSync(polylang().dir, path.join(site.root, 'wp-content/plugins/polylang'), { recursive: true });
	await site.script('activate.php', 'polylang/polylang.php');
	await site.script('add-languages.php', ...further);
});

/** A shop under a stand-in of WPML’s hooks, in English and French. */
export const openWpml = () => open(({ site }) => {
	const put = (file, place) => cpSync(path.join(root, file), path.join(site.root, 'wp-content', place));
	put('tests/php/woocommerce/support/Wpml.php', 'wpml/Wpml.php');
	put('tests/e2e/support/wpml.php', 'mu-plugins/wpml.php');
});

async function open(addLanguages) {
	const world = await openWorld({ unopim: GENERATED });
	try {
		await addLanguages(world);
	} catch (error) {
		await world.close();
		throw error;
	}
	return new Bilingual(world);
}

class Bilingual {
	constructor(world) {
		this.world = world;
		this.site = world.site;
		this.outward = outwardOf(world);
	}

	close() { return this.world.close(); }

	/** Pulls a channel in its own language, and then what that run asks to be pulled next. */
	async pull(job = FULL_PULL, further = ['fr_FR']) {
		const runs = [await this.site.pull(job)];
		const next = (await this.site.rest('GET', RUNS)).filter(({ status }) => status === 'queued').sort((a, b) => a.id - b.id);
		assert.deepEqual(next.map(({ job: { kind, scope, channel, locale } }) => [kind, scope, channel, locale]), further.map((locale) => [job.kind, job.scope, job.channel, locale]));
		for (const { id } of next) runs.push(await this.site.pull(id));
		for (const run of runs) assert.notEqual(run.status, 'failed', JSON.stringify(run.error));
		return runs;
	}

	/** Nothing is left to be written in any language. */
	async pullsNothing() {
		for (const run of await this.pull()) assert.equal(run.counts.writes, 0, await this.outward.tale(run));
	}

	/** Products and categories with their languages; see translations.php. */
	async state() {
		return JSON.parse((await this.site.php(path.join(root, 'tests/e2e/support/translations.php'))).trim().split('\n').at(-1));
	}

	/** Simple products in English that have a translation. */
	async translated(language = 'fr') {
		return (await this.state()).products.filter(({ language: own, type, sku, translations }) => own === 'en' && type === 'simple' && sku && translations[language]);
	}
}
