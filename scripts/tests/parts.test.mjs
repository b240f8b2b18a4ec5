// The engine's parts are named where they are built, loaded and served: everywhere the same ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { CASES, PARTS } from '../lib/parts.mjs';
import { root } from '../lib/places.mjs';

const text = (file) => readFileSync(path.join(root, file), 'utf8');

/** What stands quoted in the first match of `pattern`. */
function named(file, pattern) {
	const [, list] = text(file).match(pattern) ?? assert.fail(`${file} names no parts like ${pattern}`);
	return [...list.matchAll(/['"]([\w-]+)['"]/g)].map(([, name]) => name);
}

test('the worker, the page and the crate know the parts that are built', () => {
	assert.deepEqual(named('admin-app/src/engine/protocol.ts', /const PARTS = \[([^\]]*)\]/), PARTS, 'admin-app/src/engine/protocol.ts');
	assert.deepEqual(named('php-bridge/src/Admin/Page.php', /const PARTS = array\(([^)]*)\)/), PARTS, 'php-bridge/src/Admin/Page.php');
	assert.deepEqual(named('wasm/Cargo.toml', /^default = \[([^\]]*)\]/m), [...PARTS, CASES], 'wasm/Cargo.toml');
});

test('each part has its face and its limit of size', () => {
	const declared = [...text('admin-app/src/engine/engine-module.d.ts').matchAll(/declare module '@unopim\/engine\/(\w+)'/g)].map(([, name]) => name);
	assert.deepEqual(declared.filter((name) => name !== 'part'), PARTS);
	assert.deepEqual([...text('scripts/lib/budget.mjs').match(/MOST = \{([^}]*)\}/)[1].matchAll(/(\w+):/g)].map(([, name]) => name), PARTS);
});
