<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/** Reads and writes rows of `unopim_runs`. Whoever writes during a run names the lease it holds; see `Lease`. */
class RunRepository {

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/** @param array<string,mixed> $job */
	public function create( array $job, string $revision, string $origin, int $user_id, string $owner = '', int $lease_until = 0 ): Run {
		$this->db->insert(
			$this->table(),
			array(
				'job'         => (string) wp_json_encode( $job ),
				'kind'        => (string) $job['kind'],
				'channel'     => (string) $job['channel'],
				'status'      => 'queued',
				'revision'    => $revision,
				'lease_owner' => $owner,
				'lease_until' => $lease_until,
				'heartbeat'   => $this->clock->now(),
				'origin'      => $origin,
				'user_id'     => $user_id,
				'created_at'  => $this->clock->utc(),
			)
		);
		$run = $this->find( (int) $this->db->insert_id );
		if ( null === $run ) {
			throw new \RuntimeException( 'The run could not be stored: ' . $this->db->last_error );
		}
		return $run;
	}

	public function find( int $id ): ?Run {
		$row = $this->db->get_row( $this->db->prepare( 'SELECT * FROM %i WHERE id = %d', $this->table(), $id ), ARRAY_A );
		return is_array( $row ) ? Run::from_row( $row ) : null;
	}

	/** What a run that ended has found out, as the engine gave it: a preview's plan. */
	public function value( int $id ): mixed {
		$result = json_decode( (string) $this->db->get_var( $this->db->prepare( 'SELECT result FROM %i WHERE id = %d', $this->table(), $id ) ) );
		return is_object( $result ) ? ( $result->value ?? null ) : null;
	}

	/** @return array{runs:array<Run>,total:int} newest first. */
	public function page( bool $active, int $page, int $per_page ): array {
		$where = $active ? 'status IN (' . self::quoted( Run::ACTIVE ) . ')' : '1 = 1';
		// Checkpoints can be large and are not shown.
		$columns = "id, job, status, revision, lease_owner, lease_until, heartbeat, attempts, NULL AS checkpoint, progress, IF(LENGTH(result) < 65536, result, NULL) AS result, wait_until, origin, user_id, created_at, finished_at";
		$rows    = $this->db->get_results( $this->db->prepare( "SELECT {$columns} FROM %i WHERE {$where} ORDER BY id DESC LIMIT %d OFFSET %d", $this->table(), $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return array(
			'runs'  => array_map( array( Run::class, 'from_row' ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$where}", $this->table() ) ), // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		);
	}

	/** A run that is not over, of one of these kinds, on this channel. */
	public function active( string $channel, array $kinds ): ?Run {
		$row = $this->db->get_row( $this->db->prepare( 'SELECT * FROM %i WHERE channel = %s AND kind IN (' . self::quoted( $kinds ) . ') AND status IN (' . self::quoted( Run::ACTIVE ) . ') LIMIT 1', $this->table(), $channel ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return is_array( $row ) ? Run::from_row( $row ) : null;
	}

	/** The run that has waited longest for a host and may go on now. */
	public function next_due(): ?int {
		$id = $this->db->get_var( $this->db->prepare( 'SELECT id FROM %i WHERE status IN (' . self::quoted( Run::DRIVABLE ) . ') AND lease_until < %d AND wait_until <= %d ORDER BY heartbeat, id LIMIT 1', $this->table(), $this->clock->now(), $this->clock->now() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return null === $id ? null : (int) $id;
	}

	/** When the next run may go on that nobody drives: a Unix time, null when there is none. */
	public function next_time(): ?int {
		$time = $this->db->get_var( $this->db->prepare( 'SELECT MIN(GREATEST(wait_until, lease_until + 1)) FROM %i WHERE status IN (' . self::quoted( Run::DRIVABLE ) . ')', $this->table() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return null === $time ? null : (int) $time;
	}

	/** The run that is next in time, when none is due yet. */
	public function next_waiting(): ?int {
		$id = $this->db->get_var( $this->db->prepare( 'SELECT id FROM %i WHERE status IN (' . self::quoted( Run::DRIVABLE ) . ') ORDER BY GREATEST(wait_until, lease_until + 1), id LIMIT 1', $this->table() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return null === $id ? null : (int) $id;
	}

	/** Counts a try; a step that was carried out sets the count back. */
	public function count_attempt( int $id ): void {
		$this->db->query( $this->db->prepare( 'UPDATE %i SET attempts = attempts + 1 WHERE id = %d', $this->table(), $id ) );
	}

	public function clear_attempts( int $id ): void {
		$this->db->query( $this->db->prepare( 'UPDATE %i SET attempts = 0 WHERE id = %d AND attempts > 0', $this->table(), $id ) );
	}

	public function set_wait( int $id, int $until ): void {
		$this->db->update( $this->table(), array( 'wait_until' => $until ), array( 'id' => $id ) );
	}

	/** @param array<string> $from */
	public function change_status( int $id, array $from, string $to ): bool {
		$over = in_array( $to, Run::FINAL, true );
		$set  = $over ? ", lease_owner = '', lease_until = 0, checkpoint = NULL, finished_at = " . $this->db->prepare( '%s', $this->clock->utc() ) : '';
		return 1 === $this->db->query( $this->db->prepare( "UPDATE %i SET status = %s {$set} WHERE id = %d AND status IN (" . self::quoted( $from ) . ')', $this->table(), $to, $id ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants and a prepared time.
	}

	public function table(): string {
		return $this->schema->table( 'runs' );
	}

	/** @param array<string> $words of this code, never of a request. */
	private static function quoted( array $words ): string {
		return "'" . implode( "','", $words ) . "'";
	}
}
