// Reads how many tests passed, failed and were skipped from what each runner prints. A runner that ended badly without saying how many
// failed counts as one failure, so that nothing is ever silently green.

export const none = () => ({ passed: 0, failed: 0, skipped: 0 });
export const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped });
export const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
export const skipped = (n = 1) => ({ passed: 0, failed: 0, skipped: n });

/** A run that ended with an error has failed, whatever it counted; one that counted nothing has not shown anything. */
function honest(counts, code) {
	const nothing = counts.passed + counts.failed + counts.skipped === 0;
	if ((code !== 0 || nothing) && counts.failed === 0) return { ...counts, failed: 1 };
	return counts;
}

const strip = (text) => text.replaceAll(/\u001b\[[0-9;]*m/g, '');
const number = (match) => (match ? Number(match[1]) : 0);

/** `cargo test`: one line per test binary. A binary that stopped half-way (a trap on wasm) has no line, but its exit code. */
export function cargoTest(output, code) {
	let counts = none();
	for (const m of strip(output).matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
		counts = add(counts, { passed: Number(m[1]), failed: Number(m[2]), skipped: Number(m[3]) });
	}
	return honest(counts, code);
}

/** `cargo nextest run`: the last summary line. */
export function nextest(output, code) {
	const line = strip(output).split('\n').findLast((l) => /\d+ tests? run:/.test(l)) ?? '';
	const failed = number(line.match(/(\d+) failed/)) + number(line.match(/(\d+) timed out/));
	return honest({ passed: number(line.match(/(\d+) passed/)), failed, skipped: number(line.match(/(\d+) skipped/)) }, code);
}

/** PHPUnit's JUnit file: the outermost suite has the sums. */
export function junit(xml, code) {
	const suite = xml.match(/<testsuite [^>]*>/)?.[0] ?? '';
	const of = (name) => number(suite.match(new RegExp(` ${name}="(\\d+)"`)));
	const failed = of('failures') + of('errors');
	return honest({ passed: of('tests') - failed - of('skipped'), failed, skipped: of('skipped') }, code);
}

/** Vitest's JSON report. */
export function vitest(json, code) {
	const r = JSON.parse(json);
	const suites = r.testResults.filter((s) => s.status === 'failed' && s.assertionResults.length === 0).length;
	return honest({ passed: r.numPassedTests, failed: r.numFailedTests + suites, skipped: r.numPendingTests + r.numTodoTests }, code);
}

/** `node --test` with its TAP reporter. */
export function nodeTest(output, code) {
	const of = (name) => number(output.match(new RegExp(`^# ${name} (\\d+)`, 'm')));
	return honest({ passed: of('pass'), failed: of('fail') + of('cancelled'), skipped: of('skipped') + of('todo') }, code);
}

/** `npm run specs`. */
export function specs(output, code) {
	const m = output.match(/^(\d+) specs, \d hosts, (\d+) different$/m);
	const missing = output.match(/^!! (\d+) of 4 hosts left out/m);
	return honest(m ? { passed: m[1] - m[2], failed: Number(m[2]), skipped: number(missing) } : none(), code);
}

/** `unopim-sim run`. */
export function sim(output, code) {
	const m = output.match(/^(\d+) seeds, (\d+) failed$/m);
	return honest(m ? { passed: m[1] - m[2], failed: Number(m[2]), skipped: 0 } : none(), code);
}
