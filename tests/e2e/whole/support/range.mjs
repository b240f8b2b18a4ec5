// What the shop sells: a handful of products by name, beside the generated ones.
import { LOCALE } from '../../../../scripts/lib/connect.mjs';
import { configurable, euros, simple, variant } from './living.mjs';

/** How UnoPim's attributes fill the shop in the chapters that need no special rows. */
export const ROWS = [
	{ target: 'attribute:pa_color', attribute: 'color', visible: true },
	{ target: 'attribute:pa_size', attribute: 'size', visible: true },
	{ target: 'attribute:pa_material', attribute: 'material', visible: true },
	{ target: 'meta:number', attribute: 'product_number' },
];

const named = (name, price, more = {}) => ({ name, description: `<p>${name}</p>`, price: euros(price), product_number: `PN-${name}`, material: 'cotton', ...more });

export const mug = () => simple('mug', named('Mug', '10.00', { color: 'Red', weight: '0.4' }), { categories: ['cat_1_0'] });
export const plate = () => simple('plate', named('Plate', '7.50', { color: 'Green' }), { categories: ['cat_1_0', 'cat_1'] });
export const bowl = () => simple('bowl', named('Bowl', '12.00'), { categories: ['cat_1_1'] });
export const lamp = () => simple('lamp', named('Lamp', '80.00', { color: 'Black', material: 'steel' }), { categories: ['cat_2'] });

export const tee = () => configurable('tee', ['color', 'size'], named('Tee', '20.00', { weight: '0.2' }), { categories: ['cat_0'] });
export const teeOf = (color, size, more = {}) => variant('tee', `tee-${color}-${size}`.toLowerCase(), { color, size, ...more });
export const tees = () => [tee(), teeOf('Red', 'S'), teeOf('Red', 'M'), teeOf('Green', 'S', { price: euros('22.00') })];

/** A category's names; UnoPim keeps them by language. */
export const category = (code, parent, name) => ({ op: 'put_category', code, parent, data: { locale_specific: { [LOCALE]: { name } } } });

/** Enough of them, with the generated ones, that deleting all is asked about. */
const cups = Array.from({ length: 8 }, (_, n) => simple(`cup-${n}`, named(`Cup ${n}`, '4.00'), { categories: ['cat_1'] }));

export const range = () => [mug(), plate(), bowl(), lamp(), ...tees(), ...cups];
