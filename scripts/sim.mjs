// npm run sim -- --seeds N [--from SEED] [--stories pull|both|pictures|all]: whole runs against UnoPim and a store in memory, under seeded faults. Ends with `N seeds, N failed`.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './lib/places.mjs';
import { addTargets } from './lib/rust.mjs';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' }, stories: { type: 'string' } } });
for (const name of ['seeds', 'from']) {
	const value = values[name];
	if (!/^\d+$/.test(value)) {
		console.error(`--${name} takes a whole number, not ${value}`);
		process.exit(2);
	}
}
await addTargets();
const args = ['run', '--release', '--quiet', '-p', 'unopim-sim', '--', 'run', '--seeds', values.seeds, '--from', values.from];
if (values.stories) args.push('--stories', values.stories);
process.exit(spawnSync('cargo', args, { cwd: root, stdio: 'inherit' }).status ?? 1);
