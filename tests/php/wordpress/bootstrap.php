<?php
/**
 * PHPUnit on a real WordPress and its database.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

require __DIR__ . '/load-site.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
foreach ( glob( __DIR__ . '/Support/*.php' ) as $file ) {
	require_once $file;
}
