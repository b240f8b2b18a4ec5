import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as counts from '../lib/counts.mjs';

const is = (actual, passed, failed, skipped) => assert.deepEqual({ ...actual }, { passed, failed, skipped });

test('cargo test: sums the lines of all binaries', () => {
	const output = 'test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n…\ntest result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\n';
	is(counts.cargoTest(output, 101), 15, 2, 1);
});

test('cargo test: a binary that trapped half-way is a failure', () => {
	is(counts.cargoTest('test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured\nRuntimeError: unreachable\n', 101), 12, 1, 0);
});

test('code that does not compile is a failure', () => is(counts.cargoTest('error[E0308]: mismatched types', 101), 0, 1, 0));

test('a runner that found no test has shown nothing', () => is(counts.cargoTest('running 0 tests\ntest result: ok. 0 passed; 0 failed; 0 ignored;', 0), 0, 1, 0));

test('nextest: reads the summary, colours aside', () => {
	is(counts.nextest('\u001b[32m     Summary\u001b[0m [   0.512s] 14 tests run: 12 passed (1 slow), 1 failed, 1 timed out, 3 skipped', 100), 12, 2, 3);
});

test('PHPUnit: errors and failures are failures', () => {
	const xml = '<?xml version="1.0"?>\n<testsuites>\n  <testsuite name="" tests="10" assertions="30" errors="1" warnings="0" failures="2" skipped="3" time="0.1">\n    <testsuite name="A" tests="9">';
	is(counts.junit(xml, 2), 4, 3, 3);
});

test('PHPUnit: a fatal error after green tests is a failure', () => is(counts.junit('<testsuite name="" tests="4" errors="0" failures="0" skipped="0">', 255), 4, 1, 0));

test('Vitest: a file that could not be loaded is a failure', () => {
	const json = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [{ status: 'failed', assertionResults: [] }] };
	is(counts.vitest(JSON.stringify(json), 1), 5, 1, 2);
});

test('node --test', () => is(counts.nodeTest('# tests 6\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n', 1), 3, 2, 1));

test('specs: a host that is left out is counted as skipped', () => {
	is(counts.specs('!! 1 of 4 hosts left out: browser. Chromium is missing\n40 specs, 3 hosts, 2 different\n', 1), 38, 2, 1);
	is(counts.specs('40 specs, 4 hosts, 0 different\n', 0), 40, 0, 0);
	is(counts.specs('Error: no engine\n', 1), 0, 1, 0);
});

test('sim', () => is(counts.sim('seed 17: duplicate SKU\n500 seeds, 1 failed\n', 1), 499, 1, 0));
