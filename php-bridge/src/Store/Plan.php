<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/**
 * A dry run's operations, kept whole so that a later run can carry them out. Each is there once, by run, entity, channel, code, action
 * and the names of its fields, however often the run is resumed: a product may be changed once, and linked to others later.
 */
final class Plan {

	private const PLANNED = 'planned';

	/** Actions that say what a link will be. */
	private const LINKING = array( 'create', 'link', 'update' );

	/** Rows of planned links are counted from here, behind all real ones. */
	private const LINKS = 1 << 40;

	/** @var array<string, array<int>> Rows of other plans that were carried out, by outcome. */
	private array $outcomes = array();

	public function __construct( private \wpdb $db, private Schema $tables, private int $run_id ) {}

	/**
	 * `store.apply` of a dry run.
	 *
	 * @param array<array<string, mixed>> $raw
	 * @return array{results: array<array<string, mixed>>}
	 */
	public function add( array $raw ): array {
		$operations = array_map( array( Operation::class, 'of' ), array_values( $raw ) );
		$rows       = array();
		foreach ( $operations as $key => $operation ) {
			$rows[] = Sql::row(
				$this->db,
				array( $this->run_id, $operation->n, $operation->entity, $operation->key, $operation->channel, $operation->action, $operation->side, (string) $operation->kind, (string) $operation->taxonomy, $operation->id, $operation->reason, Sql::json( $operation->fields ), self::PLANNED, Sql::json( array_values( $raw )[ $key ] ), $this->key( $operation ), Sql::now() )
			);
		}
		$updates = implode( ', ', array_map( static fn( string $column ): string => "{$column} = VALUES({$column})", array( 'n', 'kind', 'taxonomy', 'shop_id', 'reason', 'fields', 'body' ) ) );
		Sql::insert( $this->db, $this->table(), 'run_id, n, entity, item_key, channel, action, side, kind, taxonomy, shop_id, reason, fields, outcome, body, plan_key, created_at', $rows, "ON DUPLICATE KEY UPDATE {$updates}" );
		return array( 'results' => array_map( static fn( Operation $operation ): array => Outcome::done( 'create' === $operation->action && ! $operation->is_of_unopim() ? 0 : (int) $operation->id )->result( $operation->n ), $operations ) );
	}

	/**
	 * `plan.read`.
	 *
	 * @return array<array{row: int, op: object}>
	 */
	public function read( int $plan, int $after, int $limit ): array {
		// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name is fixed.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT id, body FROM ' . $this->table() . ' WHERE run_id = %d AND outcome = %s AND id > %d ORDER BY id LIMIT %d', $plan, self::PLANNED, $after, $limit ) );
		return array_map( static fn( object $row ): array => array( 'row' => (int) $row->id, 'op' => json_decode( (string) $row->body ) ), $rows );
	}

	/**
	 * `plan.write`: what the shop had overtaken waits for another go, as it looks now. Of a push the engine finds that out, and the row is as it was planned.
	 *
	 * @param array<array{row: int, op: array<string, mixed>}> $rows
	 */
	public function write( int $plan, array $rows ): void {
		foreach ( $rows as $row ) {
			$operation = Operation::of( (array) $row['op'] );
			$values    = array( Sql::json( $operation->fields ), $operation->reason, Sql::json( $row['op'] ), self::PLANNED );
			// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name is fixed.
			Sql::run( $this->db, $this->db->prepare( 'UPDATE ' . $this->table() . ' SET fields = %s, reason = %s, body = %s, outcome = %s WHERE id = %d AND run_id = %d AND outcome IN ( %s, %s )', array_merge( $values, array( (int) $row['row'], $plan, 'changed', self::PLANNED ) ) ) );
		}
	}

	/**
	 * What this run has planned for the links of these codes, over what they are.
	 *
	 * @param array<array<string, mixed>> $links As `links.read` answers them.
	 * @param array<string>               $codes
	 * @return array<array<string, mixed>>
	 */
	public function over( array $links, string $entity, string $channel, array $codes ): array {
		$by_code = array_column( $links, null, 'code' );
		foreach ( array_chunk( $codes, 500 ) as $some ) {
			$args = array_merge( array( $this->run_id, $entity, self::PLANNED, $channel ), self::LINKING, $some );
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			foreach ( Sql::rows( $this->db, $this->db->prepare( 'SELECT item_key, body FROM ' . $this->table() . ' WHERE run_id = %d AND entity = %s AND outcome = %s AND channel = %s AND action IN (' . Sql::in( self::LINKING ) . ') AND item_key IN (' . Sql::in( $some ) . ') ORDER BY id', $args ) ) as $row ) {
				$code             = (string) $row->item_key;
				$by_code[ $code ] = self::planned( $by_code[ $code ] ?? null, $code, json_decode( (string) $row->body ) );
			}
		}
		return array_values( $by_code );
	}

	/**
	 * Links that will carry a flag once this plan is carried out, as `links.pending` lists them.
	 *
	 * @return array<array{row: int, code: string, id: int}>
	 */
	public function pending( string $entity, string $channel, string $flag, int $after, int $limit ): array {
		$found = array();
		$after = max( 0, $after - self::LINKS );
		do {
			$args = array_merge( array( $this->run_id, $entity, self::PLANNED, $channel, '%' . $this->db->esc_like( Sql::json( $flag ) ) . '%' ), self::LINKING, array( $after, $limit ) );
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT id, item_key, shop_id, body FROM ' . $this->table() . ' WHERE run_id = %d AND entity = %s AND outcome = %s AND channel = %s AND body LIKE %s AND action IN (' . Sql::in( self::LINKING ) . ') AND id > %d ORDER BY id LIMIT %d', $args ) );
			foreach ( $rows as $row ) {
				$after = (int) $row->id;
				if ( in_array( $flag, (array) ( json_decode( (string) $row->body )->link->flags ?? array() ), true ) ) {
					$found[] = array( 'row' => self::LINKS + $after, 'code' => (string) $row->item_key, 'id' => (int) $row->shop_id );
				}
			}
		} while ( array() === $found && array() !== $rows );
		return $found;
	}

	/** An operation carried out a row of a plan; written with `flush`. */
	public function carried_out( int $row, string $status ): void {
		$this->outcomes[ 'done' === $status ? 'applied' : $status ][] = $row;
	}

	public function flush(): void {
		foreach ( $this->outcomes as $outcome => $rows ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			Sql::run( $this->db, $this->db->prepare( 'UPDATE ' . $this->table() . ' SET outcome = %s WHERE outcome = %s AND id IN (' . Sql::in( $rows, '%d' ) . ')', array_merge( array( $outcome, self::PLANNED ), $rows ) ) );
		}
		$this->outcomes = array();
	}

	public function forget(): void {
		$this->outcomes = array();
	}

	/**
	 * @param array<string, mixed>|null $link
	 * @return array<string, mixed>
	 */
	private static function planned( ?array $link, string $code, object $operation ): array {
		$new   = $operation->link ?? new \stdClass();
		$link ??= array( 'code' => $code, 'id' => (int) ( $operation->id ?? 0 ), 'kind' => '', 'parent' => 0, 'target' => null, 'context' => null, 'flags' => array() );
		foreach ( array( 'target', 'context', 'flags' ) as $part ) {
			if ( property_exists( $new, $part ) ) {
				$link[ $part ] = $new->$part;
			}
		}
		if ( is_int( $operation->parent ?? null ) ) {
			$link['parent'] = $operation->parent;
		}
		return array( 'kind' => (string) ( $operation->kind ?? $link['kind'] ), 'planned' => true ) + $link;
	}

	private function key( Operation $operation ): string {
		// Two links without a field: one says what is linked, the other only sets a flag.
		$says = array() === (array) ( $operation->link['bases'] ?? array() ) ? '' : 'bases';
		return sha1( implode( "\n", array( $this->run_id, $operation->entity, $operation->channel, $operation->action . $operation->side, $operation->key, $says, ...$operation->field_names() ) ) );
	}

	private function table(): string {
		return $this->tables->table( 'operations' );
	}
}
