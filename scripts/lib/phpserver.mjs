// PHP's own web server over a site. Several workers, because a page asks the site's own REST routes while it is being made.
import path from 'node:path';
import { root } from './places.mjs';
import { background, until } from './processes.mjs';

export async function servePhp(site, { workers = 4, log = `${site.root}.server.log`, ini = [] } = {}) {
	const { host, hostname, port } = new URL(site.url);
	const server = background('php', ['-d', 'memory_limit=512M', '-d', 'display_errors=0', ...ini, '-S', host, '-t', site.root, path.join(root, 'scripts/site/router.php')], {
		log, env: { PHP_CLI_SERVER_WORKERS: String(workers) },
	});
	const answers = () => fetch(`http://${hostname}:${port}/wp-includes/images/blank.gif`).then((r) => r.status < 500, () => false);
	if (!(await until(async () => server.ended() || (await answers()), 120_000)) || server.ended()) throw new Error(`php -S did not start on ${host}, see ${log}`);
	return server;
}
