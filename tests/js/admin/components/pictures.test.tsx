import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { ShownValue, usePictures } from '../../../../admin-app/src/components/pictures';
import { render } from '../support/render';
import { site } from '../support/site';

function Both() {
	const values = [ { field: 'image', value: 7 }, { field: 'common.image', value: 'product/1/new.png' }, { field: 'name', value: 'Mug' } ];
	const pictures = usePictures( 'default', values );
	return <>{ values.map( ( one ) => <p key={ one.field }><ShownValue { ...one } pictures={ pictures } /></p> ) }</>;
}

describe( 'a value', () => {
	it( 'of files shows them by name, with the pictures that the library has', async () => {
		site.answer( 'GET /media/pictures', { ids: { 7: { name: 'mug.jpg', src: '/mug-150.jpg' } }, paths: {} } );
		const { container } = render( <Both /> );
		const texts = () => [ ...container.querySelectorAll( 'p' ) ].map( ( { textContent } ) => textContent?.trim() );
		expect( texts() ).toEqual( [ 'Attachment 7', 'new.png', 'Mug' ] );
		await act( async () => void ( await new Promise( ( resolve ) => setTimeout( resolve, 20 ) ) ) );
		expect( texts() ).toEqual( [ 'mug.jpg', 'new.png', 'Mug' ] );
		expect( [ ...container.querySelectorAll( 'img' ) ].map( ( img ) => img.getAttribute( 'src' ) ) ).toEqual( [ '/mug-150.jpg' ] );
	} );
} );
