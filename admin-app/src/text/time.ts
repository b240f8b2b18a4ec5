/** Times of the wire, which are UTC, as the site shows them. */
import { dateI18n, getSettings } from '@wordpress/date';
import { __, _n, sprintf } from '@wordpress/i18n';

/** Date and time in the site's zone and form; a dash where there is none. */
export function siteTime( utc: string | null | undefined ): string {
	const { formats } = getSettings();
	return utc ? dateI18n( `${ formats.date } ${ formats.time }`, utc, undefined ) : '—';
}

/** The same to the second, for rows of a log. */
export const siteTimeExact = ( utc: string ) => dateI18n( 'Y-m-d H:i:s', utc, undefined );

/** How long something took or has lasted. */
export function duration( seconds: number | null | undefined ): string {
	if ( seconds === null || seconds === undefined ) {
		return '—';
	}
	if ( seconds < 60 ) {
		/* translators: %d: number of seconds. */
		return sprintf( _n( '%d second', '%d seconds', Math.round( seconds ), 'unopim-connector' ), Math.round( seconds ) );
	}
	const minutes = Math.floor( seconds / 60 );
	if ( minutes < 60 ) {
		/* translators: 1: minutes. 2: seconds. */
		return sprintf( __( '%1$d min %2$d s', 'unopim-connector' ), minutes, Math.round( seconds % 60 ) );
	}
	/* translators: 1: hours. 2: minutes. */
	return sprintf( __( '%1$d h %2$d min', 'unopim-connector' ), Math.floor( minutes / 60 ), minutes % 60 );
}

/** How long ago a time was, roughly. */
export function ago( utc: string | null | undefined, now: number ): string {
	if ( ! utc ) {
		return '—';
	}
	const seconds = Math.max( 0, Math.round( ( now - Date.parse( utc ) ) / 1000 ) );
	/* translators: %s: a span of time, such as "5 seconds". */
	return sprintf( __( '%s ago', 'unopim-connector' ), duration( seconds ) );
}
