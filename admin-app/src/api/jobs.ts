import type { Counts, Fault } from '../types/generated';
import type { RunStatus, StartedRun } from '../types/rest';
import { request } from './request';

export type Interval = 'disabled' | '5min' | '15min' | '30min' | 'hourly' | 'twicedaily' | 'daily';

export interface ScheduledJob {
	id: string;
	/** `pull_changes`, `push`, or a standing one: `push_queue`, `image_queue`, `deletion_check`, `upkeep`. */
	kind: string;
	/** False: it follows its channel. */
	own: boolean;
	/** A standing job: it can neither be changed nor deleted. */
	fixed: boolean;
	/** It can be started by hand. */
	runnable: boolean;
	/** Of a push: what it sends. */
	entities: string[];
	/** Of a queue: how many items wait. */
	waiting: number | null;
	channel: string;
	locale: string;
	interval: Interval | 'minute';
	enabled: boolean;
	last_run: {
		id: number;
		status: RunStatus;
		counts: Counts | null;
		error: Fault | null;
		started_at: string | null;
		finished_at: string | null;
		seconds: number | null;
	} | null;
	/** UTC; null while it is disabled. */
	next_at: string | null;
}

/** What is chosen for a job of one's own. */
export type JobChoice = Pick< ScheduledJob, 'channel' | 'locale' > & { interval: Interval };

const path = ( id: string ) => `/jobs/${ encodeURIComponent( id ) }`;

export const fetchJobs = () => request.get< ScheduledJob[] >( '/jobs' );
export const addJob = ( job: JobChoice ) => request.post< ScheduledJob >( '/jobs', job );
export const changeJob = ( id: string, changes: Partial< JobChoice & { enabled: boolean } > ) =>
	request.put< ScheduledJob >( path( id ), changes );
export const deleteJob = ( id: string ) => request.delete< { deleted: boolean } >( path( id ) );
export const runJob = ( id: string ) => request.post< StartedRun >( `${ path( id ) }/run` );
