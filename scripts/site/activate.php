<?php
/**
 * Activates the plugin that the second argument names.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
$result = activate_plugin( $argv[2] );
if ( is_wp_error( $result ) ) {
	fwrite( STDERR, $result->get_error_code() . ': ' . $result->get_error_message() . "\n" );
	exit( 1 );
}
