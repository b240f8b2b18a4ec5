import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import * as api from '../../api/runs';
import { getEngine } from '../../engine';
import type { EngineClient } from '../../engine/client';
import type { Job, Problem, StartedRun } from '../../types/rest';
import type { Thunk } from '../thunk';
import { isFinal } from './reducer';
import type { Event, State } from './reducer';
import type * as selectors from './selectors';
import { watch } from './watch';

export type RunThunk = Thunk< Event, typeof selectors >;
export type RunArgs = Parameters< RunThunk >[ 0 ];

/** The run whose lease this tab holds. */
let held: StartedRun | null = null;

/** Starts a full pull that the site does in the background, for browsers that cannot run the engine. */
export const pullOnSite =
	( scope: Scope ): RunThunk =>
	async ( args ) => {
		const { dispatch } = args;
		dispatch( { type: 'STARTING' } );
		try {
			const run = await api.startRunOnSite( fullPull( scope ) );
			dispatch( { type: 'STARTED', run, driver: 'server', notice: null } );
			await watch( run.id, args );
		} catch ( error ) {
			await refuse( toProblem( error ), args );
		}
	};

const fullPull = ( { channel, locale }: Scope ): Job => ( { kind: 'pull', scope: 'full', channel, locale } );

/** Says why a run could not be started; where another one is in the way, that one is shown. */
async function refuse( problem: Problem, args: RunArgs ) {
	args.dispatch( { type: 'REFUSED', problem } );
	if ( problem.code === 'run_active' ) {
		await attach()( args );
	}
}

/** Starts a full pull and drives it with the engine in this tab. */
export const pullFull =
	( scope: Scope ): RunThunk =>
	async ( args ) => {
		const { dispatch } = args;
		dispatch( { type: 'STARTING' } );
		let engine: EngineClient;
		try {
			engine = await getEngine(); // first: a run nobody can drive must not be started
			const run = await api.startRun( fullPull( scope ) );
			if ( run.lease === '' ) {
				dispatch( { type: 'STARTED', run, driver: 'server', notice: 'joined' } );
				await watch( run.id, args );
				return;
			}
			held = run;
		} catch ( error ) {
			await refuse( toProblem( error ), args );
			return;
		}
		dispatch( { type: 'STARTED', run: held, driver: 'tab', notice: null } );
		await drive( engine, held, args );
	};

/** The engine's word for having been asked to stop. */
const STOPPED = 'stopped';

/** Why a run ends in this tab without anything having gone wrong: stopped, driven by another host, ended by somebody else, asking. */
const NO_FAILURE = [ STOPPED, 'lease_lost', 'run_over', 'waiting_for_answer' ];

async function drive( engine: EngineClient, run: StartedRun, args: RunArgs ) {
	const { dispatch } = args;
	try {
		await engine.run( api.driveOf( run ), {
			onReport: ( report ) => dispatch( { type: 'REPORTED', report, at: Date.now() } ),
			onState: ( state ) => dispatch( { type: 'WAITING', waiting: state === 'waiting' } ),
		} );
	} catch ( error ) {
		const problem = toProblem( error );
		if ( ! NO_FAILURE.includes( problem.code ) ) {
			api.releaseRun( run ); // this tab cannot go on: the server can
		}
		if ( problem.code !== STOPPED ) {
			dispatch( { type: 'HANDED_OVER', problem: NO_FAILURE.includes( problem.code ) ? null : problem } );
		}
	} finally {
		held = null;
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
	async ( args ) => {
		if ( held ) {
			await ( await getEngine() ).stop();
		}
		await change( 'stop', 'stopping', args );
	};

/** Lets the server go on with a stopped run. */
export const resume =
	(): RunThunk =>
	async ( args ) => {
		const run = await change( 'resume', 'resuming', args );
		if ( run ) {
			await watch( run.id, args );
		}
	};

/** Ends a run for good; what it has written stays. */
export const cancel =
	(): RunThunk =>
	async ( args ) => {
		if ( held ) {
			await ( await getEngine() ).stop();
		}
		await change( 'cancel', 'cancelling', args );
	};

async function change( what: 'stop' | 'resume' | 'cancel', busy: NonNullable< State[ 'busy' ] >, { dispatch, select }: RunArgs ) {
	const shown = select.getRun();
	if ( ! shown ) {
		return null;
	}
	dispatch( { type: 'ACTING', busy } );
	try {
		const run = await api.changeRun( shown.id, what );
		dispatch( { type: 'RECEIVED', run, at: Date.now() } );
		return run;
	} catch ( error ) {
		dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		return null;
	}
}

/** To be called while the page is being left. */
export function releaseHeldRun(): void {
	if ( held ) {
		api.releaseRun( held );
	}
}
