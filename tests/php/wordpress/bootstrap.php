<?php
/**
 * PHPUnit on a real WordPress and its database.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

require __DIR__ . '/load-site.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
// Loaded when they are named: some build on others.
spl_autoload_register(
	static function ( string $name ): void {
		$file = __DIR__ . '/Support/' . substr( $name, strlen( 'UnoPim\\Connector\\Tests\\WordPress\\Support\\' ) ) . '.php';
		if ( str_starts_with( $name, 'UnoPim\\Connector\\Tests\\WordPress\\Support\\' ) && is_file( $file ) ) {
			require $file;
		}
	}
);
