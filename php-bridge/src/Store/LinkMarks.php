<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/**
 * Which links a run has seen, and which it has not: what UnoPim has deleted. A link that a later run has seen counts as seen, so that
 * two channels' runs cannot take the attributes that they share for deleted.
 */
final class LinkMarks {

	private const SEEN = 'COALESCE( l.seen_run, 0 ) >= %d';

	public function __construct( private \wpdb $db, private Schema $tables, private int $run_id ) {}

	/**
	 * `links.mark`. A mark that is lost would let the record look deleted.
	 *
	 * @param array<string> $codes
	 * @throws StoreError
	 */
	public function mark( string $entity, string $channel, array $codes ): void {
		foreach ( array_chunk( $codes, 500 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$update = $this->db->prepare( 'UPDATE ' . $this->tables->table( 'links' ) . ' SET seen_run = %d WHERE entity = %s AND channel = %s AND code IN (' . Sql::in( $some ) . ') AND COALESCE( seen_run, 0 ) < %d', array_merge( array( $this->run_id, $entity, $channel ), $some, array( $this->run_id ) ) );
			try {
				Sql::run( $this->db, $update );
			} catch ( StoreError ) {
				Sql::run( $this->db, $update ); // Another process may have held the rows.
			}
		}
	}

	/**
	 * `links.unseen`: only links whose item is there, and which are not flagged as deleted.
	 *
	 * @return array{links: array<array<string, mixed>>, unseen: int, linked: int}
	 */
	public function unseen( string $entity, string $channel, int $after, int $limit ): array {
		list( $columns, $join ) = $this->items( $entity );
		$from                   = ' FROM ' . $this->tables->table( 'links' ) . " AS l {$join} WHERE l.entity = %s AND l.channel = %s AND FIND_IN_SET( 'deleted', l.flags ) = 0";
		// phpcs:disable WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
		$count = Sql::rows( $this->db, $this->db->prepare( 'SELECT COUNT(*) AS linked, COALESCE( SUM( NOT ( ' . self::SEEN . " ) ), 0 ) AS unseen{$from}", $this->run_id, $entity, $channel ) )[0];
		$rows  = Sql::rows( $this->db, $this->db->prepare( "SELECT l.id, l.code, l.shop_id, {$columns}{$from} AND NOT ( " . self::SEEN . ' ) AND l.id > %d ORDER BY l.id LIMIT %d', $entity, $channel, $this->run_id, $after, $limit ) );
		// phpcs:enable
		return array(
			'links'  => array_map( static fn( object $row ): array => self::unseen_row( $row ), $rows ),
			'unseen' => (int) $count->unseen,
			'linked' => (int) $count->linked,
		);
	}

	/**
	 * `links.find`: links whose context holds a text; only those that this run has not seen, where asked.
	 *
	 * @return array<array<string, mixed>>
	 */
	public function find( string $entity, string $channel, string $text, bool $unseen, int $after, int $limit ): array {
		$json = substr( Sql::json( $text ), 1, -1 ); // As it stands within the column's JSON.
		$run  = $unseen ? $this->run_id : PHP_INT_MAX; // No run of that number has seen anything.
		// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name and the condition are fixed.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT l.* FROM ' . $this->tables->table( 'links' ) . ' AS l WHERE l.entity = %s AND l.channel = %s AND l.context LIKE %s AND NOT ( ' . self::SEEN . ' ) AND l.id > %d ORDER BY l.id LIMIT %d', $entity, $channel, '%' . $this->db->esc_like( $json ) . '%', $run, $after, $limit ) );
		return array_map( static fn( object $row ): array => array( 'row' => (int) $row->id ) + LinkRow::from_row( $row )->to_wire(), $rows );
	}

	/** @return array{0: string, 1: string} Columns and join of the shop's records. */
	private function items( string $entity ): array {
		return match ( $entity ) {
			'product'                    => array( 'p.post_type, p.post_status, ' . ProductRow::type( $this->db ) . ' AS product_type', "INNER JOIN {$this->db->posts} AS p ON p.ID = l.shop_id AND " . ProductRow::IS_PRODUCT . " AND p.post_status NOT IN ( 'trash', 'auto-draft' )" ),
			'category', 'option', 'term' => array( 'tt.taxonomy', "INNER JOIN {$this->db->term_taxonomy} AS tt ON tt.term_id = l.shop_id" ),
			'attribute'                  => array( 'a.attribute_id', "INNER JOIN {$this->db->prefix}woocommerce_attribute_taxonomies AS a ON a.attribute_id = l.shop_id" ),
			default                      => throw new StoreError( 'unsupported', "links.unseen does not serve the entity {$entity}.", 'entity', 'The entities are listed in docs/wire.md.' ),
		};
	}

	/** @return array<string, mixed> */
	private static function unseen_row( object $row ): array {
		$link = array( 'row' => (int) $row->id, 'code' => (string) $row->code, 'id' => (int) $row->shop_id );
		return $link + match ( true ) {
			isset( $row->post_type ) => array( 'kind' => ProductRow::kind( (string) $row->post_type, $row->product_type ), 'status' => (string) $row->post_status ),
			isset( $row->taxonomy )  => array( 'kind' => 'term', 'status' => 'publish', 'taxonomy' => (string) $row->taxonomy ),
			default                  => array( 'kind' => 'attribute', 'status' => 'publish' ),
		};
	}
}
