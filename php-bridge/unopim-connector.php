<?php
/**
 * Plugin Name: UnoPim Connector for WooCommerce
 * Description: Keeps WooCommerce products, categories and attributes in step with a UnoPim catalogue.
 * Version: 0.1.0
 * Requires at least: 6.5
 * Requires PHP: 8.1
 * Requires Plugins: woocommerce
 * WC requires at least: 9.3
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: unopim-connector
 * Domain Path: /languages
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

define( 'UNOPIM_CONNECTOR_VERSION', '0.1.0' );
define( 'UNOPIM_CONNECTOR_FILE', __FILE__ );

// Older PHP could not even read the classes, so this is asked before the first of them is loaded.
if ( PHP_VERSION_ID < 80100 || PHP_INT_SIZE < 8 ) {
	add_action(
		'admin_notices',
		static function () {
			echo '<div class="notice notice-error"><p>' . esc_html( 'UnoPim Connector needs 64-bit PHP 8.1 or newer; this site runs PHP ' . PHP_VERSION . '.' ) . '</p></div>';
		}
	);
	return;
}

require __DIR__ . '/src/Platform/Autoloader.php';
UnoPim\Connector\Platform\Autoloader::register( __DIR__ . '/src' );
UnoPim\Connector\Platform\Plugin::start( __FILE__ );
