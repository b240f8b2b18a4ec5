import type { PageConfig } from './types/rest';

declare global {
	interface Window {
		unopimConnector?: PageConfig;
	}
}

/** What the page's inline script handed over. */
export function config(): PageConfig {
	if ( ! window.unopimConnector ) {
		throw new Error( 'window.unopimConnector is missing: the page was printed without its settings.' );
	}
	return window.unopimConnector;
}

export const queryText = ( query: Record< string, string | number > ): string =>
	new URLSearchParams( Object.entries( query ).map( ( [ key, value ] ) => [ key, String( value ) ] ) ).toString();

/** An address of our REST namespace. Works with plain permalinks too, where the base ends in `?rest_route=/unopim-connector/v1`. */
export function restUrl( path: string, query: Record< string, string | number > = {} ): string {
	const base = config().restUrl.replace( /\/$/, '' ) + path;
	const search = queryText( query );
	if ( search === '' ) {
		return base;
	}
	return base + ( base.includes( '?' ) ? '&' : '?' ) + search;
}
