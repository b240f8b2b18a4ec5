import { toProblem } from '../../api/problem';
import * as api from '../../api/runs';
import { getEngine } from '../../engine';
import type { EngineClient } from '../../engine/client';
import type { Part } from '../../engine/protocol';
import type { Job, Problem, Run, StartedRun } from '../../types/rest';
import type { Thunk } from '../thunk';
import { isFinal } from './reducer';
import type { Event, State } from './reducer';
import type * as selectors from './selectors';
import { watch } from './watch';

export type RunThunk = Thunk< Event, typeof selectors >;
export type RunArgs = Parameters< RunThunk >[ 0 ];

/** The part of the engine that tells a run's story. */
const partOf = ( job: Job ): Part => ( api.isOutward( job ) ? 'push' : 'pull' );

/** The run whose lease this tab holds. */
let held: StartedRun | null = null;

/** Starts a run and drives it with the engine in this tab. */
export const startHere =
	( job: Job ): RunThunk =>
	async ( args ) => {
		const { dispatch } = args;
		dispatch( { type: 'STARTING' } );
		let engine: EngineClient;
		try {
			engine = await getEngine( partOf( job ) ); // first: a run nobody can drive must not be started
			const run = await api.startRun( job );
			if ( run.lease === '' ) {
				await show( run, args );
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

/** Starts a run that the site does in the background, for browsers that cannot run the engine. */
export const startOnSite = ( job: Job ) => begin( () => api.startRunOnSite( job ) );

/** Shows the run that a request to the site starts. */
export const begin =
	( ask: () => Promise< StartedRun > ): RunThunk =>
	async ( args ) => {
		args.dispatch( { type: 'STARTING' } );
		try {
			await show( await ask(), args );
		} catch ( error ) {
			await refuse( toProblem( error ), args );
		}
	};

/** Shows a run that the site drives, until it rests. */
async function show( run: StartedRun, args: RunArgs ) {
	args.dispatch( { type: 'STARTED', run, driver: 'server', notice: run.waits_for !== null ? 'waits' : run.joined ? 'joined' : null } );
	await watch( run.id, args );
}

/** Says why a run could not be started; where another one is in the way, that one is shown. */
async function refuse( problem: Problem, args: RunArgs ) {
	args.dispatch( { type: 'REFUSED', problem } );
	if ( problem.code === 'run_active' ) {
		await attach()( args );
	}
}

/** Drives the run on show from this tab, where nothing in the background does. */
export const takeOver =
	(): RunThunk =>
	async ( args ) => {
		const { dispatch, select } = args;
		const run = select.getRun();
		if ( ! run || held ) {
			return;
		}
		dispatch( { type: 'ACTING', busy: 'taking' } );
		try {
			const engine = await getEngine( partOf( run.job ) );
			held = { ...run, lease: api.newLease(), joined: false, waits_for: null, note: null };
			dispatch( { type: 'STARTED', run: held, driver: 'tab', notice: null } );
			await drive( engine, held, args );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

/** The engine's word for having been asked to stop. */
const STOPPED = 'stopped';

/** Why a run ends in this tab without anything having gone wrong: stopped, driven by another host, ended by somebody else, asking. */
const NO_FAILURE = [ STOPPED, 'lease_lost', 'run_over', 'waiting_for_answer' ];

async function drive( engine: EngineClient, run: StartedRun, args: RunArgs ) {
	const { dispatch } = args;
	try {
		await engine.run( partOf( run.job ), api.driveOf( run ), {
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

/** Runs that write or plan; previews, probes and images have no place on the page of their own. */
const SHOWN: Job[ 'kind' ][] = [ 'pull', 'push', 'deletions', 'apply', 'undo' ];

/** Shows the run that is active, if there is one. */
export const attach =
	(): RunThunk =>
	async ( args ) => {
		const { dispatch, select } = args;
		if ( held ) {
			return;
		}
		try {
			const runs = await api.fetchActiveRuns();
			// The oldest: the others wait for it.
			const run = runs.filter( ( { job, status } ) => SHOWN.includes( job.kind ) && ! isFinal( status ) ).pop();
			if ( run && ! select.isActive() ) {
				dispatch( { type: 'STARTED', run, driver: 'server', notice: 'joined' } );
				await watch( run.id, args );
			} else if ( ! run && select.getProblem() && select.getBusy() === null ) {
				dispatch( { type: 'REFUSED', problem: null } ); // What went wrong before is over.
			}
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

async function stopHere( { job }: Run ) {
	const part = partOf( job );
	await ( await getEngine( part ) ).stop( part );
}

/** Stops after the present step, whoever drives. */
export const stop =
	(): RunThunk =>
	async ( args ) => {
		if ( held ) {
			await stopHere( held );
		}
		await change( 'stopping', ( id ) => api.changeRun( id, 'stop' ), args );
	};

/** Lets the server go on with a stopped or stalled run. */
export const resume = () => goOn( 'resuming', ( id ) => api.changeRun( id, 'resume' ) );

/** Answers the run's question; it goes on at the site. */
export const answer = ( word: 'delete' | 'keep' ) => goOn( 'answering', ( id ) => api.answerRun( id, word ) );

const goOn =
	( busy: NonNullable< State[ 'busy' ] >, ask: ( id: number ) => Promise< Run > ): RunThunk =>
	async ( args ) => {
		const run = await change( busy, ask, args );
		if ( run ) {
			await watch( run.id, args );
		}
	};

/** Ends a run for good; what it has written stays. */
export const cancel =
	(): RunThunk =>
	async ( args ) => {
		if ( held ) {
			await stopHere( held );
		}
		await change( 'cancelling', ( id ) => api.changeRun( id, 'cancel' ), args );
	};

async function change( busy: NonNullable< State[ 'busy' ] >, ask: ( id: number ) => Promise< Run >, { dispatch, select }: RunArgs ) {
	const shown = select.getRun();
	if ( ! shown ) {
		return null;
	}
	dispatch( { type: 'ACTING', busy } );
	try {
		const run = await ask( shown.id );
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
