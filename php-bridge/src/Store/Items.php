<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Work that outlives a step: held fields, parked failures, excluded products, waiting images. One row per lane, entity, channel and code. */
final class Items {

	/** What a pull must know of a product before it plans anything. */
	private const OF_LINKS = array( 'held', 'parked', 'excluded' );

	public const PUSH = 'push';

	private const HELD = 'held';

	private const COLUMNS = 'id, lane, entity, channel, item_key, shop_id, state, tries, error_code, body';

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/**
	 * Rows for these codes; one without a channel is for all of them.
	 *
	 * @param array<string> $codes
	 * @return array<array<string, mixed>>
	 */
	public function of_codes( string $entity, string $channel, array $codes ): array {
		$items = array();
		foreach ( array_chunk( $codes, 500 ) as $some ) {
			$args = array_merge( self::OF_LINKS, array( $entity, $channel ), $some );
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			array_push( $items, ...Sql::rows( $this->db, $this->db->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . $this->table() . ' WHERE lane IN (' . Sql::in( self::OF_LINKS ) . ") AND entity = %s AND channel IN ( %s, '' ) AND item_key IN (" . Sql::in( $some ) . ') ORDER BY id', $args ) ) );
		}
		return array_map( array( $this, 'to_wire' ), $items );
	}

	/**
	 * Rows for these shop items, or for the codes that they are linked to; one without a channel is for all of them.
	 *
	 * @param array<int>    $ids
	 * @param array<string> $codes
	 * @return array<array<string, mixed>>
	 */
	public function of_shop_items( string $entity, string $channel, array $ids, array $codes ): array {
		$by_code = array() === $codes ? '' : ' OR item_key IN (' . Sql::in( $codes ) . ')';
		$args    = array_merge( self::OF_LINKS, array( $entity, $channel ), $ids, $codes );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		return array_map( array( $this, 'to_wire' ), Sql::rows( $this->db, $this->db->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . $this->table() . ' WHERE lane IN (' . Sql::in( self::OF_LINKS ) . ") AND entity = %s AND channel IN ( %s, '' ) AND ( shop_id IN (" . Sql::in( $ids, '%d' ) . "){$by_code} ) ORDER BY id", $args ) ) );
	}

	/**
	 * What waits for a choice of attributes, terms and categories, as `terms.read` and `attributes.read` bring it along.
	 *
	 * @param array<array{0: string, 1: string}> $groups Entity and channel.
	 * @return array<string, array<array<string, mixed>>> By "entity\nchannel"; groups of which nothing waits are left out.
	 */
	public function held( array $groups ): array {
		$found = array();
		if ( array() === $groups ) {
			return $found;
		}
		$args = array( self::HELD );
		foreach ( $groups as list( $entity, $channel ) ) {
			array_push( $args, $entity, $this->stored_channel( self::HELD, $channel ) );
		}
		$where = implode( ' OR ', array_fill( 0, count( $groups ), '(entity = %s AND channel = %s)' ) );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		foreach ( Sql::rows( $this->db, $this->db->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . $this->table() . " WHERE lane = %s AND ({$where}) ORDER BY id", $args ) ) as $row ) {
			$item = $this->to_wire( $row );
			$found[ "{$item['entity']}\n{$item['channel']}" ][] = $item;
		}
		return $found;
	}

	/**
	 * `items.read`.
	 *
	 * @param array<string> $states
	 * @return array<array<string, mixed>>
	 */
	public function read( string $lane, string $channel, array $states, bool $due, int $after, int $limit ): array {
		if ( array() === $states ) {
			return array();
		}
		$until = $due ? time() : PHP_INT_MAX;
		$args  = array_merge( array( $lane, $this->stored_channel( $lane, $channel ) ), $states, array( $until, $after, $limit ) );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . $this->table() . ' WHERE lane = %s AND channel = %s AND state IN (' . Sql::in( $states ) . ') AND next_try <= %d AND id > %d ORDER BY id LIMIT %d', $args ) );
		return array_map( array( $this, 'to_wire' ), $rows );
	}

	/**
	 * `items.write`.
	 *
	 * @param array<array<string, mixed>> $items
	 * @param array<array<string, mixed>> $remove
	 */
	public function write( array $items, array $remove ): void {
		$now  = time();
		$rows = array_map(
			fn( array $item ): string => Sql::row(
				$this->db,
				array_merge(
					$this->key( $item ),
					array(
						(int) ( $item['id'] ?? 0 ),
						(string) ( $item['state'] ?? '' ),
						(int) ( $item['tries'] ?? 0 ),
						$now + (int) ( $item['in'] ?? 0 ),
						(string) ( $item['error_code'] ?? '' ),
						isset( $item['body'] ) ? Sql::json( $item['body'] ) : null,
						Sql::now(),
					)
				)
			),
			$items
		);
		$updates = implode( ', ', array_map( static fn( string $column ): string => "{$column} = VALUES({$column})", array( 'shop_id', 'state', 'tries', 'next_try', 'error_code', 'body' ) ) );
		Sql::insert( $this->db, $this->table(), 'lane, entity, channel, item_key, shop_id, state, tries, next_try, error_code, body, created_at', $rows, "ON DUPLICATE KEY UPDATE {$updates}" );
		foreach ( array_chunk( $remove, 200 ) as $some ) {
			$where = array();
			$args  = array();
			foreach ( $some as $item ) {
				// With a stamp: only while nobody has saved the record since it was read.
				$where[] = '(lane = %s AND entity = %s AND channel = %s AND item_key = %s' . ( isset( $item['stamp'] ) ? ' AND body LIKE %s)' : ')' );
				array_push( $args, ...$this->key( $item ), ...( isset( $item['stamp'] ) ? array( '%' . $this->db->esc_like( '"stamp":' . Sql::json( (string) $item['stamp'] ) ) . '%' ) : array() ) );
			}
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			Sql::run( $this->db, $this->db->prepare( 'DELETE FROM ' . $this->table() . ' WHERE ' . implode( ' OR ', $where ), $args ) );
		}
	}

	/**
	 * @param array<string, mixed> $item
	 * @return array<string>
	 */
	private function key( array $item ): array {
		$lane = (string) ( $item['lane'] ?? '' );
		return array( $lane, (string) ( $item['entity'] ?? '' ), $this->stored_channel( $lane, (string) ( $item['channel'] ?? '' ) ), (string) ( $item['code'] ?? '' ) );
	}

	/**
	 * Codes of the lane `push` are numbers of the shop, of which the owner of several shops has each more than once; so it has what all
	 * channels of a shop share.
	 */
	private function stored_channel( string $lane, string $channel ): string {
		$is_shared = self::HELD === $lane && ( '' === $channel || '@' === $channel[0] );
		return match ( true ) {
			self::PUSH === $lane => $this->tables->place(),
			$is_shared           => $this->tables->place() . $channel,
			default              => $channel,
		};
	}

	private function channel_on_wire( object $row ): string {
		$place     = $this->tables->place();
		$is_shared = self::HELD === $row->lane && '' !== $place && ( $row->channel === $place || str_starts_with( $row->channel, "{$place}@" ) );
		return match ( true ) {
			self::PUSH === $row->lane => '',
			$is_shared                => substr( $row->channel, strlen( $place ) ),
			default                   => (string) $row->channel,
		};
	}

	/** @return array<string, mixed> */
	private function to_wire( object $row ): array {
		return array(
			'row'        => (int) $row->id,
			'lane'       => (string) $row->lane,
			'entity'     => (string) $row->entity,
			'channel'    => $this->channel_on_wire( $row ),
			'code'       => (string) $row->item_key,
			'id'         => (int) $row->shop_id,
			'state'      => (string) $row->state,
			'tries'      => (int) $row->tries,
			'error_code' => (string) $row->error_code,
			'body'       => null === $row->body ? null : json_decode( (string) $row->body ),
		);
	}

	private function table(): string {
		return $this->tables->table( 'items' );
	}
}
