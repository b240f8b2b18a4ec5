import { describe, expect, it } from 'vitest';
import { addressOf, wishOf } from '../../../../admin-app/src/screens/preview/wish';

const said = ( query: Record< string, string > ) => ( name: string ) => query[ name ] ?? null;

describe( 'the address of a preview', () => {
	it.each( [ { sku: 'mug' }, { size: 50, family: '' }, { size: 1000, family: 'clothes' } ] )( 'brings back what was looked at: %j', ( wish ) => {
		expect( wishOf( said( addressOf( wish ) ) ) ).toEqual( wish );
	} );

	it( 'shows nothing where it names nothing', () => {
		expect( wishOf( said( {} ) ) ).toBeNull();
		expect( wishOf( said( { size: '3' } ) ) ).toBeNull();
	} );
} );
