import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { ShownValue, useKnown } from '../../../../admin-app/src/components/shown-value';
import { render } from '../support/render';
import { site } from '../support/site';

function Both() {
	const values = [ { field: 'image', value: 7 }, { field: 'common.image', value: 'product/1/new.png' }, { field: 'name', value: 'Mug' }, { field: 'categories', value: [ 3, 4 ] }, { field: 'upsells', value: [ 9 ] } ];
	const known = useKnown( 'default', values );
	return <>{ values.map( ( one ) => <p key={ one.field }><ShownValue { ...one } known={ known } /></p> ) }</>;
}

describe( 'a value', () => {
	it( 'of files, terms and products shows them by name, with the pictures that the library has', async () => {
		site.answer( 'GET /media/pictures', { ids: { 7: { name: 'mug.jpg', src: '/mug-150.jpg' } }, paths: {} } );
		site.answer( 'GET /names', { terms: { 3: 'Hats' }, products: { 9: 'Cup (cup)' } } );
		const { container } = render( <Both /> );
		const texts = () => [ ...container.querySelectorAll( 'p' ) ].map( ( { textContent } ) => textContent?.trim() );
		expect( texts() ).toEqual( [ 'Attachment 7', 'new.png', 'Mug', '#3, #4', '#9' ] );
		await act( async () => void ( await new Promise( ( resolve ) => setTimeout( resolve, 20 ) ) ) );
		expect( texts() ).toEqual( [ 'mug.jpg', 'new.png', 'Mug', 'Hats, #4', 'Cup (cup)' ] );
		expect( [ ...container.querySelectorAll( 'img' ) ].map( ( img ) => img.getAttribute( 'src' ) ) ).toEqual( [ '/mug-150.jpg' ] );
	} );
} );
