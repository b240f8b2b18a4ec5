<?php
/**
 * Must-use plugin of test sites: no outgoing HTTP but to this machine, and no e-mail, so that a site neither waits for anyone nor talks to anyone.
 *
 * @package UnoPim\Connector
 */

add_filter(
	'pre_http_request',
	function ( $answer, $args, $url ) {
		$host = trim( (string) parse_url( $url, PHP_URL_HOST ), '[]' );
		// A name below .invalid never has an address, and what is said then is worth a test.
		return in_array( $host, array( '127.0.0.1', 'localhost', '::1' ), true ) || str_ends_with( $host, '.invalid' ) ? $answer : new WP_Error( 'offline', 'Test site: no outgoing requests.' );
	},
	1,
	3
);
add_filter( 'pre_wp_mail', '__return_true' );
add_filter( 'woocommerce_allow_tracking', '__return_false' );
add_filter( 'woocommerce_enable_setup_wizard', '__return_false' );
// WordPress' own script for emoji asks s.w.org where the browser's fonts have none.
add_action(
	'init',
	function () {
		remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
		remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
	}
);
