import apiFetch from '@wordpress/api-fetch';
import { restUrl } from '../config';
import { toProblem } from './problem';

type Query = Record< string, string | number >;

async function send< T >( method: string, path: string, query: Query, data?: unknown ): Promise< T > {
	try {
		return await apiFetch< T >( { url: restUrl( path, query ), method, data } );
	} catch ( error ) {
		throw toProblem( error );
	}
}

/** Requests to our namespace; they reject with a `Problem`. */
export const request = {
	get: < T >( path: string, query: Query = {} ) => send< T >( 'GET', path, query ),
	post: < T >( path: string, data?: unknown ) => send< T >( 'POST', path, {}, data ),
	put: < T >( path: string, data: unknown, query: Query = {} ) => send< T >( 'PUT', path, query, data ),
	delete: < T >( path: string ) => send< T >( 'DELETE', path, {} ),
};
