import { expect, it } from 'vitest';
import { unopimFieldName } from '../../../../admin-app/src/text/unopim-field';

it.each( [
	[ 'common.color', 'color' ],
	[ 'locale_specific.en_US.name', 'name (en_US)' ],
	[ 'channel_specific.default.price', 'price (default)' ],
	[ 'channel_locale_specific.default.en_US.name', 'name (default, en_US)' ],
	[ 'labels.en_US', 'Label (en_US)' ],
	[ 'associations.up_sells', 'Upsells' ],
	[ 'categories', 'Categories' ],
	[ 'common', 'common' ],
	[ 'something.new', 'something.new' ],
] )( 'a field of UnoPim is named by its attribute and scope: %s', ( path, name ) => expect( unopimFieldName( path ) ).toBe( name ) );
