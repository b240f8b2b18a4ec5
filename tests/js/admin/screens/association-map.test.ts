import { describe, expect, it } from 'vitest';
import { USUAL, mapOf, withType, withoutType } from '../../../../admin-app/src/screens/mapping/association-map';

describe( 'types of association', () => {
	it( 'are the usual three while the document says nothing', () => {
		expect( mapOf( undefined ) ).toEqual( USUAL );
		expect( mapOf( null ) ).toEqual( USUAL );
	} );

	it( 'have a row each where the document names none: nothing is filled', () => {
		expect( mapOf( {} ) ).toEqual( { up_sells: null, cross_sells: null, related_products: null } );
	} );

	it( 'are named with all others once one of them differs', () => {
		expect( withType( USUAL, 'up_sells', null ) ).toEqual( { ...USUAL, up_sells: null } );
		expect( withType( USUAL, 'accessories', 'grouped' ) ).toEqual( { ...USUAL, accessories: 'grouped' } );
	} );

	it( 'are left to the document’s silence where they are the usual ones again', () => {
		expect( withoutType( { ...USUAL, accessories: 'related' }, 'accessories' ) ).toBeUndefined();
		expect( withType( { ...USUAL, up_sells: null }, 'up_sells', 'upsells' ) ).toBeUndefined();
	} );
} );
