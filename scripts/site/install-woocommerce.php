<?php
/**
 * WooCommerce's tables and pages, and a shop that is open: euros, no wizard, no coming-soon page.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
WC_Install::install();
$settings = array(
	'woocommerce_onboarding_profile'               => array(
		'skipped'   => true,
		'completed' => true,
	),
	'woocommerce_task_list_hidden'                 => 'yes',
	'woocommerce_task_list_welcome_modal_dismissed' => 'yes',
	'woocommerce_coming_soon'                      => 'no',
	'woocommerce_show_marketplace_suggestions'     => 'no',
	'woocommerce_default_country'                  => 'DE',
	'woocommerce_currency'                         => 'EUR',
	// The plugin's own picture: a copy among the uploads would not be part of the dump that further sites are made from.
	'woocommerce_placeholder_image'                => '0',
);
foreach ( $settings as $name => $value ) {
	update_option( $name, $value );
}
delete_transient( '_wc_activation_redirect' );
