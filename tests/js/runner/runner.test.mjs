// The native runner as the plugin sees it: a program that is started, talked to and ended.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { decode } from '../../../scripts/lib/frames.mjs';
import { sleep } from '../../../scripts/lib/processes.mjs';
import { compile, place, prepare, runOnce, runner, start } from './workshop.mjs';

let module;
before(async () => { module = await prepare(); }, { timeout: 900_000 });

const pattern = (bytes, seed) => Buffer.from(Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + seed * 7) & 255));
/** Neither gone nor dead and waiting to be collected. */
function running(pid) {
	try {
		return !/^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

const lastLine = (errors) => errors.trimEnd().split('\n').at(-1);

/** The run ended with this code, and its last line on standard error is the runner's own. */
async function endsWith(run, code, line) {
	const { code: got, errors } = await run.ended;
	assert.equal(got, code, errors);
	assert.match(lastLine(errors), line);
}

describe('conversation', { timeout: 30_000 }, () => {
	test('frames of 1 MB come back as they went', async () => {
		const run = start([module]);
		for (let i = 0; i < 10; i++) {
			const blob = pattern(1_000_000, i);
			assert.ok(decode(await run.ask('echo', blob)).blob.equals(blob), `frame ${i}`);
		}
		assert.deepEqual(await run.finish(), { code: 0, errors: '' });
	});

	test('a long conversation in small frames', async () => {
		const run = start([module]);
		for (let i = 0; i < 2000; i++) {
			const blob = Buffer.from(`frame ${i}`);
			assert.ok(decode(await run.ask('echo', blob)).blob.equals(blob), `frame ${i}`);
		}
		assert.equal((await run.finish()).code, 0);
	});

	test('an answer is there before the next question is asked', async () => {
		const run = start([module]);
		for (const bytes of [0, 1, 10, 4096, 65_536, 65_537, 3_000_000]) assert.equal(decode(await run.ask(`send ${bytes}`)).blob.length, bytes);
		assert.equal((await run.finish()).code, 0);
	});

	test('questions sent ahead are answered in order', async () => {
		const run = start([module]);
		for (let i = 0; i < 50; i++) run.send('echo', pattern(20_000, i));
		for (let i = 0; i < 50; i++) assert.ok(decode(await run.next()).blob.equals(pattern(20_000, i)), `frame ${i}`);
		assert.equal((await run.finish()).code, 0);
	});
});

describe('surroundings', { timeout: 30_000 }, () => {
	test('nothing of the host is visible, and two runs see the same', async () => {
		const seen = [];
		for (let i = 0; i < 2; i++) {
			const run = start([module], { env: { UNOPIM_SECRET: 'visible', PATH: process.env.PATH } });
			seen.push(decode(await run.ask('surroundings')).message);
			await run.finish();
		}
		assert.match(seen[0], /^args=0 env=0 clock=0 random=[0-9a-f]+ folder=false file=false$/);
		assert.equal(seen[0], seen[1]);
	});

	test('a module that wants more than standard streams is refused', async () => {
		// (module (import "env" "x" (func)) (memory (export "memory") 1) (func (export "_start")))
		const wasm = place('greedy.wasm');
		const name = (text) => [text.length, ...Buffer.from(text)];
		const section = (id, ...bytes) => [id, bytes.length, ...bytes];
		writeFileSync(wasm, Uint8Array.from([
			0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
			...section(1, 1, 0x60, 0, 0),
			...section(2, 1, ...name('env'), ...name('x'), 0, 0),
			...section(3, 1, 0),
			...section(5, 1, 0, 1),
			...section(7, 2, ...name('memory'), 2, 0, ...name('_start'), 0, 1),
			...section(10, 1, 2, 0, 0x0b),
		]));
		const { code, errors } = await runOnce(await compile(wasm));
		assert.equal(code, 68);
		assert.match(errors, /^unopim-runner: module_refused: .*env\.x/);
	});
});

describe('limits', { timeout: 30_000 }, () => {
	test('memory', async () => {
		const run = start([module, '--memory-mb', '16']);
		assert.equal(decode(await run.ask('grow 8')).message, String(8 << 20));
		run.send('grow 40');
		await endsWith(run, 69, /^unopim-runner: memory_limit: the engine asked for \d+ MB of memory, its limit is 16 MB; /);
	});

	test('memory below the limit is given', async () => {
		const run = start([module, '--memory-mb', '128']);
		assert.equal(decode(await run.ask('grow 100')).message, String(100 << 20));
		assert.equal((await run.finish()).code, 0);
	});

	test('computing without asking for input', async () => {
		const begun = Date.now();
		const run = start([module, '--seconds', '1']);
		run.send('spin');
		await endsWith(run, 70, /^unopim-runner: time_limit: the engine computed for more than 1 s /);
		assert.ok(Date.now() - begun >= 1000, 'not before the time is up');
		assert.ok(Date.now() - begun < 5000, 'soon after');
	});

	test('waiting for input does not count, and each input starts the time anew', async () => {
		const run = start([module, '--seconds', '1']);
		for (let i = 0; i < 3; i++) {
			assert.equal(decode(await run.ask('echo')).message, 'echo');
			await sleep(700);
		}
		assert.equal((await run.finish()).code, 0);
	});

	test('waiting until the output is read does not count', async () => {
		const run = start([module, '--seconds', '1']);
		run.child.stdout.pause();
		run.send('send 5000000');
		await sleep(1500);
		assert.equal(run.child.exitCode, null);
		run.child.stdout.resume();
		assert.equal(decode(await run.next()).blob.length, 5_000_000);
		assert.equal((await run.finish()).code, 0);
	});

	test('asking again and again at the end of input buys no time', async () => {
		const run = start([module, '--seconds', '1']);
		run.send('linger');
		run.child.stdin.end();
		await endsWith(run, 70, /^unopim-runner: time_limit: /);
	});
});

describe('ends', { timeout: 30_000 }, () => {
	test('with the input', async () => {
		assert.deepEqual(await runOnce(module), { code: 0, errors: '' });
	});

	test('with the module\'s own exit code', async () => {
		const run = start([module]);
		run.send('exit 7');
		assert.deepEqual(await run.ended, { code: 7, errors: '' });
	});

	test('with a code that belongs to the runner', async () => {
		const run = start([module]);
		run.send('exit 69');
		await endsWith(run, 73, /^unopim-runner: exit_code: the engine ended with 69, /);
	});

	test('with a trap, after the module\'s last words', async () => {
		const run = start([module]);
		run.send('panic');
		const { code, errors } = await run.ended;
		assert.equal(code, 71);
		assert.match(errors, /as ordered/);
		assert.match(lastLine(errors), /^unopim-runner: trap: the engine stopped: .*unreachable.*; /);
	});

	test('with a trap when the stack is used up', async () => {
		const run = start([module]);
		run.send('overflow');
		assert.equal((await run.ended).code, 71);
	});

	test('when nobody reads the output', async () => {
		const run = start([module]);
		run.child.stdout.destroy();
		run.send('send 1000000');
		await endsWith(run, 74, /^unopim-runner: output_closed: /);
	});

	test('when its parent is killed', async () => {
		const script = `const { spawn } = require('node:child_process');
			const child = spawn(process.argv[1], [process.argv[2]], { stdio: ['pipe', 'pipe', 'ignore'] });
			process.stdout.write(String(child.pid) + '\\n');`;
		const parent = spawn(process.execPath, ['-e', script, runner, module], { stdio: ['ignore', 'pipe', 'inherit'] });
		const pid = Number(await new Promise((done) => parent.stdout.once('data', done)));
		assert.ok(running(pid));
		parent.kill('SIGKILL');
		for (let i = 0; i < 100 && running(pid); i++) await sleep(50);
		assert.ok(!running(pid), 'the runner lives on');
	});

	test('a flood on standard error that nobody reads does not hold it up', async () => {
		const run = start([module], { deaf: true });
		assert.equal(decode(await run.ask('complain 1000000')).message, 'complained');
		run.send('panic');
		await endsWith(run, 71, /^unopim-runner: trap: /);
	});
});

describe('module file', { timeout: 30_000 }, () => {
	const changed = (change) => {
		const file = place('changed.cwasm');
		writeFileSync(file, change(readFileSync(module)));
		return file;
	};
	const cases = {
		'one bit of code': (bytes) => { bytes[bytes.length >> 1] ^= 1; return bytes; },
		'one word of its line': (bytes) => Buffer.from(bytes.toString('latin1').replace(/runner=\S+/, 'runner=9.9.9'), 'latin1'),
		'cut short': (bytes) => bytes.subarray(0, -1),
		'without its line': (bytes) => bytes.subarray(bytes.indexOf(10) + 1),
		'a WebAssembly file': () => Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
		'empty': () => Buffer.alloc(0),
	};
	for (const [title, change] of Object.entries(cases)) {
		test(`refused: ${title}`, async () => {
			const { code, errors } = await runOnce(changed(change));
			assert.equal(code, 66, errors);
			assert.match(errors, /^unopim-runner: module_damaged: .*; upload the plugin again, in binary mode\n$/);
		});
	}

	test('of another format', async () => {
		const { code, errors } = await runOnce(changed((bytes) => Buffer.from(bytes.toString('latin1').replace('unopim-module 1', 'unopim-module 2'), 'latin1')));
		assert.equal(code, 67);
		assert.match(errors, /^unopim-runner: module_mismatch: the module was made for format 2, this runner has 1; /);
	});

	test('missing', async () => {
		const { code, errors } = await runOnce('nowhere.cwasm');
		assert.equal(code, 65);
		assert.match(errors, /^unopim-runner: module_unreadable: nowhere\.cwasm: .*; /);
	});
});

describe('command line', { timeout: 30_000 }, () => {
	test('wrong use', async () => {
		for (const args of [[], ['a', 'b'], [module, '--seconds', 'soon'], [module, '--verbose']]) {
			const { code, errors } = await runOnce(...args);
			assert.equal(code, 64, args.join(' '));
			assert.match(errors, /^unopim-runner: usage: .*; call: unopim-runner MODULE\.cwasm /);
		}
	});

	test('--version and the module\'s first line name the same pair', async () => {
		const run = start(['--version']);
		const said = await new Promise((done) => run.child.stdout.once('data', (chunk) => done(String(chunk))));
		const words = said.trim().split(' ').slice(1);
		assert.deepEqual(words.map((word) => word.split('=')[0]), ['runner', 'wasmtime', 'settings']);
		const line = readFileSync(module).toString('latin1').split('\n', 1)[0].split(' ');
		for (const word of words) assert.ok(line.includes(word), word);
	});
});
