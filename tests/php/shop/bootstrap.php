<?php
/**
 * PHPUnit on a real WordPress with a real WooCommerce, for what the plugin does with both beside the store.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/wordpress/bootstrap.php';
if ( ! class_exists( 'WooCommerce', false ) ) {
	fwrite( STDERR, "WooCommerce is not active on this site. Run this suite through `npm test -- --only php-shop`.\n" );
	exit( 2 );
}
