// The browser build in a Web Worker of real Chromium, served from this process on the loopback interface.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath, provide } from '../lib/debian.mjs';
import { ANSWERING } from '../lib/parts.mjs';

export const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

// Frames cross to the page as base64: Playwright passes JSON. A call is answered by the first part that knows it.
const WORKER = `
${ANSWERING.map((part) => `import * as ${part} from './${part}.js';`).join('\n')}
const parts = { ${ANSWERING.join(', ')} };
const ready = Promise.all(Object.entries(parts).map(([name, part]) => part.default({ module_or_path: new URL(name + '_bg.wasm', import.meta.url) })));
const knows = (answer) => answer.length > 1000 || !new TextDecoder().decode(answer).includes('"unknown_call"');
onmessage = async ({ data }) => {
	try {
		await ready;
		let from, answer;
		for (const part of Object.values(parts)) {
			from = performance.now();
			for (let i = 0; i < (data.times ?? 1); i++) answer = part.answer(data.frame);
			if (knows(answer)) break;
		}
		postMessage({ id: data.id, answer, ms: performance.now() - from });
	} catch (error) {
		postMessage({ id: data.id, error: String(error?.message ?? error) });
	}
};`;
const PAGE = `<!doctype html><script type="module">
const worker = new Worker('/worker.js', { type: 'module' });
const waiting = new Map();
let last = 0;
worker.onmessage = ({ data }) => { waiting.get(data.id)(data); waiting.delete(data.id); };
worker.onerror = (event) => { for (const done of waiting.values()) done({ error: event.message }); };
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const text = (bytes) => { let s = ''; for (let i = 0; i < bytes.length; i += 32768) s += String.fromCharCode(...bytes.subarray(i, i + 32768)); return btoa(s); };
window.exchange = (frame, times) => new Promise((done) => {
	waiting.set(++last, ({ answer, error, ms }) => done(error === undefined ? { answer: text(answer), ms } : { error }));
	worker.postMessage({ id: last, frame: bytes(frame), times });
});
</script>`;

function serve(folder) {
	const server = createServer(async (request, response) => {
		const name = new URL(request.url, 'http://x').pathname;
		const type = { 'Content-Type': TYPES[path.extname(name)] ?? 'text/html' };
		try {
			const body = name === '/' ? PAGE : name === '/worker.js' ? WORKER : await readFile(path.join(folder, path.basename(name)));
			response.writeHead(200, type).end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export async function browserHost(folder) {
	await provide('browser');
	const server = await serve(folder);
	const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${server.address().port}/`);
	await page.waitForFunction(() => 'exchange' in window);
	/** The answer and how long the engine computed for it. */
	const timed = async (frame, times = 1) => {
		const { answer, error, ms } = await page.evaluate(([bytes, n]) => window.exchange(bytes, n), [frame.toString('base64'), times]);
		if (error !== undefined) throw new Error(error);
		return { answer: Buffer.from(answer, 'base64'), ms };
	};
	return {
		timed,
		exchange: async (frame) => (await timed(frame)).answer,
		async close() {
			await browser.close();
			await new Promise((done) => server.close(done));
		},
	};
}
