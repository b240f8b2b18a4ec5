import { describe, expect, it, vi } from 'vitest';
import { createDispatcher } from '../../../../admin-app/src/engine/dispatcher';
import type { Answer, Part } from '../../../../admin-app/src/engine/protocol';
import { item, mapping, plan, report } from '../support/samples';

const drive = { stepUrl: 'https://shop/step', nonce: 'n', lease: 'l' };

function fakePreview( code: string ) {
	return {
		plan: vi.fn( () => plan( { hash: code } ) ),
		attributes: () => [ { code, label: code, type: 'text' } ],
		associations: () => [ 'up_sells' ],
		autoMap: vi.fn( ( present ) => ( { mapping: present, filled: [] } ) ),
		free: vi.fn(),
	};
}

/** The parts of the engine that a test uses. */
function setUp( engines: Partial< Record< Part, Record< string, unknown > > > ) {
	const answers: Answer[] = [];
	let clock = 0;
	const dispatch = createDispatcher( engines as never, ( answer ) => answers.push( answer ), () => ( clock += 2 ) );
	return { answers, dispatch };
}

describe( 'the dispatcher', () => {
	it( 'drives a run and posts its reports before the result', async () => {
		const run = async ( url: string, nonce: string, lease: string, onReport: ( r: unknown ) => void, onState: ( s: string ) => void ) => {
			onReport( report( 1 ) );
			onState( 'waiting' );
			return { status: 'done', url, nonce, lease };
		};
		const { answers, dispatch } = setUp( { pull: { run } } );
		await dispatch( { id: 4, command: 'run', input: { ...drive, part: 'pull' } } );
		expect( answers ).toEqual( [
			{ id: 4, report: report( 1 ) },
			{ id: 4, state: 'waiting' },
			{ id: 4, ok: true, value: { status: 'done', url: drive.stepUrl, nonce: 'n', lease: 'l' } },
		] );
	} );

	it( 'plans the open product and says how long it took', async () => {
		const preview = fakePreview( 'a' );
		const { answers, dispatch } = setUp( { screens: { Preview: { open: async () => preview } } } );
		await dispatch( { id: 1, command: 'preview.open', input: drive } );
		await dispatch( { id: 2, command: 'preview.plan', input: { mapping: mapping() } } );
		await dispatch( { id: 3, command: 'preview.plan', input: { mapping: null } } );
		expect( answers[ 0 ] ).toEqual( { id: 1, ok: true, value: { attributes: preview.attributes(), associations: [ 'up_sells' ] } } );
		expect( answers[ 1 ] ).toEqual( { id: 2, ok: true, value: { plan: plan( { hash: 'a' } ), ms: 2 } } );
		expect( preview.plan.mock.calls ).toEqual( [ [ mapping() ], [ undefined ] ] );
	} );

	it( 'sends a large plan in parts, without what only the site needs', async () => {
		const operations = Array.from( { length: 250 }, ( _none, n ) => item( { key: `sku-${ n }`, link: { target: 't', bases: {}, context: null, flags: [] } } ) );
		const preview = { ...fakePreview( 'a' ), plan: () => plan( { operations } ) };
		const { answers, dispatch } = setUp( { screens: { Preview: { open: async () => preview } } } );
		await dispatch( { id: 1, command: 'preview.open', input: drive } );
		await dispatch( { id: 2, command: 'preview.plan', input: { mapping: null } } );
		const parts = answers.flatMap( ( answer ) => ( 'part' in answer ? [ answer.part ] : [] ) );
		expect( parts.map( ( part ) => part.length ) ).toEqual( [ 100, 100, 50 ] );
		expect( parts.flat().every( ( { link } ) => link === undefined ) ).toBe( true );
		expect( answers[ answers.length - 1 ] ).toMatchObject( { id: 2, ok: true, value: { plan: { operations: [] } } } );
	} );

	it( 'refuses to plan while nothing is open', async () => {
		const { answers, dispatch } = setUp( {} );
		await dispatch( { id: 1, command: 'preview.plan', input: { mapping: null } } );
		expect( answers ).toMatchObject( [ { id: 1, ok: false, error: { code: 'preview_closed' } } ] );
	} );

	it( 'keeps the product opened last, even when an earlier one arrives after it', async () => {
		const early = fakePreview( 'early' );
		const late = fakePreview( 'late' );
		let arrive: ( preview: unknown ) => void = () => undefined;
		const opens = [ new Promise( ( resolve ) => ( arrive = resolve ) ), Promise.resolve( late ) ];
		const { answers, dispatch } = setUp( { screens: { Preview: { open: () => opens.shift() } } } );
		const first = dispatch( { id: 1, command: 'preview.open', input: drive } );
		await dispatch( { id: 2, command: 'preview.open', input: drive } );
		arrive( early );
		await first;
		expect( answers.find( ( { id } ) => id === 1 ) ).toMatchObject( { ok: false, error: { code: 'superseded' } } );
		expect( early.free ).toHaveBeenCalledOnce();
		await dispatch( { id: 3, command: 'preview.plan', input: { mapping: null } } );
		expect( answers.find( ( { id } ) => id === 3 ) ).toMatchObject( { value: { plan: { hash: 'late' } } } );
	} );

	it( 'frees the product when the preview is closed', async () => {
		const preview = fakePreview( 'a' );
		const { answers, dispatch } = setUp( { screens: { Preview: { open: async () => preview } } } );
		await dispatch( { id: 1, command: 'preview.open', input: drive } );
		await dispatch( { id: 2, command: 'preview.close', input: null } );
		await dispatch( { id: 3, command: 'preview.plan', input: { mapping: null } } );
		expect( preview.free ).toHaveBeenCalledOnce();
		expect( answers[ 2 ] ).toMatchObject( { error: { code: 'preview_closed' } } );
	} );

	it( 'loads the part that is asked for, and says where it cannot be had', async () => {
		const init = vi.fn( async () => undefined );
		const fetch = vi.fn( async () => new Response( 'bytes' ) );
		vi.stubGlobal( 'fetch', fetch );
		fetch.mockResolvedValueOnce( new Response( '', { status: 404 } ) ).mockResolvedValueOnce( new Response( '', { status: 404 } ) );
		const { answers, dispatch } = setUp( { push: { default: init } } );
		for ( const id of [ 1, 2 ] ) {
			await dispatch( { id, command: 'load', input: { part: 'push', wasmUrl: 'https://shop/engine-push.wasm' } } );
		}
		expect( answers ).toMatchObject( [
			{ id: 1, ok: false, error: { code: 'wasm_unreachable' } },
			{ id: 2, ok: true },
		] );
		expect( fetch ).toHaveBeenCalledWith( 'https://shop/engine-push.wasm' );
		expect( init ).toHaveBeenCalledOnce();
		vi.unstubAllGlobals();
	} );

	it( 'stops the part that drives', async () => {
		const stop = vi.fn();
		const { answers, dispatch } = setUp( { pull: { stop } } );
		await dispatch( { id: 2, command: 'stop', input: { part: 'pull' } } );
		expect( answers ).toEqual( [ { id: 2, ok: true, value: null } ] );
		expect( stop ).toHaveBeenCalledOnce();
	} );
} );
