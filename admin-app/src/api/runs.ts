import { config, restUrl } from '../config';
import type { Drive } from '../engine/protocol';
import type { Job, LogRow, Run, StartedRun } from '../types/rest';
import { request } from './request';

/** It writes to UnoPim: a push, or what applies one or takes one back. */
export const isOutward = ( { kind, of }: Pick< Job, 'kind' | 'of' > ) => kind === 'push' || of === 'push';

/** A run that this tab drives. */
export const startRun = ( job: Job ) => request.post< StartedRun >( '/runs', { job } );

/** A run of this tab that reads UnoPim's structure into the site's catalogue. */
export const startRefresh = ( channel: string ) => request.post< StartedRun >( '/catalog/refresh', { channel } );

/** A run that the site drives by itself; without a language it takes the channel's own. */
export const startRunOnSite = ( job: Omit< Job, 'locale' > & Partial< Job > ) => request.post< StartedRun >( '/runs', { job, host: 'server' } );

export const fetchRun = ( id: number ) => request.get< Run >( `/runs/${ id }` );

export const fetchActiveRuns = () => request.get< Run[] >( '/runs', { active: 1, per_page: 10 } );

export interface RunFilters {
	/** Kinds of jobs; none names all. */
	kinds: Job[ 'kind' ][];
	channel: string;
	status: string;
}

/** Newest first. */
export const fetchRuns = ( { kinds, channel, status }: RunFilters, page: number ) =>
	request.list< Run >( '/runs', { kinds: kinds.join( ',' ), channel, status, page, per_page: 20 } );

export const changeRun = ( id: number, change: 'stop' | 'resume' | 'cancel' ) =>
	request.post< Run >( `/runs/${ id }/${ change }` );

/** Answers the question that a run waits with. */
export const answerRun = ( id: number, answer: 'delete' | 'keep' ) => request.post< Run >( `/runs/${ id }/answer`, { answer } );

/** A run that takes back what this one wrote. */
export const undoRun = ( id: number ) => request.post< StartedRun >( `/runs/${ id }/undo` );

export const fetchRunLogs = ( run: number, after: number ) =>
	request.get< LogRow[] >( '/logs', { run, after, per_page: 100 } );

export function driveOf( run: Pick< StartedRun, 'id' | 'lease' > ): Drive {
	return {
		stepUrl: new URL( restUrl( `/runs/${ run.id }/step` ), window.location.href ).href,
		nonce: config().nonce,
		lease: run.lease,
	};
}

/** A word of this tab's own, under which it takes over a run that nobody drives. */
export const newLease = (): string =>
	[ ...crypto.getRandomValues( new Uint8Array( 16 ) ) ].map( ( byte ) => byte.toString( 16 ).padStart( 2, '0' ) ).join( '' );

/**
 * Gives the lease back so that the server goes on with the run. It must get through while the page is being closed, which only
 * `keepalive` and beacons do; a beacon carries no headers, so there the nonce travels in the address.
 */
export function releaseRun( run: Pick< StartedRun, 'id' | 'lease' > ): void {
	const path = `/runs/${ run.id }/release`;
	const { nonce } = config();
	const body = JSON.stringify( { lease: run.lease } );
	if ( 'keepalive' in Request.prototype ) {
		// Nobody is left to hear of a failure: the lease runs out by itself then.
		void fetch( restUrl( path ), {
			method: 'POST',
			keepalive: true,
			headers: { 'Content-Type': 'application/json', 'X-WP-Nonce': nonce },
			body,
		} ).catch( () => undefined );
		return;
	}
	navigator.sendBeacon( restUrl( path, { _wpnonce: nonce } ), new Blob( [ body ], { type: 'application/json' } ) );
}
