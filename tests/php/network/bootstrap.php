<?php
/**
 * PHPUnit on a network of two sites with WooCommerce (scripts/site/make-network.php).
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/shop/bootstrap.php';
if ( ! is_multisite() || null === get_site( 2 ) ) {
	fwrite( STDERR, "This site is no network of two. Run this suite through `npm test -- --only php-network`.\n" );
	exit( 2 );
}
