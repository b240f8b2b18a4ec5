import { describe, expect, it } from 'vitest';
import { fieldText, firstTarget } from '../../../../admin-app/src/screens/mapping/category-fields';

describe( 'category fields', () => {
	it( 'are told by name, code and type', () => {
		expect( fieldText( { code: 'picture', label: 'Picture', type: 'image' } ) ).toBe( 'Picture (picture) · image' );
		expect( fieldText( { code: 'later', label: 'later', type: '' } ) ).toBe( 'later' );
	} );

	it( 'go first where they fit: one picture becomes the thumbnail, the rest meta of its own name', () => {
		expect( firstTarget( 'picture', 'image', {} ) ).toBe( 'thumbnail' );
		expect( firstTarget( 'banner', 'image', { picture: 'thumbnail' } ) ).toBe( 'meta:banner' );
		expect( firstTarget( 'season', 'select', {} ) ).toBe( 'meta:season' );
		expect( firstTarget( 'later', undefined, {} ) ).toBe( 'meta:later' );
	} );
} );
