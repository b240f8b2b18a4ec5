import { describe, expect, it } from 'vitest';
import { nextStep, steps } from '../../../../admin-app/src/screens/connection/steps';
import type { Known } from '../../../../admin-app/src/screens/connection/steps';
import { channel, coreRows, run } from '../support/samples';

const known = ( some: Partial< Known > = {} ): Known => ( {
	connected: true,
	channels: [ channel() ],
	core: coreRows(),
	pulls: [],
	previews: 0,
	...some,
} );
const next = ( some: Partial< Known > ) => nextStep( steps( known( some ) ) )?.name;
const empty = coreRows( { name: null, regular_price: null } );

describe( 'the first steps', () => {
	it( 'lead from the connection to the first pull, one after the other', () => {
		expect( next( { connected: false, channels: [], core: empty } ) ).toBe( 'connect' );
		expect( next( { channels: [ channel( { saved: false } ) ], core: empty } ) ).toBe( 'channels' );
		expect( next( { channels: [ channel( { missing: true } ) ] } ) ).toBe( 'channels' );
		expect( next( { core: empty } ), 'the SKU alone is no mapping' ).toBe( 'map' );
		expect( next( {} ) ).toBe( 'preview' );
		expect( next( { previews: 1 } ) ).toBe( 'pull' );
	} );

	it( 'take no preview, failed pull or single item for a first pull', () => {
		const job = run().job;
		const pulls = [ run( { status: 'done', dry: true } ), run( { status: 'failed' } ), run( { status: 'done', job: { ...job, scope: 'one' } } ) ];
		expect( next( { previews: 1, pulls } ) ).toBe( 'pull' );
	} );

	it( 'end with Push, and are over then', () => {
		const pulls = [ run( { status: 'done_with_errors' } ) ];
		expect( next( { pulls } ) ).toBe( 'push' );
		expect( next( { pulls, channels: [ channel( { push: true } ) ] } ) ).toBeUndefined();
	} );
} );
