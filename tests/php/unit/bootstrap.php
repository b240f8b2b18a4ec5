<?php
/**
 * The suite without WordPress: the plugin's own loader, and the handful of WordPress functions that pure code calls.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

$bridge = dirname( __DIR__, 3 ) . '/php-bridge';
define( 'ABSPATH', '/nowhere/' );
define( 'UNOPIM_CONNECTOR_VERSION', '0.0.0-test' );
define( 'UNOPIM_CONNECTOR_FILE', $bridge . '/unopim-connector.php' );
require $bridge . '/src/Platform/Autoloader.php';
UnoPim\Connector\Platform\Autoloader::register( $bridge . '/src' );
require __DIR__ . '/wordpress-functions.php';
foreach ( glob( __DIR__ . '/Support/*.php' ) as $file ) {
	require_once $file;
}
