<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Answers questions about links, in bulk, without loading a product. */
final class LinkReader {

	/** The product's type as WooCommerce keeps it: a term. None means simple. */
	private const TYPE = "( SELECT type.slug FROM %1\$s AS tr INNER JOIN %2\$s AS tt ON tt.term_taxonomy_id = tr.term_taxonomy_id AND tt.taxonomy = 'product_type' INNER JOIN %3\$s AS type ON type.term_id = tt.term_id WHERE tr.object_id = p.ID LIMIT 1 )";

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/**
	 * `links.read`: one query for the links, one for SKUs that have none.
	 *
	 * @param array<string> $codes
	 * @return array{links: array<array<string, mixed>>, matches: array<array<string, mixed>>}
	 */
	public function read( string $entity, string $channel, array $codes, ?string $match ): array {
		if ( 'product' !== $entity ) {
			throw new StoreError( 'unsupported', "links.read does not serve the entity {$entity}.", 'entity', 'Terms and attributes bring their links with terms.read and attributes.read.' );
		}
		$codes = array_values( array_unique( array_map( 'strval', $codes ) ) );
		$links = array() === $codes ? array() : $this->links( $channel, $codes );
		$left  = array_values( array_diff( $codes, array_column( $links, 'code' ) ) );
		return array(
			'links'   => $links,
			'matches' => 'sku' === $match && array() !== $left ? $this->matches( $channel, $left ) : array(),
		);
	}

	/**
	 * `links.pending`: links that carry a flag, a page at a time.
	 *
	 * @return array<array{row: int, code: string, id: int}>
	 */
	public function pending( string $entity, string $channel, string $flag, int $after, int $limit ): array {
		$rows = $this->db->get_results(
			// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name is fixed.
			$this->db->prepare( 'SELECT id, code, shop_id FROM ' . $this->tables->table( 'links' ) . " WHERE flags <> '' AND FIND_IN_SET( %s, flags ) > 0 AND entity = %s AND channel = %s AND id > %d ORDER BY id LIMIT %d", $flag, $entity, $channel, $after, $limit )
		);
		return array_map( static fn( object $row ): array => array( 'row' => (int) $row->id, 'code' => (string) $row->code, 'id' => (int) $row->shop_id ), $rows );
	}

	/**
	 * The links of whole groups, as `terms.read` and `attributes.read` list them.
	 *
	 * @param array<array{0: string, 1: string}> $groups Entity and channel.
	 * @return array<string, array<LinkRow>> By "entity\nchannel", ordered by code.
	 */
	public function groups( array $groups ): array {
		$found = array();
		foreach ( $groups as list( $entity, $channel ) ) {
			$found[ "{$entity}\n{$channel}" ] = array();
		}
		if ( array() === $found ) {
			return $found;
		}
		$where = array_fill( 0, count( $found ), '(entity = %s AND channel = %s)' );
		$args  = array_merge( ...array_map( static fn( string $group ): array => explode( "\n", $group ), array_keys( $found ) ) );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		foreach ( $this->db->get_results( $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'links' ) . ' WHERE ' . implode( ' OR ', $where ) . ' ORDER BY code', $args ) ) as $row ) {
			$found[ "{$row->entity}\n{$row->channel}" ][] = LinkRow::from_row( $row );
		}
		return $found;
	}

	/**
	 * The bases of products, for their snapshots.
	 *
	 * @param array<int> $ids
	 * @return array<int, array<string, mixed>>
	 */
	public function bases( string $channel, array $ids ): array {
		if ( array() === $ids ) {
			return array();
		}
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows  = $this->db->get_results( $this->db->prepare( 'SELECT shop_id, bases FROM ' . $this->tables->table( 'links' ) . " WHERE entity = 'product' AND shop_id IN (" . Sql::in( $ids, '%d' ) . ') AND channel = %s ORDER BY id', array_merge( $ids, array( $channel ) ) ) );
		$bases = array();
		foreach ( $rows as $row ) {
			$bases[ (int) $row->shop_id ] ??= (array) json_decode( (string) $row->bases, true );
		}
		return $bases;
	}

	/**
	 * @param array<string> $codes
	 * @return array<array<string, mixed>>
	 */
	private function links( string $channel, array $codes ): array {
		$sql = 'SELECT l.code, l.shop_id, l.target, l.context, l.flags, p.post_type, p.post_status, p.post_parent, ' . $this->type() . ' AS product_type FROM ' . $this->tables->table( 'links' ) . " AS l
			LEFT JOIN {$this->db->posts} AS p ON p.ID = l.shop_id AND p.post_type IN ( 'product', 'product_variation' )
			WHERE l.entity = 'product' AND l.channel = %s AND l.code IN (" . Sql::in( $codes ) . ') ORDER BY l.id';
		$links = array();
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
		foreach ( $this->db->get_results( $this->db->prepare( $sql, array_merge( array( $channel ), $codes ) ) ) as $row ) {
			$link = array(
				'code'    => (string) $row->code,
				'id'      => (int) $row->shop_id,
				'kind'    => null === $row->post_type ? 'gone' : self::kind( (string) $row->post_type, $row->product_type ),
				'parent'  => (int) $row->post_parent,
				'target'  => null === $row->target ? null : (string) $row->target,
				'context' => null === $row->context ? null : json_decode( (string) $row->context, true ),
				'flags'   => LinkRow::flags_of( (string) $row->flags ),
			);
			if ( 'trash' === $row->post_status ) {
				$link['status'] = 'trash';
			}
			$links[] = $link;
		}
		return $links;
	}

	/**
	 * @param array<string> $codes
	 * @return array<array<string, mixed>>
	 */
	private function matches( string $channel, array $codes ): array {
		$lookup = $this->db->prefix . 'wc_product_meta_lookup';
		$sql    = "SELECT k.sku, p.ID, p.post_type, p.post_status, p.post_parent, " . $this->type() . ' AS product_type,
			EXISTS( SELECT 1 FROM ' . $this->tables->table( 'links' ) . " AS l WHERE l.entity = 'product' AND l.channel = %s AND l.shop_id = p.ID ) AS linked
			FROM {$lookup} AS k INNER JOIN {$this->db->posts} AS p ON p.ID = k.product_id AND p.post_type IN ( 'product', 'product_variation' )
			WHERE k.sku IN (" . Sql::in( $codes ) . ') ORDER BY p.ID';
		$by_sku = array();
		foreach ( $codes as $code ) {
			$by_sku[ self::folded( $code ) ][] = $code;
		}
		$matches = array();
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
		foreach ( $this->db->get_results( $this->db->prepare( $sql, array_merge( array( $channel ), $codes ) ) ) as $row ) {
			foreach ( $by_sku[ self::folded( (string) $row->sku ) ] ?? array() as $code ) {
				$matches[] = array(
					'code'   => $code,
					'id'     => (int) $row->ID,
					'kind'   => self::kind( (string) $row->post_type, $row->product_type ),
					'parent' => (int) $row->post_parent,
					'status' => (string) $row->post_status,
					'linked' => (bool) $row->linked,
				);
			}
		}
		return $matches;
	}

	private function type(): string {
		return sprintf( self::TYPE, $this->db->term_relationships, $this->db->term_taxonomy, $this->db->terms );
	}

	private static function kind( string $post_type, ?string $product_type ): string {
		if ( 'product_variation' === $post_type ) {
			return 'variation';
		}
		return in_array( $product_type ?? 'simple', array( 'simple', 'variable' ), true ) ? $product_type ?? 'simple' : 'other';
	}

	/** WooCommerce takes SKUs that differ in case or accents alone for the same one (the column's collation), so they match here too. */
	private static function folded( string $sku ): string {
		return mb_strtolower( remove_accents( trim( $sku ) ) );
	}
}
