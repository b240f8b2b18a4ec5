import { describe, expect, it } from 'vitest';
import { hasTerms, kindOf, nameOf, targetOf } from '../../../../admin-app/src/screens/mapping/target';

describe( 'a target', () => {
	it.each( [
		[ 'attribute:pa_color', 'attribute', 'color' ],
		[ 'custom:Fabric: outside', 'custom', 'Fabric: outside' ],
		[ 'meta:_ean', 'meta', '_ean' ],
		[ 'attribute:pa_', 'attribute', '' ],
		[ 'taxonomy:product_brand', 'taxonomy', 'product_brand' ],
		[ 'weight', 'field', 'weight' ],
	] as const )( '%s is %s “%s”, and back', ( target, kind, name ) => {
		expect( [ kindOf( target ), nameOf( target ) ] ).toEqual( [ kind, name ] );
		expect( targetOf( kind, name ) ).toBe( target );
	} );

	it( 'has terms, or has none', () => {
		expect( [ 'attribute:pa_color', 'taxonomy:product_brand', 'tags' ].every( hasTerms ) ).toBe( true );
		expect( [ 'custom:Fabric', 'meta:ean', 'weight' ].some( hasTerms ) ).toBe( false );
	} );
} );
