<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `variations.read`: the children of variable products with what tells them apart, in two queries for any number of parents. */
final class VariationReader {

	private const PREFIX = 'attribute_';

	public function __construct( private \wpdb $db ) {}

	/**
	 * @param array<int> $parents
	 * @return array<array{id: int, parent: int, sku: string, axes: object}>
	 */
	public function read( array $parents ): array {
		$parents = array_values( array_unique( array_map( 'intval', $parents ) ) );
		if ( array() === $parents ) {
			return array();
		}
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = Sql::rows( $this->db, $this->db->prepare( "SELECT ID, post_parent FROM {$this->db->posts} WHERE post_type = 'product_variation' AND post_status NOT IN ( 'trash', 'auto-draft' ) AND post_parent IN (" . Sql::in( $parents, '%d' ) . ') ORDER BY post_parent, menu_order, ID', $parents ) );
		$meta = $this->meta( array_map( static fn( object $row ): int => (int) $row->ID, $rows ) );
		$list = array();
		foreach ( $rows as $row ) {
			$own    = $meta[ (int) $row->ID ] ?? array();
			$list[] = array(
				'id'     => (int) $row->ID,
				'parent' => (int) $row->post_parent,
				'sku'    => $own['sku'] ?? '',
				'axes'   => (object) ( $own['axes'] ?? array() ),
			);
		}
		return $list;
	}

	/** The taxonomy of an axis: meta keys hold the name of a non-Latin one URL-encoded. */
	public static function axis( string $key ): string {
		return str_starts_with( $key, 'pa_' ) ? rawurldecode( $key ) : $key;
	}

	/**
	 * @param array<int> $ids
	 * @return array<int, array{sku?: string, axes?: array<string, string>}>
	 */
	private function meta( array $ids ): array {
		$meta = array();
		foreach ( array_chunk( $ids, 1000 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$rows = Sql::rows( $this->db, $this->db->prepare( "SELECT post_id, meta_key, meta_value FROM {$this->db->postmeta} WHERE post_id IN (" . Sql::in( $some, '%d' ) . ') AND ( meta_key = %s OR meta_key LIKE %s ) ORDER BY post_id, meta_key', array_merge( $some, array( '_sku', $this->db->esc_like( self::PREFIX ) . '%' ) ) ) );
			foreach ( $rows as $row ) {
				if ( '_sku' === $row->meta_key ) {
					$meta[ (int) $row->post_id ]['sku'] = (string) $row->meta_value;
				} else {
					$meta[ (int) $row->post_id ]['axes'][ self::axis( substr( (string) $row->meta_key, strlen( self::PREFIX ) ) ) ] = (string) $row->meta_value;
				}
			}
		}
		return $meta;
	}
}
