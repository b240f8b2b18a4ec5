/** The site's REST routes as a test wants them: an answer, or a list of answers, for each `METHOD /path`. */

interface Asked {
	route: string;
	url: string;
	data: unknown;
}

type Answer = unknown | ( ( asked: Asked ) => unknown );

class Refusal {
	constructor( readonly error: unknown ) {}
}

const answers = new Map< string, Answer[] >();
const asked: Asked[] = [];

export const site = {
	reset() {
		answers.clear();
		asked.length = 0;
	},

	/** The last answer repeats. */
	answer( route: string, ...list: Answer[] ) {
		answers.set( route, list );
	},

	refusal: ( error: unknown ) => new Refusal( error ),

	/** What was asked of a route. */
	asked: ( route: string ) => asked.filter( ( one ) => one.route === route ),

	async fetch( { url, method = 'GET', data, parse = true }: { url: string; method?: string; data?: unknown; parse?: boolean } ) {
		const path = new URL( url ).pathname.replace( '/wp-json/unopim-connector/v1', '' );
		const route = `${ method } ${ path }`;
		const one = { route, url, data };
		asked.push( one );
		const list = answers.get( route );
		if ( ! list || list.length === 0 ) {
			throw { code: 'rest_no_route', message: `no answer for ${ route }`, data: { status: 404 } };
		}
		const next = list.length > 1 ? list.shift() : list[ 0 ];
		const value: unknown = typeof next === 'function' ? await ( next as ( asked: Asked ) => unknown )( one ) : next;
		if ( value instanceof Refusal ) {
			throw value.error;
		}
		return parse ? value : listed( value );
	},
};

/** An unread answer, with the totals that the routes give in headers. */
function listed( value: unknown ): Response {
	const total = String( Array.isArray( value ) ? value.length : 0 );
	return new Response( JSON.stringify( value ), { headers: { 'X-WP-Total': total, 'X-WP-TotalPages': '1' } } );
}
