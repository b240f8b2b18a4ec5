// Every text of the plugin that can be translated, and how a template for translators (POT) holds them.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/places.mjs';
import { capture } from '../lib/processes.mjs';
import { scriptStrings } from './script-strings.mjs';

export const DOMAIN = 'unopim-connector';
export const POT = path.join(root, 'php-bridge/languages', `${DOMAIN}.pot`);
const MAIN = 'php-bridge/unopim-connector.php';
/** A note to translators stands at most so many lines above its call. */
const NOTE_LINES = 2;

const PLACEHOLDER = /%(?:\d+\$)?[sd]/;

/** Which arguments of a call are what. */
const plain = { id: 0, domain: 1 };
const context = { id: 0, context: 1, domain: 2 };
const SHAPES = {
	__: plain, _e: plain, esc_html__: plain, esc_html_e: plain, esc_attr__: plain, esc_attr_e: plain,
	_x: context, _ex: context, esc_html_x: context, esc_attr_x: context,
	_n: { id: 0, plural: 1, domain: 3 }, _nx: { id: 0, plural: 1, context: 3, domain: 4 },
};

function sources(folder, pattern) {
	const names = readdirSync(path.join(root, folder), { recursive: true }).map(String);
	return names.filter((name) => pattern.test(name)).map((name) => path.join(folder, name)).sort();
}

/** @returns {Promise<Map<string, {id:string, plural?:string, context?:string, files:Set<string>, notes:Set<string>}>>} by `keyOf`, in the order of their files */
export async function catalogue() {
	const absolute = (names) => names.map((name) => path.join(root, name));
	const php = JSON.parse(await capture('php', [path.join(root, 'scripts/pot/php-strings.php'), ...absolute([MAIN, ...sources('php-bridge/src', /\.php$/)])]));
	const scripts = scriptStrings(absolute(sources('admin-app/src', /\.tsx?$/)));
	const texts = new Map();
	const add = (text, file, note) => {
		const known = texts.get(keyOf(text)) ?? { ...text, files: new Set(), notes: new Set() };
		known.files.add(path.relative(root, file));
		if (note) known.notes.add(note);
		texts.set(keyOf(text), known);
	};
	const header = readFileSync(path.join(root, MAIN), 'utf8');
	for (const name of ['Plugin Name', 'Description']) add({ id: header.match(new RegExp(`^ \\* ${name}: (.*)$`, 'm'))[1] }, path.join(root, MAIN), `${name} of the plugin`);
	for (const { calls, comments } of [php, scripts]) {
		for (const { file, line, call, arguments: given } of calls) {
			const part = (name) => given[SHAPES[call][name]];
			if (part('domain') !== DOMAIN) continue;
			if (typeof part('id') !== 'string') throw new Error(`${path.relative(root, file)}:${line}: ${call}() is given no plain text`);
			const note = PLACEHOLDER.test(part('id')) && comments.findLast((one) => one.file === file && one.line <= line && line - one.line <= NOTE_LINES);
			add({ id: part('id'), plural: part('plural'), context: part('context') }, file, note && note.text.replace(/\s+/g, ' '));
		}
	}
	return texts;
}

export const keyOf = ({ id, plural, context: given }) => JSON.stringify([given ?? '', id, plural ?? '']);

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;

/** Without line numbers and dates: it changes when a text does. */
export function render(texts) {
	const head = ['Project-Id-Version: UnoPim Connector for WooCommerce', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 8bit', `X-Domain: ${DOMAIN}`];
	const blocks = [['msgid ""', 'msgstr ""', ...head.map((line) => quoted(`${line}\n`))]];
	for (const { id, plural, context: given, files, notes } of texts.values()) {
		blocks.push([
			...[...notes].map((note) => `#. ${note}`),
			...[...files].map((file) => `#: ${file}`),
			...(PLACEHOLDER.test(id + (plural ?? '')) ? ['#, php-format'] : []),
			...(given === undefined ? [] : [`msgctxt ${quoted(given)}`]),
			`msgid ${quoted(id)}`,
			...(plural === undefined ? ['msgstr ""'] : [`msgid_plural ${quoted(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""']),
		]);
	}
	return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Keys of what a template holds. */
export function keysIn(pot) {
	const field = (block, name) => block.match(new RegExp(`^${name} (".*")$`, 'm'))?.[1];
	const text = (given) => (given === undefined ? undefined : JSON.parse(given));
	return new Set(pot.split('\n\n').slice(1).map((block) => keyOf({ id: text(field(block, 'msgid')), plural: text(field(block, 'msgid_plural')), context: text(field(block, 'msgctxt')) })));
}
