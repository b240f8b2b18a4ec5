// One host of a run: a PHP process that drives it chunk by chunk. It can be made to stop at a query, as slow as a host can be.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/lib/places.mjs';
import { until } from '../../../scripts/lib/processes.mjs';

const running = new Set();
/** Those that a test has left behind, stopped perhaps. */
export const endHosts = () => running.forEach((pid) => process.kill(pid, 'SIGKILL'));
process.on('exit', endHosts);

function isStopped(pid) {
	try {
		return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false; // gone already
	}
}

/**
 * @param {object|number} job a job to start, or the number of a run to go on with
 * @param {{chunks?:number, env?:object, ini?:string[]}} [o] `ini` are settings of PHP, as name=value
 */
export function startHost(site, job, { chunks, env = {}, ini = [] } = {}) {
	const what = typeof job === 'number' ? String(job) : JSON.stringify(job);
	const child = spawn('php', ['-d', 'memory_limit=1G', '-d', 'display_errors=stderr', '-d', 'error_reporting=E_ALL & ~E_DEPRECATED', ...ini.flatMap((setting) => ['-d', setting]), path.join(root, 'scripts/site/pull.php'), site.root, what, ...(chunks ? [String(chunks)] : [])], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child.pid);
	let output = '';
	let over = false;
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
	const ended = new Promise((done) => child.on('close', (code) => { over = true; running.delete(child.pid); done(code ?? 1); }));
	return {
		pid: child.pid,
		/** Waits until it has stopped at its query. */
		async stopped() {
			await until(() => over || isStopped(child.pid), 120_000);
			if (over) throw new Error(`It ended before it came to ${env.UNOPIM_STOP}: ${output.slice(-2000)}`);
		},
		goOn: () => process.kill(child.pid, 'SIGCONT'),
		kill: () => process.kill(child.pid, 'SIGKILL'),
		/** @returns {Promise<{code:number, output:string, result:object|null}>} what pull.php has printed, null when it did not come so far */
		async end() {
			const code = await ended;
			const last = output.trim().split('\n').at(-1);
			return { code, output, result: code === 0 && last.startsWith('{') ? JSON.parse(last) : null };
		},
	};
}
