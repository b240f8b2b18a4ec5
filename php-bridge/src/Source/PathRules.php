<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/**
 * Which addresses `source.get` may name: plain paths below `/api/v1/rest/`, nothing that a server, a proxy or a URL
 * parser could read as another place. Codes of records travel percent-encoded, so an encoded path is decoded as often
 * as it changes and each form must pass.
 */
final class PathRules {

	private const MAX_LENGTH = 1024;

	/** Servers decode once; more layers than this are no code of any record. */
	private const MAX_LAYERS = 3;

	/** @throws SourceFault */
	public static function check( string $path ): void {
		if ( '' === $path || strlen( $path ) > self::MAX_LENGTH || ! preg_match( '#^[A-Za-z0-9\-._~%/!$\'()*+,;=:@]+$#', $path ) ) {
			throw SourceFault::bad_path( $path );
		}
		if ( preg_match( '/%(?![0-9A-Fa-f]{2})/', $path ) ) {
			throw SourceFault::bad_path( $path );
		}
		$form = $path;
		for ( $layer = 0; ; $layer++ ) {
			if ( $layer > self::MAX_LAYERS || ! self::is_plain( $form ) ) {
				throw SourceFault::bad_path( $path );
			}
			// A slash that appears by decoding would be one segment to us and two to the server.
			$decoded = rawurldecode( $form );
			if ( $decoded === $form ) {
				return;
			}
			if ( substr_count( $decoded, '/' ) !== substr_count( $form, '/' ) ) {
				throw SourceFault::bad_path( $path );
			}
			$form = $decoded;
		}
	}

	private static function is_plain( string $path ): bool {
		if ( preg_match( '/[\x00-\x1f\x7f\\\\?#]/', $path ) || str_starts_with( $path, '/' ) || str_contains( $path, '//' ) ) {
			return false;
		}
		// `http:x` and `//host` are other places; a colon further on belongs to a code.
		if ( preg_match( '#^[A-Za-z][A-Za-z0-9+.\-]*:#', $path ) ) {
			return false;
		}
		foreach ( explode( '/', $path ) as $segment ) {
			if ( '.' === $segment || '..' === $segment || preg_match( '/^\.\.[;\s]/', $segment ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The query string of a list of pairs.
	 *
	 * @param array<mixed> $pairs
	 * @throws SourceFault
	 */
	public static function query( array $pairs ): string {
		$parts = array();
		foreach ( $pairs as $pair ) {
			if ( ! is_array( $pair ) || 2 !== count( $pair ) || ! is_string( $pair[0] ?? null ) || ! is_string( $pair[1] ?? null ) || '' === $pair[0] ) {
				throw SourceFault::bad_path( 'query' );
			}
			$parts[] = rawurlencode( $pair[0] ) . '=' . rawurlencode( $pair[1] );
		}
		return implode( '&', $parts );
	}
}
