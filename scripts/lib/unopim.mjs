// A UnoPim of our own behind real HTTP: the simulation's server, as a process.
import path from 'node:path';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { root } from './places.mjs';
import { background, capture, until } from './processes.mjs';
import { addTargets, targetDir } from './rust.mjs';

/** UNOPIM_SIM names a binary that is built already. */
export const simBinary = () => process.env.UNOPIM_SIM || path.join(targetDir(), 'release/unopim-sim');

let built;
export function buildSim() {
	if (process.env.UNOPIM_SIM) return Promise.resolve();
	built ??= addTargets().then(() => capture('cargo', ['build', '--release', '--quiet', '-p', 'unopim-sim'], { cwd: root, timeout: 900_000 }));
	return built;
}

/**
 * @param {object} o
 * @param {string} o.log       gets what the server says; its first line is the address and the credentials
 * @param {string[]} [o.args]  what it serves
 * @returns {Promise<{credentials:{url:string,client_id:string,client_secret:string,username:string,password:string}, pid:number, stop:Function, keep:Function}>}
 */
export async function serveUnoPim({ log, args = [] }) {
	await buildSim();
	rmSync(log, { force: true });
	const server = background(simBinary(), ['serve', '--ignore-stdin', ...args], { log });
	const line = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').find((text) => text.startsWith('{')) : undefined);
	if (!(await until(() => server.ended() || line() !== undefined, 120_000)) || server.ended()) throw new Error(`unopim-sim did not start: ${readFileSync(log, 'utf8').trim()}`);
	return { ...server, credentials: JSON.parse(line()) };
}
