import { __ } from '@wordpress/i18n';
import { entryText } from '../text/entry';
import type { CatalogAttribute } from '../types/rest';

/** Longer lists are slow to draw and nobody reads them: typing narrows them. */
export const MOST_OPTIONS = 50;

/** Name, group, type and scope, so that one sees what a row would take. */
export function attributeLabel( attribute: CatalogAttribute ): string {
	const { type, group } = attribute;
	return [ entryText( attribute ), group, type, scopeText( attribute ) ].filter( Boolean ).join( ' · ' );
}

/** The attributes to offer for what was typed; the chosen one is always among them, even if the catalogue no longer has it. */
export function attributeOptions(
	known: Record< string, CatalogAttribute >,
	typed: string,
	chosen: string | null
): CatalogAttribute[] {
	const wanted = typed.trim().toLowerCase();
	const found = Object.values( known )
		.filter( ( attribute ) => attributeLabel( attribute ).toLowerCase().includes( wanted ) )
		.sort( byCloseness( wanted ) )
		.slice( 0, MOST_OPTIONS );
	if ( chosen === null || found.some( ( { code } ) => code === chosen ) ) {
		return found;
	}
	const attribute = known[ chosen ] ?? { code: chosen, label: chosen, type: '' };
	return [ attribute, ...found ];
}

/** Codes that begin with what was typed come first, then by group and label, as UnoPim lists them. */
const byCloseness = ( wanted: string ) => ( a: CatalogAttribute, b: CatalogAttribute ) =>
	Number( b.code.startsWith( wanted ) ) - Number( a.code.startsWith( wanted ) ) ||
	( a.group ?? '' ).localeCompare( b.group ?? '' ) ||
	a.label.localeCompare( b.label );

/** Whether a value differs by language or channel, in words. */
export function scopeText( { value_per_locale: locale, value_per_channel: channel }: CatalogAttribute ): string {
	if ( locale && channel ) {
		return __( 'per channel and language', 'unopim-connector' );
	}
	if ( locale ) {
		return __( 'per language', 'unopim-connector' );
	}
	return channel ? __( 'per channel', 'unopim-connector' ) : '';
}
