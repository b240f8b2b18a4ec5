import apiFetch from '@wordpress/api-fetch';
import { config, queryText, restUrl } from '../config';
import { toProblem } from './problem';

export type Query = Record< string, string | number >;

/** One page of a list, and how many rows there are in all. */
export interface Page< Row > {
	rows: Row[];
	total: number;
	pages: number;
}

async function send< T >( method: string, path: string, query: Query, data?: unknown ): Promise< T > {
	try {
		return await apiFetch< T >( { url: restUrl( path, query ), method, data } );
	} catch ( error ) {
		throw toProblem( error );
	}
}

/** An answer that the page brought with it: good for one question, the first. */
function brought< T >( path: string, query: Query ): T | undefined {
	const { answers } = config();
	const search = queryText( query );
	const key = search === '' ? path : `${ path }?${ search }`;
	const answer = answers?.[ key ] as T | undefined;
	if ( answers && key in answers ) {
		answers[ key ] = undefined;
	}
	return answer;
}

/** An answer with its headers. Unread answers are thrown unread: what they say is read here. */
async function whole( path: string, query: Query ): Promise< Response > {
	try {
		return await apiFetch< Response >( { url: restUrl( path, query ), parse: false } );
	} catch ( error ) {
		throw toProblem( error instanceof Response ? await error.json().catch( () => ( { status: error.status } ) ) : error );
	}
}

const count = ( response: Response, header: string ) => Number( response.headers.get( header ) ?? 0 );

/** Requests to our namespace; they reject with a `Problem`. */
export const request = {
	get: async < T >( path: string, query: Query = {} ): Promise< T > => brought< T >( path, query ) ?? send< T >( 'GET', path, query ),
	post: < T >( path: string, data?: unknown ) => send< T >( 'POST', path, {}, data ),
	put: < T >( path: string, data: unknown, query: Query = {} ) => send< T >( 'PUT', path, query, data ),
	delete: < T >( path: string ) => send< T >( 'DELETE', path, {} ),

	/** A list with its totals, which stand in headers. */
	async list< Row >( path: string, query: Query = {} ): Promise< Page< Row > > {
		const { value, ...totals } = await request.paged< Row[] >( path, query );
		return { rows: value, ...totals };
	},

	/** Any answer with the totals of the list in it. */
	async paged< T >( path: string, query: Query = {} ): Promise< { value: T; total: number; pages: number } > {
		const response = await whole( path, query );
		return { value: await response.json(), total: count( response, 'X-WP-Total' ), pages: count( response, 'X-WP-TotalPages' ) };
	},

	/** An answer that is a file. */
	file: async ( path: string, query: Query = {} ): Promise< Blob > => ( await whole( path, query ) ).blob(),
};
