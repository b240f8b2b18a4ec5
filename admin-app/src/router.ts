/** The screen shown is the `path` of the page's address: `admin.php?page=unopim-connector&path=/preview`. */
import { useSyncExternalStore } from '@wordpress/element';
import { config } from './config';

export type Path = '/connection' | '/preview' | '/sync';

export const HOME: Path = '/connection';
const PATHS: readonly string[] = [ HOME, '/preview', '/sync' ];
const MOVED = 'unopim-connector:moved';

export function pathOf( search: string ): Path {
	const path = new URLSearchParams( search ).get( 'path' ) ?? HOME;
	return PATHS.includes( path ) ? ( path as Path ) : HOME;
}

export function addressOf( path: Path, query: Record< string, string > = {} ): string {
	const url = new URL( config().pageUrl, window.location.href );
	url.searchParams.set( 'path', path );
	Object.entries( query ).forEach( ( [ key, value ] ) => url.searchParams.set( key, value ) );
	return url.href;
}

export function navigate( path: Path, query?: Record< string, string > ): void {
	window.history.pushState( null, '', addressOf( path, query ) );
	window.dispatchEvent( new Event( MOVED ) );
}

/** Notes a choice in the address, so that a reload or a copied link shows the same, without a step for the back button. */
export function remember( query: Record< string, string > ): void {
	const url = new URL( window.location.href );
	Object.entries( query ).forEach( ( [ key, value ] ) => url.searchParams.set( key, value ) );
	window.history.replaceState( null, '', url.href );
}

export const queryValue = ( name: string ) => new URLSearchParams( window.location.search ).get( name );

function subscribe( listener: () => void ): () => void {
	window.addEventListener( 'popstate', listener );
	window.addEventListener( MOVED, listener );
	return () => {
		window.removeEventListener( 'popstate', listener );
		window.removeEventListener( MOVED, listener );
	};
}

export const usePath = (): Path => useSyncExternalStore( subscribe, () => pathOf( window.location.search ) );
