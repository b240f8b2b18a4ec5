<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `shop.products`: which products the shop has, by id, without loading one. */
final class ShopProducts {

	/** Types that are told apart; what another plugin brings is `other`. */
	private const KINDS = array( 'simple', 'variable', 'grouped', 'external' );

	public function __construct( private \wpdb $db ) {}

	/** Products that were saved and are not in the trash, ids greater than `$after`. @return array<array<string, mixed>> */
	public function page( int $after, int $limit ): array {
		return $this->rows( "p.post_type = 'product' AND p.post_status NOT IN ( 'trash', 'auto-draft', 'inherit' ) AND p.ID > %d", array( $after ), $limit );
	}

	/**
	 * These, wherever they are.
	 *
	 * @param array<int> $ids
	 * @return array<array<string, mixed>>
	 */
	public function of( array $ids ): array {
		$found = array();
		foreach ( array_chunk( array_values( array_unique( $ids ) ), 500 ) as $some ) {
			array_push( $found, ...$this->rows( ProductRow::IS_PRODUCT . " AND p.post_status <> 'auto-draft' AND p.ID IN (" . Sql::in( $some, '%d' ) . ')', $some, count( $some ) ) );
		}
		return $found;
	}

	/**
	 * @param array<int> $args
	 * @return array<array<string, mixed>>
	 */
	private function rows( string $where, array $args, int $limit ): array {
		$sql = 'SELECT p.ID, p.post_type, p.post_status, p.post_parent, ' . ProductRow::type( $this->db ) . " AS product_type, ( SELECT sku.meta_value FROM {$this->db->postmeta} AS sku WHERE sku.post_id = p.ID AND sku.meta_key = '_sku' LIMIT 1 ) AS sku
			FROM {$this->db->posts} AS p WHERE {$where} ORDER BY p.ID LIMIT %d";
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
		return array_map( array( self::class, 'row' ), Sql::rows( $this->db, $this->db->prepare( $sql, array_merge( $args, array( $limit ) ) ) ) );
	}

	/** @return array<string, mixed> */
	private static function row( object $row ): array {
		$is_variation = 'product_variation' === $row->post_type;
		$type         = $row->product_type ?? 'simple';
		$kind         = in_array( $type, self::KINDS, true ) ? $type : 'other';
		return array(
			'id'     => (int) $row->ID,
			'kind'   => $is_variation ? 'variation' : $kind,
			'status' => (string) $row->post_status,
			'sku'    => (string) $row->sku,
		) + ( $is_variation ? array( 'parent' => (int) $row->post_parent ) : array() );
	}
}
