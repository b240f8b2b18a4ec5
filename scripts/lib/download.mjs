// Fetches one file. Patience ends after ten seconds without an answer or without a byte; a host that failed once is not asked again.
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const PATIENCE = 10_000;
const unreachable = new Map();
let spent = 0;

export async function download(address, file) {
	const host = new URL(address).host;
	if (unreachable.has(host)) throw new Error(unreachable.get(host));
	// Several hosts that do not answer share one patience: the whole set-up gives up within ten seconds.
	const patience = Math.max(500, PATIENCE - spent);
	const begun = Date.now();
	const stop = new AbortController();
	let timer = setTimeout(() => stop.abort(), patience);
	try {
		const answer = await fetch(address, { signal: stop.signal, redirect: 'follow' });
		if (!answer.ok) throw new Error(`${host} answered ${answer.status}`);
		const awake = new Transform({
			transform(chunk, _encoding, done) {
				clearTimeout(timer);
				timer = setTimeout(() => stop.abort(), PATIENCE);
				done(null, chunk);
			},
		});
		await pipeline(Readable.fromWeb(answer.body), awake, createWriteStream(file));
	} catch (error) {
		spent += Date.now() - begun;
		const reason = stop.signal.aborted ? `${host} did not answer within ${Math.round(patience / 1000)} s` : `${host}: ${error.cause?.code ?? error.message}`;
		unreachable.set(host, reason);
		throw new Error(reason);
	} finally {
		clearTimeout(timer);
	}
}
