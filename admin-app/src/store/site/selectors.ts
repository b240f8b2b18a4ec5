import { createSelector } from '../create-selector';
import type { State } from './reducer';

export const isDryRun = ( state: State ) => state.dryRun;
export const isOnline = ( state: State ) => state.online;
export const getActiveRuns = ( state: State ) => state.active;
/** Runs that cannot go on without an answer. */
export const getWaitingRuns = createSelector(
	( state: State ) => state.active.filter( ( { status } ) => status === 'waiting' ),
	( state ) => [ state.active ]
);
export const getStalledRuns = createSelector(
	( state: State ) => state.active.filter( ( { status } ) => status === 'stalled' ),
	( state ) => [ state.active ]
);
