import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadWasm } from '../../../../admin-app/src/engine/load-wasm';

/** A host that does not serve the compressed module. */
const answer = ( type: string | null, status = 200 ) =>
	vi.stubGlobal( 'fetch', async ( url: string ) =>
		url.endsWith( '.wasmz' ) ? new Response( '', { status: 404 } ) : new Response( 'abc', { status, headers: type ? { 'content-type': type } : {} } )
	);

/** A host that serves these bytes as the compressed module, and nothing else. */
const packed = ( bytes: Uint8Array ) =>
	vi.stubGlobal( 'fetch', async ( url: string ) => ( url === 'https://shop/engine.wasmz' ? new Response( new Uint8Array( bytes ) ) : new Response( 'plain', { status: 200 } ) ) );

/** A short text in zstd's format, as it stands: a frame of one segment, whose only block is not compressed. */
const stored = ( content: string ) => {
	const bytes = new TextEncoder().encode( content );
	return new Uint8Array( [ 0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, 1 + bytes.length * 8, 0, 0, ...bytes ] );
};

const text = ( module: Response | BufferSource ) => new TextDecoder().decode( module as BufferSource );

describe( 'loading the module', () => {
	afterEach( () => vi.unstubAllGlobals() );

	it( 'takes the compressed one, and unpacks it', async () => {
		packed( stored( '\0asm and more' ) );
		expect( text( await loadWasm( 'https://shop/engine.wasm' ) ) ).toBe( '\0asm and more' );
	} );

	it( 'takes what the browser has unpacked already', async () => {
		packed( new TextEncoder().encode( '\0asm and more' ) );
		expect( text( await loadWasm( 'https://shop/engine.wasm' ) ) ).toBe( '\0asm and more' );
	} );

	it.each( [ [ 'a page of the host', new TextEncoder().encode( '<html>' ) ], [ 'a cut file', stored( '\0asm and more' ).subarray( 0, 12 ) ] ] )(
		'takes the plain one in place of %s',
		async ( _name, bytes ) => {
			packed( bytes );
			expect( text( await loadWasm( 'https://shop/engine.wasm' ) ) ).toBe( 'plain' );
		}
	);

	it( 'streams it where the host names its media type', async () => {
		answer( 'application/wasm; charset=binary' );
		expect( await loadWasm( 'https://shop/engine.wasm' ) ).toBeInstanceOf( Response );
	} );

	it.each( [ 'application/octet-stream', 'text/plain' ] )( 'hands over the bytes where the host says %s', async ( type ) => {
		answer( type );
		const module = await loadWasm( 'https://shop/engine.wasm' );
		expect( module ).not.toBeInstanceOf( Response );
		expect( text( module ) ).toBe( 'abc' );
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
