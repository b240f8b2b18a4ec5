<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\BaseAddress;
use UnoPim\Connector\Source\Connection;

/**
 * Where files may come from: UnoPim and the media address, each with its own port, and over https the listed media hosts. Redirects are
 * held to the same.
 */
class Places {

	private const PORTS = array( 'http' => 80, 'https' => 443 );

	public function __construct( private Connection $connection, private GeneralSettings $settings ) {}

	/**
	 * The address of a storage path, or a whole address as it is, if it may be asked.
	 *
	 * @throws MediaFault
	 */
	public function of( string $path ): string {
		if ( 1 === preg_match( '#^https?://#i', $path ) ) {
			return $this->check( $path );
		}
		$segments = explode( '/', ltrim( $path, '/' ) );
		if ( preg_match( '/[\x00-\x1f\x7f\\\\]/', $path ) || ! mb_check_encoding( $path, 'UTF-8' ) || array() !== array_intersect( $segments, array( '', '.', '..' ) ) ) {
			throw MediaFault::bad_path( $path );
		}
		$base = $this->media_address();
		if ( null === $base ) {
			throw MediaFault::host_refused( '' );
		}
		return $this->check( $base . implode( '/', array_map( 'rawurlencode', $segments ) ) );
	}

	/**
	 * The address that a redirect leads to.
	 *
	 * @throws MediaFault
	 */
	public function after_redirect( string $from, string $location ): string {
		return $this->check( (string) \WP_Http::make_absolute_url( $location, $from ) );
	}

	/** @throws MediaFault */
	public function check( string $url ): string {
		$parts = preg_match( '/[\x00-\x20\x7f\\\\]/', $url ) ? false : wp_parse_url( $url );
		$host  = strtolower( is_array( $parts ) ? (string) ( $parts['host'] ?? '' ) : '' );
		if ( '' === $host || isset( $parts['user'] ) || isset( $parts['pass'] ) ) {
			throw MediaFault::host_refused( $host );
		}
		$scheme = strtolower( (string) ( $parts['scheme'] ?? '' ) );
		$port   = (int) ( $parts['port'] ?? self::PORTS[ $scheme ] ?? 0 );
		foreach ( array_filter( array( $this->unopim(), $this->media_address() ) ) as $base ) {
			if ( self::is_at( $base, $scheme, $host, $port ) ) {
				return self::without_fragment( $url );
			}
		}
		if ( 'https' === $scheme && in_array( $host, $this->hosts(), true ) ) {
			return self::without_fragment( $url );
		}
		throw MediaFault::host_refused( $host );
	}

	/** The same host at the same port, or at the usual one of https. */
	private static function is_at( string $base, string $scheme, string $host, int $port ): bool {
		$parts = (array) wp_parse_url( $base );
		$own   = strtolower( (string) ( $parts['scheme'] ?? '' ) );
		if ( strtolower( (string) ( $parts['host'] ?? '' ) ) !== $host || ! isset( self::PORTS[ $scheme ] ) ) {
			return false;
		}
		return ( $scheme === $own && $port === (int) ( $parts['port'] ?? self::PORTS[ $own ] ?? 0 ) ) || ( 'https' === $scheme && self::PORTS['https'] === $port );
	}

	/** Ends in a slash; null without a connection. */
	private function media_address(): ?string {
		$set = trim( (string) $this->settings->get( 'media_address' ) );
		if ( '' !== $set ) {
			return rtrim( $set, '/' ) . '/';
		}
		$unopim = $this->unopim();
		return null === $unopim ? null : $unopim . '/storage/';
	}

	private function unopim(): ?string {
		try {
			return BaseAddress::clean( $this->connection->value( 'url' ) );
		} catch ( Fault ) {
			return null;
		}
	}

	/** @return array<string> in lower case */
	private function hosts(): array {
		/**
		 * Filters the hosts that files may come from, beside UnoPim and the media address; https only.
		 *
		 * @param array<string> $hosts
		 */
		$hosts = apply_filters( 'unopim_connector_media_hosts', (array) $this->settings->get( 'media_hosts' ) );
		return array_map( 'strtolower', array_filter( is_array( $hosts ) ? $hosts : array(), 'is_string' ) );
	}

	private static function without_fragment( string $url ): string {
		return explode( '#', $url, 2 )[0];
	}
}
