<?php
/**
 * Removes the connector's data where its switch says so. Shop content stays in any case.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( PHP_VERSION_ID < 80100 ) {
	return;
}

defined( 'UNOPIM_CONNECTOR_FILE' ) || define( 'UNOPIM_CONNECTOR_FILE', __DIR__ . '/unopim-connector.php' );
defined( 'UNOPIM_CONNECTOR_VERSION' ) || define( 'UNOPIM_CONNECTOR_VERSION', '0' );
require_once __DIR__ . '/src/Platform/Autoloader.php';
UnoPim\Connector\Platform\Autoloader::register( __DIR__ . '/src' );
UnoPim\Connector\Platform\Uninstaller::run();
