import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { download } from '../lib/download.mjs';
import { compareVersions, woocommerceVersion, wordpressVersion } from '../lib/places.mjs';
import { run } from '../lib/processes.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'places-'));
after(() => rmSync(folder, { recursive: true }));

function put(file, text) {
	mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
	writeFileSync(path.join(folder, file), text);
}

test('versions compare by number, not by letter', () => {
	assert.ok(compareVersions('6.10', '6.9.2') > 0);
	assert.ok(compareVersions('6.5.5', '6.7') < 0);
	assert.equal(compareVersions('6.7', '6.7.0'), 0);
});

test('WooCommerce counts only when it is built', () => {
	put('wc/woocommerce.php', '<?php\n/**\n * Plugin Name: WooCommerce\n * Version: 10.2.4\n */\n');
	assert.equal(woocommerceVersion(path.join(folder, 'wc')), null, 'a source checkout has no vendor folder');
	put('wc/vendor/autoload_packages.php', '<?php');
	assert.equal(woocommerceVersion(path.join(folder, 'wc')), '10.2.4');
});

test('WordPress says its version', () => {
	put('wp/wp-includes/version.php', "<?php\n$wp_version = '6.5.5';\n");
	assert.equal(wordpressVersion(path.join(folder, 'wp')), '6.5.5');
	assert.equal(wordpressVersion(path.join(folder, 'nothing')), null);
});

test('a host that refuses is given up at once and not asked again', async () => {
	const begun = Date.now();
	for (let i = 0; i < 2; i++) await assert.rejects(download('http://127.0.0.1:9/x.zip', path.join(folder, 'x.zip')), /127\.0\.0\.1:9/);
	assert.ok(Date.now() - begun < 2000);
});

test('a variable that names no built plugin is an error with the remedy', async () => {
	const program = "import('./scripts/lib/places.mjs').then((p) => p.shopParts()).catch((e) => { console.error(e.message); process.exit(3); })";
	const { code, output } = await run('node', ['-e', program], { env: { WOOCOMMERCE_DIR: folder }, cwd: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..') });
	assert.equal(code, 3);
	assert.match(output, /WOOCOMMERCE_DIR names .* no built WooCommerce/);
});
