import type { LogEntry, Problem, Run, RunStatus } from '../../types/rest';
import type { Progress, Report } from '../../types/generated';
import { addSample } from './pace';
import type { Sample } from './pace';

/** Who does the work: this tab, the server, or nobody any more. */
export type Driver = 'tab' | 'server' | null;

export interface Entry extends LogEntry {
	/** Position in this list: rows of a run in the tab have no id of their own yet. */
	position: number;
}

export interface State {
	run: Run | null;
	driver: Driver;
	busy: 'starting' | 'stopping' | 'resuming' | 'answering' | 'taking' | 'cancelling' | null;
	/** The engine waits, because UnoPim asked for patience. */
	waiting: boolean;
	progress: Progress | null;
	samples: Sample[];
	/** When the run gave its last sign of life, in milliseconds; null while it has given none. */
	seenAt: number | null;
	logs: Entry[];
	/** How many rows there were in all; the list keeps the newest. */
	logCount: number;
	problem: Problem | null;
	/** Something to know that is no failure, such as the server having taken over. */
	notice: 'taken_over' | 'joined' | 'waits' | null;
}

export type Event =
	| { type: 'STARTING' }
	| { type: 'STARTED'; run: Run; driver: Driver; notice: State[ 'notice' ] }
	| { type: 'REPORTED'; report: Report; at: number }
	| { type: 'RECEIVED'; run: Run; at: number }
	| { type: 'LOGGED'; logs: LogEntry[] }
	| { type: 'HANDED_OVER'; problem: Problem | null }
	| { type: 'WAITING'; waiting: boolean }
	| { type: 'ACTING'; busy: NonNullable< State[ 'busy' ] > }
	| { type: 'REFUSED'; problem: Problem | null };

export const KEPT_LOGS = 500;

const FINAL: RunStatus[] = [ 'done', 'done_with_errors', 'cancelled', 'failed' ];

export const isFinal = ( status: RunStatus ) => FINAL.includes( status );

/** Nothing moves until somebody acts. */
export const isAtRest = ( status: RunStatus ) => status === 'stopped' || status === 'waiting' || isFinal( status );

const initial: State = {
	run: null,
	driver: null,
	busy: null,
	waiting: false,
	progress: null,
	samples: [],
	seenAt: null,
	logs: [],
	logCount: 0,
	problem: null,
	notice: null,
};

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'STARTING':
			return { ...initial, busy: 'starting' };
		case 'STARTED':
			return {
				...initial,
				run: event.run,
				driver: event.driver,
				progress: event.run.progress,
				seenAt: signOf( event.run ),
				notice: event.notice,
			};
		case 'REPORTED':
			return withLogs(
				withProgress( { ...state, run: state.run && underWay( state.run ), seenAt: event.at }, event.report.progress, event.at ),
				event.report.logs
			);
		case 'RECEIVED': {
			const rests = isAtRest( event.run.status );
			return {
				...withProgress( state, event.run.progress, event.at ),
				run: event.run,
				seenAt: signOf( event.run ),
				driver: rests ? null : 'server',
				// A run that is being stopped is told to run until its present step is done.
				busy: rests || state.busy !== 'stopping' ? null : state.busy,
				waiting: ! rests && state.waiting,
			};
		}
		case 'LOGGED':
			return withLogs( state, event.logs );
		case 'HANDED_OVER':
			// The server keeps every row: the list is read from there again, so that none appears twice.
			return { ...state, driver: 'server', waiting: false, notice: 'taken_over', problem: event.problem, logs: [], logCount: 0 };
		case 'WAITING':
			return { ...state, waiting: event.waiting };
		case 'ACTING':
			return { ...state, busy: event.busy, problem: null };
		case 'REFUSED':
			return { ...state, busy: null, problem: event.problem };
		default:
			return state;
	}
}

const signOf = ( { heartbeat_at: beat }: Run ): number | null => ( beat ? Date.parse( beat ) : null );

/** A run that reports is no longer queued, whatever it was when it was started. */
const underWay = ( run: Run ): Run => ( run.status === 'queued' ? { ...run, status: 'running' } : run );

function withProgress( state: State, progress: Progress | null, at: number ): State {
	return progress ? { ...state, progress, samples: addSample( state.samples, progress, at ) } : state;
}

function withLogs( state: State, logs: LogEntry[] ): State {
	if ( logs.length === 0 ) {
		return state;
	}
	const entries = logs.map( ( log, index ) => ( { ...log, position: state.logCount + index } ) );
	return {
		...state,
		logs: [ ...state.logs, ...entries ].slice( -KEPT_LOGS ),
		logCount: state.logCount + logs.length,
	};
}
