// What was measured, as tables, beside its targets.
import { AIM } from '../../scripts/lib/budget.mjs';
import { table } from '../../scripts/lib/text.mjs';

const n = (value, digits = 0) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const range = ({ median, least, most }, digits = 0) => `${n(median, digits)} (${n(least, digits)}–${n(most, digits)})`;
const against = (good) => (good ? 'met' : 'missed');
const HEAD = ['What', 'Measured', 'Target', ''];

export function planTable(plan) {
	const share = plan.runner.median / plan.native.median;
	return [
		`== Plans: medians (least–most), products of ${n(plan.bytes_per_product)} bytes`,
		table(HEAD, [
			['native build', `${range(plan.native)} /s`, '', ''],
			['runner', `${range(plan.runner)} /s`, '≥ 20,000 /s', against(plan.runner.median >= 20_000)],
			['– of the native build', `${n(share, 2)} ×`, '≥ 0.67 ×', against(share >= 2 / 3)],
			['PHP build', `${range(plan.php)} /s`, '≥ 500 /s', against(plan.php.median >= 500)],
			['browser', `${range(plan.browser)} /s`, '', ''],
			['– one product', `${n(plan.browser.ms_for_1, 2)} ms`, '≤ 5 ms', against(plan.browser.ms_for_1 <= 5)],
			['– 1,000 products', `${n(plan.browser.ms_for_1000)} ms`, '≤ 150 ms', against(plan.browser.ms_for_1000 <= 150)],
		], 60),
	].join('\n');
}

/** @param {object} sizes @param {object} [felt] on a real site, where there is one */
export function screensTable(sizes, felt) {
	const modules = Object.entries(sizes.modules).map(([part, size]) => [`engine’s module “${part}”`, `${n(size)} kB`, `≤ ${AIM} kB`, against(size <= AIM)]);
	return [
		'== Screens: sizes compressed as they travel; times in Chromium on a real site, medians (least–most)',
		table(HEAD, [
			['scripts of all sections and the worker', `${n(sizes.scripts)} kB`, '≤ 150 kB', against(sizes.scripts <= 150)],
			['– of the first screen’s entry', `${n(sizes.first_script)} kB`, '', ''],
			['the log’s own package', `${n(sizes.log)} kB`, '', ''],
			...modules,
			...(felt
				? [
						['first screen can be used', `${range(felt.first_screen)} ms`, '≤ 1,500 ms', against(felt.first_screen.median <= 1500)],
						['– of which the site takes to answer', `${range(felt.answered)} ms`, '', ''],
						['longest task beside a preview of 1,000', felt.longest_task.median === 0 ? `none above 50 ms (most ${n(felt.longest_task.most)})` : `${range(felt.longest_task)} ms`, '≤ 50 ms', against(felt.longest_task.median <= 50)],
					]
				: []),
		], 60),
	].join('\n');
}

export function pullTable(pull) {
	const ratio = pull.csv.median / pull.pull.median;
	return [
		`== First pull of ${n(pull.products)} products beside WooCommerce’s CSV importer, in turns`,
		table(HEAD, [
			[`pull, ${pull.engine}`, `${range(pull.pull, 2)} s, ${n(pull.products / pull.pull.median, 1)} /s`, '', ''],
			['CSV importer', `${range(pull.csv, 2)} s, ${n(pull.products / pull.csv.median, 1)} /s`, '', ''],
			['ratio', `${n(ratio, 2)} ×`, '≥ 2.5 ×', against(ratio >= 2.5)],
		], 60),
	].join('\n');
}

/** Where a pull's time went: what is neither the database's nor the engine's nor UnoPim's is PHP's. */
const partsOf = ({ seconds, parts }) => ({ ...parts, php: seconds - parts.database - parts.engine - parts.source });
const sum = (queries) => Object.values(queries).reduce((total, { count }) => total + count, 0);
const rowsOf = ({ counts }) => counts.created + counts.updated + counts.unchanged;
/** Seconds that each kind of pull may take, of a catalogue of ten thousand. */
const quick = ({ name, seconds, engine }) => (name === 'first pull' || engine === 'php' ? ['', ''] : ['≤ 10 s', against(seconds <= 10)]);

/** How many queries a pull may make. Of what it asks once, whatever it finds, small catalogues bear more than their share; a push reads what was saved, and has no such limit. */
function allowed({ name, loaded, counts: { created, updated, unchanged } }) {
	const written = created + updated;
	if (name.includes('push') || (!written && (loaded || unchanged < 10_000))) return null;
	return 90 * created + 70 * updated + 0.1 * unchanged;
}

export function catalogueTable(chapters) {
	const times = chapters.map((chapter) => {
		const parts = partsOf(chapter);
		return [chapter.name, `${n(chapter.seconds, 2)} s`, ...['database', 'php', 'engine', 'source'].map((part) => n(parts[part], 2)), ...quick(chapter)];
	});
	const sizes = chapters.map((chapter) => {
		const { created, updated, unchanged } = chapter.counts;
		const written = created + updated;
		const each = sum(chapter.queries) / (written || unchanged);
		const most = allowed(chapter);
		return [
			chapter.name, n(created), n(updated), n(unchanged), n(chapter.loaded), n(sum(chapter.queries)), n(each, 2), ...(most === null ? ['', ''] : [`≤ ${n(most)}`, against(sum(chapter.queries) <= most)]),
			`${n(chapter.peak_mb)} MB`, `${against(chapter.peak_mb <= 128)}`, chapter.engine === 'runner' ? `${n(chapter.runner_mb)} MB` : '',
		];
	});
	return [
		`== A catalogue of ${n(rowsOf(chapters[0]))} products: seconds, and where they went`,
		table(['Pull', 'All', 'database', 'PHP', 'engine', 'UnoPim', 'Target', ''], times),
		'',
		'== The same: products, queries for each that was written (or else looked at), peak memory of PHP (≤ 128 MB) and of its runner',
		table(['Pull', 'created', 'updated', 'unchanged', 'loaded', 'queries', 'each', 'All, at most', '', 'PHP', '', 'runner'], sizes),
	].join('\n');
}

/** The queries that cost most, by kind and first table. */
export function queriesTable(chapter, most = 20) {
	const written = chapter.counts.created + chapter.counts.updated || chapter.counts.unchanged;
	const rows = Object.entries(chapter.queries).toSorted((a, b) => b[1].seconds - a[1].seconds);
	const line = ([label, { count, seconds }]) => [label, n(count), n(count / written, 2), n(seconds, 2), n((1000 * seconds) / count, 2)];
	return [
		`== Queries of “${chapter.name}”, by kind and first table`,
		table(['Query', 'count', 'per product', 'seconds', 'ms each'], [...rows.slice(0, most).map(line), ...(rows.length > most ? [[`… and ${rows.length - most} more`, '', '', '', '']] : [])]),
	].join('\n');
}

