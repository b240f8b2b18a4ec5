<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** What a UnoPim can do (docs/wire.md), brought into its form: a probe may have been driven by a browser. */
final class Capabilities {

	private const FLAGS = array( 'cursor', 'swatches', 'inheritance', 'variant_groups', 'measurement', 'status' );
	private const PATHS = array( 'configurable-products', 'configrable-products' );

	public static function known( object $found ): object {
		$known = array();
		foreach ( self::FLAGS as $flag ) {
			$known[ $flag ] = true === ( $found->$flag ?? false );
		}
		$path                       = $found->configurable_path ?? null;
		$known['configurable_path'] = in_array( $path, self::PATHS, true ) ? $path : self::PATHS[0];
		$denied                     = is_array( $found->denied ?? null ) ? $found->denied : array();
		$known['denied']            = array_values( array_filter( $denied, static fn( $key ) => is_string( $key ) && 1 === preg_match( '/^[a-z0-9_.]{1,100}$/', $key ) ) );
		return (object) $known;
	}
}
