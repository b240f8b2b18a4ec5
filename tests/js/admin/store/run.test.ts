import { beforeEach, describe, expect, it, vi } from 'vitest';
import { undoRun } from '../../../../admin-app/src/api/runs';
import { store } from '../../../../admin-app/src/store/run';
import { releaseHeldRun } from '../../../../admin-app/src/store/run/actions';
import { KEPT_LOGS, reducer } from '../../../../admin-app/src/store/run/reducer';
import type { Listeners } from '../../../../admin-app/src/engine/protocol';
import type { Report } from '../../../../admin-app/src/types/generated';
import { counts, log, progress, report, run, startedRun } from '../support/samples';
import { newRegistry } from '../support/registry';
import { site } from '../support/site';
import { tab } from '../support/tab';

const scope = { channel: 'default', locale: 'en_US' };
const full = { kind: 'pull', scope: 'full', ...scope } as const;
const released: { url: string; init: RequestInit }[] = [];

function setUp() {
	const registry = newRegistry();
	registry.register( store );
	return { act: registry.dispatch( store ), see: registry.select( store ) };
}

/** An engine whose run ends when the test says so. */
function drivenRun() {
	let settle: { resolve( value: unknown ): void; reject( error: unknown ): void } | null = null;
	let tell: Listeners = {};
	const engine = {
		run: vi.fn( ( _part: unknown, _drive: unknown, listeners: Listeners ) => {
			tell = listeners;
			return new Promise( ( resolve, reject ) => ( settle = { resolve, reject } ) );
		} ),
		stop: vi.fn( () => settle?.reject( { code: 'stopped', message: 'The run was stopped' } ) ),
	};
	tab.engine( engine as never );
	return {
		engine,
		started: () => vi.waitFor( () => expect( settle ).not.toBeNull() ),
		report: ( one: Report ) => tell.onReport?.( one ),
		state: ( state: 'running' | 'waiting' ) => tell.onState?.( state ),
		end: () => settle?.resolve( { status: 'done' } ),
		fail: ( code: string ) => settle?.reject( { code, message: code } ),
	};
}

describe( 'the run store', () => {
	beforeEach( () => {
		released.length = 0;
		Object.defineProperty( Request.prototype, 'keepalive', { value: false, configurable: true } );
		vi.stubGlobal( 'fetch', async ( url: string, init: RequestInit ) => {
			released.push( { url, init } );
			return new Response( '{}' );
		} );
		site.answer( 'GET /logs', [] );
	} );

	it( 'drives a full pull in this tab and shows what it reports', async () => {
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun( { status: 'queued' } ) );
		site.answer( 'GET /runs/17', run( { status: 'done_with_errors', progress: progress( 'done', 3, 3 ) } ) );
		const pulled = act.startHere( full );
		await driven.started();
		expect( site.asked( 'POST /runs' )[ 0 ]?.data ).toEqual( { job: { kind: 'pull', scope: 'full', ...scope } } );
		expect( driven.engine.run.mock.calls[ 0 ]?.slice( 0, 2 ) ).toEqual( [
			'pull',
			{ stepUrl: 'http://localhost:3000/wp-json/unopim-connector/v1/runs/17/step', nonce: 'nonce-1', lease: 'lease-1' },
		] );
		driven.report( report( 10, [ log( 'mug' ), log( 'tee' ) ] ) );
		driven.report( report( 30, [ log( 'cap' ) ] ) );
		expect( see.getDriver() ).toBe( 'tab' );
		expect( see.getRun()?.status ).toBe( 'running' );
		expect( see.getPercent() ).toBe( 30 );
		expect( see.getLogs().map( ( { key, position } ) => [ position, key ] ) ).toEqual( [
			[ 0, 'mug' ],
			[ 1, 'tee' ],
			[ 2, 'cap' ],
		] );
		driven.state( 'waiting' );
		expect( see.isWaiting() ).toBe( true );
		driven.state( 'running' );
		expect( see.isWaiting() ).toBe( false );
		driven.end();
		await pulled;
		expect( see.isActive() ).toBe( false );
		expect( see.getRun()?.status ).toBe( 'done_with_errors' );
		expect( released ).toHaveLength( 0 );
	} );

	it( 'starts no run where the engine cannot be had', async () => {
		const { act, see } = setUp();
		tab.engine( Object.assign( new Error( 'refused' ), { code: 'wasm_blocked' } ) );
		await act.startHere( full );
		expect( site.asked( 'POST /runs' ) ).toHaveLength( 0 );
		expect( see.getProblem() ).toMatchObject( { code: 'wasm_blocked', next_step: expect.stringContaining( 'wasm-unsafe-eval' ) } );
	} );

	it( 'lets the site do the whole run where this browser cannot', async () => {
		const { act, see } = setUp();
		site.answer( 'POST /runs', startedRun( { status: 'queued', lease: '' } ) );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		await act.startOnSite( full );
		expect( site.asked( 'POST /runs' )[ 0 ]?.data ).toEqual( { job: { kind: 'pull', scope: 'full', ...scope }, host: 'server' } );
		expect( see.getRun()?.status ).toBe( 'done' );
	} );

	it( 'watches the server when another host took the lease', async () => {
		vi.useFakeTimers();
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun() );
		site.answer( 'GET /runs/17', run( { progress: progress( 'products', 40, 100 ) } ), run( { status: 'done' } ) );
		site.answer( 'GET /logs', [ { ...log( 'mug' ), id: 7 } ], [ { ...log( 'tee' ), id: 9 } ] );
		const pulled = act.startHere( full );
		await driven.started();
		driven.report( report( 20, [ log( 'seen before' ) ] ) );
		driven.fail( 'lease_lost' );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( see.getDriver() ).toBe( 'server' );
		expect( see.getNotice() ).toBe( 'taken_over' );
		expect( see.getProblem() ).toBeNull();
		expect( see.getPercent() ).toBe( 40 );
		await vi.advanceTimersByTimeAsync( 2_000 );
		await pulled;
		expect( see.getRun()?.status ).toBe( 'done' );
		expect( see.getLogs().map( ( { key } ) => key ) ).toEqual( [ 'mug', 'tee' ] );
		expect( site.asked( 'GET /logs' )[ 1 ]?.url ).toContain( 'after=7' );
		expect( released, 'a lost lease is not given back' ).toHaveLength( 0 );
	} );

	it( 'hands the run to the server when this tab cannot go on, and says why', async () => {
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun() );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		const pulled = act.startHere( full );
		await driven.started();
		driven.fail( 'engine_crashed' );
		await pulled;
		expect( released[ 0 ]?.url ).toBe( 'http://localhost:3000/wp-json/unopim-connector/v1/runs/17/release' );
		expect( released[ 0 ]?.init ).toMatchObject( {
			keepalive: true,
			headers: { 'X-WP-Nonce': 'nonce-1' },
			body: '{"lease":"lease-1"}',
		} );
		expect( see.getProblem()?.code ).toBe( 'engine_crashed' );
	} );

	it( 'gives the lease back when the page is left, and only then', async () => {
		const { act } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun() );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		releaseHeldRun();
		expect( released ).toHaveLength( 0 );
		const pulled = act.startHere( full );
		await driven.started();
		releaseHeldRun();
		expect( released ).toHaveLength( 1 );
		driven.end();
		await pulled;
		releaseHeldRun();
		expect( released, 'nothing is held any more' ).toHaveLength( 1 );
	} );

	it( 'stops engine and run alike', async () => {
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun() );
		site.answer( 'POST /runs/17/stop', run( { status: 'stopped' } ) );
		site.answer( 'GET /runs/17', run( { status: 'stopped' } ) );
		const pulled = act.startHere( full );
		await driven.started();
		await act.stop();
		await pulled;
		expect( driven.engine.stop ).toHaveBeenCalledOnce();
		expect( see.getRun()?.status ).toBe( 'stopped' );
		expect( see.getBusy() ).toBeNull();
		expect( see.getProblem() ).toBeNull();
		expect( see.isActive(), 'a stopped run still bars another one' ).toBe( true );
		expect( released, 'the server must not go on with it' ).toHaveLength( 0 );
	} );

	it( 'follows a stopped run again once it is resumed', async () => {
		vi.useFakeTimers();
		const { act, see } = setUp();
		site.answer( 'GET /runs', [ run( { status: 'stopped' } ) ] );
		site.answer( 'GET /runs/17', run( { status: 'stopped' } ) );
		await act.attach();
		expect( see.isStopped() ).toBe( true );
		expect( see.getDriver() ).toBeNull();
		site.answer( 'POST /runs/17/resume', run( { status: 'queued' } ) );
		site.answer( 'GET /runs/17', run(), run( { status: 'done' } ) );
		const resumed = act.resume();
		await vi.advanceTimersByTimeAsync( 0 );
		expect( see.getDriver() ).toBe( 'server' );
		await vi.advanceTimersByTimeAsync( 2_000 );
		await resumed;
		expect( see.getRun()?.status ).toBe( 'done' );
	} );

	it( 'cancels a run for good', async () => {
		const { act, see } = setUp();
		site.answer( 'GET /runs', [ run( { status: 'stopped' } ) ] );
		site.answer( 'GET /runs/17', run( { status: 'stopped' } ) );
		site.answer( 'POST /runs/17/cancel', run( { status: 'cancelled' } ) );
		await act.attach();
		await act.cancel();
		expect( see.isActive() ).toBe( false );
	} );

	it( 'says nothing went wrong where somebody else ended the run', async () => {
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'POST /runs', startedRun() );
		site.answer( 'GET /runs/17', run( { status: 'cancelled' } ) );
		const pulled = act.startHere( full );
		await driven.started();
		driven.fail( 'run_over' );
		await pulled;
		expect( see.getProblem() ).toBeNull();
		expect( see.getRun()?.status ).toBe( 'cancelled' );
		expect( released ).toHaveLength( 0 );
	} );

	it( 'shows a run that is active already, previews aside', async () => {
		vi.useFakeTimers();
		const { act, see } = setUp();
		const preview = run( { id: 16, job: { kind: 'preview', ...scope } } );
		site.answer( 'GET /runs', [ preview, run() ] );
		site.answer( 'GET /runs/17', run( { progress: progress( 'products', 40, 100 ) } ), run( { status: 'done', counts: counts( { created: 3 } ) } ) );
		const attached = act.attach();
		await vi.advanceTimersByTimeAsync( 0 );
		expect( see.getRun()?.id ).toBe( 17 );
		expect( see.getNotice() ).toBe( 'joined' );
		await vi.advanceTimersByTimeAsync( 2_000 );
		await attached;
		expect( see.isActive() ).toBe( false );
		expect( site.asked( 'POST /runs' ) ).toHaveLength( 0 );
	} );

	it( 'joins the active run when a second one is refused', async () => {
		const { act, see } = setUp();
		tab.engine( {} );
		site.answer( 'POST /runs', site.refusal( { code: 'run_active', message: 'Run 17 is active.', data: { status: 409 } } ) );
		site.answer( 'GET /runs', [ run() ] );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		await act.startHere( full );
		expect( see.getRun()?.id ).toBe( 17 );
	} );

	it( 'follows a run that came without a lease', async () => {
		const { act, see } = setUp();
		tab.engine( {} );
		site.answer( 'POST /runs', { ...run(), lease: '', joined: true, waits_for: null, note: 'Run 17 does the same already.' } );
		site.answer( 'GET /runs/17', run( { status: 'waiting' } ) );
		await act.startHere( full );
		expect( see.getNotice() ).toBe( 'joined' );
		expect( see.getRun()?.status ).toBe( 'waiting' );
		expect( site.asked( 'POST /runs/17/step' ) ).toHaveLength( 0 );
	} );

	it( 'answers a question, and follows the run that goes on', async () => {
		vi.useFakeTimers();
		const { act, see } = setUp();
		site.answer( 'GET /runs', [ run( { status: 'waiting' } ) ] );
		site.answer( 'GET /runs/17', run( { status: 'waiting' } ) );
		await act.attach();
		site.answer( 'POST /runs/17/answer', run( { status: 'queued' } ) );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		await act.answer( 'keep' );
		expect( site.asked( 'POST /runs/17/answer' )[ 0 ]?.data ).toEqual( { answer: 'keep' } );
		expect( see.getRun()?.status ).toBe( 'done' );
	} );

	it( 'drives a run of the site from this tab, under a lease of its own', async () => {
		const { act, see } = setUp();
		const driven = drivenRun();
		site.answer( 'GET /runs', [ run( { status: 'queued' } ) ] );
		site.answer( 'GET /runs/17', run( { status: 'stopped' } ) );
		await act.attach();
		const driving = act.takeOver();
		await driven.started();
		expect( see.getDriver() ).toBe( 'tab' );
		expect( driven.engine.run.mock.calls[ 0 ]?.[ 1 ] ).toMatchObject( { lease: expect.stringMatching( /^[0-9a-f]{32}$/ ) } );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		driven.end();
		await driving;
		expect( see.getRun()?.status ).toBe( 'done' );
	} );

	it( 'says that a run waits for another one', async () => {
		const { act, see } = setUp();
		site.answer( 'POST /runs/9/undo', startedRun( { lease: '', waits_for: 16 } ) );
		site.answer( 'GET /runs/17', run( { status: 'done' } ) );
		await act.begin( () => undoRun( 9 ) );
		expect( see.getNotice() ).toBe( 'waits' );
	} );

	it( 'notes the last sign of life', () => {
		const state = reducer( undefined, { type: 'RECEIVED', run: run( { heartbeat_at: '2026-11-23T10:00:00Z' } ), at: 5 } );
		expect( state.seenAt ).toBe( Date.parse( '2026-11-23T10:00:00Z' ) );
		expect( reducer( state, { type: 'REPORTED', report: report( 1 ), at: 7 } ).seenAt ).toBe( 7 );
	} );

	it( 'bears a lost answer, but not three in a row', async () => {
		vi.useFakeTimers();
		const { act, see } = setUp();
		const lost = site.refusal( { code: 'fetch_error', message: 'You are probably offline.' } );
		site.answer( 'GET /runs', [ run() ] );
		site.answer( 'GET /runs/17', lost, lost, run(), lost, lost, lost );
		const attached = act.attach();
		await vi.advanceTimersByTimeAsync( 4_000 );
		expect( see.getProblem() ).toBeNull();
		await vi.advanceTimersByTimeAsync( 8_000 );
		await attached;
		expect( see.getProblem()?.code ).toBe( 'fetch_error' );
	} );

	it( 'keeps the newest rows and counts all', () => {
		const many = Array.from( { length: KEPT_LOGS + 20 }, ( _none, index ) => log( `p${ index }` ) );
		const state = reducer( undefined, { type: 'LOGGED', logs: many } );
		expect( state.logs ).toHaveLength( KEPT_LOGS );
		expect( state.logs[ 0 ]?.key ).toBe( 'p20' );
		expect( state.logCount ).toBe( KEPT_LOGS + 20 );
	} );
} );
