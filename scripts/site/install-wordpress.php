<?php
/**
 * WordPress' tables and an administrator, admin / admin.
 *
 * @package UnoPim\Connector
 */

define( 'WP_INSTALLING', true );
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'UnoPim Connector', 'admin', 'admin@example.test', false, '', 'admin' );
update_option( 'permalink_structure', '/%postname%/' );
// Avatars would be asked from an outside host.
update_option( 'show_avatars', 0 );
// WordPress.org would be asked for updates and news.
foreach ( array( 'update_core', 'update_plugins', 'update_themes' ) as $name ) {
	set_site_transient( $name, (object) array( 'last_checked' => time() + YEAR_IN_SECONDS ) );
}
