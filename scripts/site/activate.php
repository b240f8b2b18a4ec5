<?php
/**
 * Activates the plugin that the second argument names. With `alone` as third argument the plugins it depends on may be missing, which
 * WordPress refuses otherwise: the suite on bare WordPress needs the plugin's tables and routes, not a shop.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
$plugin = $argv[2];
if ( 'alone' === ( $argv[3] ?? '' ) ) {
	update_option( 'active_plugins', array( $plugin ) );
	require_once WP_PLUGIN_DIR . '/' . $plugin;
	do_action( 'activate_' . $plugin, false );
	exit( 0 );
}
$result = activate_plugin( $plugin );
if ( is_wp_error( $result ) ) {
	fwrite( STDERR, $result->get_error_code() . ': ' . $result->get_error_message() . "\n" );
	exit( 1 );
}
