import { afterEach, describe, expect, it, vi } from 'vitest';
import { driveOf, releaseRun } from '../../../../admin-app/src/api/runs';

describe( 'giving a lease back', () => {
	afterEach( () => vi.unstubAllGlobals() );

	it( 'uses a beacon, with the nonce in the address, where requests cannot outlive the page', async () => {
		const beacon = vi.fn( ( ..._sent: [ string, Blob ] ) => true );
		vi.stubGlobal( 'navigator', { sendBeacon: beacon } );
		vi.stubGlobal( 'Request', class {} );
		releaseRun( { id: 17, lease: 'lease-1' } );
		const [ url, body ] = beacon.mock.calls[ 0 ] ?? [];
		expect( url ).toBe( 'http://localhost:3000/wp-json/unopim-connector/v1/runs/17/release?_wpnonce=nonce-1' );
		expect( body?.type ).toBe( 'application/json' );
		expect( await body?.text() ).toBe( '{"lease":"lease-1"}' );
	} );
} );

describe( 'the address of a step', () => {
	it( 'is absolute, also with plain permalinks', () => {
		window.unopimConnector!.restUrl = 'http://localhost:3000/index.php?rest_route=/unopim-connector/v1';
		expect( driveOf( { id: 17, lease: 'l' } ) ).toEqual( {
			stepUrl: 'http://localhost:3000/index.php?rest_route=/unopim-connector/v1/runs/17/step',
			nonce: 'nonce-1',
			lease: 'l',
		} );
	} );
} );
