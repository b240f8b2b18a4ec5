import { describe, expect, it, vi } from 'vitest';
import { addressOf, navigate, pathOf, queryValue, remember } from '../../../admin-app/src/router';

describe( 'the address', () => {
	it( 'names the screen, and an unknown one is Connection', () => {
		expect( pathOf( '?page=unopim-connector&path=%2Fsync' ) ).toBe( '/sync' );
		expect( pathOf( '?page=unopim-connector' ) ).toBe( '/connection' );
		expect( pathOf( '?path=/nowhere' ) ).toBe( '/connection' );
		expect( pathOf( '?path=/mapping/attributes' ) ).toBe( '/mapping/attributes' );
	} );

	it( 'may name a section, whose first screen is meant', () => {
		expect( pathOf( '?path=/mapping' ) ).toBe( '/mapping/core' );
		expect( pathOf( '?path=/sync/nothing' ) ).toBe( '/sync' );
	} );

	it( 'keeps the page and adds the screen', () => {
		const url = new URL( addressOf( '/preview', { sku: 'a b' } ) );
		expect( Object.fromEntries( url.searchParams ) ).toEqual( { page: 'unopim-connector', path: '/preview', sku: 'a b' } );
	} );

	it( 'gets a step in the history for a screen, none for a choice on it', () => {
		const push = vi.spyOn( window.history, 'pushState' );
		const replace = vi.spyOn( window.history, 'replaceState' );
		navigate( '/preview' );
		remember( { sku: 'mug' } );
		remember( { locale: 'de_DE' } );
		expect( push ).toHaveBeenCalledOnce();
		expect( replace ).toHaveBeenCalledTimes( 2 );
		expect( queryValue( 'sku' ) ).toBe( 'mug' );
		expect( queryValue( 'locale' ) ).toBe( 'de_DE' );
		expect( pathOf( window.location.search ) ).toBe( '/preview' );
	} );
} );
