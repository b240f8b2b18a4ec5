// WordPress out of the npm package @wp-playground/wordpress-builds. Of its published versions, 0.9.19 carries WordPress 6.5.5: the PHP
// files as a zip, the static files beside it. The package is 158 MB, so it is unpacked into the cache once and is no dependency.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';
import { unzip } from './unzip.mjs';

const PACKAGE = '@wp-playground/wordpress-builds@0.9.19';

export async function shipped(version, dir) {
	const line = version.split('.').slice(0, 2).join('.');
	const part = `${dir}.${process.pid}.part`;
	try {
		mkdirSync(part, { recursive: true });
		const pack = await run('npm', ['pack', '--silent', PACKAGE, '--pack-destination', part], { cwd: part, timeout: 300_000 });
		const archive = readdirSync(part).find((name) => name.endsWith('.tgz'));
		if (pack.code || !archive) throw new Error(`npm pack ${PACKAGE} failed: ${pack.output.trim().split('\n').at(-1)}`);
		const wanted = [`package/src/wordpress/wp-${line}.zip`, 'package/src/wordpress/wp-versions.json', `package/public/wp-${line}`];
		const tar = await run('tar', ['xzf', path.join(part, archive), '-C', part, ...wanted]);
		if (tar.code) throw new Error(tar.output.trim());
		const carried = JSON.parse(readFileSync(path.join(part, 'package/src/wordpress/wp-versions.json'), 'utf8'))[line];
		if (carried !== version) throw new Error(`${PACKAGE} carries WordPress ${carried}, not ${version}`);
		const core = path.join(part, 'core');
		await unzip(path.join(part, `package/src/wordpress/wp-${line}.zip`), core);
		cpSync(path.join(part, `package/public/wp-${line}`), core, { recursive: true });
		// Playground's own: a ready configuration and its list of remote files.
		for (const name of ['wp-config.php', 'wordpress-remote-asset-paths', 'wp-content/database']) rmSync(path.join(core, name), { recursive: true, force: true });
		if (!existsSync(path.join(core, 'wp-includes/version.php'))) throw new Error(`${PACKAGE} has no WordPress ${version} where it was looked for`);
		rmSync(dir, { recursive: true, force: true });
		renameSync(core, dir);
	} finally {
		rmSync(part, { recursive: true, force: true });
	}
}
