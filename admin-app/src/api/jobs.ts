import type { Counts, Fault } from '../types/generated';
import type { RunStatus, StartedRun } from '../types/rest';
import type { PushEntity } from './shop';
import { request } from './request';

export type Interval = 'disabled' | '5min' | '15min' | '30min' | 'hourly' | 'twicedaily' | 'daily';

export type JobKind = 'pull_changes' | 'push' | 'push_queue' | 'image_queue' | 'deletion_check' | 'upkeep';

export interface ScheduledJob {
	id: string;
	kind: JobKind;
	/** Added by somebody; else it follows its channel, or every site has it. */
	own: boolean;
	/** It can neither be changed nor deleted. */
	fixed: boolean;
	/** It can be started by hand. */
	runnable: boolean;
	channel: string;
	locale: string;
	/** What a push sends. */
	entities: PushEntity[];
	interval: Interval | 'minute';
	enabled: boolean;
	/** Of a queue: how many items wait in it. */
	waiting: number | null;
	last_run: {
		id: number;
		status: RunStatus;
		counts: Counts | null;
		warnings: number;
		error: Fault | null;
		started_at: string | null;
		finished_at: string | null;
		seconds: number | null;
	} | null;
	/** UTC; null while it is disabled. */
	next_at: string | null;
}

/** What is chosen for a job of one's own. */
export type JobChoice =
	| { kind: 'pull_changes'; channel: string; locale: string; interval: Interval }
	| { kind: 'push'; channel: string; entities: PushEntity[]; interval: Interval };

const path = ( id: string ) => `/jobs/${ encodeURIComponent( id ) }`;

export const fetchJobs = () => request.get< ScheduledJob[] >( '/jobs' );
export const addJob = ( job: JobChoice ) => request.post< ScheduledJob >( '/jobs', job );
export const changeJob = ( id: string, changes: JobChoice | { enabled: boolean } ) =>
	request.put< ScheduledJob >( path( id ), changes );
export const deleteJob = ( id: string ) => request.delete< { deleted: boolean } >( path( id ) );
export const runJob = ( id: string ) => request.post< StartedRun >( `${ path( id ) }/run` );
