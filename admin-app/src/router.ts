/**
 * The screen shown is the `path` of the page's address: `admin.php?page=unopim-connector&path=/preview`. Screens are steps in the
 * browser's history; leaving one that holds unsaved edits asks first, also on the way back.
 */
import { useSyncExternalStore } from '@wordpress/element';
import { config } from './config';
import { holdsEdits, leave } from './guard';

/** Every screen. A section is the first part of a path; its first screen is the one that a link to the section shows. */
export const PATHS = [
	'/connection',
	'/channels',
	'/mapping/core',
	'/mapping/attributes',
	'/mapping/categories',
	'/preview',
	'/sync',
	'/sync/review',
	'/sync/parked',
	'/sync/links',
	'/sync/media',
	'/sync/history',
	'/jobs',
	'/logs',
	'/settings',
	'/settings/general',
	'/settings/health',
] as const;

export type Path = ( typeof PATHS )[ number ];
export type Query = Record< string, string >;

export const HOME: Path = '/connection';
const MOVED = 'unopim-connector:moved';

/** The screen an address names, or the first of its section; Connection where there is no such section. */
export function pathOf( search: string ): Path {
	const wanted = new URLSearchParams( search ).get( 'path' ) ?? HOME;
	return PATHS.find( ( path ) => path === wanted ) ?? PATHS.find( ( path ) => sectionOf( path ) === sectionOf( wanted ) ) ?? HOME;
}

export const sectionOf = ( path: string ): string => `/${ path.split( '/' )[ 1 ] ?? '' }`;

export function addressOf( path: Path, query: Query = {} ): string {
	const url = new URL( config().pageUrl, window.location.href );
	url.searchParams.set( 'path', path );
	Object.entries( query ).forEach( ( [ key, value ] ) => url.searchParams.set( key, value ) );
	return url.href;
}

/** Shows a screen, unless somebody wants to keep what would be lost. */
export function navigate( path: Path, query?: Query ): void {
	leave( () => {
		position++;
		window.history.pushState( { position }, '', addressOf( path, query ) );
		tell();
	} );
}

/** Notes a choice in the address, so that a reload or a copied link shows the same, without a step for the back button. */
export function remember( query: Query ): void {
	const url = new URL( window.location.href );
	Object.entries( query ).forEach( ( [ key, value ] ) => {
		if ( value === '' ) {
			url.searchParams.delete( key );
		} else {
			url.searchParams.set( key, value );
		}
	} );
	window.history.replaceState( window.history.state, '', url.href );
}

export const queryValue = ( name: string ) => new URLSearchParams( window.location.search ).get( name );

/** This screen's place in the history of the tab; it tells how far a step back went. */
let position = positionOf( window.history.state );

/** The next step is the return to a screen that was not to be left. */
let returning = false;

function positionOf( state: unknown ): number {
	const value = ( state as { position?: unknown } | null )?.position;
	return typeof value === 'number' ? value : 0;
}

const tell = () => window.dispatchEvent( new Event( MOVED ) );

function stepped( { state }: PopStateEvent ): void {
	if ( returning ) {
		returning = false;
		return;
	}
	const to = positionOf( state );
	const steps = to - position;
	if ( steps === 0 || ! holdsEdits() ) {
		position = to;
		tell();
		return;
	}
	returning = true;
	window.history.go( -steps );
	leave( () => window.history.go( steps ) );
}

window.addEventListener( 'popstate', stepped );

function subscribe( listener: () => void ): () => void {
	window.addEventListener( MOVED, listener );
	return () => window.removeEventListener( MOVED, listener );
}

export const usePath = (): Path => useSyncExternalStore( subscribe, () => pathOf( window.location.search ) );
