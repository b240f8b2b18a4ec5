import { describe, expect, it } from 'vitest';
import { attributeOptions, attributeLabel, MOST_OPTIONS, scopeText } from '../../../../admin-app/src/components/attribute-options';
import { validScope } from '../../../../admin-app/src/components/use-scope';
import type { CatalogAttribute } from '../../../../admin-app/src/types/rest';
import { channel } from '../support/samples';

const known = Object.fromEntries(
	[
		{ code: 'color', label: 'Colour', type: 'select', group: 'b' },
		{ code: 'main_color', label: 'Main colour', type: 'select', group: 'a' },
		{ code: 'name', label: 'Name', type: 'text', group: 'a' },
	].map( ( attribute ): [ string, CatalogAttribute ] => [ attribute.code, attribute ] )
);
const codes = ( list: CatalogAttribute[] ) => list.map( ( { code } ) => code );

describe( 'the attribute picker', () => {
	it( 'finds by code, label and type, codes that begin so first', () => {
		expect( codes( attributeOptions( known, 'color', null ) ) ).toEqual( [ 'color', 'main_color' ] );
		expect( codes( attributeOptions( known, ' COLOUR ', null ) ) ).toEqual( [ 'main_color', 'color' ] );
		expect( codes( attributeOptions( known, 'text', null ) ) ).toEqual( [ 'name' ] );
	} );

	it( 'always offers the chosen one, even when the catalogue has lost it', () => {
		expect( codes( attributeOptions( known, 'col', 'name' ) ) ).toEqual( [ 'name', 'color', 'main_color' ] );
		const [ gone ] = attributeOptions( known, 'col', 'vanished' );
		expect( gone && attributeLabel( gone ) ).toBe( 'vanished' );
	} );

	it( 'shows name, type and scope', () => {
		expect( attributeLabel( { code: 'name', label: 'Name', type: 'text', value_per_locale: true } ) ).toBe( 'Name (name) · text · per language' );
		expect( attributeLabel( { code: 'sku', label: 'sku', type: 'text' } ) ).toBe( 'sku · text' );
		expect( attributeLabel( { code: 'sku', label: 'sku', type: 'text', group: 'General' } ) ).toBe( 'sku · General · text' );
	} );

	it( 'stays short', () => {
		const many = Object.fromEntries(
			Array.from( { length: 500 }, ( _none, index ) => [ `a${ index }`, { code: `a${ index }`, label: '', type: 'text' } ] )
		);
		expect( attributeOptions( many, '', null ) ).toHaveLength( MOST_OPTIONS );
	} );

	it( 'says whether values differ by language or channel', () => {
		const scoped = ( value_per_locale: boolean, value_per_channel: boolean ) =>
			scopeText( { code: 'a', label: 'A', type: 'text', value_per_locale, value_per_channel } );
		expect( [ scoped( false, false ), scoped( true, false ), scoped( false, true ), scoped( true, true ) ] ).toEqual( [
			'',
			'per language',
			'per channel',
			'per channel and language',
		] );
	} );
} );

describe( 'channel and language', () => {
	const channels = [
		channel( { locales: [ { code: 'de_DE', label: '' }, { code: 'en_US', label: '' } ] } ),
		channel( { code: 'b2b', default_locale: 'gone', locales: [ { code: 'de_DE', label: '' } ] } ),
	];

	it( 'fall back to what exists', () => {
		expect( validScope( channels, { channel: 'b2b', locale: 'en_US' } ) ).toEqual( { channel: 'b2b', locale: 'de_DE' } );
		expect( validScope( channels, { channel: 'gone', locale: 'de_DE' } ) ).toEqual( { channel: 'default', locale: 'de_DE' } );
		expect( validScope( channels, { channel: '', locale: '' } ), 'the channel’s own language first' ).toEqual( { channel: 'default', locale: 'en_US' } );
		expect( validScope( [], { channel: 'default', locale: 'en_US' } ) ).toEqual( { channel: '', locale: '' } );
	} );
} );
