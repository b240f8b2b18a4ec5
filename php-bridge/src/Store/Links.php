<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/**
 * The link rows that a batch works on: read in one query, changed in memory, written in one query at the batch's end. Operations of
 * the batch see the links of those before them.
 */
final class Links {

	/** The record was deleted in UnoPim; the shop's lies in the trash, or is disabled. */
	private const DELETED = 'deleted';

	/** Flags that an action clears. */
	private const CLEARS = array( 'sync' => 'sync', 'restore' => self::DELETED );

	/** @var array<string, LinkRow|null> null: known not to exist. */
	private array $rows = array();

	/** @var array<string, LinkRow> */
	private array $changed = array();

	/** @var array<string, array{0: bool, 1: bool}> Which of both directions has written the link. */
	private array $written = array();

	/** @var array<string, array{0: string, 1: string, 2: string}> Entity, channel, code. */
	private array $removed = array();

	/** @var array<int, array<string, array<string, string>>> What was written into products: hashes by field, by id and channel. */
	private array $filled = array();

	/** @var array<array{0: string, 1: string, 2: string}> Entity, channel, and what the codes begin with. */
	private array $removed_below = array();

	/** @var array<int> Products that are there no more. */
	private array $gone = array();

	public function __construct( private \wpdb $db, private Schema $tables, private int $run_id ) {}

	/**
	 * Reads the links of these keys, as far as they are not known.
	 *
	 * @param array<array{0: string, 1: string, 2: string}> $keys Entity, channel, code.
	 */
	public function load( array $keys ): void {
		$groups = array();
		foreach ( $keys as list( $entity, $channel, $code ) ) {
			$key = self::key( $entity, $channel, $code );
			if ( ! array_key_exists( $key, $this->rows ) ) {
				$this->rows[ $key ]                 = null;
				$groups[ "{$entity}\n{$channel}" ][] = $code;
			}
		}
		if ( array() === $groups ) {
			return;
		}
		$where = array();
		$args  = array();
		foreach ( $groups as $group => $codes ) {
			$where[] = '(entity = %s AND channel = %s AND code IN (' . Sql::in( $codes ) . '))';
			array_push( $args, ...explode( "\n", $group ), ...$codes );
		}
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'links' ) . ' WHERE ' . implode( ' OR ', $where ), $args ) );
		$this->take( $rows );
	}

	/**
	 * Within a transaction: nobody else writes these links, or the items that belong to them, before it ends. They are read once more for it, as
	 * they are after whoever held them before. Only rows that are there are locked: gaps between them belong to everybody.
	 *
	 * @param array<array{0: string, 1: string, 2: string}> $keys As for `load`, which they were given to.
	 */
	public function lock( array $keys ): void {
		$links = array_filter( array_map( fn( array $key ): ?LinkRow => $this->find( ...$key ), $keys ) );
		$ids   = array_values( array_unique( array_map( static fn( LinkRow $link ): int => $link->row, $links ) ) );
		if ( array() !== $ids ) {
			sort( $ids ); // All in one order, so that two of them do not wait for each other.
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$this->take( Sql::rows( $this->db, $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'links' ) . ' WHERE id IN (' . Sql::in( $ids, '%d' ) . ') ORDER BY id FOR UPDATE', $ids ) ) );
		}
	}

	/** @param array<object> $rows */
	private function take( array $rows ): void {
		foreach ( $rows as $row ) {
			$link = LinkRow::from_row( $row );
			$this->rows[ self::key( $link->entity, $link->channel, $link->code ) ] = $link;
		}
	}

	public function find( string $entity, string $channel, string $code ): ?LinkRow {
		$key = self::key( $entity, $channel, $code );
		if ( ! array_key_exists( $key, $this->rows ) ) {
			$this->load( array( array( $entity, $channel, $code ) ) );
		}
		return $this->rows[ $key ];
	}

	/**
	 * The id that a new record of this batch got, for the operations after it; the rest of the link follows at the batch's end.
	 */
	public function announce( string $entity, string $channel, string $code, int $shop_id ): void {
		$link                                              = $this->find( $entity, $channel, $code ) ?? new LinkRow( $entity, $channel, $code, $shop_id );
		$link->shop_id                                     = $shop_id;
		$this->rows[ self::key( $entity, $channel, $code ) ] = $link;
	}

	/**
	 * Keeps what the operation says about its link, to be written with `flush`.
	 *
	 * @param array<string, string> $hashes
	 */
	public function keep( Operation $operation, int $shop_id, array $hashes ): void {
		$channel = $operation->link_channel();
		$this->announce( $operation->entity, $channel, $operation->key, $shop_id );
		$key  = self::key( $operation->entity, $channel, $operation->key );
		$link = $this->rows[ $key ];
		$link->merge( (array) $operation->link, $hashes );
		if ( isset( self::CLEARS[ $operation->action ] ) ) {
			$link->flags = array_values( array_diff( $link->flags, array( self::CLEARS[ $operation->action ] ) ) );
		}
		if ( 'trash' === $operation->action && ! in_array( self::DELETED, $link->flags, true ) ) {
			$link->flags[] = self::DELETED;
		}
		$this->changed[ $key ] = $link;
		$this->written[ $key ] = array( ! $operation->is_of_unopim() || ( $this->written[ $key ][0] ?? false ), $operation->is_of_unopim() || ( $this->written[ $key ][1] ?? false ) );
	}

	/**
	 * What the product holds now because a channel has written it is nobody's edit: other channels are told with `flush`.
	 *
	 * @param array<string, string> $hashes Of the written fields.
	 */
	public function fill( Operation $operation, int $shop_id, array $hashes ): void {
		if ( 'product' === $operation->entity && 'update' === $operation->action && array() !== $hashes ) {
			$channel                              = $operation->link_channel();
			$this->filled[ $shop_id ][ $channel ] = $hashes + ( $this->filled[ $shop_id ][ $channel ] ?? array() );
		}
	}

	/** The link goes, with `flush`. */
	public function remove( string $entity, string $channel, string $code ): void {
		$key                   = self::key( $entity, $channel, $code );
		$this->rows[ $key ]    = null;
		$this->removed[ $key ] = array( $entity, $channel, $code );
		unset( $this->changed[ $key ] );
	}

	/**
	 * Products and variations that were deleted for good, and not by hand: their links go in every channel, so that they may come again.
	 *
	 * @param array<int> $products
	 */
	public function remove_all( array $products ): void {
		array_push( $this->gone, ...$products );
	}

	/** The links go whose codes begin so: options with their attribute. */
	public function remove_below( string $entity, string $channel, string $prefix ): void {
		$this->removed_below[] = array( $entity, $channel, $prefix );
	}

	public function flush(): void {
		$this->flush_removed();
		$this->flush_changed();
		$this->flush_filled();
	}

	private function flush_changed(): void {
		if ( array() === $this->changed ) {
			return;
		}
		$rows = array();
		$now  = Sql::now();
		$then = Sql::moment();
		foreach ( $this->changed as $key => $link ) {
			list( $pulled, $pushed ) = $this->written[ $key ];
			$rows[] = Sql::row(
				$this->db,
				array(
					$link->entity,
					$link->channel,
					$link->code,
					$link->shop_id,
					$link->target,
					Sql::json( (object) $link->bases ),
					null === $link->context ? null : Sql::json( $link->context ),
					implode( ',', $link->flags ),
					$pulled ? $now : null,
					$pushed ? $then : null,
					$this->run_id,
					$now,
				)
			);
		}
		$updates = implode( ', ', array_map( static fn( string $column ): string => "{$column} = VALUES({$column})", array( 'shop_id', 'target', 'bases', 'context', 'flags' ) ) ) . ', last_pull = COALESCE( VALUES(last_pull), last_pull ), last_push = COALESCE( VALUES(last_push), last_push ), seen_run = GREATEST( COALESCE( seen_run, 0 ), VALUES(seen_run) )';
		Sql::insert( $this->db, $this->tables->table( 'links' ), 'entity, channel, code, shop_id, target, bases, context, flags, last_pull, last_push, seen_run, created_at', $rows, "ON DUPLICATE KEY UPDATE {$updates}" );
		$this->changed = array();
		$this->written = array();
	}

	/** Links of other channels with the same products: the shop's halves of their bases follow, and UnoPim's are marked. */
	private function flush_filled(): void {
		$filled       = $this->filled;
		$this->filled = array();
		if ( array() === $filled ) {
			return;
		}
		$table = $this->tables->table( 'links' );
		// phpcs:disable WordPress.DB.PreparedSQL -- only placeholders are put together.
		$found = Sql::rows( $this->db, $this->db->prepare( "SELECT id, shop_id, channel FROM {$table} WHERE entity = 'product' AND shop_id IN (" . Sql::in( array_keys( $filled ), '%d' ) . ')', array_keys( $filled ) ) );
		$ids   = array_column( array_filter( $found, static fn( object $row ): bool => array() !== array_diff_key( $filled[ (int) $row->shop_id ], array( (string) $row->channel => true ) ) ), 'id' );
		sort( $ids );
		foreach ( array() === $ids ? array() : Sql::rows( $this->db, $this->db->prepare( "SELECT * FROM {$table} WHERE id IN (" . Sql::in( $ids, '%d' ) . ') ORDER BY id FOR UPDATE', $ids ) ) as $row ) {
			$link   = LinkRow::from_row( $row );
			$hashes = array_merge( ...array_values( array_diff_key( $filled[ $link->shop_id ], array( $link->channel => true ) ) ) );
			if ( $link->follow( $hashes ) ) {
				Sql::run( $this->db, $this->db->prepare( "UPDATE {$table} SET bases = %s WHERE id = %d", Sql::json( (object) $link->bases ), $link->row ) );
			}
		}
		// phpcs:enable
	}

	/** After a commit or a rollback: what was read may be outdated. */
	public function forget(): void {
		$this->rows          = array();
		$this->changed       = array();
		$this->written       = array();
		$this->removed       = array();
		$this->removed_below = array();
		$this->gone          = array();
		$this->filled        = array();
	}

	private function flush_removed(): void {
		$where = array();
		$args  = array();
		foreach ( $this->removed as $key ) {
			$where[] = '(entity = %s AND channel = %s AND code = %s)';
			array_push( $args, ...$key );
		}
		foreach ( $this->removed_below as list( $entity, $channel, $prefix ) ) {
			$where[] = '(entity = %s AND channel = %s AND code LIKE %s)';
			array_push( $args, $entity, $channel, $this->db->esc_like( $prefix ) . '%' );
		}
		if ( array() !== $where ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			Sql::run( $this->db, $this->db->prepare( 'DELETE FROM ' . $this->tables->table( 'links' ) . ' WHERE ' . implode( ' OR ', $where ), $args ) );
		}
		if ( array() !== $this->gone ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			Sql::run( $this->db, $this->db->prepare( 'DELETE FROM ' . $this->tables->table( 'links' ) . " WHERE entity = 'product' AND shop_id IN (" . Sql::in( $this->gone, '%d' ) . ')', $this->gone ) );
		}
		$this->removed       = array();
		$this->removed_below = array();
		$this->gone          = array();
	}

	private static function key( string $entity, string $channel, string $code ): string {
		return "{$entity}\n{$channel}\n{$code}";
	}
}
