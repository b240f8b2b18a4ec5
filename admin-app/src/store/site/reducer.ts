import type { Run } from '../../types/rest';

export interface State {
	/** null: not known yet. */
	dryRun: boolean | null;
	/** Runs that are queued, under way, stopped, stalled or waiting for an answer. */
	active: Run[];
	/** Whether the site could be reached when it was last asked. */
	online: boolean;
}

export type Event = { type: 'DRY_RUN'; on: boolean } | { type: 'ACTIVE'; runs: Run[] } | { type: 'ONLINE'; online: boolean };

const initial: State = { dryRun: null, active: [], online: true };

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'DRY_RUN':
			return { ...state, dryRun: event.on, online: true };
		case 'ACTIVE':
			return { ...state, active: event.runs, online: true };
		case 'ONLINE':
			return { ...state, online: event.online };
		default:
			return state;
	}
}
