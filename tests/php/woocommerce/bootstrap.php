<?php
/**
 * The store suite on an installed site with WooCommerce: UNOPIM_WC_ROOT (or UNOPIM_TEST_SITE) names its folder.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

$site = getenv( 'UNOPIM_WC_ROOT' ) ?: getenv( 'UNOPIM_TEST_SITE' );
if ( ! is_string( $site ) || ! is_file( $site . '/wp-load.php' ) ) {
	fwrite( STDERR, "UNOPIM_WC_ROOT names no WordPress site with WooCommerce. Run this suite through `npm test -- --only store`.\n" );
	exit( 2 );
}
$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1',
	'SERVER_NAME'     => '127.0.0.1',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REMOTE_ADDR'     => '127.0.0.1',
);
require $site . '/wp-load.php';
if ( ! class_exists( 'WooCommerce', false ) ) {
	fwrite( STDERR, "WooCommerce is not active on {$site}.\n" );
	exit( 2 );
}
if ( ! class_exists( UnoPim\Connector\Platform\Autoloader::class, false ) ) {
	// The plugin is not active there: its classes are enough, and its tables.
	$source = dirname( __DIR__, 3 ) . '/php-bridge/src';
	require $source . '/Platform/Autoloader.php';
	UnoPim\Connector\Platform\Autoloader::register( $source );
}
( new UnoPim\Connector\Platform\Schema( $GLOBALS['wpdb'] ) )->upgrade();
foreach ( glob( __DIR__ . '/support/*.php' ) as $file ) {
	require_once $file;
}
