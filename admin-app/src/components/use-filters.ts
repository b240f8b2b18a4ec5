import { useState } from '@wordpress/element';
import { queryValue, remember } from '../router';

interface Filters< F > {
	filters: F;
	/** Other choices begin at the first page. */
	set: ( changes: Partial< F > ) => void;
	page: number;
	setPage: ( page: number ) => void;
}

/** WordPress has a use of its own for `page`. */
const PAGE = 'paged';

/**
 * What of a list is in view, kept in the address, so that a reload or a copied link shows the same.
 *
 * @param none    the choices of somebody who has chosen nothing
 * @param allowed of a choice from a list, its values: an address may say anything
 * @param place   what the page is called in the address, where two lists share a screen
 */
export function useFilters< F extends { [ name in keyof F ]: string } >( none: F, allowed: { [ name in keyof F ]?: readonly string[] } = {}, place = PAGE ): Filters< F > {
	const names = Object.keys( none ) as ( keyof F & string )[];
	const [ filters, setFilters ] = useState( () => Object.fromEntries( names.map( ( name ) => [ name, said( name, allowed[ name ] ) ?? none[ name ] ] ) ) as F );
	const [ page, setPage ] = useState( () => Math.max( 1, Math.floor( Number( queryValue( place ) ) ) || 1 ) );

	const set = ( changes: Partial< F > ) => {
		const next = { ...filters, ...changes };
		setFilters( next );
		setPage( 1 );
		remember( { ...Object.fromEntries( names.map( ( name ) => [ name, next[ name ] === none[ name ] ? '' : next[ name ] ] ) ), [ place ]: '' } );
	};
	const turn = ( to: number ) => {
		setPage( to );
		remember( { [ place ]: to > 1 ? String( to ) : '' } );
	};
	return { filters, set, page, setPage: turn };
}

function said( name: string, allowed?: readonly string[] ): string | null {
	const value = queryValue( name );
	return value !== null && allowed && ! allowed.includes( value ) ? null : value;
}
