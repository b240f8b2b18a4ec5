// A shop lives on the pull side: real WordPress, WooCommerce and MariaDB, and a UnoPim over HTTP that is edited under its hands. One shop, chapter
// after chapter; each leaves it as UnoPim has it.
import { after, before, test } from 'node:test';
import { openShop } from './support/living.mjs';
import { ROWS, range } from './support/range.mjs';
import { preview } from './chapters/preview.mjs';
import { changes } from './chapters/changes.mjs';
import { threeWays } from './chapters/three-ways.mjs';
import { deletions } from './chapters/deletions.mjs';
import { undone } from './chapters/undone.mjs';
import { takenBack } from './chapters/taken-back.mjs';
import { single } from './chapters/single.mjs';
import { termsGone } from './chapters/terms-gone.mjs';
import { variants } from './chapters/variants.mjs';
import { references } from './chapters/references.mjs';
import { channels } from './chapters/channels.mjs';
import { currencies } from './chapters/currencies.mjs';
import { schedules } from './chapters/schedules.mjs';
import { images } from './chapters/images.mjs';

/** While working on a chapter: those to tell, by name. */
const ONLY = process.env.UNOPIM_CHAPTERS?.split(',');

let shop;
before(async () => {
	shop = await openShop(['--products', '79', '--seed', '3', '--two-level', '300', '--zone', '-660']);
	await shop.edit(...range());
	await shop.connect(ROWS);
	await shop.post('media/pause');
	if (ONLY && !ONLY.includes('preview')) await shop.pull();
});
after(() => shop?.close());

const chapters = { preview, changes, threeWays, deletions, undone, takenBack, termsGone, single, variants, references, channels, currencies, schedules, images };
for (const [name, { title, tell }] of Object.entries(chapters)) {
	if (!ONLY || ONLY.includes(name)) test(title, (t) => tell(shop, t));
}
