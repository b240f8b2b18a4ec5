// npm run demo [-- --json] [--port N] [--products N] [--stop]: a real shop that pulls a whole catalogue from UnoPim, on this machine.
//
// With WooCommerce at hand the shop is left running; --stop ends it. Without, the engine runs on WASI against a store in memory.
// --json prints one JSON object and leaves nothing behind. --products N serves a generated catalogue instead of the recorded one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { provide } from './lib/debian.mjs';
import { DemoShop, stopDemo } from './lib/demo-shop.mjs';
import { loud, root, shopParts } from './lib/places.mjs';
import { capture } from './lib/processes.mjs';
import { addTargets } from './lib/rust.mjs';
import { Progress, table } from './lib/text.mjs';
import { buildSim, simBinary } from './lib/unopim.mjs';

const { values: options } = parseArgs({
	options: { json: { type: 'boolean' }, port: { type: 'string', default: '0' }, products: { type: 'string' }, stop: { type: 'boolean' } },
});
// With --json standard output holds the object alone.
const out = options.json ? process.stderr : process.stdout;
const say = (text = '') => out.write(`${text}\n`);
const head = (text) => say(`\n== ${text}`);

async function main() {
	if (options.stop) return say((await stopDemo()) ? 'The demo is stopped.' : 'No demo is running.');
	head('Building what is missing');
	await build();
	const parts = await atHand();
	const report = parts ? await inShop(parts) : inMemory();
	if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** What a real shop is made of; without it, or with a variable that names nothing of the kind, the demo goes on in memory. */
async function atHand() {
	try {
		return await shopParts('the demo uses a store in memory; a shop is');
	} catch (error) {
		loud(`${error.message} Until then the demo uses a store in memory.`);
		return null;
	}
}

async function build() {
	await provide('compiler', 'musl', 'php');
	await addTargets();
	await step('engine', 'node', ['scripts/build-engine.mjs']);
	await step('admin screens', 'npm', ['run', '--silent', 'build:admin']);
	await buildSim();
}

async function step(what, command, args) {
	const begun = Date.now();
	await capture(command, args, { cwd: root, timeout: 1_800_000 });
	say(`   ${what.padEnd(16)} ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Without WooCommerce: the simulation serves UnoPim, runs the same engine, on WASI in the runner, and holds the shop in memory. */
function inMemory() {
	const build = path.join(root, 'php-bridge/build');
	const engine = [path.join(build, 'bin/unopim-runner'), path.join(build, 'engine.cwasm')].map((word) => `"${word}"`).join(' ');
	const args = ['demo', '--engine', engine, ...catalogue(), ...(options.json ? ['--json'] : [])];
	const { status, stdout, error } = spawnSync(simBinary(), args, { stdio: ['ignore', options.json ? 'pipe' : 'inherit', 'inherit'], encoding: 'utf8' });
	if (status !== 0) throw new Error(`unopim-sim demo ended with ${error?.message ?? status}`);
	return options.json ? JSON.parse(stdout) : null;
}

const catalogue = () => (options.products ? ['--catalogue', 'generated', '--products', options.products] : ['--catalogue', 'recorded']);

async function inShop(parts) {
	head(`A shop: WordPress ${parts.wordpress.version}, WooCommerce ${parts.woocommerce.version}, and a UnoPim`);
	await provide('database', 'php');
	const shop = await DemoShop.open({ parts, port: Number(options.port), unopim: [...catalogue(), '--no-throttle'] });
	try {
		say(`   UnoPim  ${shop.unopim.credentials.url}\n   shop    ${shop.site.url}\n   mapping ${shop.filled.length} rows filled by the engine`);
		const first = await pull(shop, 'First pull');
		const state = await shop.site.state();
		showCreated(state);
		const shown = await showProduct(shop, state);
		showGrid(state);
		const second = await pull(shop, 'Second pull, nothing changed');
		if (!options.json) {
			await showChange(shop, shown);
			shop.leaveRunning();
			sayWhere(shop);
		}
		return { store: 'woocommerce', engine: first.engine, first: numbers(first), second: numbers(second) };
	} finally {
		if (options.json) await shop.close();
	}
}

async function pull(shop, title) {
	head(title);
	const progress = new Progress(out);
	const result = await shop.pull(({ step: name, done, total }) => progress.show(name, done, total));
	progress.end();
	if (result.status === 'failed') throw new Error(`The pull failed: ${result.error?.message} ${result.error?.hint ?? ''}`);
	const c = result.counts;
	say(`   engine ${result.engine}: ${c.created} created, ${c.updated} updated, ${c.unchanged} unchanged, ${c.failed} failed, ${c.writes} writes, ${result.seconds} s`);
	return result;
}

const numbers = ({ counts: { created, updated, unchanged, failed, writes }, seconds }) => ({ created, updated, unchanged, failed, writes, seconds });

function showCreated({ categories, attributes, products }) {
	head('What is in the shop now');
	const below = (parent, depth) => categories.filter((c) => c.parent === parent && c.slug !== 'uncategorized').flatMap((c) => [`      ${'   '.repeat(depth)}${c.name.replaceAll('&amp;', '&')}`, ...below(c.slug, depth + 1)]);
	const tree = below(null, 0);
	say(`   Categories\n${tree.slice(0, 12).join('\n')}${tree.length > 12 ? `\n      … and ${tree.length - 12} more` : ''}\n`);
	say(table(['Attribute', 'Terms, in UnoPim’s order'], Object.values(attributes).map((a) => [a.name, a.terms.join(', ')]), 70));
	const live = products.filter((p) => p.status === 'publish');
	say(`\n   ${products.length} products (${products.filter((p) => p.type === 'variable').length} variable), ${live.length} published, the others drafts as UnoPim has them:\n`);
	say(table(['SKU', 'Type', 'Name', 'Price', 'Variations'], live.slice(0, 12).map((p) => [p.sku, p.type, p.name, p.price, p.variations?.length ?? ''])));
}

/** Terms by name, texts as they are. */
function readable(value, names) {
	if (value === null || value === '' || (Array.isArray(value) && !value.length)) return '—';
	const list = Array.isArray(value) ? value : value.terms;
	if (list) return list.map((id) => names.get(id) ?? id).join(', ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The product with the most to show: field by field, before and after the pull. */
async function showProduct(shop, { products }) {
	const simple = products.filter((p) => p.type === 'simple' && p.status === 'publish');
	const product = simple.sort((a, b) => Object.keys(b.attributes ?? {}).length - Object.keys(a.attributes ?? {}).length)[0];
	if (!product) return null;
	head(`One product, before and after: ${product.sku}`);
	const runs = await shop.database.query(shop.site.database, "SELECT MAX(id) FROM wp_unopim_runs WHERE kind = 'pull'");
	await showFields(shop, runs, product.sku);
	return product;
}

async function showFields(shop, run, sku) {
	const [fields, names] = await Promise.all([shop.changes(run, sku), shop.termNames()]);
	say(table(['Field', 'Before', 'After', 'Why'], fields.filter((f) => f.write).map((f) => [f.field, readable(f.old, names), readable(f.new, names), f.reason])));
}

function showGrid({ products, attributes }) {
	const product = products.filter((p) => p.variations?.length).sort((a, b) => b.variations.length - a.variations.length)[0];
	if (!product) return;
	head(`Its variants, as a customer can buy them: ${product.name} (${product.sku})`);
	const [down, across] = Object.keys(product.variations[0].axes);
	const options = (axis) => (attributes[axis.replace(/^pa_/, '')]?.slugs ?? []).filter((slug) => product.variations.some((v) => v.axes[axis] === slug));
	const cell = (a, b) => product.variations.filter((v) => v.axes[down] === a && (across === undefined || v.axes[across] === b)).map((v) => `${v.sku} ${v.purchasable ? v.price : 'not for sale'}`).join(', ') || '∅';
	say(table([across ? `${down} × ${across}` : down, ...(across ? options(across) : [''])], options(down).map((a) => [a, ...(across ? options(across) : ['']).map((b) => cell(a, b))])));
}

/** One price changes in UnoPim; the next pull writes that field and no other. */
async function showChange(shop, product) {
	if (!product) return;
	const { values } = await shop.api.product(product.sku);
	const price = { ...values.channel_locale_specific?.default?.en_US?.price, EUR: '19.90' };
	await shop.api.patchProduct(product.sku, { channel_locale_specific: { default: { en_US: { price } } } });
	const third = await pull(shop, `The price of ${product.sku} is changed in UnoPim to 19.90 EUR`);
	await showFields(shop, third.id, product.sku);
}

function sayWhere({ site }) {
	head('The shop is left running');
	say(`   shop      ${site.url}/shop/\n   plugin    ${site.url}/wp-admin/admin.php?page=unopim-connector\n   login     ${site.admin.user} / ${site.admin.password}\n   end it    npm run demo -- --stop\n`);
}

main().then(() => process.exit(0), (error) => {
	console.error(`demo: ${error.message}`);
	process.exit(1);
});
