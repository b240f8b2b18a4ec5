import { beforeEach, describe, expect, it, vi } from 'vitest';
import { store } from '../../../../admin-app/src/store/preview';
import type { Listeners } from '../../../../admin-app/src/engine/protocol';
import type { Mapping } from '../../../../admin-app/src/types/generated';
import { coreRows, item, mapping, plan, report, startedRun } from '../support/samples';
import { newRegistry } from '../support/registry';
import { site } from '../support/site';
import { tab } from '../support/tab';

const scope = { channel: 'default', locale: 'en_US' };
const attributes = [ { code: 'name', type: 'text', labels: { en_US: 'Name' }, value_per_locale: true, value_per_channel: false } ];
const named = ( attribute: string ) => mapping( { core: coreRows( { name: { attribute } } ) } );
const hashOf = ( present: Mapping | null ) => present?.core.name?.attribute ?? '';

function setUp( engine: Record< string, unknown > = {} ) {
	tab.engine( {
		openPreview: async () => ( { attributes, associations: [ 'accessories' ] } ),
		closePreview: async () => null,
		plan: async ( present: Mapping | null ) => ( { plan: plan( { hash: hashOf( present ) } ), ms: 1 } ),
		...engine,
	} as never );
	site.answer( 'POST /runs', startedRun() );
	const registry = newRegistry();
	registry.register( store );
	return { act: registry.dispatch( store ), see: registry.select( store ) };
}

describe( 'the preview store', () => {
	beforeEach( () => vi.useRealTimers() );

	it( 'loads a product by a preview run that this tab drives', async () => {
		const openPreview = vi.fn( async ( _drive: unknown, { onReport }: Listeners ) => {
			onReport?.( report( 5 ) );
			return { attributes, associations: [ 'accessories' ] };
		} );
		const { act, see } = setUp( { openPreview } );
		expect( await act.open( scope, { sku: 'mug' } ) ).toEqual( attributes );
		expect( site.asked( 'POST /runs' )[ 0 ]?.data ).toEqual( { job: { kind: 'preview', ...scope, skus: [ 'mug' ] } } );
		expect( openPreview.mock.calls[ 0 ]?.[ 0 ] ).toMatchObject( { lease: 'lease-1' } );
		expect( see.getStatus() ).toBe( 'ready' );
		expect( see.getProgress()?.done ).toBe( 5 );
		expect( see.getAssociationTypes() ).toEqual( [ 'accessories' ] );
	} );

	it( 'plans at every edit without asking the site', async () => {
		const { act, see } = setUp();
		await act.open( scope, { sku: 'mug' } );
		const before = site.asked( 'POST /runs' ).length;
		await act.replan( named( 'title' ) );
		await act.replan( named( 'label' ) );
		expect( see.getPlan()?.hash ).toBe( 'label' );
		expect( site.asked( 'POST /runs' ) ).toHaveLength( before );
	} );

	it( 'skips edits that were overtaken while a plan was being made', async () => {
		const planned: string[] = [];
		const pending: ( () => void )[] = [];
		const { act, see } = setUp( {
			plan: ( present: Mapping ) =>
				new Promise( ( resolve ) => {
					planned.push( hashOf( present ) );
					pending.push( () => resolve( { plan: plan( { hash: hashOf( present ) } ), ms: 1 } ) );
				} ),
		} );
		await act.open( scope, { sku: 'mug' } );
		const first = act.replan( named( 'a' ) );
		await vi.waitFor( () => expect( pending ).toHaveLength( 1 ) );
		void act.replan( named( 'b' ) );
		void act.replan( named( 'c' ) );
		pending.shift()?.();
		await vi.waitFor( () => expect( pending ).toHaveLength( 1 ) );
		pending.shift()?.();
		await first;
		expect( planned ).toEqual( [ 'a', 'c' ] );
		expect( see.getPlan()?.hash ).toBe( 'c' );
	} );

	it( 'keeps the last plan in view when a mapping cannot be planned', async () => {
		const { act, see } = setUp( {
			plan: async ( present: Mapping ) => {
				if ( hashOf( present ) === 'bad' ) {
					throw Object.assign( new Error( 'No.' ), { code: 'bad_mapping', path: 'core.name' } );
				}
				return { plan: plan( { hash: hashOf( present ) } ), ms: 1 };
			},
		} );
		await act.open( scope, { sku: 'mug' } );
		await act.replan( named( 'good' ) );
		await act.replan( named( 'bad' ) );
		expect( see.getPlan()?.hash ).toBe( 'good' );
		expect( see.getProblem() ).toMatchObject( { code: 'bad_mapping', path: 'core.name' } );
		await act.replan( named( 'better' ) );
		expect( see.getProblem() ).toBeNull();
	} );

	it( 'shows the product asked for last', async () => {
		let arrive: ( value: unknown ) => void = () => undefined;
		const opens = [ new Promise( ( resolve ) => ( arrive = resolve ) ), Promise.resolve( { attributes } ) ];
		const { act, see } = setUp( { openPreview: () => opens.shift() } );
		const slow = act.open( scope, { sku: 'slow' } );
		await vi.waitFor( () => expect( opens ).toHaveLength( 1 ) );
		await act.open( scope, { sku: 'quick' } );
		arrive( { attributes } );
		expect( await slow ).toBeNull();
		expect( see.getSku() ).toBe( 'quick' );
		expect( see.getStatus() ).toBe( 'ready' );
	} );

	it( 'says why a product could not be loaded', async () => {
		const { act, see } = setUp();
		site.answer( 'POST /runs', site.refusal( { code: 'not_connected', message: 'Not connected.', next_step: 'Connect first.', data: { status: 400 } } ) );
		expect( await act.open( scope, { sku: 'mug' } ) ).toBeNull();
		expect( see.getStatus() ).toBe( 'failed' );
		expect( see.getProblem() ).toMatchObject( { code: 'not_connected', next_step: 'Connect first.', status: 400 } );
	} );

	it( 'puts variations under their product, and everything else aside', async () => {
		const { act, see } = setUp( {
			plan: async () => ( {
				plan: plan( {
					operations: [
						item( { entity: 'option', key: 'color/red', kind: undefined } ),
						item( { key: 'tee', kind: 'variable', id: 60 } ),
						item( { key: 'tee-s', kind: 'variation', parent: null, parent_key: 'tee' } ),
						item( { key: 'lost', kind: 'variation', parent: 99, parent_key: 'gone' } ),
					],
				} ),
				ms: 1,
			} ),
		} );
		await act.open( scope, { sku: 'tee' } );
		await act.replan( null );
		expect( see.getFamilies().map( ( { item: { key }, variations } ) => [ key, variations.map( ( one ) => one.key ) ] ) ).toEqual( [
			[ 'tee', [ 'tee-s' ] ],
			[ 'lost', [] ],
		] );
		expect( see.getOthers().map( ( { key } ) => key ) ).toEqual( [ 'color/red' ] );
	} );

	it( 'finds the diagnostics of a row, and knows an error from a warning', async () => {
		const diagnostic = ( path: string, level: 'warn' | 'error' ) => ( { path, level, code: 'x', message: '', hint: '' } );
		const plans = [ [ diagnostic( 'core.name', 'warn' ) ], [ diagnostic( 'core.name', 'warn' ), diagnostic( 'core.name', 'error' ) ] ];
		const { act, see } = setUp( { plan: async () => ( { plan: plan( { diagnostics: plans.shift() } ), ms: 1 } ) } );
		await act.open( scope, { sku: 'mug' } );
		await act.replan( null );
		expect( see.getDiagnostics().get( 'core.name' ) ).toHaveLength( 1 );
		expect( see.getDiagnostics().get( 'core.sku' ) ).toBeUndefined();
		expect( see.hasErrors() ).toBe( false );
		await act.replan( null );
		expect( see.getDiagnostics().get( 'core.name' ) ).toHaveLength( 2 );
		expect( see.hasErrors() ).toBe( true );
	} );
} );
