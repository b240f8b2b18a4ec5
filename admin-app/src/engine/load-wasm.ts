import { EngineError } from './fault';

/** What every file in gzip's format begins with. */
const GZIP = [ 0x1f, 0x8b ];

/** What every module begins with. */
const WASM = [ 0x00, 0x61, 0x73, 0x6d ];

const begins = ( bytes: Uint8Array, magic: number[] ) => magic.every( ( byte, at ) => bytes[ at ] === byte );

/**
 * The module as it lies beside the plain one, compressed: most hosts compress no modules on their way, and would send three times as much.
 * Null where this browser cannot unpack it, or this host does not serve it.
 */
async function loadPacked( url: string ): Promise< ArrayBuffer | null > {
	if ( typeof DecompressionStream === 'undefined' ) {
		return null;
	}
	try {
		const response = await fetch( url.replace( '.wasm', '.wasmz' ) );
		if ( ! response.ok ) {
			return null;
		}
		const bytes = await response.arrayBuffer();
		const head = new Uint8Array( bytes, 0, Math.min( 4, bytes.byteLength ) );
		if ( begins( head, GZIP ) ) {
			return await new Response( new Blob( [ bytes ] ).stream().pipeThrough( new DecompressionStream( 'gzip' ) ) ).arrayBuffer();
		}
		// Some hosts name the compression of such a file, and the browser has undone it.
		return begins( head, WASM ) ? bytes : null;
	} catch {
		return null;
	}
}

/**
 * The engine's module, ready for wasm-bindgen's `init`. Streaming compilation needs the media type `application/wasm`;
 * hosts that send another one are common, so their answer is handed over as bytes instead.
 */
export async function loadWasm( url: string ): Promise< Response | ArrayBuffer > {
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
