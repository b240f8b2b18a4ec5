import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useFilters } from '../../../../admin-app/src/components/use-filters';
import { queryValue } from '../../../../admin-app/src/router';
import { render } from '../support/render';

const NONE = { state: 'all', search: '' };
let list: ReturnType< typeof useFilters< typeof NONE > >;

function List() {
	list = useFilters( NONE, { state: [ 'all', 'gone' ] } );
	return null;
}

describe( 'the filters of a list', () => {
	beforeEach( () => window.history.replaceState( null, '', '?page=unopim-connector&path=/sync/links' ) );

	it( 'stand in the address, and a copied address brings them back', () => {
		const { unmount } = render( <List /> );
		act( () => list.set( { state: 'gone', search: 'mug' } ) );
		act( () => list.setPage( 3 ) );
		expect( [ queryValue( 'state' ), queryValue( 'search' ), queryValue( 'paged' ), queryValue( 'page' ) ] ).toEqual( [ 'gone', 'mug', '3', 'unopim-connector' ] );
		unmount();
		render( <List /> );
		expect( [ list.filters, list.page ] ).toEqual( [ { state: 'gone', search: 'mug' }, 3 ] );
	} );

	it( 'begin at the first page, and say nothing where nothing is chosen', () => {
		render( <List /> );
		act( () => list.setPage( 2 ) );
		act( () => list.set( { state: 'gone' } ) );
		expect( [ list.page, queryValue( 'paged' ) ] ).toEqual( [ 1, null ] );
		act( () => list.set( NONE ) );
		expect( queryValue( 'state' ) ).toBeNull();
	} );

	it( 'take no value that a list does not have', () => {
		window.history.replaceState( null, '', '?state=nonsense&search=x&paged=-4' );
		render( <List /> );
		expect( [ list.filters, list.page ] ).toEqual( [ { state: 'all', search: 'x' }, 1 ] );
	} );
} );
