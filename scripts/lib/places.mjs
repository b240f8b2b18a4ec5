// Where things lie: the project's own folders, and the WordPress and WooCommerce that the suites run on.
// Each is taken from its variable, else from the user's cache, else fetched into that cache; what cannot be had is null and named aloud.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { download } from './download.mjs';
import { shipped } from './wordpress-builds.mjs';
import { unzip } from './unzip.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** What a checkout may always throw away. */
export const scratch = path.join(root, '.cache');
/** What outlives a checkout: other people's code, fetched once. */
export const userCache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'unopim-connector');

const WOOCOMMERCE = '10.2.4';
const WORDPRESS = '6.8.8';
export const OLDEST_WORDPRESS = '6.5.5';

const said = new Set();
/** One loud line, once. */
export function loud(line) {
	if (said.has(line)) return;
	said.add(line);
	process.stderr.write(`\n!! ${line}\n\n`);
}

function firstMatch(file, pattern) {
	return existsSync(file) ? (readFileSync(file, 'utf8').match(pattern)?.[1] ?? null) : null;
}

export const wordpressVersion = (dir) => firstMatch(path.join(dir, 'wp-includes/version.php'), /\$wp_version\s*=\s*'([^']+)'/);
export const woocommerceVersion = (dir) =>
	existsSync(path.join(dir, 'vendor/autoload_packages.php')) ? firstMatch(path.join(dir, 'woocommerce.php'), /^\s*\*\s*Version:\s*(\S+)/m) : null;
export const polylangVersion = (dir) =>
	existsSync(path.join(dir, 'vendor/autoload.php')) ? firstMatch(path.join(dir, 'polylang.php'), /^\s*\*\s*Version:\s*(\S+)/m) : null;
const requiredWordPress = (dir) => firstMatch(path.join(dir, 'woocommerce.php'), /^\s*\*\s*Requires at least:\s*(\S+)/m) ?? '0';

/** Compares dotted versions: negative, zero or positive. */
export function compareVersions(a, b) {
	const [x, y] = [a, b].map((v) => v.split(/[.-]/).map((n) => Number.parseInt(n, 10) || 0));
	for (let i = 0; i < Math.max(x.length, y.length); i++) {
		const d = (x[i] ?? 0) - (y[i] ?? 0);
		if (d) return d;
	}
	return 0;
}

/** @returns {Promise<{dir:string,version:string}|null>} */
async function find({ name, variable, versionOf, address }) {
	const named = process.env[variable];
	if (named) {
		const version = versionOf(named);
		if (!version) throw new Error(`${variable} names ${named}, which holds no built ${name}. Point it at the folder with ${name}'s main file, or unset it.`);
		return { dir: path.resolve(named), version };
	}
	const dir = path.join(userCache, name.toLowerCase());
	if (!versionOf(dir)) await fetchInto(dir, name, address);
	const version = versionOf(dir);
	return version ? { dir, version } : null;
}

async function fetchInto(dir, name, address) {
	const part = `${dir}.${process.pid}.part`;
	try {
		mkdirSync(part, { recursive: true });
		await download(address, path.join(part, 'archive.zip'));
		await unzip(path.join(part, 'archive.zip'), part);
		rmSync(dir, { recursive: true, force: true });
		renameSync(path.join(part, name.toLowerCase()), dir);
	} catch (error) {
		loud(`${name} could not be downloaded (${error.message}).`);
	} finally {
		rmSync(part, { recursive: true, force: true });
	}
}

let found;
/**
 * A WooCommerce with a WordPress that is new enough for it, or null with the reason said aloud.
 * @returns {Promise<{woocommerce:{dir:string,version:string},wordpress:{dir:string,version:string}}|null>}
 */
export function shopParts(skips = 'the store suite and the browser suite are') {
	found ??= (async () => {
		const woocommerce = await find({
			name: 'WooCommerce', variable: 'WOOCOMMERCE_DIR', versionOf: woocommerceVersion,
			address: `https://downloads.wordpress.org/plugin/woocommerce.${WOOCOMMERCE}.zip`,
		});
		if (!woocommerce) {
			loud(`No WooCommerce at hand: ${skips} skipped. Set WOOCOMMERCE_DIR to a built plugin folder, or put one into ${path.join(userCache, 'woocommerce')}.`);
			return null;
		}
		const wordpress = (await newestWordPress()) ?? (await oldestWordPress());
		const wants = requiredWordPress(woocommerce.dir);
		if (!wordpress || compareVersions(wordpress.version, wants) < 0) {
			loud(`WooCommerce ${woocommerce.version} needs WordPress ${wants} or newer, at hand is ${wordpress?.version ?? 'none'}: ${skips} skipped. Set WORDPRESS_DIR.`);
			return null;
		}
		return { woocommerce, wordpress };
	})();
	return found;
}

const newestWordPress = () => find({
	name: 'WordPress', variable: 'WORDPRESS_DIR', versionOf: wordpressVersion,
	address: `https://wordpress.org/wordpress-${WORDPRESS}.zip`,
});

/** A Polylang that runs as it is, or null: nothing is fetched. */
export function polylang() {
	const dir = process.env.POLYLANG_DIR || path.join(userCache, 'polylang');
	const version = polylangVersion(dir);
	if (!version && process.env.POLYLANG_DIR) throw new Error(`POLYLANG_DIR names ${dir}, which holds no built Polylang. Point it at the folder with polylang.php and vendor/, or unset it.`);
	return version ? { dir: path.resolve(dir), version } : null;
}

/** The oldest WordPress that the plugin supports, from npm: its suite runs wherever npm does. */
export async function oldestWordPress() {
	const dir = path.join(userCache, `wordpress-${OLDEST_WORDPRESS}`);
	if (wordpressVersion(dir) !== OLDEST_WORDPRESS) {
		try {
			await shipped(OLDEST_WORDPRESS, dir);
		} catch (error) {
			loud(`WordPress ${OLDEST_WORDPRESS} could not be had from npm (${error.message}): its suite is skipped.`);
			return null;
		}
	}
	return { dir, version: OLDEST_WORDPRESS };
}
