<?php
/**
 * The plugin on a site whose WooCommerce is missing (argument `none`) or too old (its version). Prints what of it is active, and the notice.
 *
 * @package UnoPim\Connector
 */

define( 'UNOPIM_TESTS_WOOCOMMERCE', $argv[1] );
require dirname( __DIR__ ) . '/load-site.php';

wp_set_current_user( 1 );
ob_start();
do_action( 'admin_notices' );
$notice = (string) ob_get_clean();
echo json_encode(
	array(
		'routes' => array_key_exists( '/unopim-connector/v1/runs', rest_get_server()->get_routes() ),
		'hooks'  => false !== has_action( 'unopim_connector_continue' ),
		'notice' => wp_strip_all_tags( $notice ),
	)
);
