// The template for translators holds every text; "npm run make-pot" writes it anew.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { provide } from '../lib/debian.mjs';
import { root } from '../lib/places.mjs';
import { capture } from '../lib/processes.mjs';
import { POT, catalogue, keyOf, keysIn, render } from '../pot/catalogue.mjs';
import { scriptStrings } from '../pot/script-strings.mjs';

test('the template misses no text', async () => {
	await provide('php');
	const texts = await catalogue();
	assert.ok(texts.size > 500, `${texts.size} texts were found`);
	const held = keysIn(readFileSync(POT, 'utf8'));
	assert.deepEqual([...texts.keys()].filter((key) => !held.has(key)), [], 'run "npm run make-pot"');
	const plural = [...texts.values()].filter((text) => text.plural !== undefined);
	assert.ok(plural.length > 10);
	assert.deepEqual([...keysIn(render(texts))].sort(), [...texts.keys()].sort(), 'what is written is read as it was');
});

test('texts of PHP and of scripts are found in every form, with their notes', async (t) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'pot-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const php = path.join(folder, 'a.php');
	writeFileSync(php, `<?php
/* translators: %s: name */
sprintf( __( 'It\\'s %s', 'unopim-connector' ), f( 'x', [ 1, 2 ] ) );
_n( 'one', "two\\n", count( $a ), 'unopim-connector' );
esc_html_x( 'Post', 'a verb', 'unopim-connector' );
$this->__( 'no' ); __( $variable, 'unopim-connector' );
`);
	const found = JSON.parse(await capture('php', [path.join(root, 'scripts/pot/php-strings.php'), php]));
	assert.deepEqual(found.calls.map(({ line, call, arguments: given }) => [line, call, given]), [
		[3, '__', ["It's %s", 'unopim-connector']],
		[4, '_n', ['one', 'two\n', null, 'unopim-connector']],
		[5, 'esc_html_x', ['Post', 'a verb', 'unopim-connector']],
		[6, '__', [null, 'unopim-connector']],
	]);
	assert.deepEqual(found.comments.map(({ line, text }) => [line, text]), [[2, 'translators: %s: name']]);

	const tsx = path.join(folder, 'a.tsx');
	writeFileSync(tsx, 'const a = <p>{ /* translators: %d: number. */ sprintf( _n( `one`, "two", n, "unopim-connector" ), n ) }{ __( \'x\', \'other\' ) }</p>;\n');
	const scripts = scriptStrings([tsx]);
	assert.deepEqual(scripts.calls.map(({ call, arguments: given }) => [call, given]), [['_n', ['one', 'two', null, 'unopim-connector']], ['__', ['x', 'other']]]);
	assert.deepEqual(scripts.comments.map(({ text }) => text), ['translators: %d: number.']);
	assert.notEqual(keyOf({ id: 'a' }), keyOf({ id: 'a', context: 'b' }));
});
