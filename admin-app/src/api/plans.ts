import type { Job, Run, StartedRun } from '../types/rest';
import type { Fault, FieldChange } from '../types/generated';
import { request } from './request';

export type PlanState = 'making' | 'failed' | 'applying' | 'applied' | 'expired' | 'outdated' | 'ready';

/** A run that planned instead of writing. */
export interface StoredPlan extends Run {
	state: PlanState;
	hash: string | null;
	/** How many operations it holds. */
	operations: number;
	/** Of a single plan only. */
	summary?: { entity: string; action: string; outcome: string; count: number }[];
}

/** What a run did, or a plan would do, to one item. */
export interface Operation {
	row: number;
	n: number;
	entity: string;
	key: string;
	channel: string;
	action: string;
	kind: string;
	id: number | null;
	reason: string;
	/** The side that is written; absent: the shop. */
	side?: 'unopim' | null;
	/** Of a plan: `planned`, `applied`, `changed` or `failed`. */
	outcome: string;
	fields: FieldChange[];
	error: Fault | null;
}

export interface OperationFilters {
	action: string;
	entity: string;
	outcome: string;
	search: string;
}

export const fetchPlan = ( id: number ) => request.get< StoredPlan >( `/plans/${ id }` );

export const makePlan = ( job: Job ) => request.post< StartedRun >( '/plans', { job, host: 'server' } );

export const applyPlan = ( id: number ) => request.post< StartedRun >( `/plans/${ id }/apply`, { host: 'server' } );

export const discardPlan = ( id: number ) => request.delete< { discarded: boolean } >( `/plans/${ id }` );

/** Of any run, a plan or one that wrote. */
export const fetchOperations = ( run: number, filters: OperationFilters, page: number, per_page = 50 ) =>
	request.list< Operation >( `/runs/${ run }/operations`, { ...filters, page, per_page } );
