import type { Connection, Problem } from '../../types/rest';

export interface State {
	connection: Connection | null;
	busy: 'loading' | 'testing' | 'disconnecting' | null;
	/** Of the last attempt; the stored connection's own problem is in `connection`. */
	problem: Problem | null;
	/** True after a Test & Save that worked, until the next attempt. */
	saved: boolean;
}

export type Event =
	| { type: 'BUSY'; busy: NonNullable< State[ 'busy' ] > }
	| { type: 'RECEIVED'; connection: Connection; saved: boolean }
	| { type: 'REFUSED'; problem: Problem };

const initial: State = { connection: null, busy: null, problem: null, saved: false };

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'BUSY':
			return { ...state, busy: event.busy, problem: null, saved: false };
		case 'RECEIVED':
			return { connection: event.connection, busy: null, problem: null, saved: event.saved };
		case 'REFUSED':
			return { ...state, busy: null, problem: event.problem };
		default:
			return state;
	}
}
