// npm run make-pot: writes the template for translators, with every text of the plugin's PHP and of its screens.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { POT, catalogue, render } from './pot/catalogue.mjs';

const texts = await catalogue();
mkdirSync(path.dirname(POT), { recursive: true });
writeFileSync(POT, render(texts));
console.log(`${texts.size} texts in ${POT}`);
