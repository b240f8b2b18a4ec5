<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Settings\Channels;

/** Work that outlives a step, as people and schedules see it: held fields, parked items, exclusions and queues (docs/wire.md, `items.read`). */
class ItemBook {

	/** Filters that compare a column. */
	private const EQUALS = array( 'lane', 'entity', 'channel', 'state', 'error_code' );

	private const DUE_STATES = array( 'waiting', 'retry' );

	private const HELD = 'held';

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock, private Channels $channels ) {}

	/**
	 * @param array<string,string> $filters the columns above, `search`
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	public function page( array $filters, int $page, int $per_page ): array {
		$where = array( '1 = 1' );
		foreach ( self::EQUALS as $column ) {
			if ( 'channel' === $column && self::HELD === ( $filters['lane'] ?? '' ) && '' !== ( $filters['channel'] ?? '' ) ) {
				$where[] = $this->held_of( $filters['channel'] );
			} elseif ( '' !== ( $filters[ $column ] ?? '' ) ) {
				// What waits in a further language of a channel is the channel's.
				$where[] = $this->db->prepare( 'channel' === $column ? "SUBSTRING_INDEX( %i, '@', 1 ) = %s" : '%i = %s', $column, $filters[ $column ] );
			}
		}
		if ( '' !== ( $filters['search'] ?? '' ) ) {
			$where[] = $this->db->prepare( 'item_key LIKE %s', '%' . $this->db->esc_like( $filters['search'] ) . '%' );
		}
		$condition = implode( ' AND ', $where );
		$rows      = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE {$condition} ORDER BY id DESC LIMIT %d OFFSET %d", $this->table(), $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( $this->row( ... ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$condition}", $this->table() ) ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/** A condition for what waits for a choice in a channel; what all channels of a site share is the first one's. */
	private function held_of( string $channel ): string {
		$names = $this->db->get_col( $this->db->prepare( 'SELECT DISTINCT channel FROM %i WHERE lane = %s', $this->table(), self::HELD ) );
		// `get_col` gives null for an empty text.
		$names = array_filter( array_map( 'strval', $names ), fn( string $name ): bool => Place::channel( $this->spoken_for( $name ) ) === $channel );
		return array() === $names ? '1 = 0' : $this->db->prepare( 'channel IN (' . implode( ',', array_fill( 0, count( $names ), '%s' ) ) . ')', ...$names ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
	}

	/** The channel in which people see and decide what waits. */
	private function spoken_for( string $channel ): string {
		$site  = Place::site( $channel );
		$first = null === $site ? null : $this->channels->first_of( $site );
		return null === $first ? $channel : $first . ( preg_match( '/@\D.*$/', $channel, $language ) ? $language[0] : '' );
	}

	/** @return array<string,mixed> @throws RunFault */
	public function find( int $id, string $lane ): array {
		$row = $this->db->get_row( $this->db->prepare( 'SELECT * FROM %i WHERE id = %d AND lane = %s', $this->table(), $id, $lane ), ARRAY_A );
		if ( ! is_array( $row ) ) {
			throw new RunFault( 'item_not_found', __( 'This item does not wait any more.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
		}
		return $this->row( $row );
	}

	/** @return array<array<string,mixed>> everything about one shop item. */
	public function about( string $entity, int $shop_id ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT * FROM %i WHERE entity = %s AND shop_id = %d ORDER BY id', $this->table(), $entity, $shop_id ), ARRAY_A );
		return array_map( $this->row( ... ), $rows ?: array() );
	}

	/** @return array<string,int> how many rows of a lane there are, by state. */
	public function counts( string $lane ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT state, COUNT(*) AS count FROM %i WHERE lane = %s GROUP BY state', $this->table(), $lane ) );
		return array_map( 'intval', array_column( $rows ?: array(), 'count', 'state' ) );
	}

	/** @return array<string> channels for which something of a lane is due. */
	public function due_channels( string $lane ): array {
		// `get_col` gives null for an empty text.
		return array_map( 'strval', $this->db->get_col( $this->db->prepare( 'SELECT DISTINCT channel FROM %i WHERE ' . self::due() . ' ORDER BY channel', $this->table(), $lane, $this->clock->now() ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
	}

	/** When the next item of a lane is due: a Unix time, null when none waits. */
	public function next_time( string $lane ): ?int {
		$time = $this->db->get_var( $this->db->prepare( "SELECT MIN(next_try) FROM %i WHERE lane = %s AND state IN ('" . implode( "','", self::DUE_STATES ) . "')", $this->table(), $lane ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return null === $time ? null : (int) $time;
	}

	public function count_waiting( string $lane ): int {
		return array_sum( array_intersect_key( $this->counts( $lane ), array_flip( self::DUE_STATES ) ) );
	}

	/** @return array<array<string,mixed>> what of a lane is due, the oldest first. */
	public function due_items( string $lane, string $channel, int $limit ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT * FROM %i WHERE ' . self::due() . ' AND channel = %s ORDER BY next_try, id LIMIT %d', $this->table(), $lane, $this->clock->now(), $channel, $limit ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return array_map( $this->row( ... ), $rows ?: array() );
	}

	/** @param array<int> $ids */
	public function set_state( array $ids, string $state, int $next_try, ?int $tries = null ): void {
		foreach ( array_chunk( $ids, 500 ) as $some ) {
			$set = $this->db->prepare( 'state = %s, next_try = %d', $state, $next_try ) . ( null === $tries ? '' : $this->db->prepare( ', tries = %d', $tries ) );
			$this->db->query( $this->db->prepare( "UPDATE %i SET {$set} WHERE id IN (" . implode( ',', array_map( 'intval', $some ) ) . ')', $this->table() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above, and numbers.
		}
	}

	/** @param array<int> $ids */
	public function postpone( array $ids, int $until ): void {
		if ( array() !== $ids ) {
			$this->db->query( $this->db->prepare( 'UPDATE %i SET next_try = %d WHERE id IN (' . implode( ',', array_map( 'intval', $ids ) ) . ')', $this->table(), $until ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- numbers.
		}
	}

	/** @param array<int> $ids */
	public function remove( array $ids ): void {
		if ( array() !== $ids ) {
			$this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE id IN (' . implode( ',', array_map( 'intval', $ids ) ) . ')', $this->table() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- numbers.
		}
	}

	/**
	 * Rows of a lane and state for these keys.
	 *
	 * @param array<string> $keys
	 * @return array<array<string,mixed>>
	 */
	public function of_keys( string $lane, string $channel, string $state, array $keys ): array {
		if ( array() === $keys ) {
			return array();
		}
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT * FROM %i WHERE lane = %s AND channel = %s AND state = %s AND item_key IN (' . implode( ',', array_fill( 0, count( $keys ), '%s' ) ) . ')', array_merge( array( $this->table(), $lane, $channel, $state ), $keys ) ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		return array_map( $this->row( ... ), $rows ?: array() );
	}

	/** One row per lane, entity, channel and code: an older one is replaced. */
	public function put( string $lane, string $entity, string $channel, string $code, int $shop_id, string $state ): void {
		$this->db->query(
			$this->db->prepare(
				"INSERT INTO %i (lane, entity, channel, item_key, shop_id, state, tries, next_try, error_code, body, created_at) VALUES (%s, %s, %s, %s, %d, %s, 0, %d, '', NULL, %s)
				ON DUPLICATE KEY UPDATE shop_id = VALUES(shop_id), state = VALUES(state), tries = 0, next_try = VALUES(next_try), error_code = ''",
				$this->table(),
				$lane,
				$entity,
				$channel,
				$code,
				$shop_id,
				$state,
				$this->clock->now(),
				$this->clock->utc()
			)
		);
	}

	public function take( string $lane, string $entity, string $channel, string $code ): void {
		$this->db->delete( $this->table(), array( 'lane' => $lane, 'entity' => $entity, 'channel' => $channel, 'item_key' => $code ) );
	}

	/** Rows that were given to a run which never ended. */
	public function release_older( string $lane, string $state, string $to, int $before ): void {
		$this->db->query( $this->db->prepare( 'UPDATE %i SET state = %s, next_try = %d WHERE lane = %s AND state = %s AND next_try < %d', $this->table(), $to, $this->clock->now(), $lane, $state, $before ) );
	}

	/** Placeholders: lane, now. */
	private static function due(): string {
		return "lane = %s AND state IN ('" . implode( "','", self::DUE_STATES ) . "') AND next_try <= %d";
	}

	/**
	 * @param array<string,string|null> $row
	 * @return array<string,mixed>
	 */
	private function row( array $row ): array {
		return array(
			'row'        => (int) $row['id'],
			'lane'       => $row['lane'],
			'entity'     => $row['entity'],
			'channel'    => self::HELD === $row['lane'] ? $this->spoken_for( $row['channel'] ) : $row['channel'],
			'code'       => $row['item_key'],
			'id'         => (int) $row['shop_id'],
			'state'      => $row['state'],
			'tries'      => (int) $row['tries'],
			'next_try'   => (int) $row['next_try'],
			'error_code' => $row['error_code'],
			'body'       => null === $row['body'] ? null : json_decode( $row['body'] ),
			'created_at' => gmdate( 'Y-m-d\TH:i:s\Z', Run::time( (string) $row['created_at'] ) ),
		);
	}

	private function table(): string {
		return $this->schema->table( 'items' );
	}
}
