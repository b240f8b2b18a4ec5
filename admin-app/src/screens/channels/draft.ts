/** The rows of the page while they are edited. */
import type { Channel, ChannelChoice, ChannelSettings } from '../../types/rest';

const SETTINGS: readonly ( keyof ChannelSettings )[] = [
	'site',
	'pull',
	'push',
	'interval',
	'cooldown',
	'default_locale',
	'price_currency',
	'conflict_policy',
	'mirror',
	'push_images',
	'root_only',
	'create_categories',
];

export const LONGEST_COOLDOWN = 3600;

/** A row in another place; a place beyond the ends is the end. */
export function moved( rows: Channel[], from: number, to: number ): Channel[] {
	const rest = [ ...rows ];
	const [ row ] = rest.splice( from, 1 );
	if ( ! row ) {
		return rows;
	}
	rest.splice( Math.max( 0, Math.min( to, rest.length ) ), 0, row );
	return rest;
}

export const edited = ( rows: Channel[], code: string, changes: Partial< ChannelSettings > ): Channel[] =>
	rows.map( ( row ) => ( row.code === code ? { ...row, ...changes } : row ) );

/** Whether a row differs from what is stored. */
export function isEdited( row: Channel, stored: Channel[] ): boolean {
	const before = stored.find( ( { code } ) => code === row.code );
	return ! before || SETTINGS.some( ( name ) => before[ name ] !== row[ name ] );
}

/** Whether anything differs, the order included. */
export const differs = ( rows: Channel[], stored: Channel[] ): boolean =>
	rows.some( ( row, place ) => row.code !== stored[ place ]?.code || isEdited( row, stored ) );

/** All rows, in their order, as PUT /channels takes them. */
export const choices = ( rows: Channel[] ): ChannelChoice[] =>
	rows.map( ( row ) => Object.fromEntries( [ 'code' as const, ...SETTINGS ].flatMap( ( name ) => ( row[ name ] === undefined ? [] : [ [ name, row[ name ] ] ] ) ) ) as ChannelChoice );

/** The first row that cannot be saved, with the reason's field. */
export function impossible( rows: Channel[] ): { code: string; field: 'cooldown' } | null {
	const row = rows.find( ( { cooldown } ) => ! Number.isInteger( cooldown ) || cooldown < 0 || cooldown > LONGEST_COOLDOWN );
	return row ? { code: row.code, field: 'cooldown' } : null;
}

/** What the summary counts: channels in use, and what they have in common. */
export function summary( rows: Channel[] ): { channels: number; sites: number; languages: number; currencies: number } {
	const present = rows.filter( ( { missing } ) => ! missing );
	return {
		channels: present.length,
		sites: new Set( present.filter( ( { saved } ) => saved ).map( ( { site = 0 } ) => site ) ).size,
		languages: new Set( present.flatMap( ( { locales } ) => locales.map( ( { code } ) => code ) ) ).size,
		currencies: new Set( present.flatMap( ( { currencies } ) => currencies ) ).size,
	};
}
