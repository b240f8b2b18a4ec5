/**
 * DataViews speaks WordPress' own words, and a language pack that is older than it lacks them. Those that the log shows are translated
 * with ours; where WordPress has a translation, that one stands.
 */
import { addFilter } from '@wordpress/hooks';
import { __ } from '@wordpress/i18n';

const words = (): Record< string, string > => ( {
	Appearance: __( 'Appearance', 'unopim-connector' ),
	Density: __( 'Density', 'unopim-connector' ),
	Comfortable: __( 'Comfortable', 'unopim-connector' ),
	Balanced: __( 'Balanced', 'unopim-connector' ),
	Compact: __( 'Compact', 'unopim-connector' ),
	Properties: __( 'Properties', 'unopim-connector' ),
	Hidden: __( 'Hidden', 'unopim-connector' ),
	'View options': __( 'View options', 'unopim-connector' ),
	'Items per page': __( 'Items per page', 'unopim-connector' ),
	'Current page': __( 'Current page', 'unopim-connector' ),
	'Next page': __( 'Next page', 'unopim-connector' ),
	'Previous page': __( 'Previous page', 'unopim-connector' ),
	'Move left': __( 'Move left', 'unopim-connector' ),
	'Move right': __( 'Move right', 'unopim-connector' ),
	'Sort by': __( 'Sort by', 'unopim-connector' ),
	Order: __( 'Order', 'unopim-connector' ),
	'Sort ascending': __( 'Sort ascending', 'unopim-connector' ),
	'Sort descending': __( 'Sort descending', 'unopim-connector' ),
	'Hide column': __( 'Hide column', 'unopim-connector' ),
	/* translators: %s: name of a column. */
	'Hide %s': __( 'Hide %s', 'unopim-connector' ),
	/* translators: %s: name of a column. */
	'Show %s': __( 'Show %s', 'unopim-connector' ),
	/* translators: %s: name of a column. */
	'Move %s up': __( 'Move %s up', 'unopim-connector' ),
	/* translators: %s: name of a column. */
	'Move %s down': __( 'Move %s down', 'unopim-connector' ),
	"This field can't be moved up": __( "This field can't be moved up", 'unopim-connector' ),
	"This field can't be moved down": __( "This field can't be moved down", 'unopim-connector' ),
	/* translators: 1: number of the page. 2: number of pages. */
	'Page %1$d of %2$d': __( 'Page %1$d of %2$d', 'unopim-connector' ),
	/* translators: 1: a choice of pages. 2: number of pages. The tags have to stay. */
	'<div>Page</div>%1$s<div>of %2$d</div>': __( '<div>Page</div>%1$s<div>of %2$d</div>', 'unopim-connector' ),
} );

export function lendWords(): void {
	const ours = new Map( Object.entries( words() ) );
	const lend = ( translation: string, text: string ) => ( translation === text ? ours.get( text ) ?? translation : translation );
	addFilter( 'i18n.gettext_default', 'unopim-connector/dataviews', lend );
	addFilter( 'i18n.gettext_with_context_default', 'unopim-connector/dataviews', lend );
}
