<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * PSR-4 for the plugin's own namespace. There is no Composer in the plugin folder, so nothing else has to be shipped.
 */
final class Autoloader {

	private const PREFIX = 'UnoPim\\Connector\\';

	public static function register( string $folder ): void {
		spl_autoload_register(
			static function ( string $name ) use ( $folder ): void {
				if ( 0 !== strncmp( $name, self::PREFIX, strlen( self::PREFIX ) ) ) {
					return;
				}
				$file = $folder . '/' . str_replace( '\\', '/', substr( $name, strlen( self::PREFIX ) ) ) . '.php';
				if ( is_file( $file ) ) {
					require $file;
				}
			}
		);
	}
}
