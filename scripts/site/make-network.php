<?php
/**
 * Makes a site with WooCommerce a network of two, with every active plugin active on both. The last line is the second site's number.
 * Each stage is a process of its own: a network is loaded differently, and a site's first request makes what plugins need there.
 *
 * @package UnoPim\Connector
 */

$config = $argv[1] . '/wp-config.php';
$text   = (string) file_get_contents( $config );
$next   = static function ( string ...$more ) use ( $argv ): int {
	passthru( implode( ' ', array_map( 'escapeshellarg', array( PHP_BINARY, '-d', 'memory_limit=1G', __FILE__, $argv[1], ...$more ) ) ), $code );
	return $code;
};
if ( isset( $argv[2] ) ) {
	$_SERVER['REQUEST_URI'] = '/second/';
	require __DIR__ . '/load.php';
	WC_Install::install();
	update_option( 'woocommerce_currency', 'USD' );
	update_option( 'woocommerce_weight_unit', 'lbs' );
	echo get_current_blog_id(), "\n";
	exit( 0 );
}
if ( ! str_contains( $text, "'MULTISITE'" ) ) {
	require __DIR__ . '/load.php';
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	require_once ABSPATH . 'wp-admin/includes/network.php';
	foreach ( $wpdb->tables( 'ms_global' ) as $table => $prefixed ) {
		$wpdb->$table = $prefixed;
	}
	install_network();
	$address = (string) wp_parse_url( home_url(), PHP_URL_HOST );
	$made    = populate_network( 1, $address, 'admin@example.test', 'Network', '/', false );
	if ( is_wp_error( $made ) && 'no_wildcard_dns' !== $made->get_error_code() ) {
		fwrite( STDERR, $made->get_error_message() . "\n" );
		exit( 1 );
	}
	$constants = "define( 'WP_ALLOW_MULTISITE', true );\ndefine( 'MULTISITE', true );\ndefine( 'SUBDOMAIN_INSTALL', false );\ndefine( 'DOMAIN_CURRENT_SITE', '{$address}' );\ndefine( 'PATH_CURRENT_SITE', '/' );\ndefine( 'SITE_ID_CURRENT_SITE', 1 );\ndefine( 'BLOG_ID_CURRENT_SITE', 1 );\n";
	file_put_contents( $config, preg_replace( "/^define\( 'WP_(?:HOME|SITEURL)'.*\n/m", '', str_replace( '$table_prefix', $constants . '$table_prefix', $text ) ) );
	exit( $next() );
}
define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
foreach ( (array) get_option( 'active_plugins' ) as $plugin ) {
	$result = activate_plugin( $plugin, '', true );
	if ( is_wp_error( $result ) ) {
		fwrite( STDERR, $plugin . ': ' . $result->get_error_message() . "\n" );
		exit( 1 );
	}
}
$second = wpmu_create_blog( get_network()->domain, '/second/', 'Second', 1, array( 'public' => 1 ) );
if ( is_wp_error( $second ) ) {
	fwrite( STDERR, $second->get_error_message() . "\n" );
	exit( 1 );
}
exit( $next( 'second' ) );
