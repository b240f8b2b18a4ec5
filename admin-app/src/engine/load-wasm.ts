import { decompress } from 'fzstd';
import { EngineError } from './fault';

/** What every file in zstd's format begins with. */
const ZSTD = [ 0x28, 0xb5, 0x2f, 0xfd ];

/** What every module begins with. */
const WASM = [ 0x00, 0x61, 0x73, 0x6d ];

const begins = ( bytes: Uint8Array, magic: number[] ) => magic.every( ( byte, at ) => bytes[ at ] === byte );

/**
 * The module as it lies beside the plain one, compressed: most hosts compress no modules on their way, and would send four times as much.
 * It is unpacked here and not by the browser, whose own formats do not know that half of a module is like its other half.
 * Null where this host does not serve it.
 */
async function loadPacked( url: string ): Promise< Uint8Array< ArrayBuffer > | null > {
	try {
		const response = await fetch( url.replace( '.wasm', '.wasmz' ) );
		if ( ! response.ok ) {
			return null;
		}
		const bytes = new Uint8Array( await response.arrayBuffer() );
		const module = begins( bytes, ZSTD ) ? new Uint8Array( decompress( bytes ) ) : bytes;
		// A host may know such a file's compression and name it, and the browser has undone it.
		return begins( module, WASM ) ? module : null;
	} catch {
		return null;
	}
}

/**
 * The engine's module, ready for wasm-bindgen's `init`. Streaming compilation needs the media type `application/wasm`;
 * hosts that send another one are common, so their answer is handed over as bytes instead.
 */
export async function loadWasm( url: string ): Promise< Response | BufferSource > {
	if ( typeof WebAssembly === 'undefined' ) {
		throw new EngineError( {
			code: 'wasm_missing',
			path: '',
			message: 'This browser has no WebAssembly.',
			hint: '',
		} );
	}
	const packed = await loadPacked( url );
	if ( packed ) {
		return packed;
	}
	const response = await fetch( url );
	if ( ! response.ok ) {
		throw new EngineError( {
			code: 'wasm_unreachable',
			path: url,
			message: `The engine could not be loaded: HTTP ${ response.status }.`,
			hint: '',
		} );
	}
	const type = response.headers.get( 'content-type' ) ?? '';
	return type.toLowerCase().startsWith( 'application/wasm' ) ? response : response.arrayBuffer();
}
