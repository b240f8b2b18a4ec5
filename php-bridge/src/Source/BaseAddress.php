<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Fault;

/** The UnoPim address: where the API and the token endpoint lie below. */
final class BaseAddress {

	public const API   = '/api/v1/rest/';
	public const TOKEN = '/oauth/token';

	/** The address as it is stored: no blanks around it, no slash at the end. */
	public static function clean( string $typed ): string {
		$url = rtrim( trim( $typed ), '/' );
		if ( '' === $url ) {
			throw new Fault( 'required', __( 'The UnoPim address is missing.', 'unopim-connector' ), __( 'Enter it, such as https://pim.example.com.', 'unopim-connector' ), 'url', 422 );
		}
		$parts = preg_match( '/[\x00-\x20\x7f\\\\]/', $url ) ? false : parse_url( $url ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- unit tests have no WordPress.
		if ( ! is_array( $parts ) || ! in_array( strtolower( $parts['scheme'] ?? '' ), array( 'http', 'https' ), true ) || '' === ( $parts['host'] ?? '' ) ) {
			throw new Fault( 'invalid_url', __( 'The UnoPim address is not an http or https address.', 'unopim-connector' ), __( 'Enter it with https:// in front, such as https://pim.example.com.', 'unopim-connector' ), 'url', 422 );
		}
		if ( isset( $parts['user'] ) || isset( $parts['pass'] ) || isset( $parts['query'] ) || isset( $parts['fragment'] ) || str_contains( $url, '/..' ) || str_contains( $url, '@' ) ) {
			throw new Fault( 'invalid_url', __( 'The UnoPim address holds more than host and folder.', 'unopim-connector' ), __( 'Leave out user, query and fragment.', 'unopim-connector' ), 'url', 422 );
		}
		$port = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		return strtolower( $parts['scheme'] ) . '://' . strtolower( $parts['host'] ) . $port . rtrim( $parts['path'] ?? '', '/' );
	}

	public static function host( string $url ): string {
		return (string) parse_url( $url, PHP_URL_HOST ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- as above.
	}

	public static function is_plain( string $url ): bool {
		return str_starts_with( $url, 'http://' );
	}
}
