// Runs stages, two at a time where they do not compete for the same thing, and sums up. A stage that fails does not hold back the others.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { add, none, one } from './counts.mjs';
import { root } from './places.mjs';
import { run } from './processes.mjs';

export const results = path.join(root, 'tests/results');
const AT_ONCE = 2;
const TAIL = 60;

/** Thrown by a stage that cannot run here; `n` is how many tests that leaves out. */
export class Skip extends Error {
	constructor(reason, n = 1) {
		super(reason);
		this.n = n;
	}
}

/** What a stage is handed: a way to run programs whose output ends up in its own log. */
function context(name) {
	const log = path.join(results, `${name}.log`);
	const say = (line) => appendFileSync(log, `${line}\n`);
	return {
		log,
		say,
		results,
		run: (command, args, options = {}) => {
			say(`$ ${[command, ...args].join(' ')}`);
			return run(command, args, { cwd: root, ...options, log });
		},
	};
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
const describe = (c) => `${c.passed} passed, ${c.failed} failed, ${c.skipped} skipped`;

async function runStage(stage) {
	const ctx = context(stage.name);
	writeFileSync(ctx.log, '');
	const begun = Date.now();
	process.stdout.write(`   … ${stage.title}\n`);
	let counts;
	let note = '';
	try {
		counts = await stage.run(ctx);
	} catch (error) {
		if (error instanceof Skip) {
			counts = { ...none(), skipped: error.n };
			note = `\n!! skipped: ${error.message}\n`;
		} else {
			counts = one(false);
			ctx.say(error.stack ?? String(error));
		}
	}
	process.stdout.write(`\n== ${stage.title}: ${describe(counts)} (${seconds(begun)} s)\n${note}`);
	if (counts.failed) await showTail(ctx.log);
	return { name: stage.name, seconds: Number(seconds(begun)), ...counts };
}

async function showTail(log) {
	const { output } = await run('tail', ['-n', String(TAIL), log]);
	process.stdout.write(`${output.replaceAll(/^/gm, '   | ').trimEnd()}\n   (all of it: ${path.relative(root, log)})\n`);
}

/**
 * Stage: `{name, title, after: [names], uses: [names of things of which there is one], run(ctx) → counts}`.
 * Prints the closing line and returns the sum.
 */
export async function runStages(stages) {
	rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	const begun = Date.now();
	const chosen = new Set(stages.map((s) => s.name));
	const waiting = [...stages];
	const running = new Map();
	const done = new Set();
	const reports = [];
	const free = (s) => (s.after ?? []).every((n) => done.has(n) || !chosen.has(n)) && ![...running.keys()].some((r) => r.uses?.some((u) => s.uses?.includes(u)));
	while (waiting.length || running.size) {
		for (const stage of [...waiting]) {
			if (running.size >= AT_ONCE || !free(stage)) continue;
			waiting.splice(waiting.indexOf(stage), 1);
			running.set(stage, runStage(stage).then((report) => { reports.push(report); running.delete(stage); done.add(stage.name); }));
		}
		if (!running.size) throw new Error(`Stages wait for each other: ${waiting.map((s) => s.name).join(', ')}`);
		await Promise.race(running.values());
	}
	const total = reports.reduce(add, none());
	writeFileSync(path.join(results, 'summary.json'), `${JSON.stringify({ seconds: Number(seconds(begun)), total, stages: reports }, null, '\t')}\n`);
	process.stdout.write(`\n${stages.length} stages in ${seconds(begun)} s\n`);
	return total;
}
