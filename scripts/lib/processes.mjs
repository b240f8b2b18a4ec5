// Starting and ending other programs. Each gets a process group of its own, so that a PHP server's workers end with it, and nothing
// that this process did not start is ever ended.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

const groups = new Set();

function endGroup(pid, signal = 'SIGTERM') {
	try {
		process.kill(-pid, signal);
	} catch {
		// gone already
	}
}

process.on('exit', () => groups.forEach((pid) => endGroup(pid)));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(signal, () => process.exit(code));

/** A process that has ended and that nobody has asked about yet (a zombie) can still be signalled, but is not alive. */
const isZombie = (pid) => {
	try {
		return /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false; // gone, or no such folder on this system
	}
};

export const alive = (pid) => {
	try {
		process.kill(pid, 0);
		return !isZombie(pid);
	} catch (error) {
		return error.code === 'EPERM';
	}
};

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks until `ready` is true; false after `timeout`. */
export async function until(ready, timeout = 20_000, every = 50) {
	const end = Date.now() + timeout;
	while (Date.now() < end) {
		if (await ready()) return true;
		await sleep(every);
	}
	return false;
}

/**
 * Runs a program to its end. `output` holds both streams as they came, `stdout` the first alone.
 * `log` names a file that gets a copy; `echo` prints as it comes.
 * @returns {Promise<{code:number,output:string,stdout:string}>}
 */
export function run(command, args, { cwd, env, input, log, echo = false, timeout = 0 } = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
		if (log) mkdirSync(path.dirname(log), { recursive: true });
		const file = log ? createWriteStream(log, { flags: 'a' }) : null;
		const all = [];
		const out = [];
		const take = (chunk, first) => {
			all.push(chunk);
			if (first) out.push(chunk);
			file?.write(chunk);
			if (echo) process.stdout.write(chunk);
		};
		child.stdout.on('data', (chunk) => take(chunk, true));
		child.stderr.on('data', (chunk) => take(chunk, false));
		const timer = timeout ? setTimeout(() => { take(Buffer.from(`\n${command}: ended after ${timeout / 1000} s\n`)); endGroup(child.pid, 'SIGKILL'); }, timeout) : null;
		const finish = (code) => {
			clearTimeout(timer);
			groups.delete(child.pid);
			file?.end();
			resolve({ code, output: Buffer.concat(all).toString(), stdout: Buffer.concat(out).toString() });
		};
		child.on('error', (error) => { all.push(Buffer.from(`${command}: ${error.message}\n`)); finish(127); });
		child.on('close', (code) => finish(code ?? 1));
		if (child.pid) groups.add(child.pid);
		if (input !== undefined) child.stdin.on('error', () => {}).end(input);
	});
}

/** Runs a program and gives its standard output; throws with what it said when it fails. */
export async function capture(command, args, options) {
	const { code, output, stdout } = await run(command, args, options);
	if (code) throw new Error(`${[command, ...args].join(' ').slice(0, 200)} ended with ${code}:\n${output.trim().split('\n').slice(-30).join('\n')}`);
	return stdout;
}

/**
 * Starts a server that ends with this process, unless `keep()` lets it live on.
 * @returns {{pid:number, ended:() => boolean, stop:(signal?:string) => Promise<void>, keep:() => void}}
 */
export function background(command, args, { cwd, env, log }) {
	mkdirSync(path.dirname(log), { recursive: true });
	const file = openSync(log, 'a');
	const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', file, file] });
	let ended = false;
	const closed = new Promise((done) => {
		child.on('error', () => { ended = true; done(); });
		child.on('exit', () => { ended = true; groups.delete(child.pid); done(); });
	});
	if (child.pid) groups.add(child.pid);
	child.unref();
	return {
		pid: child.pid,
		ended: () => ended,
		keep: () => groups.delete(child.pid),
		async stop(signal = 'SIGTERM') {
			endGroup(child.pid, signal);
			const late = setTimeout(() => endGroup(child.pid, 'SIGKILL'), 10_000);
			child.ref();
			await closed;
			clearTimeout(late);
			// Workers of the group may outlive their leader by a moment.
			endGroup(child.pid, 'SIGKILL');
		},
	};
}

const commandOf = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return ''; // gone, or no such folder on this system
	}
};

/** Ends a group that an earlier run of these scripts started and wrote down. `named` stands in its command: the number may be another's by now. */
export async function endRecorded(pid, named = '') {
	if (!alive(pid) || !commandOf(pid).includes(named)) return;
	endGroup(pid);
	if (!(await until(() => !alive(pid), 10_000))) endGroup(pid, 'SIGKILL');
}
