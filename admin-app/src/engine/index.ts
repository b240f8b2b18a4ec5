/** One worker per page, started when it is first needed. */
import { config } from '../config';
import { EngineClient } from './client';
import { EngineError, toFault } from './fault';

let starting: Promise< EngineClient > | null = null;

export async function getEngine(): Promise< EngineClient > {
	starting ??= start();
	try {
		const client = await starting;
		if ( client.usable ) {
			return client;
		}
	} catch ( error ) {
		starting = null;
		throw error;
	}
	starting = start();
	return starting;
}

async function start(): Promise< EngineClient > {
	const { workerUrl, wasmUrl } = config();
	let client: EngineClient;
	try {
		client = new EngineClient( new Worker( sameOrigin( fresh( workerUrl ) ) ) );
	} catch ( error ) {
		throw new EngineError( { ...toFault( error ), code: 'worker_blocked' } );
	}
	try {
		await client.init( fresh( wasmUrl ) );
	} catch ( error ) {
		client.dispose();
		throw error;
	}
	return client;
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
