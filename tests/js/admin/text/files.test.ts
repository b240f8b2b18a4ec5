import { describe, expect, it } from 'vitest';
import { attachmentsOf, fileName, pathsOf } from '../../../../admin-app/src/text/files';

describe( 'files among values', () => {
	it( 'are attachments of the shop by their numbers', () => {
		expect( attachmentsOf( 'image', 7 ) ).toEqual( [ 7 ] );
		expect( attachmentsOf( 'gallery', [ 7, { ref: 'x' }, 9 ] ) ).toEqual( [ 7, 9 ] );
		expect( attachmentsOf( 'image', null ) ).toEqual( [] );
		expect( attachmentsOf( 'menu_order', 7 ) ).toEqual( [] );
	} );

	it( 'are pictures of UnoPim by their paths, and no other text', () => {
		expect( pathsOf( 'product/1/image/my mug.JPG' ) ).toEqual( [ 'product/1/image/my mug.JPG' ] );
		expect( pathsOf( [ 'a/b.png', 'c.webp' ] ) ).toEqual( [ 'a/b.png', 'c.webp' ] );
		expect( pathsOf( [ 'a/b.png', 'a text' ] ) ).toEqual( [] );
		expect( [ pathsOf( 'Made by hand.' ), pathsOf( '' ), pathsOf( null ), pathsOf( [] ), pathsOf( 'two\nlines.png' ) ] ).toEqual( [ [], [], [], [], [] ] );
		expect( fileName( 'product/1/mug.jpg' ) ).toBe( 'mug.jpg' );
	} );
} );
