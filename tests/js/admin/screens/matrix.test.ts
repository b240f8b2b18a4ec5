import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../../../admin-app/src/components/plan/matrix';
import type { Cell, Grid, GridAxis } from '../../../../admin-app/src/types/generated';

const axis = ( code: string, ...options: string[] ): GridAxis => ( {
	code,
	label: code,
	options: options.map( ( option ) => ( { code: option, label: option.toUpperCase() } ) ),
} );
const cell = ( sku: string, ...options: ( string | null )[] ): Cell => ( { sku, options, state: 'ok', enabled: true, price: '1.00' } );
const grid = ( axes: GridAxis[], cells: Cell[], missing: string[][] = [] ): Grid => ( { key: 'tee', axes, cells, missing, missing_count: missing.length, orphans: [], cut_slugs: [] } );

const picture = ( of: Grid ) =>
	matrixOf( of ).rows.map( ( { options, cells } ) => [
		options.map( ( { code } ) => code ).join( '/' ),
		...cells.map( ( { variants, missing } ) => variants.map( ( { sku } ) => sku ).join( '+' ) || ( missing ? 'missing' : '' ) ),
	] );

describe( 'the variant matrix', () => {
	const color = axis( 'color', 'red', 'blue' );
	const size = axis( 'size', 's', 'm' );

	it( 'puts each variant where its options cross, in the options’ order', () => {
		const cells = [ cell( 'b-m', 'blue', 'm' ), cell( 'r-s', 'red', 's' ), cell( 'b-s', 'blue', 's' ) ];
		expect( picture( grid( [ color, size ], cells, [ [ 'red', 'm' ] ] ) ) ).toEqual( [
			[ 'red', 'r-s', 'missing' ],
			[ 'blue', 'b-s', 'b-m' ],
		] );
	} );

	it( 'keeps both of a double combination', () => {
		expect( picture( grid( [ color, size ], [ cell( 'a', 'red', 's' ), cell( 'b', 'red', 's' ) ] ) ) ).toEqual( [ [ 'red', 'a+b', '' ] ] );
	} );

	it( 'draws one axis as one row', () => {
		expect( picture( grid( [ size ], [ cell( 'a', 'm' ) ], [ [ 's' ] ] ) ) ).toEqual( [ [ '', 'missing', 'a' ] ] );
	} );

	it( 'lists only the combinations that occur where there are three axes', () => {
		const cells = [ cell( 'a', 'red', 's', 'x' ), cell( 'b', 'blue', 'm', 'y' ) ];
		expect( picture( grid( [ color, size, axis( 'fit', 'x', 'y' ) ], cells ) ) ).toEqual( [
			[ 'red/s', 'a', '' ],
			[ 'blue/m', '', 'b' ],
		] );
	} );

	it( 'sets aside variants without a place', () => {
		const cells = [ cell( 'a', 'red', 's' ), cell( 'b', 'red', null ), cell( 'c', 'red' ), cell( 'd', 'green', 's' ) ];
		const { homeless, rows } = matrixOf( grid( [ color, size ], cells ) );
		expect( homeless.map( ( { sku } ) => sku ) ).toEqual( [ 'b', 'c', 'd' ] );
		expect( rows ).toHaveLength( 1 );
	} );

	it( 'bears a product without axes', () => {
		expect( matrixOf( grid( [], [ cell( 'a' ) ] ) ).homeless ).toHaveLength( 1 );
	} );
} );
