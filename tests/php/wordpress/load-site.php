<?php
/**
 * Loads the site that UNOPIM_WP_ROOT (or UNOPIM_TEST_SITE) names, with the plugin running in it. The site needs no WooCommerce: its
 * version is said here, because the plugin stays inactive without one. A site without a copy of the plugin gets the one of this project.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

$site = getenv( 'UNOPIM_WP_ROOT' ) ?: getenv( 'UNOPIM_TEST_SITE' );
if ( ! is_string( $site ) || ! is_file( $site . '/wp-load.php' ) ) {
	fwrite( STDERR, "UNOPIM_WP_ROOT names no WordPress site.\n" );
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
define( 'ABSPATH', rtrim( $site, '/' ) . '/' );
require ABSPATH . 'wp-includes/plugin.php';
add_action(
	'muplugins_loaded',
	static function (): void {
		defined( 'UNOPIM_CONNECTOR_ALLOW_PRIVATE' ) || define( 'UNOPIM_CONNECTOR_ALLOW_PRIVATE', true );
		// The system's folder is everybody's: what lies there may be of another site.
		defined( 'WP_TEMP_DIR' ) || define( 'WP_TEMP_DIR', rtrim( ABSPATH, '/' ) . '.tmp' );
		is_dir( WP_TEMP_DIR ) || mkdir( WP_TEMP_DIR, 0700 );
		$woocommerce = defined( 'UNOPIM_TESTS_WOOCOMMERCE' ) ? UNOPIM_TESTS_WOOCOMMERCE : '9.3.0';
		if ( 'none' !== $woocommerce && ! is_file( WP_PLUGIN_DIR . '/woocommerce/woocommerce.php' ) ) {
			define( 'WC_VERSION', $woocommerce );
		}
		if ( ! in_array( 'unopim-connector/unopim-connector.php', (array) get_option( 'active_plugins' ), true ) ) {
			require_once dirname( __DIR__, 3 ) . '/php-bridge/unopim-connector.php';
			do_action( 'activate_' . plugin_basename( UNOPIM_CONNECTOR_FILE ), false );
		}
	}
);
require ABSPATH . 'wp-load.php';
