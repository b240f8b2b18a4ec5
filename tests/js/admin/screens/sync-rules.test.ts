import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../admin-app/src/api/health';
import type { Review } from '../../../../admin-app/src/api/reviews';
import { choiceObstacle, furtherLanguages } from '../../../../admin-app/src/screens/jobs/job-form';
import { scheduledName } from '../../../../admin-app/src/screens/jobs/job-name';
import { byUrgency, withBrowser } from '../../../../admin-app/src/screens/settings/checks';
import { codesOf, pullObstacle, pushChannels, pushObstacle } from '../../../../admin-app/src/screens/sync/blocked';
import { choiceOf, everywhere, isPair, onlyChannel } from '../../../../admin-app/src/screens/sync/review/choices';
import { undoObstacle } from '../../../../admin-app/src/screens/sync/undo';
import { channel, counts, run } from '../support/samples';

const free = { connected: true, active: false, stopped: false };

describe( 'a pull', () => {
	it( 'is free where nothing is in its way', () => expect( pullObstacle( free, channel() ) ).toBeNull() );

	it.each( [
		[ { stopped: true, active: true }, 'stopped' ],
		[ { active: true }, 'active' ],
		[ { connected: false, active: true }, 'Connect' ],
	] )( 'says what is in its way: %j', ( some, word ) => {
		expect( pullObstacle( { ...free, ...some }, channel() ) ).toContain( word );
	} );

	it.each( [
		[ null, 'No channel' ],
		[ channel( { missing: true } ), 'no more' ],
		[ channel( { saved: false } ), 'not in use' ],
		[ channel( { pull: false } ), 'switched off' ],
	] )( 'says what is wrong with its channel', ( one, word ) => {
		expect( pullObstacle( free, one ) ).toContain( word );
	} );

	it( 'takes codes as people type them', () => {
		expect( codesOf( ' mug, tee;cap\nmug ' ) ).toEqual( [ 'mug', 'tee', 'cap' ] );
		expect( codesOf( '  ' ) ).toEqual( [] );
	} );
} );

describe( 'a push', () => {
	const push = channel( { push: true } );
	const web = channel( { code: 'web', push: true } );

	it( 'is free where a channel has Push on, and else says why not', () => {
		expect( pushObstacle( free, [ push ] ) ).toBeNull();
		expect( pushObstacle( free, [] ) ).toContain( 'Push is switched off' );
		expect( pushObstacle( { ...free, connected: false }, [ push ] ) ).toContain( 'Connect' );
		expect( pushObstacle( { ...free, active: true }, [ push ] ) ).toContain( 'active' );
	} );

	it( 'goes out for every channel in use with Push on, by priority', () => {
		const others = [ channel( { push: true, saved: false } ), channel( { push: true, missing: true } ), channel() ];
		expect( pushChannels( [ ...others, web, push ], 'default' ).map( ( { code } ) => code ) ).toEqual( [ 'web', 'default' ] );
	} );

	it( 'goes to one site of a network, that of the channel in view', () => {
		const there = channel( { code: 'b2b', push: true, site: 3 } );
		const here = channel( { code: 'default', push: true, site: 0 } );
		expect( pushChannels( [ here, there ], 'b2b' ) ).toEqual( [ there ] );
		expect( pushChannels( [ here, there ], 'none' ) ).toEqual( [ here ] );
	} );
} );

describe( 'a review', () => {
	const review = ( some: Partial< Review > = {} ): Review => ( {
		row: 1,
		entity: 'product',
		key: 'mug',
		channel: 'default',
		id: 5,
		title: 'Mug',
		edit_url: null,
		state: 'open',
		tries: 0,
		next_try: null,
		created_at: '2026-11-23T10:00:00Z',
		fields: [
			{ field: 'name', shop: 'Cup', unopim: 'Mug' },
			{ field: 'regular_price', shop: '1', unopim: '2' },
		],
		...some,
	} );

	it( 'decides every field alike, or only those that were chosen', () => {
		expect( everywhere( review(), 'shop' ) ).toEqual( { name: 'shop', regular_price: 'shop' } );
		expect( choiceOf( {} ) ).toBeNull();
		expect( choiceOf( { name: 'unopim' } ) ).toEqual( { choices: { name: 'unopim' } } );
	} );

	it( 'knows a pair of SKUs from held fields', () => {
		expect( isPair( review() ) ).toBe( false );
		expect( isPair( review( { renamed_from: 'cup', fields: [] } ) ) ).toBe( true );
	} );

	it( 'decides all shown for one channel at a time', () => {
		expect( onlyChannel( [ review(), review( { row: 2 } ) ] ) ).toBe( 'default' );
		expect( onlyChannel( [ review(), review( { channel: 'b2b' } ) ] ) ).toBeNull();
		expect( onlyChannel( [] ) ).toBeNull();
	} );
} );

describe( 'an undo', () => {
	const done = run( { status: 'done', counts: counts( { writes: 3 } ) } );

	it( 'is for runs that are over and have written', () => {
		expect( undoObstacle( done ) ).toBeNull();
		expect( undoObstacle( { ...done, status: 'running' } ) ).toContain( 'not over' );
		expect( undoObstacle( { ...done, dry: true } ) ).toContain( 'preview' );
		expect( undoObstacle( { ...done, counts: counts() } ) ).toContain( 'nothing' );
		expect( undoObstacle( { ...done, job: { ...done.job, kind: 'push' }, counts: counts( { updated: 1 } ) } ) ).toBeNull();
		expect( undoObstacle( { ...done, job: { ...done.job, kind: 'probe' } } ) ).toContain( 'nothing' );
	} );
} );

describe( 'health', () => {
	const check = ( id: string, state: Check[ 'state' ] ): Check => ( { id, label: id, state, value: '', next_step: null, detail: null } );

	it( 'shows first what needs a look, in the site’s order otherwise', () => {
		const list = [ check( 'a', 'good' ), check( 'b', 'recommended' ), check( 'c', 'critical' ), check( 'd', 'recommended' ) ];
		expect( byUrgency( list ).map( ( { id } ) => id ) ).toEqual( [ 'c', 'b', 'd', 'a' ] );
	} );

	it( 'adds what only the browser knows, with its remedy', () => {
		const [ good ] = withBrowser( [], { state: 'there', ms: 12 } );
		expect( good ).toMatchObject( { state: 'good', value: expect.stringContaining( '12' ) } );
		const [ bad ] = withBrowser( [], { state: 'refused', error: { code: 'wasm_blocked', message: 'raw' } } );
		expect( bad ).toMatchObject( { state: 'recommended', next_step: expect.stringContaining( 'wasm-unsafe-eval' ) } );
	} );
} );

it( 'a job of one’s own is for a language that the channel’s own job does not pull', () => {
	const two = channel( { locales: [ { code: 'en_US', label: 'English' }, { code: 'de_DE', label: '' } ] } );
	expect( furtherLanguages( [ two ], 'default' ) ).toEqual( [ { value: 'de_DE', label: 'de_DE' } ] );
	expect( furtherLanguages( [ two ], 'other' ) ).toEqual( [] );
} );

it( 'a job says what it does, and why it cannot be saved', () => {
	expect( scheduledName( { kind: 'pull_changes', entities: [] } ) ).toBe( 'Pull Changes' );
	expect( scheduledName( { kind: 'push', entities: [ 'attribute', 'product' ] } ) ).toBe( 'Push: Products, Attributes' );
	expect( choiceObstacle( { kind: 'push', channel: 'default', entities: [], interval: 'daily' } ) ).toContain( 'at least one' );
	expect( choiceObstacle( { kind: 'push', channel: 'default', entities: [ 'product' ], interval: 'daily' } ) ).toBeNull();
	expect( choiceObstacle( { kind: 'pull_changes', channel: 'default', locale: '', interval: 'daily' } ) ).toContain( 'no further language' );
	expect( choiceObstacle( { kind: 'pull_changes', channel: '', locale: '', interval: 'daily' } ) ).toContain( 'No channel' );
} );
