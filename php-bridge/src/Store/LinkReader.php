<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Answers questions about links, in bulk, without loading a product. */
final class LinkReader {

	/** Both are linked to a product. */
	private const ENTITIES = array( 'product', 'group' );

	public function __construct( private \wpdb $db, private Schema $tables, private Matches $matches, private Items $items, private ?Plan $plan ) {}

	/**
	 * `links.read`: one query for the links, one each for SKUs and GTINs of those that have none, one for what waits for an answer.
	 *
	 * @param array<string>         $codes
	 * @param array<string, string> $gtins  By code.
	 * @param array<string>         $others The site's other channels, the first one first.
	 * @return array{links: array<array<string, mixed>>, matches: array<array<string, mixed>>, items: array<array<string, mixed>>}
	 */
	public function read( string $entity, string $channel, array $codes, ?string $match, array $gtins = array(), array $others = array() ): array {
		if ( ! in_array( $entity, self::ENTITIES, true ) ) {
			throw new StoreError( 'unsupported', "links.read does not serve the entity {$entity}.", 'entity', 'Terms and attributes bring their links with terms.read and attributes.read.' );
		}
		$codes   = array_values( array_unique( array_map( 'strval', $codes ) ) );
		$known   = array() === $codes ? array() : $this->links( $entity, array( $channel, ...$others ), $codes );
		$links   = $known[ $channel ] ?? array();
		$links   = null === $this->plan ? $links : $this->plan->over( $links, $entity, $channel, $codes );
		$left    = array_values( array_diff( $codes, array_column( $links, 'code' ) ) );
		$matches = 'sku' === $match && array() !== $left ? $this->matches->by_sku( $channel, $left ) : array();
		$unmet   = array_diff( $left, array_column( $matches, 'code' ) );
		$matches = array_merge( $matches, $this->matches->by_gtin( $channel, array_intersect_key( $gtins, array_flip( $unmet ) ) ) );
		return array(
			'links'   => $links,
			'matches' => self::met_by( array_map( static fn( string $other ): array => $known[ $other ] ?? array(), $others ), $left, $matches ),
			'items'   => array() === $codes ? array() : $this->items->of_codes( $entity, $channel, $codes ),
		);
	}

	/**
	 * Matches with what the links of other channels tell of them: where they stand, and what is gone.
	 *
	 * @param array<array<array<string, mixed>>> $others  Links by channel, the first one first.
	 * @param array<string>                      $codes   Those without a link of their own.
	 * @param array<array<string, mixed>>        $matches
	 * @return array<array<string, mixed>>
	 */
	private static function met_by( array $others, array $codes, array $matches ): array {
		$known = array();
		foreach ( array_merge( array(), ...$others ) as $link ) {
			$known[ $link['code'] ] ??= $link;
		}
		foreach ( $matches as $n => $match ) {
			$link = $known[ $match['code'] ] ?? null;
			if ( is_object( $link['context'] ?? null ) && $link['id'] === $match['id'] ) {
				$matches[ $n ]['context'] = $link['context'];
			}
		}
		foreach ( array_diff( $codes, array_column( $matches, 'code' ) ) as $code ) {
			if ( 'gone' === ( $known[ $code ]['kind'] ?? '' ) ) {
				$matches[] = array( 'code' => $code, 'id' => $known[ $code ]['id'], 'kind' => 'gone' );
			}
		}
		return $matches;
	}

	/**
	 * `links.of`: the links of shop items, and what is decided or open about them; two queries.
	 *
	 * @param array<int> $ids
	 * @return array{links: array<array<string, mixed>>, items: array<array<string, mixed>>}
	 */
	public function of( string $entity, string $channel, array $ids ): array {
		$ids   = array_values( array_unique( array_map( 'intval', $ids ) ) );
		$links = array();
		$items = array();
		foreach ( array_chunk( $ids, 500 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$rows  = Sql::rows( $this->db, $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'links' ) . ' WHERE entity = %s AND channel = %s AND shop_id IN (' . Sql::in( $some, '%d' ) . ') ORDER BY id', array_merge( array( $entity, Operation::channel_of( $entity, $channel ) ), $some ) ) );
			$found = array_map( array( self::class, 'linked' ), $rows );
			array_push( $links, ...$found );
			array_push( $items, ...$this->items->of_shop_items( $entity, $channel, $some, array_column( $found, 'code' ) ) );
		}
		return array( 'links' => $links, 'items' => $items );
	}

	/** @return array<string, mixed> */
	private static function linked( object $row ): array {
		$link = LinkRow::from_row( $row );
		return $link->to_wire() + array( 'flags' => $link->flags, 'pulled_at' => LinkRow::time( $row->last_pull ), 'pushed_at' => $link->pushed_at );
	}

	/**
	 * `links.pending`: links that carry a flag, a page at a time; those that a dry run has planned come last.
	 *
	 * @return array<array{row: int, code: string, id: int}>
	 */
	public function pending( string $entity, string $channel, string $flag, int $after, int $limit ): array {
		$rows = Sql::rows(
			$this->db,
			// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name is fixed.
			$this->db->prepare( 'SELECT id, code, shop_id FROM ' . $this->tables->table( 'links' ) . " WHERE flags <> '' AND FIND_IN_SET( %s, flags ) > 0 AND entity = %s AND channel = %s AND id > %d ORDER BY id LIMIT %d", $flag, $entity, $channel, $after, $limit )
		);
		$found = array_map( static fn( object $row ): array => array( 'row' => (int) $row->id, 'code' => (string) $row->code, 'id' => (int) $row->shop_id ), $rows );
		return null === $this->plan || count( $found ) >= $limit ? $found : array_merge( $found, $this->plan->pending( $entity, $channel, $flag, $after, $limit - count( $found ) ) );
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
		foreach ( Sql::rows( $this->db, $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'links' ) . ' WHERE ' . implode( ' OR ', $where ) . ' ORDER BY code', $args ) ) as $row ) {
			$found[ "{$row->entity}\n{$row->channel}" ][] = LinkRow::from_row( $row );
		}
		return $found;
	}

	/**
	 * The bases of products, for their snapshots. Of a field that the channel has not met, those of the first other channel that has,
	 * marked as another's.
	 *
	 * @param array<int>    $ids
	 * @param array<string> $others
	 * @return array<int, array<string, mixed>>
	 */
	public function bases( string $channel, array $ids, array $others = array() ): array {
		if ( array() === $ids ) {
			return array();
		}
		$channels = array( $channel, ...$others );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows  = Sql::rows( $this->db, $this->db->prepare( 'SELECT shop_id, channel, bases FROM ' . $this->tables->table( 'links' ) . " WHERE entity = 'product' AND shop_id IN (" . Sql::in( $ids, '%d' ) . ') AND channel IN (' . Sql::in( $channels ) . ') ORDER BY id', array_merge( $ids, $channels ) ) );
		$links = array();
		foreach ( $rows as $row ) {
			$links[ $row->channel ][ (int) $row->shop_id ] ??= (array) json_decode( (string) $row->bases, true );
		}
		$bases = $links[ $channel ] ?? array();
		foreach ( $others as $other ) {
			foreach ( $links[ $other ] ?? array() as $id => $known ) {
				$bases[ $id ] = ( $bases[ $id ] ?? array() ) + LinkRow::of_another( $known );
			}
		}
		return $bases;
	}

	/**
	 * @param array<string> $channels
	 * @param array<string> $codes
	 * @return array<string, array<array<string, mixed>>> By channel.
	 */
	private function links( string $entity, array $channels, array $codes ): array {
		$sql = 'SELECT l.channel, l.code, l.shop_id, l.target, l.context, l.flags, l.last_push, p.post_type, p.post_status, p.post_parent, ' . ProductRow::type( $this->db ) . ' AS product_type FROM ' . $this->tables->table( 'links' ) . " AS l
			LEFT JOIN {$this->db->posts} AS p ON p.ID = l.shop_id AND " . ProductRow::IS_PRODUCT . '
			WHERE l.entity = %s AND l.channel IN (' . Sql::in( $channels ) . ') AND l.code IN (' . Sql::in( $codes ) . ') ORDER BY l.id';
		$links = array();
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
		foreach ( Sql::rows( $this->db, $this->db->prepare( $sql, array_merge( array( $entity ), $channels, $codes ) ) ) as $row ) {
			$link = array(
				'code'    => (string) $row->code,
				'id'      => (int) $row->shop_id,
				'kind'    => null === $row->post_type ? 'gone' : ProductRow::kind( (string) $row->post_type, $row->product_type ),
				'parent'  => (int) $row->post_parent,
				'target'  => null === $row->target ? null : (string) $row->target,
				'context' => null === $row->context ? null : json_decode( (string) $row->context ),
				'flags'   => LinkRow::flags_of( (string) $row->flags ),
			);
			if ( 'trash' === $row->post_status ) {
				$link['status'] = 'trash';
			}
			if ( null !== $row->last_push ) {
				$link['pushed_at'] = LinkRow::time( $row->last_push );
			}
			$links[ $row->channel ][] = $link;
		}
		return $links;
	}
}
