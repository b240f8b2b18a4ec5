<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/**
 * Refuses hosts of private networks, and names the address that was checked, so that the request goes to that address
 * and not to what the name means a moment later.
 */
class AddressGuard {

	/** Neither private nor reserved by PHP's own list: carrier NAT, protocol assignments, benchmarks, 6to4 and NAT64. */
	private const FURTHER = array( '100.64.0.0/10', '192.0.0.0/24', '198.18.0.0/15', '2002::/16', '64:ff9b::/96' );

	/**
	 * The addresses that may be asked; an empty list means: whatever the name gives.
	 *
	 * @return array<string>
	 * @throws SourceFault
	 */
	public function addresses( string $url ): array {
		$host = trim( BaseAddress::host( $url ), '[]' );
		if ( $this->allows_private() ) {
			return array();
		}
		$addresses = false !== filter_var( $host, FILTER_VALIDATE_IP ) ? array( $host ) : $this->resolve( $host );
		if ( array() === $addresses ) {
			throw SourceFault::dns( $host );
		}
		foreach ( $addresses as $address ) {
			if ( ! self::is_public( $address ) ) {
				throw SourceFault::private_address( $host );
			}
		}
		return $addresses;
	}

	public static function is_public( string $address ): bool {
		$bytes = inet_pton( $address );
		if ( false === $bytes ) {
			return false;
		}
		// ::ffff:10.0.0.1 is 10.0.0.1.
		if ( 16 === strlen( $bytes ) && str_starts_with( $bytes, str_repeat( "\0", 10 ) . "\xff\xff" ) ) {
			return self::is_public( (string) inet_ntop( substr( $bytes, 12 ) ) );
		}
		if ( false === filter_var( $address, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE ) ) {
			return false;
		}
		foreach ( self::FURTHER as $range ) {
			if ( self::is_within( $bytes, $range ) ) {
				return false;
			}
		}
		return true;
	}

	private static function is_within( string $bytes, string $range ): bool {
		list( $base, $bits ) = explode( '/', $range );
		$base = (string) inet_pton( $base );
		if ( strlen( $base ) !== strlen( $bytes ) ) {
			return false;
		}
		$whole = intdiv( (int) $bits, 8 );
		$rest  = (int) $bits % 8;
		if ( substr( $base, 0, $whole ) !== substr( $bytes, 0, $whole ) ) {
			return false;
		}
		$mask = 0 === $rest ? 0 : 0xff << ( 8 - $rest ) & 0xff;
		return 0 === $rest || ( ord( $base[ $whole ] ) & $mask ) === ( ord( $bytes[ $whole ] ) & $mask );
	}

	protected function allows_private(): bool {
		return defined( 'UNOPIM_CONNECTOR_ALLOW_PRIVATE' ) && true === constant( 'UNOPIM_CONNECTOR_ALLOW_PRIVATE' );
	}

	/** @return array<string> */
	protected function resolve( string $host ): array {
		$addresses = gethostbynamel( $host ) ?: array();
		$records   = function_exists( 'dns_get_record' ) ? @dns_get_record( $host, DNS_AAAA ) : false; // phpcs:ignore WordPress.PHP.NoSilencedErrors -- warns where a name has none.
		foreach ( is_array( $records ) ? $records : array() as $record ) {
			$addresses[] = (string) $record['ipv6'];
		}
		return $addresses;
	}
}
