/** Fields of UnoPim's records, named by their place in them, in words. */
import { __, sprintf } from '@wordpress/i18n';

/** Places of a value by the sections that its attribute's scope leads to: how many codes stand before the attribute's own. */
const SCOPES: Record< string, number > = { common: 0, locale_specific: 1, channel_specific: 1, channel_locale_specific: 2 };

/** `channel_locale_specific.default.en_US.name` is “name (default, en_US)”. */
export function unopimFieldName( path: string ): string {
	const [ section = '', ...rest ] = path.split( '.' );
	const scope = SCOPES[ section ];
	if ( scope !== undefined && rest.length > scope ) {
		const name = rest.slice( scope ).join( '.' );
		return scope === 0 ? name : `${ name } (${ rest.slice( 0, scope ).join( ', ' ) })`;
	}
	if ( section === 'labels' && rest.length === 1 ) {
		/* translators: %s: code of a language. */
		return sprintf( __( 'Label (%s)', 'unopim-connector' ), rest[ 0 ] ?? '' );
	}
	const words: Record< string, string > = {
		status: __( 'Status', 'unopim-connector' ),
		family: __( 'Family', 'unopim-connector' ),
		parent: __( 'Parent', 'unopim-connector' ),
		categories: __( 'Categories', 'unopim-connector' ),
		super_attributes: __( 'Attributes that tell variants apart', 'unopim-connector' ),
		'associations.up_sells': __( 'Upsells', 'unopim-connector' ),
		'associations.cross_sells': __( 'Cross-sells', 'unopim-connector' ),
		'associations.related_products': __( 'Related products', 'unopim-connector' ),
		type: __( 'Type', 'unopim-connector' ),
		sort_order: __( 'Order', 'unopim-connector' ),
	};
	return words[ path ] ?? path;
}
