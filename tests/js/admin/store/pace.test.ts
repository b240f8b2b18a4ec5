import { describe, expect, it } from 'vitest';
import { addSample, percentDone, ratePerMinute, secondsLeft } from '../../../../admin-app/src/store/run/pace';
import type { Sample } from '../../../../admin-app/src/store/run/pace';
import { progress } from '../support/samples';

const samples = ( ...points: [ done: number, at: number ][] ): Sample[] =>
	points.reduce< Sample[] >( ( list, [ done, at ] ) => addSample( list, progress( 'products', done, 1000 ), at ), [] );

describe( 'pace', () => {
	it( 'counts items a minute over the last half minute', () => {
		expect( ratePerMinute( samples( [ 0, 0 ], [ 100, 10_000 ] ) ) ).toBe( 600 );
		// The slow start is older than the window.
		expect( ratePerMinute( samples( [ 0, 0 ], [ 10, 100_000 ], [ 110, 110_000 ] ) ) ).toBe( 600 );
	} );

	it( 'says nothing before it knows enough', () => {
		expect( ratePerMinute( [] ) ).toBeNull();
		expect( ratePerMinute( samples( [ 0, 0 ], [ 50, 500 ] ) ) ).toBeNull();
	} );

	it( 'starts anew with every step, and where a step begins again', () => {
		const before = samples( [ 0, 0 ], [ 100, 10_000 ] );
		expect( addSample( before, progress( 'variants', 0 ), 11_000 ) ).toHaveLength( 1 );
		expect( addSample( before, progress( 'products', 0 ), 11_000 ) ).toHaveLength( 1 );
	} );

	it( 'foretells the step’s end from total and rate', () => {
		const list = samples( [ 0, 0 ], [ 100, 10_000 ] );
		expect( secondsLeft( progress( 'products', 100, 1000 ), list ) ).toBe( 90 );
		expect( secondsLeft( progress( 'products', 100, null ), list ) ).toBeNull();
		expect( secondsLeft( progress( 'products', 100, 1000 ), samples( [ 5, 0 ], [ 5, 10_000 ] ) ) ).toBeNull();
		// A listing that grew behind its total.
		expect( secondsLeft( progress( 'products', 1010, 1000 ), list ) ).toBe( 0 );
	} );

	it( 'knows percents, and tells no total from a total of zero', () => {
		expect( percentDone( progress( 'products', 999, 1000 ) ) ).toBe( 99 );
		expect( percentDone( progress( 'products', 1010, 1000 ) ) ).toBe( 100 );
		expect( percentDone( progress( 'products', 0, 0 ) ) ).toBe( 100 );
		expect( percentDone( progress( 'products', 5, null ) ) ).toBeNull();
		expect( percentDone( null ) ).toBeNull();
	} );
} );
