import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import * as api from '../../api/runs';
import { getEngine } from '../../engine';
import type { EngineClient } from '../../engine/client';
import type { StartedRun } from '../../types/rest';
import type { Thunk } from '../thunk';
import { isFinal } from './reducer';
import type { Event } from './reducer';
import type * as selectors from './selectors';
import { watch } from './watch';

export type RunThunk = Thunk< Event, typeof selectors >;
export type RunArgs = Parameters< RunThunk >[ 0 ];

/** The run whose lease this tab holds. */
let held: StartedRun | null = null;

/** Starts a full pull and drives it with the engine in this tab. */
export const pullFull =
	( { channel, locale }: Scope ): RunThunk =>
	async ( args ) => {
		const { dispatch } = args;
		dispatch( { type: 'STARTING' } );
		let engine: EngineClient;
		try {
			engine = await getEngine(); // first: a run nobody can drive must not be started
			held = await api.startRun( { kind: 'pull', scope: 'full', channel, locale } );
		} catch ( error ) {
			const problem = toProblem( error );
			dispatch( { type: 'REFUSED', problem } );
			if ( problem.status === 409 ) {
				await attach()( args ); // one is running already: show it
			}
			return;
		}
		dispatch( { type: 'STARTED', run: held, driver: 'tab', notice: null } );
		await drive( engine, held, args );
	};

async function drive( engine: EngineClient, run: StartedRun, args: RunArgs ) {
	const { dispatch, select } = args;
	try {
		await engine.run( api.driveOf( run ), ( report ) => dispatch( { type: 'REPORTED', report, at: Date.now() } ) );
		held = null;
	} catch ( error ) {
		const problem = toProblem( error );
		const lost = problem.code === 'lease_lost';
		if ( ! lost && held ) {
			api.releaseRun( held ); // this tab cannot go on: the server can
		}
		held = null;
		if ( select.getBusy() !== 'stopping' ) {
			dispatch( { type: 'HANDED_OVER', problem: lost ? null : problem } );
		}
	}
	await watch( run.id, args );
}

/** Shows the run that is active, if there is one. */
export const attach =
	(): RunThunk =>
	async ( args ) => {
		const { dispatch, select } = args;
		if ( held ) {
			return;
		}
		try {
			const run = ( await api.fetchActiveRuns() ).find( ( { job, status } ) => job.kind === 'pull' && ! isFinal( status ) );
			if ( run && ! select.isActive() ) {
				dispatch( { type: 'STARTED', run, driver: 'server', notice: 'joined' } );
				await watch( run.id, args );
			}
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

/** Stops after the present step, whoever drives. */
export const stop =
	(): RunThunk =>
	async ( { dispatch, select } ) => {
		const run = select.getRun();
		if ( ! run ) {
			return;
		}
		dispatch( { type: 'STOPPING' } );
		try {
			if ( held ) {
				await ( await getEngine() ).stop();
			}
			dispatch( { type: 'RECEIVED', run: await api.stopRun( run.id ), at: Date.now() } );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

/** To be called while the page is being left. */
export function releaseHeldRun(): void {
	if ( held ) {
		api.releaseRun( held );
	}
}
