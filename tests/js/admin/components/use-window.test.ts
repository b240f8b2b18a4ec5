import { describe, expect, it } from 'vitest';
import { visibleRows } from '../../../../admin-app/src/components/plan/use-window';

describe( 'the rows in view', () => {
	it( 'are few, however long the list, and the rest keeps its space', () => {
		const { first, end, before, after } = visibleRows( 2000, 64, 480, 64_000 );
		expect( [ first, end ] ).toEqual( [ 996, 1012 ] );
		expect( before + after + ( end - first ) * 64 ).toBe( 2000 * 64 );
	} );

	it( 'are all of a short list', () => {
		expect( visibleRows( 5, 64, 480, 0 ) ).toEqual( { first: 0, end: 5, before: 0, after: 0 } );
	} );

	it( 'end where the list ends', () => {
		expect( visibleRows( 10, 64, 480, 9_999 ) ).toMatchObject( { end: 10, after: 0 } );
	} );
} );
