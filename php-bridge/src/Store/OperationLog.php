<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/**
 * The rows of a run's history: at once the record for people, the journal for undo, and what tells a repeated request that an
 * operation is done. Gathered during a batch and written with one query.
 */
final class OperationLog {

	/** @var array<string> */
	private array $rows = array();

	public function __construct( private \wpdb $db, private Schema $tables, private int $run_id, private Plan $plan ) {}

	/**
	 * Which of these the run has carried out already: a host that died after writing and before answering asks again.
	 *
	 * @param array<Operation> $operations
	 * @return array<int, Outcome> By the operation's key in the list.
	 */
	public function done( array $operations ): array {
		if ( array() === $operations ) {
			return array();
		}
		$numbers = array_map( static fn( Operation $operation ): int => $operation->n, $operations );
		$rows    = array();
		foreach ( array_chunk( $numbers, 500 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			foreach ( Sql::rows( $this->db, $this->db->prepare( 'SELECT n, entity, item_key, channel, action, side, shop_id, fields FROM ' . $this->tables->table( 'operations' ) . " WHERE run_id = %d AND outcome = 'done' AND n IN (" . Sql::in( $some, '%d' ) . ')', array_merge( array( $this->run_id ), $some ) ) ) as $row ) {
				$rows[ (int) $row->n ] = $row;
			}
		}
		$done = array();
		foreach ( $operations as $key => $operation ) {
			$row = $rows[ $operation->n ] ?? null;
			if ( null !== $row && array( $operation->entity, $operation->key, $operation->channel, $operation->action, $operation->side, self::plain( $operation->fields ) ) === array( $row->entity, $row->item_key, $row->channel, $row->action, $row->side, self::plain( (array) json_decode( $row->fields ) ) ) ) {
				$done[ $key ] = Outcome::done( (int) $row->shop_id );
			}
		}
		return $done;
	}

	/** @param array<string, string> $hashes What the shop held after the write, by field. */
	public function add( Operation $operation, Outcome $outcome, array $hashes = array() ): void {
		$fields = array_map(
			static fn( array $field ): array => true === ( $field['write'] ?? false ) && isset( $hashes[ $field['field'] ] ) ? $field + array( 'after' => $hashes[ $field['field'] ] ) : $field,
			$operation->fields
		);
		if ( null !== $operation->plan_row ) {
			$this->plan->carried_out( $operation->plan_row, $outcome->status );
		}
		$this->rows[] = Sql::row(
			$this->db,
			array( $this->run_id, $operation->n, $operation->entity, $operation->key, $operation->channel, $operation->action, $operation->side, (string) $operation->kind, (string) $operation->taxonomy, $outcome->id ?? $operation->id, $operation->reason, Sql::json( $fields ), $outcome->status, null === $outcome->error ? null : Sql::json( $outcome->error->to_array() ), Sql::now() )
		);
	}

	public function flush(): void {
		$rows       = $this->rows;
		$this->rows = array();
		Sql::insert( $this->db, $this->tables->table( 'operations' ), 'run_id, n, entity, item_key, channel, action, side, kind, taxonomy, shop_id, reason, fields, outcome, error, created_at', $rows );
		$this->plan->flush();
	}

	public function forget(): void {
		$this->plan->forget();
		$this->rows = array();
	}

	/**
	 * Fields without what was there afterwards, which the store found out for those of the shop.
	 *
	 * @param array<array<string, mixed>|object> $fields
	 */
	private static function plain( array $fields ): string {
		return Sql::json( array_map( static fn( array|object $field ): array => array_diff_key( (array) $field, array( 'after' => 1 ) ), $fields ) );
	}
}
