// What a shop manager does first, as one call: connect, save the channel, let the engine fill the mapping.
import { writeFileSync } from 'node:fs';
import { UnoPimApi } from './unopim-api.mjs';

export const CHANNEL = 'default';
export const LOCALE = 'en_US';
export const FULL_PULL = { kind: 'pull', scope: 'full', channel: CHANNEL, locale: LOCALE };

const FIELDS = ['url', 'client_id', 'client_secret', 'username', 'password'];
export const typed = (credentials) => Object.fromEntries(FIELDS.map((name) => [name, credentials[name]]));

/** @returns {Promise<{api:UnoPimApi, filled:string[]}>} which mapping rows were filled. */
export async function connect(site, credentials) {
	const api = new UnoPimApi(credentials);
	await site.rest('POST', 'unopim-connector/v1/connection/test', typed(credentials));
	// This UnoPim is here for nobody else, so it may be asked as often as it answers: all runs of a site share what a minute allows.
	await site.rest('PUT', 'unopim-connector/v1/settings', { requests_per_minute: 1000, images_per_minute: 600 });
	await site.rest('PUT', 'unopim-connector/v1/channels', { channels: [{ code: CHANNEL, pull: true, default_locale: LOCALE }] });
	const catalog = `${site.root}.catalog.json`;
	writeFileSync(catalog, JSON.stringify(await structure(api)));
	return { api, filled: JSON.parse(await site.script('auto-map.php', CHANNEL, LOCALE, catalog)) };
}

/** What the engine's proposals depend on, as UnoPim lists it. */
export async function structure(api) {
	const lists = ['attributes', 'families', 'categories', 'channels'];
	return Object.fromEntries(await Promise.all(lists.map(async (name) => [name, await api.list(name)])));
}
