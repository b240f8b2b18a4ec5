import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadWasm } from '../../../../admin-app/src/engine/load-wasm';

const answer = ( type: string | null, status = 200 ) =>
	vi.stubGlobal( 'fetch', async () => new Response( 'abc', { status, headers: type ? { 'content-type': type } : {} } ) );

describe( 'loading the module', () => {
	afterEach( () => vi.unstubAllGlobals() );

	it( 'streams it where the host names its media type', async () => {
		answer( 'application/wasm; charset=binary' );
		expect( await loadWasm( 'https://shop/engine.wasm' ) ).toBeInstanceOf( Response );
	} );

	it.each( [ 'application/octet-stream', 'text/plain' ] )( 'hands over the bytes where the host says %s', async ( type ) => {
		answer( type );
		const module = await loadWasm( 'https://shop/engine.wasm' );
		expect( module ).not.toBeInstanceOf( Response );
		expect( new TextDecoder().decode( module as ArrayBuffer ) ).toBe( 'abc' );
	} );

	it( 'names the address when the host refuses it', async () => {
		answer( null, 403 );
		await expect( loadWasm( 'https://shop/engine.wasm' ) ).rejects.toMatchObject( {
			code: 'wasm_unreachable',
			path: 'https://shop/engine.wasm',
			message: expect.stringContaining( '403' ),
		} );
	} );

	it( 'says so where the browser has no WebAssembly', async () => {
		vi.stubGlobal( 'WebAssembly', undefined );
		await expect( loadWasm( 'https://shop/engine.wasm' ) ).rejects.toMatchObject( { code: 'wasm_missing' } );
	} );
} );
