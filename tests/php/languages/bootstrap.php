<?php
/**
 * The store on a site with Polylang and two languages (scripts/site/add-languages.php).
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/woocommerce/bootstrap.php';
if ( ! function_exists( 'pll_languages_list' ) ) {
	fwrite( STDERR, "Polylang is not active. Run this suite through `npm test -- --only php-languages`.\n" );
	exit( 2 );
}
