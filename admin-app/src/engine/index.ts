/** One worker per page, started when it is first needed; each part of the engine is loaded into it when it is. */
import { config } from '../config';
import { EngineClient } from './client';
import { EngineError, toFault } from './fault';
import type { Part } from './protocol';

let client: EngineClient | null = null;

export async function getEngine( part: Part ): Promise< EngineClient > {
	if ( ! client?.usable ) {
		client = start();
	}
	const engine = client;
	await engine.load( part, fresh( config().wasmUrls[ part ] ) );
	return engine;
}

function start(): EngineClient {
	try {
		return new EngineClient( new Worker( sameOrigin( fresh( config().workerUrl ) ) ) );
	} catch ( error ) {
		throw new EngineError( { ...toFault( error ), code: 'worker_blocked' } );
	}
}

/** An address that no cache answers with another build's file. */
function fresh( address: string ): string {
	const url = new URL( address, window.location.href );
	url.searchParams.set( 'build', ENGINE_BUILD );
	return url.href;
}

/** Browsers refuse workers from another origin, such as a CDN for static files: a stub of ours loads them instead. */
function sameOrigin( address: string ): string {
	const url = new URL( address, window.location.href );
	if ( url.origin === window.location.origin ) {
		return url.href;
	}
	const stub = `importScripts(${ JSON.stringify( url.href ) });`;
	return URL.createObjectURL( new Blob( [ stub ], { type: 'text/javascript' } ) );
}
