import { describe, expect, it } from 'vitest';
import { toProblem } from '../../../../admin-app/src/api/problem';
import { request } from '../../../../admin-app/src/api/request';
import { restUrl } from '../../../../admin-app/src/config';
import { site } from '../support/site';

describe( 'addresses', () => {
	it( 'join the query with what the base has already', () => {
		expect( restUrl( '/runs', { active: 1 } ) ).toBe( 'http://localhost:3000/wp-json/unopim-connector/v1/runs?active=1' );
		window.unopimConnector!.restUrl = '/?rest_route=/unopim-connector/v1/';
		expect( restUrl( '/runs', { search: 'a b&c' } ) ).toBe( '/?rest_route=/unopim-connector/v1/runs&search=a+b%26c' );
	} );
} );

describe( 'answers that the page brought with it', () => {
	it( 'are good for one question each', async () => {
		site.answer( 'GET /runs', [ 2 ] );
		window.unopimConnector!.answers = { '/runs?active=1&per_page=10': [ 1 ] };
		expect( await request.get( '/runs', { active: 1, per_page: 10 } ) ).toEqual( [ 1 ] );
		expect( site.asked( 'GET /runs' ) ).toEqual( [] );
		expect( await request.get( '/runs', { active: 1, per_page: 10 } ) ).toEqual( [ 2 ] );
	} );
} );

describe( 'problems', () => {
	it( 'read an engine’s hint as the next step', () => {
		expect( toProblem( { code: 'throttled', message: 'Too many requests.', path: null, hint: 'Wait.' } ) ).toEqual( {
			code: 'throttled',
			message: 'Too many requests.',
			path: null,
			next_step: 'Wait.',
			status: 0,
		} );
	} );

	it.each( [ 'wasm_blocked', 'worker_blocked', 'wasm_missing', 'wasm_unreachable', 'rest_cookie_invalid_nonce', 'fetch_error' ] )(
		'say what to do about %s, which only the browser sees',
		( code ) => {
			expect( toProblem( { code, message: 'raw' } ).next_step ).toMatch( /\w/ );
		}
	);

	it( 'survive anything thrown', () => {
		expect( toProblem( 'text' ) ).toMatchObject( { code: 'unknown', message: 'text' } );
		expect( toProblem( null ).message ).toBe( 'null' );
	} );
} );
