// Notes which committed php-bridge/ the store suite was green on, so that a later check can tell whether it ran for this very tree.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, scratch } from './places.mjs';
import { capture } from './processes.mjs';

/** The tree's hash, or null when the working copy differs from what is committed. */
export async function committedBridge() {
	const git = (...args) => capture('git', args, { cwd: root });
	if ((await git('status', '--porcelain', '--', 'php-bridge')).trim()) return null;
	return (await git('rev-parse', 'HEAD:php-bridge')).trim();
}

export function stamp(tree) {
	mkdirSync(scratch, { recursive: true });
	writeFileSync(path.join(scratch, 'store-suite.stamp'), `${tree}\n`);
}
