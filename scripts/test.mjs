// npm test [-- --only stage,stage]: every check and every suite. Ends with one line: N passed, N failed, N skipped.
import { parseArgs } from 'node:util';
import { runStages } from './lib/stages.mjs';
import { browser } from './stages/browser.mjs';
import { build } from './stages/build.mjs';
import { js } from './stages/js.mjs';
import { lint } from './stages/lint.mjs';
import { php } from './stages/php.mjs';
import { rust } from './stages/rust.mjs';
import { tooling } from './stages/tooling.mjs';

const all = [...lint, ...build, ...tooling, ...rust, ...js, ...php, ...browser];
const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' } } });
if (values.list) {
	for (const stage of all) console.log(`${stage.name.padEnd(14)} ${stage.title}`);
	process.exit(0);
}
const names = values.only?.split(',').map((name) => name.trim());
const unknown = names?.filter((name) => !all.some((stage) => stage.name === name)) ?? [];
if (unknown.length) {
	console.error(`No such stage: ${unknown.join(', ')}. There are: ${all.map((stage) => stage.name).join(', ')}`);
	process.exit(2);
}
const total = await runStages(names ? all.filter((stage) => names.includes(stage.name)) : all);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
