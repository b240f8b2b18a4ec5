import { describe, expect, it } from 'vitest';
import { valueText } from '../../../../admin-app/src/text/value';
import { fieldName, timeLeft } from '../../../../admin-app/src/text/words';

describe( 'values', () => {
	it( 'tell absent, empty and zero apart', () => {
		const texts = [ null, '', '0', 0, [], false ].map( valueText );
		expect( texts ).toEqual( [ '—', '(empty)', '0', '0', '(empty)', 'No' ] );
	} );

	it( 'show of an attribute what it holds', () => {
		expect( valueText( { terms: [ 9, { ref: 'option:color/red' } ], visible: true, variation: true, position: 0 } ) ).toBe( '9, color/red' );
		expect( valueText( { values: [ 'Cotton', 'Wool' ], visible: true, position: 1 } ) ).toBe( 'Cotton, Wool' );
		expect( valueText( { pa_color: 'red', pa_size: 's' } ) ).toBe( 'pa_color: red, pa_size: s' );
		expect( valueText( {} ) ).toBe( '(empty)' );
	} );
} );

describe( 'fields', () => {
	it( 'prefer the engine’s label to our word, and our word to the code', () => {
		expect( fieldName( 'regular_price', 'Preis' ) ).toBe( 'Preis' );
		expect( fieldName( 'regular_price', undefined ) ).toBe( 'Regular Price' );
		expect( fieldName( 'custom:Material', null ) ).toBe( 'Material' );
		expect( fieldName( 'meta:ean', '' ) ).toBe( 'ean' );
	} );
} );

describe( 'the time left', () => {
	it.each( [
		[ 5, 'less than a minute left' ],
		[ 60, 'about 1 minute left' ],
		[ 600, 'about 10 minutes left' ],
		[ 7_300, 'about 2 hours left' ],
	] )( '%d seconds read “%s”', ( seconds, text ) => {
		expect( timeLeft( seconds ) ).toBe( text );
	} );
} );
