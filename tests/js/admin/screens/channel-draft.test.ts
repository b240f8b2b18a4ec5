import { describe, expect, it } from 'vitest';
import { choices, differs, edited, impossible, isEdited, moved, summary } from '../../../../admin-app/src/screens/channels/draft';
import { channel } from '../support/samples';

const rows = [ 'a', 'b', 'c' ].map( ( code ) => channel( { code } ) );
const codes = ( list: { code: string }[] ) => list.map( ( { code } ) => code ).join( '' );

describe( 'the draft of the channels', () => {
	it( 'moves a row up, down and to the ends', () => {
		expect( codes( moved( rows, 2, 0 ) ) ).toBe( 'cab' );
		expect( codes( moved( rows, 0, 1 ) ) ).toBe( 'bac' );
		expect( codes( moved( rows, 1, 9 ) ) ).toBe( 'acb' );
		expect( codes( moved( rows, 1, -4 ) ) ).toBe( 'bac' );
		expect( moved( rows, 7, 0 ) ).toBe( rows );
	} );

	it( 'differs by a value or by the order, and not after the way back', () => {
		expect( differs( rows, rows ) ).toBe( false );
		expect( differs( moved( rows, 0, 1 ), rows ) ).toBe( true );
		expect( differs( moved( moved( rows, 0, 1 ), 0, 1 ), rows ) ).toBe( false );
		const changed = edited( rows, 'b', { pull: false } );
		expect( differs( changed, rows ) ).toBe( true );
		expect( changed.map( ( row ) => isEdited( row, rows ) ) ).toEqual( [ false, true, false ] );
		expect( differs( edited( changed, 'b', { pull: true } ), rows ) ).toBe( false );
	} );

	it( 'refuses a cooldown that the site would refuse', () => {
		expect( impossible( rows ) ).toBeNull();
		expect( impossible( edited( rows, 'b', { cooldown: 3600 } ) ) ).toBeNull();
		[ NaN, -1, 3601, 1.5 ].forEach( ( cooldown ) =>
			expect( impossible( edited( rows, 'b', { cooldown } ) ), String( cooldown ) ).toEqual( { code: 'b', field: 'cooldown' } )
		);
	} );

	it( 'sends every control of every row, and nothing that UnoPim defines', () => {
		const [ sent ] = choices( [ channel( { cooldown: 0, price_currency: '' } ) ] );
		expect( sent ).toEqual( {
			code: 'default',
			pull: true,
			push: false,
			interval: 'hourly',
			cooldown: 0,
			default_locale: 'en_US',
			price_currency: '',
			conflict_policy: 'unopim',
			mirror: false,
			push_images: false,
			root_only: false,
			create_categories: true,
		} );
		expect( choices( [ channel( { site: 0 } ) ] )[ 0 ], 'on a network its site, too' ).toMatchObject( { site: 0 } );
	} );

	it( 'counts what the channels that are there have between them', () => {
		const german = { code: 'de_DE', label: 'German' };
		const list = [ channel(), channel( { code: 'b', locales: [ german ], currencies: [ 'USD', 'CHF' ] } ), channel( { code: 'c', missing: true } ) ];
		expect( summary( list ) ).toEqual( { channels: 2, sites: 1, languages: 2, currencies: 3 } );
	} );
} );
