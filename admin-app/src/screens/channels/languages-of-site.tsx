import { __, sprintf } from '@wordpress/i18n';
import type { SiteLanguages } from '../../types/rest';

/** Which of the channel's languages have one of the site's: products are in the default one, and translations get the texts of the others. */
export function LanguagesOfSite( { languages: { matched, unmatched }, defaultLocale }: { languages: SiteLanguages; defaultLocale: string } ) {
	const pairs = Object.entries( matched ).map( ( [ locale, language ] ) => {
		const pair = `${ locale } → ${ language }`;
		/* translators: %s: pair of languages, such as "en_US → en". */
		return locale === defaultLocale ? sprintf( __( '%s (default)', 'unopim-connector' ), pair ) : pair;
	} );
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
