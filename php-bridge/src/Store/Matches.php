<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Shop items that a code without a link may mean: by SKU, then by GTIN. One query each. */
final class Matches {

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/**
	 * @param array<string> $codes
	 * @return array<array<string, mixed>>
	 */
	public function by_sku( string $channel, array $codes ): array {
		return $this->found( 'sku', $channel, array_combine( $codes, $codes ), array() );
	}

	/**
	 * @param array<string, string> $gtins By code.
	 * @return array<array<string, mixed>>
	 */
	public function by_gtin( string $channel, array $gtins ): array {
		return $this->found( 'global_unique_id', $channel, array_filter( array_map( 'strval', $gtins ), static fn( string $gtin ): bool => '' !== $gtin ), array( 'by' => 'gtin' ) );
	}

	/**
	 * An item that somebody else has found for a code.
	 *
	 * @return array<string, mixed>|null
	 */
	public function by_id( string $channel, string $code, int $id ): ?array {
		$sql = 'SELECT p.ID, p.post_type, p.post_status, p.post_parent, ' . ProductRow::type( $this->db ) . ' AS product_type,
			EXISTS( SELECT 1 FROM ' . $this->tables->table( 'links' ) . " AS l WHERE l.entity = 'product' AND l.channel = %s AND l.shop_id = p.ID ) AS linked
			FROM {$this->db->posts} AS p WHERE p.ID = %d AND " . ProductRow::IS_PRODUCT;
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and names are put together.
		$row = Sql::rows( $this->db, $this->db->prepare( $sql, $channel, $id ) )[0] ?? null;
		return null === $row ? null : self::match( $code, $row ) + array( 'by' => 'filter' );
	}

	/** @return array<string, mixed> */
	private static function match( string $code, object $row ): array {
		return array(
			'code'   => $code,
			'id'     => (int) $row->ID,
			'kind'   => ProductRow::kind( (string) $row->post_type, $row->product_type ),
			'parent' => (int) $row->post_parent,
			'status' => (string) $row->post_status,
			'linked' => (bool) $row->linked,
		);
	}

	/**
	 * @param 'sku'|'global_unique_id' $column
	 * @param array<string>            $wanted Values by code.
	 * @param array<string, string>    $more   What a match says besides.
	 * @return array<array<string, mixed>>
	 */
	private function found( string $column, string $channel, array $wanted, array $more ): array {
		if ( array() === $wanted ) {
			return array();
		}
		$codes = array();
		foreach ( $wanted as $code => $value ) {
			$codes[ self::folded( $value ) ][] = (string) $code;
		}
		$values  = array_values( array_unique( array_map( 'strval', $wanted ) ) );
		$sql     = "SELECT k.{$column} AS value, p.ID, p.post_type, p.post_status, p.post_parent, " . ProductRow::type( $this->db ) . ' AS product_type,
			EXISTS( SELECT 1 FROM ' . $this->tables->table( 'links' ) . " AS l WHERE l.entity = 'product' AND l.channel = %s AND l.shop_id = p.ID ) AS linked
			FROM {$this->db->prefix}wc_product_meta_lookup AS k INNER JOIN {$this->db->posts} AS p ON p.ID = k.product_id AND " . ProductRow::IS_PRODUCT . "
			WHERE k.{$column} IN (" . Sql::in( $values ) . ') ORDER BY p.ID';
		$matches = array();
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and names are put together.
		foreach ( Sql::rows( $this->db, $this->db->prepare( $sql, array_merge( array( $channel ), $values ) ) ) as $row ) {
			foreach ( $codes[ self::folded( (string) $row->value ) ] ?? array() as $code ) {
				$matches[] = self::match( $code, $row ) + $more;
			}
		}
		return $matches;
	}

	/** WooCommerce takes SKUs that differ in case or accents alone for the same one (the column's collation), so they match here too. */
	private static function folded( string $sku ): string {
		return mb_strtolower( remove_accents( trim( $sku ) ) );
	}
}
