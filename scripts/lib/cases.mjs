// The cases of `tests/specs`: their input in full, and plans in short. `tests/specs/README.md` says how they are written.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { hashOf } from './digest.mjs';

/** Lists of records that a case may write as a map, with the key by which it names them. */
const RECORDS = {
	products: 'sku',
	configurables: 'sku',
	'catalog.attributes': 'code',
	'catalog.families': 'code',
	'catalog.categories': 'code',
	'catalog.category_fields': 'code',
	'catalog.channels': 'code',
	'catalog.options.*': 'code',
	'shop.links': 'code',
	'shop.matches': 'code',
	'shop.items': 'id',
	'shop.variations': 'id',
	'shop.taxonomies': 'taxonomy',
	'shop.taxonomies.*.terms': 'id',
	'shop.taxonomies.*.links': 'code',
	'shop.attributes.attributes': 'id',
	'shop.attributes.links': 'code',
};

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps are merged key by key; everything else of the case takes the place of the base's. */
function merged(base, own) {
	if (!isMap(base) || !isMap(own)) return own;
	const out = { ...base };
	for (const [key, value] of Object.entries(own)) out[key] = key in base ? merged(base[key], value) : value;
	return out;
}

/** Maps of records become lists; a record that is null is left out. */
function listed(value, place = '') {
	if (Array.isArray(value)) return value.map((one) => listed(one, `${place}.*`));
	if (!isMap(value)) return value;
	const below = (key) => (place ? `${place}.${key}` : key);
	const key = RECORDS[place];
	if (key === undefined) {
		const inner = place === 'catalog.options' ? () => 'catalog.options.*' : below;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, listed(one, inner(name))]));
	}
	const name = (text) => (key === 'id' ? Number(text) : text);
	return Object.entries(value)
		.filter(([, one]) => one !== null)
		.map(([text, one]) => ({ [key]: name(text), ...listed(one, `${place}.*`) }));
}

/** A shop item as the store answers it. The store's own hashes may be anything that tells values apart. */
function item({ fields = {}, was = {}, over = {}, bases = {}, ...rest }) {
	const each = (map, make) => Object.fromEntries(Object.entries(map).map(([name, value]) => [name, make(value, name)]));
	return {
		...rest,
		fields: each(fields, (v) => ({ v, h: JSON.stringify(v) })),
		bases: { ...each(was, (v) => [hashOf(v), JSON.stringify(v)]), ...each(over, (v, name) => [`${hashOf(was[name])}@`, JSON.stringify(v)]), ...bases },
	};
}

function full(input) {
	const whole = listed(input);
	return whole.shop?.items ? { ...whole, shop: { ...whole.shop, items: whole.shop.items.map(item) } } : whole;
}

/** A folder's cases, with their input in full. */
export function cases(folder, only = '') {
	const read = (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
	const input = (spec) => (spec.base === undefined ? spec.input : full(merged(read(`base/${spec.base}.json`), spec.input)));
	return readdirSync(folder, { recursive: true })
		.filter((name) => name.endsWith('.json') && !name.startsWith('base/') && name.includes(only))
		.sort()
		.map((name) => ({ name, file: path.join(folder, name), spec: read(name) }))
		.map((one) => ({ ...one, input: input(one.spec) }));
}

const isNothing = (value) => value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
const filled = (map) => Object.fromEntries(Object.entries(map).filter(([, value]) => !isNothing(value)));

function field({ old, new: wished, offered, reason, write, shown }) {
	if (reason === 'created') return wished;
	return { ...(write ? { old, new: wished } : { kept: old }), ...(offered === undefined ? {} : { offered }), reason, ...(shown ? { shown } : {}) };
}

function operation({ entity, key, channel, action, kind, taxonomy, id, parent, reason, fields, link, links }) {
	const bases = Object.entries(link?.bases ?? {});
	const written = new Set(fields.filter(({ write }) => write).map((one) => one.field));
	return {
		action,
		...filled({ entity: entity === 'product' ? null : entity, key, channel: channel === 'default' ? null : channel, kind, taxonomy, id, parent }),
		reason,
		...filled({
			fields: Object.fromEntries(fields.map((one) => [one.field, field(one)])),
			settled: bases.filter(([name, base]) => base?.shop !== undefined && !written.has(name)).map(([name]) => name),
			forgotten: bases.filter(([, base]) => base === null).map(([name]) => name),
			context: link?.context,
			flags: link?.flags,
			links,
		}),
	};
}

/** Of a log row what is not the same for all rows about products. */
const note = ({ level, entity, key, code, field: place, message, hint }) => ({
	level,
	...filled({ entity: entity === 'product' ? null : entity }),
	key,
	code,
	...filled({ field: place }),
	message,
	hint,
});

/** A plan as a person would tell it, of one kind of record or of all: without numbers, hashes, and what is empty. */
export function outcome(plan, of) {
	if (!plan.operations) return plan;
	const { operations, diagnostics, notes, grids } = plan;
	const shown = operations.filter(({ entity }) => of === undefined || entity === of);
	return { operations: shown.map(operation), ...filled({ diagnostics, notes: notes.map(note), grids }) };
}
