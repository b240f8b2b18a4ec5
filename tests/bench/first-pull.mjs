// A first pull through the bridge beside WooCommerce's own CSV importer, on the same catalogue, in turns, MariaDB with its defaults.
import path from 'node:path';
import { FULL_PULL, connect } from '../../scripts/lib/connect.mjs';
import { root } from '../../scripts/lib/places.mjs';
import { workbench } from '../../scripts/lib/workbench.mjs';
import { PIN, summary } from './stats.mjs';

const bench = (name) => path.join(root, 'tests/bench', name);

export async function benchPull(parts, credentials, { times = 3 } = {}, say) {
	const place = await workbench({ durable: true, pin: PIN });
	const { database } = place;
	try {
		const ours = await place.site({ ...parts, pin: PIN });
		const theirs = await place.site({ ...parts, plugin: false, pin: PIN });
		await connect(ours, credentials);
		const dumps = [ours, theirs].map((site) => path.join(place.folder, `${site.database}.sql`));
		await database.dump(ours.database, dumps[0]);
		await database.dump(theirs.database, dumps[1]);
		const fresh = async (site, dump) => { await database.create(site.database); await database.load(site.database, dump); };
		const csv = path.join(place.folder, 'products.csv');
		const pulls = [];
		const again = [];
		const imports = [];
		for (let i = 0; i < times; i++) {
			await fresh(ours, dumps[0]);
			pulls.push(await ours.pull(FULL_PULL));
			again.push(await ours.pull(FULL_PULL));
			if (i === 0) await ours.php(bench('csv-export.php'), csv);
			await fresh(theirs, dumps[1]);
			imports.push(JSON.parse((await theirs.php(bench('csv-import.php'), csv)).trim().split('\n').at(-1)));
			say(`   ${pulls[i].counts.created} products: pull ${pulls[i].seconds} s, CSV importer ${imports[i].seconds} s`);
			if (imports[i].failed || pulls[i].counts.failed) throw new Error(`failed: ${imports[i].failed} in the importer, ${pulls[i].counts.failed} in the pull`);
			if (imports[i].created !== pulls[i].counts.created) throw new Error(`the importer made ${imports[i].created} products, the pull ${pulls[i].counts.created}`);
		}
		const seconds = (list) => summary(list.map((one) => one.seconds));
		return {
			products: pulls[0].counts.created,
			engine: pulls[0].engine,
			pull: seconds(pulls),
			again: seconds(again),
			csv: seconds(imports),
			peak_mb: { pull: Math.max(...pulls.map((p) => p.peak_mb)), csv: Math.max(...imports.map((p) => p.peak_mb)) },
		};
	} finally {
		await place.close();
	}
}
