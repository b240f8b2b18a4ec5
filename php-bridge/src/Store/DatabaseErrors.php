<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * wpdb throws nothing: a failed query is only noted in a global list. This looks at what was added to it since a mark, and raises what
 * concerns the records being written. Other plugins' failing queries on their own tables are none of our business.
 */
final class DatabaseErrors {

	private int $mark = 0;

	public function __construct( private \wpdb $db ) {}

	public function mark(): void {
		$this->mark = count( self::all() );
	}

	/**
	 * @throws LockConflict When the work should be done again.
	 * @throws StoreError   When a write to the record's own tables failed.
	 */
	public function raise(): void {
		foreach ( array_slice( self::all(), $this->mark ) as $error ) {
			$message = (string) ( $error['error_str'] ?? '' );
			if ( 1 === preg_match( '/deadlock|lock wait timeout|try restarting transaction/i', $message ) ) {
				throw new LockConflict( $message );
			}
			if ( $this->is_ours( (string) ( $error['query'] ?? '' ) ) ) {
				throw new StoreError( 'database', "The database refused a write: {$message}", null, 'Often a value is too long, or the disk is full.' );
			}
		}
	}

	private function is_ours( string $query ): bool {
		if ( 1 !== preg_match( '/^\s*(insert|update|replace|delete)\b[^(]*?`?(' . preg_quote( $this->db->prefix, '/' ) . '\w+)`?/i', $query, $parts ) ) {
			return false;
		}
		$db = $this->db;
		return in_array( $parts[2], array( $db->posts, $db->postmeta, $db->terms, $db->term_taxonomy, $db->term_relationships, $db->termmeta, "{$db->prefix}wc_product_meta_lookup", "{$db->prefix}woocommerce_attribute_taxonomies" ), true );
	}

	/** @return array<array<string, mixed>> */
	private static function all(): array {
		global $EZSQL_ERROR; // phpcs:ignore WordPress.NamingConventions.ValidVariableName -- WordPress' own name.
		return is_array( $EZSQL_ERROR ) ? $EZSQL_ERROR : array();
	}
}
