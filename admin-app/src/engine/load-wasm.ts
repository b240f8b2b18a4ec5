import { EngineError } from './fault';

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
