// A throw-away MariaDB on a unix socket, in a folder of its own.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { provide } from './debian.mjs';
import { scratch } from './places.mjs';
import { background, capture, until } from './processes.mjs';

const SMALL = ['--innodb-log-file-size=48M', '--innodb-buffer-pool-size=256M', '--skip-log-bin', '--performance-schema=OFF'];
// Tests throw the data away, so they need not wait for the disk. Measurements do: they run with the server's defaults.
const FORGETFUL = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-flush-method=O_DIRECT_NO_FSYNC', '--sync-frm=0'];

/** A socket's path may have 107 characters at most, a checkout's path any number. */
function socketIn(folder) {
	const near = path.join(folder, 'sock');
	return near.length < 100 ? near : path.join(tmpdir(), `unopim-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}.sock`);
}

let making = null;

/** System tables are made once and copied: 0.3 s instead of 4 s. Stages of one process that start together make them together. */
async function emptyData(data) {
	const template = path.join(scratch, 'templates', 'mariadb');
	if (!existsSync(path.join(template, 'mysql'))) await (making ??= makeTemplate(template));
	cpSync(template, data, { recursive: true });
}

async function makeTemplate(template) {
	const part = `${template}.${process.pid}.part`;
	rmSync(part, { recursive: true, force: true });
	mkdirSync(part, { recursive: true });
	await capture('mariadb-install-db', ['--no-defaults', `--user=${userInfo().username}`, `--datadir=${part}`, '--auth-root-authentication-method=normal', '--skip-test-db', SMALL[0]]);
	if (existsSync(template)) rmSync(part, { recursive: true, force: true });
	else renameSync(part, template);
}

/**
 * Starts a server on `folder`. `durable` keeps the server's default care for the disk; `pin` is a command to start it under; `args` are added to its own.
 */
export async function startMariaDb(folder, { durable = false, pin = [], args = [] } = {}) {
	await provide('database');
	const data = path.join(folder, 'data');
	const socket = socketIn(folder);
	mkdirSync(folder, { recursive: true });
	if (!existsSync(path.join(data, 'mysql'))) await emptyData(data);
	const log = path.join(folder, 'log');
	const [command, ...before] = [...pin, 'mariadbd'];
	const client = ['--no-defaults', '-uroot', '-S', socket];
	const start = async () => {
		const server = background(command, [
			...before, '--no-defaults', `--user=${userInfo().username}`, `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${path.join(folder, 'pid')}`,
			'--character-set-server=utf8mb4', '--skip-name-resolve', '--skip-networking', ...SMALL, ...(durable ? [] : FORGETFUL), ...args,
		], { log });
		const ready = await until(async () => server.ended() || (await capture('mariadb-admin', [...client, 'ping']).then(() => true, () => false)), 120_000, 100);
		if (!ready || server.ended()) throw new Error(`MariaDB did not start:\n${readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')}`);
		return server;
	};
	let server = await start();
	return {
		socket,
		get pid() { return server.pid; },
		keep: () => server.keep(),
		stop: (signal) => server.stop(signal),
		/** On the same data, after `stop`. */
		async start() { server = await start(); },
		query: async (database, sql) => (await capture('mariadb', [...client, '-N', '-B', '-e', sql, ...(database ? [database] : [])])).trim(),
		/** An empty database of that name, an older one replaced. */
		create: (database) => capture('mariadb', [...client, '-e', `DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`]),
		dump: async (database, file) => writeFileSync(file, await capture('mariadb-dump', [...client, '--single-transaction', '--skip-comments', '--skip-dump-date', database])),
		load: (database, file) => capture('mariadb', [...client, database, '-e', `SET autocommit=0; SET unique_checks=0; SET foreign_key_checks=0; source ${file}; COMMIT`]),
	};
}
