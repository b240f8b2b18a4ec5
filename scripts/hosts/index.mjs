// The four hosts of the engine. Each opens to `{exchange(frame) → frame, close()}`; all get the same bytes.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ANSWERING } from '../lib/parts.mjs';
import { root } from '../lib/places.mjs';
import { targetDir } from '../lib/rust.mjs';
import { browserHost } from './browser.mjs';
import { pipeHost } from './pipe.mjs';

export const build = path.join(root, 'php-bridge/build');

function present(...files) {
	const missing = files.find((file) => !existsSync(file));
	if (missing) throw new Error(`${path.relative(root, missing)} is missing: run \`npm run build\` first`);
}

const phpHost = (name) => pipeHost('php', ['-d', 'memory_limit=512M', '-d', 'display_errors=stderr', path.join(root, 'scripts/hosts/engine.php'), name]);

export const hosts = {
	native() {
		const engine = path.join(targetDir(), 'release/engine');
		present(engine);
		return pipeHost(engine, []);
	},
	/** Through the plugin's own class, as the server starts it. */
	runner() {
		present(path.join(build, 'bin/unopim-runner'), path.join(build, 'engine.cwasm'));
		return phpHost('runner');
	},
	php() {
		present(path.join(build, 'engine.php'));
		return phpHost('php');
	},
	browser() {
		present(...ANSWERING.map((part) => path.join(root, `admin-app/pkg/${part}.js`)));
		return browserHost(path.join(root, 'admin-app/pkg'));
	},
};
