// Channels & Stores of a shop in two languages: which languages of UnoPim have one there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openScreens } from '../support/screens.mjs';

let browser, page, screens, rest, close;

before(async () => {
	({ browser, page, screens, rest, close } = await openScreens({ watchers: ['two-languages'] }));
});
after(() => close?.());

test('each language of a channel has one of the shop’s, or is left out and named', async () => {
	const channels = await rest('GET', 'channels');
	const without = ({ locales }) => locales.map(({ code }) => code).filter((locale) => !['en_US', 'fr_FR'].includes(locale));
	assert.ok(channels.some((channel) => without(channel).length > 0), 'the shop does not have them all');
	const matched = { en_US: 'en', fr_FR: 'fr' };
	assert.deepEqual(await rest('GET', 'channels/languages'), channels.map((channel) => ({ channel: channel.code, matched, unmatched: without(channel) })));
	await screens.visit('channels');
	const told = page.getByTestId('languages-of-site');
	await told.first().waitFor();
	const pairs = (own) => Object.entries(matched).map(([locale, language]) => `${locale} → ${language}${locale === own ? ' (default)' : ''}`).join(', ');
	const sentence = (own, left) => `Languages of the site: ${pairs(own)}.${left.length ? ` Without one, and left out: ${left.join(', ')}.` : ''}`;
	assert.deepEqual(await told.allInnerTexts(), channels.map((channel) => sentence(channel.default_locale, without(channel))));
	await screens.look('channels-languages');
	assert.deepEqual(browser.complaints(), []);
});
