<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * The store's own hash of a field's value. It is opaque to the engine: it only ever travels there and back, to be compared for equality.
 */
final class FieldHash {

	/** Absent (null), empty string, empty list and zero all give different hashes. */
	public static function of( mixed $value ): string {
		$json = json_encode( self::canonical( $value ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR );
		return substr( hash( 'sha256', $json ), 0, 16 );
	}

	/** Maps get a fixed order of keys; lists keep theirs, for there it means something. */
	private static function canonical( mixed $value ): mixed {
		if ( $value instanceof \stdClass ) {
			$map = get_object_vars( $value );
			ksort( $map, SORT_STRING );
			return (object) array_map( array( self::class, 'canonical' ), $map );
		}
		if ( ! is_array( $value ) ) {
			return $value;
		}
		if ( ! array_is_list( $value ) ) {
			ksort( $value, SORT_STRING );
		}
		return array_map( array( self::class, 'canonical' ), $value );
	}
}
