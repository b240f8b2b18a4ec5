import { __, sprintf } from '@wordpress/i18n';
import type { SiteLanguages } from '../../types/rest';

/** Which of the channel's languages have one of the site's, whose translations get their texts. */
export function LanguagesOfSite( { languages: { matched, unmatched } }: { languages: SiteLanguages } ) {
	const pairs = Object.entries( matched ).map( ( [ locale, language ] ) => `${ locale } → ${ language }` );
	return (
		<p className="description" data-testid="languages-of-site">
			{ sprintf(
				/* translators: %s: pairs of languages, such as "fr_FR → fr". */
				__( 'Languages of the site: %s.', 'unopim-connector' ),
				pairs.join( ', ' ) || '—'
			) }
			{ unmatched.length > 0 &&
				' ' +
					sprintf(
						/* translators: %s: list of languages. */
						__( 'Without one, and left out: %s.', 'unopim-connector' ),
						unmatched.join( ', ' )
					) }
		</p>
	);
}
