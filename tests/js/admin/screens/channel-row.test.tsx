import { describe, expect, it } from 'vitest';
import type { NetworkSite } from '../../../../admin-app/src/api/catalog';
import { ChannelRow } from '../../../../admin-app/src/screens/channels/channel-row';
import { render } from '../support/render';
import { channel } from '../support/samples';

const labels = ( sites: NetworkSite[] ) => {
	const nothing = () => undefined;
	const { container } = render(
		<ul>
			<ChannelRow
				channel={ channel( { code: 'default', site: 1 } ) }
				unsaved={ false }
				place={ 0 }
				count={ 1 }
				disabled={ false }
				sites={ sites }
				onChange={ nothing }
				onMove={ nothing }
				onDrag={ nothing }
				dropsHere={ false }
			/>
		</ul>
	);
	return [ ...container.querySelectorAll( 'label' ) ].map( ( { textContent } ) => textContent );
};

describe( 'a channel', () => {
	it( 'names its site on a network and not on a single site', () => {
		expect( labels( [] ) ).not.toContain( 'Site' );
		expect( labels( [ { id: 1, name: 'Shop', own: true, reason: null } ] ) ).toContain( 'Site' );
	} );
} );
