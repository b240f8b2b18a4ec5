/** A planned value as text. Absent, empty and zero read differently. */
import { __, _n, sprintf } from '@wordpress/i18n';

export function valueText( value: unknown ): string {
	if ( value === null || value === undefined ) {
		return '—';
	}
	if ( value === '' ) {
		return __( '(empty)', 'unopim-connector' );
	}
	if ( typeof value === 'boolean' ) {
		return value ? __( 'Yes', 'unopim-connector' ) : __( 'No', 'unopim-connector' );
	}
	if ( Array.isArray( value ) ) {
		return value.length ? value.map( valueText ).join( ', ' ) : __( '(empty)', 'unopim-connector' );
	}
	if ( typeof value === 'object' ) {
		return objectText( value as Record< string, unknown > );
	}
	return String( value );
}

/** The engine's own words for a value, where it has some. */
export function shownText( words: string | undefined, value: unknown ): string {
	return words && value !== null ? words : valueText( value );
}

/** A count, with the separators of the page's language. */
export function numberText( value: number ): string {
	return new Intl.NumberFormat( document.documentElement.lang || undefined ).format( value );
}

/** How much of a list is in view. */
export const rowsText = ( shown: number, total: number ): string =>
	sprintf(
		/* translators: 1: number of rows shown. 2: number of all rows. */
		_n( 'Showing %1$s row of %2$s', 'Showing %1$s rows of %2$s', shown, 'unopim-connector' ),
		numberText( shown ),
		numberText( total )
	);

/** Terms and values are what a reader looks for; how they are shown is detail. */
function objectText( value: Record< string, unknown > ): string {
	if ( typeof value.ref === 'string' ) {
		return value.ref.replace( /^[a-z]+:/, '' ); // a term that is created first, such as `option:color/red`
	}
	const main = value.terms ?? value.values ?? value.name;
	if ( main !== undefined ) {
		return valueText( main );
	}
	const parts = Object.entries( value ).map( ( [ key, part ] ) => `${ key }: ${ valueText( part ) }` );
	return parts.length ? parts.join( ', ' ) : __( '(empty)', 'unopim-connector' );
}
