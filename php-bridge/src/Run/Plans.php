<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/**
 * Plans: runs that were dry, and the operations that they put down. An operation of a plan is `planned` until another run has carried
 * it out (`applied`), found the shop changed (`changed`) or failed (`failed`).
 */
class Plans {

	private const DAYS = 7;

	/** Filters of the list of operations that compare a column. */
	private const EQUALS = array( 'action', 'entity', 'outcome' );

	/** Operations are read in slices, so that a large plan needs no more memory than a small one. */
	private const SLICE = 1000;

	public function __construct( private \wpdb $db, private Schema $schema, private RunRepository $runs, private StartFrame $frames, private Clock $clock ) {}

	/** @throws RunFault */
	public function find( int $id ): Run {
		$run = $this->runs->find( $id );
		if ( null === $run || ! $run->is_dry() ) {
			/* translators: %d: number of a plan */
			throw new RunFault( 'plan_not_found', sprintf( __( 'There is no plan %d.', 'unopim-connector' ), $id ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
		}
		return $run;
	}

	/** @return array{plans:array<Run>,total:int} newest first. */
	public function page( string $channel, int $page, int $per_page ): array {
		$found = $this->runs->page( array( 'dry' => true, 'channel' => $channel ), $page, $per_page );
		return array( 'plans' => $found['runs'], 'total' => $found['total'] );
	}

	/** `making`, `failed`, `applying`, `applied`, `expired`, `outdated`, or `ready`: only such a plan can be applied. */
	public function state( Run $plan ): string {
		if ( ! $plan->is_over() ) {
			return 'making';
		}
		if ( in_array( $plan->status, array( 'failed', 'cancelled' ), true ) ) {
			return 'failed';
		}
		$applies = $this->runs->about( $plan->id, 'apply' );
		foreach ( $applies as $apply ) {
			if ( ! $apply->is_over() ) {
				return 'applying';
			}
		}
		if ( array() !== $applies && 0 === $this->count( $plan->id, 'planned' ) ) {
			return 'applied';
		}
		if ( null !== $plan->finished_at && Run::time( $plan->finished_at ) < $this->clock->now() - self::days() * 86400 ) {
			return 'expired';
		}
		return $plan->revision === $this->frames->revision( $plan->channel(), $plan->locale(), $plan->is_push() ) ? 'ready' : 'outdated';
	}

	/** @throws RunFault when it cannot be applied, with the reason. */
	public function check_ready( Run $plan ): void {
		$state = $this->state( $plan );
		$again = __( 'Make a new preview.', 'unopim-connector' );
		match ( $state ) {
			'making'   => throw RunFault::blocked( 'plan_not_ready', __( 'The plan is still being made.', 'unopim-connector' ), __( 'Wait for its end.', 'unopim-connector' ) ),
			'failed'   => throw RunFault::blocked( 'plan_not_ready', __( 'The plan was not finished.', 'unopim-connector' ), $again ),
			'applying' => throw RunFault::blocked( 'plan_applied', __( 'The plan is being applied.', 'unopim-connector' ), __( 'Look at its progress.', 'unopim-connector' ) ),
			'applied'  => throw RunFault::blocked( 'plan_applied', __( 'The plan was applied.', 'unopim-connector' ), $again ),
			/* translators: %d: number of days */
			'expired'  => throw RunFault::blocked( 'plan_expired', sprintf( __( 'The plan is older than %d days.', 'unopim-connector' ), self::days() ), $again ),
			'outdated' => throw RunFault::blocked( 'plan_outdated', __( 'Mapping, settings, channels or the plugin have changed since the plan was made.', 'unopim-connector' ), $again ),
			'ready'    => null,
		};
	}

	/** @return array<array{entity:string,action:string,outcome:string,count:int}> */
	public function summary( int $id ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT entity, action, outcome, COUNT(*) AS count FROM %i WHERE run_id = %d GROUP BY entity, action, outcome ORDER BY entity, action, outcome', $this->table(), $id ), ARRAY_A );
		return array_map( static fn( $row ) => array( 'count' => (int) $row['count'] ) + $row, $rows ?: array() );
	}

	/**
	 * The operations of any run, a plan or one that wrote, in their order.
	 *
	 * @param array<string,string> $filters `action`, `entity`, `outcome`, `search`
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	public function operations( int $id, array $filters, int $page, int $per_page ): array {
		$where = array( $this->db->prepare( 'run_id = %d', $id ) );
		foreach ( self::EQUALS as $column ) {
			if ( '' !== ( $filters[ $column ] ?? '' ) ) {
				$where[] = $this->db->prepare( '%i = %s', $column, $filters[ $column ] );
			}
		}
		if ( '' !== ( $filters['search'] ?? '' ) ) {
			$where[] = $this->db->prepare( 'item_key LIKE %s', '%' . $this->db->esc_like( $filters['search'] ) . '%' );
		}
		$condition = implode( ' AND ', $where );
		$rows      = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE {$condition} ORDER BY id LIMIT %d OFFSET %d", $this->table(), $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( array( self::class, 'operation' ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$condition}", $this->table() ) ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/** What a run did last to a shop item; null where no history of it is left. @return array<string,mixed>|null an operation, with its `run` */
	public function latest( string $entity, int $shop_id ): ?array {
		$row = $this->db->get_row( $this->db->prepare( "SELECT * FROM %i WHERE entity = %s AND shop_id = %d AND outcome = 'done' ORDER BY id DESC LIMIT 1", $this->table(), $entity, $shop_id ), ARRAY_A );
		return is_array( $row ) ? self::operation( $row ) + array( 'run' => (int) $row['run_id'] ) : null;
	}

	/** Forgets a plan; one that is being made or applied cannot be. */
	public function discard( int $id ): void {
		$plan = $this->find( $id );
		if ( in_array( $this->state( $plan ), array( 'making', 'applying' ), true ) ) {
			throw RunFault::blocked( 'plan_busy', __( 'The plan is being made or applied.', 'unopim-connector' ), __( 'Cancel that run first.', 'unopim-connector' ) );
		}
		$this->db->delete( $this->table(), array( 'run_id' => $id ) );
		$this->runs->delete( $id );
	}

	/** The plan in one word, of what it would write and nothing else: two equal plans have the same. */
	public function hash( int $id ): string {
		$hash  = hash_init( 'sha256' );
		$after = 0;
		do {
			$rows = $this->db->get_results( $this->db->prepare( 'SELECT id, entity, item_key, channel, action, side, shop_id, fields FROM %i WHERE run_id = %d AND id > %d ORDER BY id LIMIT %d', $this->table(), $id, $after, self::SLICE ), ARRAY_A );
			foreach ( $rows ?: array() as $row ) {
				$after = (int) $row['id'];
				unset( $row['id'] );
				hash_update( $hash, (string) wp_json_encode( array_values( $row ) ) . "\n" );
			}
		} while ( self::SLICE === count( $rows ?: array() ) );
		return hash_final( $hash );
	}

	public function count( int $id, string $outcome = '' ): int {
		$where = $this->db->prepare( 'run_id = %d', $id ) . ( '' === $outcome ? '' : $this->db->prepare( ' AND outcome = %s', $outcome ) );
		return (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$where}", $this->table() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
	}

	public static function days(): int {
		/**
		 * Filters for how many days a plan is kept that was not applied.
		 *
		 * @param int $days
		 */
		return max( 1, (int) apply_filters( 'unopim_connector_plan_retention_days', self::DAYS ) );
	}

	/**
	 * @param array<string,string|null> $row
	 * @return array<string,mixed>
	 */
	private static function operation( array $row ): array {
		$fields = json_decode( (string) $row['fields'] );
		return array(
			'row'     => (int) $row['id'],
			'n'       => (int) $row['n'],
			'entity'  => $row['entity'],
			'key'     => $row['item_key'],
			'channel' => $row['channel'],
			'action'  => $row['action'],
			'side'    => '' === (string) $row['side'] ? null : $row['side'],
			'kind'    => $row['kind'],
			'id'      => null === $row['shop_id'] ? null : (int) $row['shop_id'],
			'reason'  => $row['reason'],
			'outcome' => $row['outcome'],
			'fields'  => is_array( $fields ) ? $fields : array(),
			'error'   => null === $row['error'] ? null : json_decode( $row['error'] ),
		);
	}

	private function table(): string {
		return $this->schema->table( 'operations' );
	}
}
