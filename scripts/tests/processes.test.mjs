import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { alive, background, endRecorded, run, until } from '../lib/processes.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'processes-'));
after(() => rmSync(folder, { recursive: true }));

test('a program that is not there ends with 127 and says so', async () => {
	const { code, output } = await run('no-such-program', []);
	assert.equal(code, 127);
	assert.match(output, /no-such-program/);
});

test('input goes in, both streams come out', async () => {
	const { code, stdout, output } = await run('sh', ['-c', 'cat; echo wrong >&2; exit 3'], { input: 'abc' });
	assert.equal(code, 3);
	assert.equal(stdout, 'abc');
	assert.match(output, /abc/);
	assert.match(output, /wrong/);
});

test('a program over its time is ended', async () => {
	const begun = Date.now();
	const { code } = await run('sleep', ['60'], { timeout: 200 });
	assert.notEqual(code, 0);
	assert.ok(Date.now() - begun < 5000);
});

test('stopping a server ends its workers too', async () => {
	const log = path.join(folder, 'log');
	const server = background('sh', ['-c', 'sleep 60 & echo $!; wait'], { log });
	assert.ok(await until(() => /\d/.test(readFileSync(log, 'utf8'))));
	const worker = Number(readFileSync(log, 'utf8'));
	assert.ok(alive(worker));
	await server.stop();
	assert.ok(await until(() => !alive(worker), 2000));
});

test('a number that another process has by now is left alone', async () => {
	const { pid } = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
	await endRecorded(pid, '/no/such/folder');
	assert.equal(alive(pid), true);
	await endRecorded(pid, 'sleep');
	assert.equal(alive(pid), false);
});
