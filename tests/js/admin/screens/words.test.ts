import { __, _x, setLocaleData } from '@wordpress/i18n';
import { afterEach, describe, expect, it } from 'vitest';
import { lendWords } from '../../../../admin-app/src/screens/logs/words';

describe( 'the words of DataViews', () => {
	afterEach( () => setLocaleData( {}, 'default' ) );

	it( 'come from the plugin’s translation where WordPress has none', () => {
		setLocaleData( { Density: [ 'Dichte' ], 'View options': [ 'Ansicht' ], 'Next page': [ 'Weiter' ] }, 'unopim-connector' );
		setLocaleData( { 'Next page': [ 'Nächste Seite' ] }, 'default' );
		lendWords();
		expect( __( 'Density' ) ).toBe( 'Dichte' );
		expect( _x( 'View options', 'View is used as a noun' ) ).toBe( 'Ansicht' );
		expect( __( 'Next page' ) ).toBe( 'Nächste Seite' );
		expect( __( 'Something else' ) ).toBe( 'Something else' );
	} );
} );
