<?php
// Stands in for WPML on a whole site, by its documented hooks; what it knows is kept as an option.

declare( strict_types=1 );

define( 'ICL_SITEPRESS_VERSION', '4.7' );
require WP_CONTENT_DIR . '/wpml/Wpml.php';
$wpml = new UnoPim\Connector\Tests\WooCommerce\Wpml( get_option( 'wpml_rows', array() ) );
$wpml->register();
// Not before its end: what a transaction takes back is not known to WordPress's cache of options.
add_action( 'shutdown', static fn() => update_option( 'wpml_rows', $wpml->rows, false ) );
