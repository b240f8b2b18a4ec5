<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * The plugin's options, of the site that owns the connection. None is autoloaded: no page of the shop needs them.
 *
 * `fresh()` asks the database and not a cache, for values that several processes change at once.
 */
class Options {

	public const PREFIX = 'unopim_connector_';

	public function __construct( private \wpdb $db, private Sites $sites = new Sites() ) {}

	/** @return array<string,mixed> an absent or unreadable option is an empty one. */
	public function read( string $name ): array {
		$value = $this->sites->at_home( static fn() => get_option( self::PREFIX . $name, array() ) );
		return is_array( $value ) ? $value : array();
	}

	/** @return array<string,mixed> */
	public function fresh( string $name ): array {
		return $this->sites->at_home(
			function () use ( $name ): array {
				self::forget( self::PREFIX . $name );
				return $this->read( $name );
			}
		);
	}

	/** The same for several, in one query: what is read next is what is stored now. */
	public function refresh( string ...$names ): void {
		$keys = array_map( static fn( string $name ): string => self::PREFIX . $name, $names );
		$this->sites->at_home(
			static function () use ( $keys ): void {
				array_map( array( self::class, 'forget' ), $keys );
				wp_prime_option_caches( $keys );
			}
		);
	}

	/** Lets the next read ask the database. */
	private static function forget( string $key ): void {
		wp_cache_delete( $key, 'options' );
		$missing = wp_cache_get( 'notoptions', 'options' );
		if ( is_array( $missing ) && isset( $missing[ $key ] ) ) {
			unset( $missing[ $key ] );
			wp_cache_set( 'notoptions', $missing, 'options' );
		}
	}

	/** @param array<string,mixed> $value */
	public function write( string $name, array $value ): void {
		$this->sites->at_home(
			static function () use ( $name, $value ): void {
				self::forget( self::PREFIX . $name );
				update_option( self::PREFIX . $name, $value, false );
			}
		);
	}

	public function delete( string $name ): void {
		$this->sites->at_home(
			static function () use ( $name ): void {
				self::forget( self::PREFIX . $name );
				delete_option( self::PREFIX . $name );
			}
		);
	}

	/** Everything that begins with the prefix, whatever its name is. */
	public function delete_all(): void {
		$names = $this->db->get_col( $this->db->prepare( "SELECT option_name FROM {$this->db->options} WHERE option_name LIKE %s", $this->db->esc_like( self::PREFIX ) . '%' ) );
		foreach ( $names as $name ) {
			delete_option( $name );
		}
	}
}
