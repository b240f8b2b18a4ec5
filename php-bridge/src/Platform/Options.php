<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * The plugin's options. None is autoloaded: no page of the shop needs them.
 *
 * `fresh()` asks the database and not a cache, for values that several processes change at once.
 */
class Options {

	public const PREFIX = 'unopim_connector_';

	public function __construct( private \wpdb $db ) {}

	/** @return array<string,mixed> an absent or unreadable option is an empty one. */
	public function read( string $name ): array {
		$value = get_option( self::PREFIX . $name, array() );
		return is_array( $value ) ? $value : array();
	}

	/** @return array<string,mixed> */
	public function fresh( string $name ): array {
		$key = self::PREFIX . $name;
		wp_cache_delete( $key, 'options' );
		$missing = wp_cache_get( 'notoptions', 'options' );
		if ( is_array( $missing ) && isset( $missing[ $key ] ) ) {
			unset( $missing[ $key ] );
			wp_cache_set( 'notoptions', $missing, 'options' );
		}
		return $this->read( $name );
	}

	/** @param array<string,mixed> $value */
	public function write( string $name, array $value ): void {
		$this->fresh( $name );
		update_option( self::PREFIX . $name, $value, false );
	}

	public function delete( string $name ): void {
		$this->fresh( $name );
		delete_option( self::PREFIX . $name );
	}

	/** Everything that begins with the prefix, whatever its name is. */
	public function delete_all(): void {
		$names = $this->db->get_col( $this->db->prepare( "SELECT option_name FROM {$this->db->options} WHERE option_name LIKE %s", $this->db->esc_like( self::PREFIX ) . '%' ) );
		foreach ( $names as $name ) {
			delete_option( $name );
		}
	}
}
