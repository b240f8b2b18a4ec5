import { describe, expect, it } from 'vitest';
import { idsOf, isTop, listed, meaningOf, namedText } from '../../../../admin-app/src/text/ids';

describe( 'numbers in a field', () => {
	it( 'mean terms, products, or nothing but numbers', () => {
		expect( [ 'categories', 'tags', 'taxonomy:product_brand', 'attribute:pa_color', 'upsells', 'grouped' ].map( meaningOf ) ).toEqual( [ 'terms', 'terms', 'terms', 'terms', 'products', 'products' ] );
		expect( [ 'stock_quantity', 'gallery', 'custom:Size', 'associations.up_sells' ].map( meaningOf ) ).toEqual( [ null, null, null, null ] );
	} );

	it( 'are found in lists and in attributes', () => {
		expect( [ idsOf( [ 3, { ref: 'option:color/red' }, 4 ] ), idsOf( { terms: [ 5 ], position: 1 } ), idsOf( null ), idsOf( 7 ) ] ).toEqual( [ [ 3, 4 ], [ 5 ], [], [] ] );
	} );

	it( 'are found where a field holds one', () => {
		expect( [ idsOf( listed( 'parent', 7 ) ), idsOf( listed( 'parent', 0 ) ), idsOf( listed( 'order', 7 ) ) ] ).toEqual( [ [ 7 ], [], [] ] );
		expect( [ meaningOf( 'parent' ), isTop( 'parent', 0 ), isTop( 'parent', 7 ), isTop( 'order', 0 ) ] ).toEqual( [ 'terms', true, false, false ] );
	} );

	it( 'are told by name, or as numbers of what is gone', () => {
		expect( namedText( [ 3, 4, { ref: 'option:color/red' } ], { 3: 'Hats' }, () => 'color/red' ) ).toBe( 'Hats, #4, color/red' );
		expect( [ namedText( [], {}, String ), namedText( null, {}, String ) ] ).toEqual( [ null, null ] );
	} );
} );
