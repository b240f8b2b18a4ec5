import { describe, expect, it } from 'vitest';
import { store } from '../../../../admin-app/src/store/catalog';
import { channel } from '../support/samples';
import { newRegistry } from '../support/registry';
import { site } from '../support/site';

function setUp() {
	const registry = newRegistry();
	registry.register( store );
	return { act: registry.dispatch( store ), see: registry.select( store ) };
}

describe( 'the catalogue store', () => {
	it( 'names an attribute in the language in view, else in any, else by its code', () => {
		const { act, see } = setUp();
		const attribute = ( code: string, labels: Record< string, string > ) => ( {
			code,
			type: 'text',
			labels,
			value_per_locale: false,
			value_per_channel: false,
		} );
		act.receiveAttributes(
			[ attribute( 'color', { en_US: 'Colour', de_DE: 'Farbe' } ), attribute( 'size', { de_DE: '', en_US: 'Size' } ), attribute( 'ean', {} ) ],
			'de_DE'
		);
		expect( [ 'color', 'size', 'ean' ].map( ( code ) => see.getAttribute( code )?.label ) ).toEqual( [ 'Farbe', 'Size', 'ean' ] );
	} );

	it( 'asks the site once for the same text', async () => {
		const { act, see } = setUp();
		site.answer( 'GET /catalog/attributes', [ { code: 'weight', label: 'Weight', type: 'text' } ] );
		await act.searchAttributes( 'wei' );
		await act.searchAttributes( 'wei' );
		expect( site.asked( 'GET /catalog/attributes' ) ).toHaveLength( 1 );
		expect( site.asked( 'GET /catalog/attributes' )[ 0 ]?.url ).toContain( 'search=wei' );
		expect( see.getAttribute( 'weight' )?.label ).toBe( 'Weight' );
	} );

	it( 'does without suggestions where the site has none', async () => {
		const { act, see } = setUp();
		site.answer( 'GET /mapping/targets', [ { target: 'attribute:pa_color', label: 'Color' } ] );
		await act.loadSuggestions();
		expect( see.getTargets() ).toHaveLength( 1 );
		expect( see.getRecentProducts() ).toEqual( [] );
		expect( see.getProblem() ).toBeNull();
	} );

	it( 'takes a channel into use with what was chosen for it', async () => {
		const { act, see } = setUp();
		site.answer( 'PUT /channels', [ channel() ] );
		expect( await act.saveChannels( [ { code: 'default', default_locale: 'en_US', price_currency: 'EUR' } ] ) ).toBe( true );
		expect( site.asked( 'PUT /channels' )[ 0 ]?.data ).toEqual( {
			channels: [ { code: 'default', default_locale: 'en_US', price_currency: 'EUR' } ],
		} );
		expect( see.getChannels()?.[ 0 ]?.saved ).toBe( true );
		expect( see.getBusy() ).toBeNull();
	} );

	it( 'keeps what is known where the site refuses, and says so', async () => {
		const { act, see } = setUp();
		site.answer( 'GET /channels', [ channel() ] );
		await act.loadChannels();
		site.answer( 'POST /channels/refresh', site.refusal( { code: 'timeout', message: 'UnoPim did not answer.' } ) );
		expect( await act.refreshChannels() ).toBe( false );
		expect( see.getChannels() ).toHaveLength( 1 );
		expect( see.getProblem()?.code ).toBe( 'timeout' );
	} );
} );
