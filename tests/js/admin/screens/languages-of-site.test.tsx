import { expect, it } from 'vitest';
import { LanguagesOfSite } from '../../../../admin-app/src/screens/channels/languages-of-site';
import { render } from '../support/render';

const text = ( matched: Record< string, string >, unmatched: string[] ) =>
	render( <LanguagesOfSite languages={ { channel: 'default', matched, unmatched } } defaultLocale="en_US" /> ).container.textContent;

it( 'names the matched languages, and those that are left out', () => {
	expect( text( { en_US: 'en', fr_FR: 'fr' }, [ 'de_DE' ] ) ).toBe( 'Languages of the site: en_US → en (default), fr_FR → fr. Without one, and left out: de_DE.' );
	expect( text( { en_US: 'en' }, [] ) ).toBe( 'Languages of the site: en_US → en (default).' );
} );
