// One WordPress site: files laid out, tables installed, WooCommerce and the plugin active. The tables of a version pair are installed once
// and kept as a dump, so that every further site takes a second or two.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { provide } from './debian.mjs';
import { root, scratch } from './places.mjs';
import { freePort } from './ports.mjs';
import { capture } from './processes.mjs';

const scripts = path.join(root, 'scripts/site');
const PHP = ['-d', 'memory_limit=1G', '-d', 'display_errors=stderr', '-d', 'error_reporting=E_ALL & ~E_DEPRECATED'];
export const ADMIN = { user: 'admin', password: 'admin' };

/**
 * @param {object} o
 * @param {string} o.folder      gets the site's files
 * @param {object} o.database    from startMariaDb
 * @param {{dir:string,version:string}} o.wordpress
 * @param {{dir:string,version:string}|null} [o.woocommerce]
 * @param {boolean} [o.plugin]   copy and activate this project's plugin
 * @param {string[]} [o.pin]     a command to start PHP under
 * @param {boolean} [o.cron]     let WP-Cron and Action Scheduler run by themselves
 */
export async function createSite({ folder, database, wordpress, woocommerce = null, plugin = true, port = 0, cron = false, constants = {}, pin = [] }) {
	await provide('php');
	const site = describe(folder, port || (await freePort()), pin);
	layOut(site, wordpress, woocommerce, plugin);
	writeConfig(site, database, cron, constants);
	await database.create(site.database);
	const dump = templateOf(wordpress, woocommerce);
	if (existsSync(dump)) await database.load(site.database, dump);
	else await install(site, database, dump);
	if (plugin) await site.script('activate.php', 'unopim-connector/unopim-connector.php', ...(woocommerce ? [] : ['alone']));
	return site;
}

const lastLine = (text) => text.trim().split('\n').at(-1);

function describe(folder, port, pin) {
	const [command, ...before] = [...pin, 'php'];
	const name = path.basename(folder);
	const site = {
		root: folder,
		url: `http://127.0.0.1:${port}`,
		admin: ADMIN,
		database: `site_${name.replace(/[^a-z0-9]/gi, '_').toLowerCase()}`,
		/** Runs a PHP file with the site's address as its first argument. */
		php: (file, ...args) => site.phpWith([], file, ...args),
		/** The same with settings of PHP, as name=value. */
		phpWith: (ini, file, ...args) => capture(command, [...before, ...PHP, ...ini.flatMap((setting) => ['-d', setting]), file, folder, ...args.map(String)], { env: { UNOPIM_TEST_SITE: folder } }),
		script: (file, ...args) => site.php(path.join(scripts, file), ...args),
		/** A REST route as the administrator, without a web server; a refusal is thrown. */
		async rest(method, route, body) {
			const { status, data } = JSON.parse(lastLine(await site.script('rest.php', method, route, ...(body === undefined ? [] : [JSON.stringify(body)]))));
			if (status >= 400) throw new Error(`${method} ${route} answered ${status}: ${JSON.stringify(data).slice(0, 500)}`);
			return data;
		},
		/** Runs a job to its end on the server; see pull.php. */
		pull: async (job, ...chunks) => JSON.parse(lastLine(await site.script('pull.php', typeof job === 'number' ? job : JSON.stringify(job), ...chunks))),
		/** The whole shop as a customer finds it; see shop-state.php. */
		state: async () => JSON.parse(lastLine(await site.script('shop-state.php'))),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
	return site;
}

function layOut(site, wordpress, woocommerce, plugin) {
	rmSync(site.root, { recursive: true, force: true });
	const content = path.join(site.root, 'wp-content');
	cpSync(wordpress.dir, site.root, { recursive: true });
	rmSync(path.join(site.root, 'wp-config.php'), { force: true });
	for (const name of ['plugins', 'themes', 'mu-plugins', 'uploads']) mkdirSync(path.join(content, name), { recursive: true });
	cpSync(path.join(scripts, 'offline.php'), path.join(content, 'mu-plugins/offline.php'));
	if (woocommerce) cpSync(woocommerce.dir, path.join(content, 'plugins/woocommerce'), { recursive: true });
	// A copy, not a link: what is tested does not change while it is tested.
	if (plugin) cpSync(path.join(root, 'php-bridge'), path.join(content, 'plugins/unopim-connector'), { recursive: true });
}

const phpString = (value) => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const phpValue = (value) => (typeof value === 'boolean' || typeof value === 'number' ? String(value) : phpString(value));

function writeConfig(site, database, cron, constants) {
	const keys = ['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'];
	const all = {
		DB_NAME: site.database, DB_USER: 'root', DB_PASSWORD: '', DB_HOST: `localhost:${database.socket}`, DB_CHARSET: 'utf8mb4', DB_COLLATE: '',
		...Object.fromEntries(keys.map((key) => [key, `test-only-${key}`])),
		WP_HOME: site.url, WP_SITEURL: site.url, WP_ENVIRONMENT_TYPE: 'local',
		WP_DEBUG: true, WP_DEBUG_DISPLAY: false, WP_DEBUG_LOG: `${site.root}.debug.log`,
		WP_MEMORY_LIMIT: '512M', AUTOMATIC_UPDATER_DISABLED: true, DISABLE_WP_CRON: !cron,
		// UnoPim is on this very machine, which the plugin refuses otherwise.
		UNOPIM_CONNECTOR_ALLOW_PRIVATE: true,
		...constants,
	};
	const lines = Object.entries(all).map(([name, value]) => `define( '${name}', ${phpValue(value)} );`);
	writeFileSync(path.join(site.root, 'wp-config.php'), `<?php
${lines.join('\n')}
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require ABSPATH . 'wp-settings.php';
`);
}

const stages = (woocommerce) => ['install-wordpress.php', ...(woocommerce ? ['activate.php woocommerce/woocommerce.php', 'install-woocommerce.php'] : [])];

function templateOf(wordpress, woocommerce) {
	const recipe = createHash('sha256');
	for (const stage of stages(woocommerce)) recipe.update(readFileSync(path.join(scripts, stage.split(' ')[0])));
	return path.join(scratch, 'templates', `wordpress-${wordpress.version}-woocommerce-${woocommerce?.version ?? 'none'}-${recipe.digest('hex').slice(0, 8)}.sql`);
}

/** Each stage is a process of its own: plugins must be loaded by a site that is installed. */
async function install(site, database, dump) {
	const woocommerce = existsSync(path.join(site.root, 'wp-content/plugins/woocommerce'));
	for (const stage of stages(woocommerce)) await site.script(...stage.split(' '));
	mkdirSync(path.dirname(dump), { recursive: true });
	const part = `${dump}.${process.pid}.part`;
	await database.dump(site.database, part);
	renameSync(part, dump);
}
