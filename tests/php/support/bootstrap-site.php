<?php
/**
 * PHPUnit on an installed site: UNOPIM_TEST_SITE names its folder. The plugin is active, WooCommerce too where the site has it.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

$site = getenv( 'UNOPIM_TEST_SITE' );
if ( ! is_string( $site ) || ! is_file( $site . '/wp-load.php' ) ) {
	fwrite( STDERR, "UNOPIM_TEST_SITE names no WordPress site. Run this suite through `npm test -- --only php-wordpress` or `--only store`.\n" );
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
require __DIR__ . '/SiteTestCase.php';
