// The system packages behind each purpose. As root on a machine with apt the missing ones are installed, otherwise they are named.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

const EXTENSIONS = { mysqli: 'mysql', dom: 'xml', mbstring: 'mbstring', curl: 'curl', gd: 'gd', intl: 'intl', zip: 'zip' };
const COMMANDS = {
	php: { php: 'php-cli' },
	phpunit: { phpunit: 'phpunit' },
	database: { mariadbd: 'mariadb-server', 'mariadb-install-db': 'mariadb-server', mariadb: 'mariadb-client', 'mariadb-dump': 'mariadb-client' },
	browser: { chromium: 'chromium' },
	musl: { 'musl-gcc': 'musl-tools' },
	compiler: { cc: 'build-essential' },
};

// Debian keeps servers in sbin, which is not on an ordinary user's PATH.
process.env.PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(':');

/** The full path of a command, or null. */
export function which(command) {
	for (const folder of process.env.PATH.split(':')) {
		try {
			accessSync(path.join(folder, command), constants.X_OK);
			return path.join(folder, command);
		} catch {
			// not in this folder
		}
	}
	return null;
}

const phpSays = (code) => execFileSync('php', ['-r', code], { encoding: 'utf8' });

/** Extensions belong to the PHP that is there, be it 8.1 or 8.4. */
function missingExtensions() {
	if (!which('php')) return Object.values(EXTENSIONS).map((name) => `php-${name}`);
	const loaded = new Set(phpSays('echo implode(",", get_loaded_extensions());').toLowerCase().split(','));
	const absent = Object.keys(EXTENSIONS).filter((name) => !loaded.has(name));
	if (!absent.length) return [];
	const version = phpSays('echo PHP_MAJOR_VERSION . "." . PHP_MINOR_VERSION;');
	return absent.map((name) => `php${version}-${EXTENSIONS[name]}`);
}

export function missingPackages(purposes) {
	const packages = new Set();
	for (const purpose of purposes) {
		if (purpose === 'browser' && process.env.CHROMIUM) continue;
		for (const [command, name] of Object.entries(COMMANDS[purpose])) if (!which(command)) packages.add(name);
		if (purpose === 'php' || purpose === 'phpunit') for (const name of missingExtensions()) packages.add(name);
	}
	return [...packages];
}

let line = Promise.resolve();
/** Makes sure that the packages for these purposes are there. Calls queue up: apt takes one at a time. */
export function provide(...purposes) {
	const turn = line.then(() => install(purposes));
	line = turn.catch(() => {});
	return turn;
}

let updated = false;
async function install(purposes) {
	const packages = missingPackages(purposes);
	if (!packages.length) return;
	const by = `apt-get install --no-install-recommends ${packages.join(' ')}`;
	if (process.getuid?.() !== 0 || !which('apt-get')) throw new Error(`These system packages are missing: ${packages.join(', ')}. As root on Debian: ${by}`);
	process.stderr.write(`Installing ${packages.join(', ')} …\n`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	if (!updated) await run('apt-get', ['update', '-q'], { env, timeout: 300_000 });
	updated = true;
	const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env, timeout: 900_000 });
	if (code) throw new Error(`apt-get could not install ${packages.join(', ')}: ${output.trim().split('\n').slice(-5).join('\n')}`);
	const still = missingPackages(purposes);
	if (still.length) throw new Error(`After installing, still missing: ${still.join(', ')}`);
}

export const chromiumPath = () => process.env.CHROMIUM || which('chromium');
