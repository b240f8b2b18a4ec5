<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/** Reads and writes rows of `unopim_runs`. Whoever writes during a run names the lease it holds; see `Lease`. */
class RunRepository {

	/** @var array<int,true> runs whose attempts are none since this process counted one last. */
	private array $cleared = array();

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/**
	 * @param array<string,mixed> $job
	 * @param int|null            $of_run the plan or the run that it is about
	 */
	public function create( array $job, string $revision, string $origin, int $user_id, string $owner = '', int $lease_until = 0, ?int $of_run = null ): Run {
		$this->db->insert(
			$this->table(),
			array(
				'job'         => (string) wp_json_encode( Job::to_wire( $job ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
				'kind'        => (string) $job['kind'],
				'channel'     => (string) $job['channel'],
				'dry'         => true === ( $job['dry'] ?? false ) ? 1 : 0,
				'of_run'      => $of_run,
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

	/**
	 * Newest first.
	 *
	 * @param array{active?:bool,dry?:bool,kind?:string,kinds?:array<string>,channel?:string,status?:string,warned?:bool} $filters `kinds` names some; `warned`: with or without warnings
	 * @return array{runs:array<Run>,total:int}
	 */
	public function page( array $filters, int $page, int $per_page ): array {
		$where = array( '1 = 1' );
		if ( true === ( $filters['active'] ?? false ) ) {
			$where[] = 'status IN (' . self::quoted( Run::ACTIVE ) . ')';
		}
		if ( isset( $filters['dry'] ) ) {
			$where[] = 'dry = ' . ( $filters['dry'] ? 1 : 0 );
		}
		if ( isset( $filters['warned'] ) ) {
			$where[] = $filters['warned'] ? 'warnings > 0' : 'warnings = 0';
		}
		if ( array() !== ( $filters['kinds'] ?? array() ) ) {
			$where[] = $this->db->prepare( 'kind IN (' . implode( ', ', array_fill( 0, count( $filters['kinds'] ), '%s' ) ) . ')', ...array_values( $filters['kinds'] ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		}
		foreach ( array( 'kind', 'channel', 'status' ) as $column ) {
			if ( '' !== ( $filters[ $column ] ?? '' ) ) {
				$where[] = $this->db->prepare( '%i = %s', $column, $filters[ $column ] );
			}
		}
		$condition = implode( ' AND ', $where );
		// Checkpoints can be large and are not shown.
		$columns = 'id, job, status, revision, lease_owner, lease_until, heartbeat, attempts, NULL AS checkpoint, progress, IF(LENGTH(result) < 65536, result, NULL) AS result, warnings, question, answers, plan_hash, of_run, wait_until, origin, user_id, created_at, started_at, finished_at';
		$rows    = $this->db->get_results( $this->db->prepare( "SELECT {$columns} FROM %i WHERE {$condition} ORDER BY id DESC LIMIT %d OFFSET %d", $this->table(), $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'runs'  => array_map( array( Run::class, 'from_row' ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$condition}", $this->table() ) ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/**
	 * Runs that are not over, of one of these kinds, on this channel; the one that is due first comes first.
	 *
	 * @param array<string> $kinds
	 * @param string        $behind only those that a run of this kind has to wait for
	 * @return array<Run>
	 */
	public function active( string $channel, array $kinds, string $behind = '' ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT * FROM %i AS b WHERE b.channel = %s AND b.kind IN (' . self::quoted( $kinds ) . ') AND ' . self::stands_before( '%s' ) . ' ORDER BY b.id', $this->table(), $channel, $behind, $behind ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return array_map( array( Run::class, 'from_row' ), $rows ?: array() );
	}

	/**
	 * Runs about a plan or another run, newest first.
	 *
	 * @return array<Run>
	 */
	public function about( int $id, string $kind ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT * FROM %i WHERE of_run = %d AND kind = %s ORDER BY id DESC', $this->table(), $id, $kind ), ARRAY_A );
		return array_map( array( Run::class, 'from_row' ), $rows ?: array() );
	}

	/** The run that this one has to wait for: an older one of its channel that is not over. */
	public function blocker( Run $run ): ?int {
		if ( ! in_array( $run->kind(), Run::EXCLUSIVE, true ) ) {
			return null;
		}
		$id = $this->db->get_var( $this->db->prepare( 'SELECT MAX(b.id) FROM %i AS b WHERE b.channel = %s AND b.id < %d AND b.kind IN (' . self::quoted( Run::EXCLUSIVE ) . ') AND ' . self::stands_before( '%s' ), $this->table(), $run->channel(), $run->id, $run->kind(), $run->kind() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		return null === $id ? null : (int) $id;
	}

	/** The run that has waited longest for a host and may go on now. */
	public function next_due(): ?int {
		$id = $this->db->get_var( $this->db->prepare( 'SELECT r.id' . $this->free() . ' AND r.lease_until < %d AND r.wait_until <= %d ORDER BY r.heartbeat, r.id LIMIT 1', $this->clock->now(), $this->clock->now() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		return null === $id ? null : (int) $id;
	}

	/** When the next run may go on that nobody drives: a Unix time, null when there is none. */
	public function next_time(): ?int {
		$time = $this->db->get_var( 'SELECT MIN(GREATEST(r.wait_until, r.lease_until + 1))' . $this->free() ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		return null === $time ? null : (int) $time;
	}

	/** The run that is next in time, when none is due yet. */
	public function next_waiting(): ?int {
		$id = $this->db->get_var( 'SELECT r.id' . $this->free() . ' ORDER BY GREATEST(r.wait_until, r.lease_until + 1), r.id LIMIT 1' ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		return null === $id ? null : (int) $id;
	}

	/** How long the work that waits longest has been waiting for a host, in seconds. */
	public function oldest_wait(): int {
		$since = $this->db->get_var( 'SELECT MIN(GREATEST(r.wait_until, r.lease_until, r.heartbeat))' . $this->free() ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		return null === $since ? 0 : max( 0, $this->clock->now() - (int) $since );
	}

	/** Runs that a host may take up, those left out that wait for an older one of their channel. */
	private function free(): string {
		$table     = $this->table();
		$exclusive = self::quoted( Run::EXCLUSIVE );
		return " FROM {$table} AS r WHERE r.status IN (" . self::quoted( Run::DRIVABLE ) . ") AND NOT ( r.kind IN ({$exclusive}) AND EXISTS ( SELECT 1 FROM {$table} AS b WHERE b.channel = r.channel AND b.id < r.id AND b.kind IN ({$exclusive}) AND " . self::stands_before( 'r.kind' ) . ' ) )';
	}

	/**
	 * Whether a run `b` keeps one of a kind waiting. What waits for a person in one direction does not hold up the other.
	 *
	 * @param string $kind a column, or a placeholder, which then stands there twice
	 */
	private static function stands_before( string $kind ): string {
		$waits  = "b.status IN ('stopped', 'waiting')";
		$across = "( {$kind} = 'push' AND b.kind IN ('pull', 'deletions') ) OR ( b.kind = 'push' AND {$kind} IN ('pull', 'deletions') )";
		return 'b.status IN (' . self::quoted( Run::ACTIVE ) . ") AND NOT ( {$waits} AND ( {$across} ) )";
	}

	/** @return array<Run> runs that nobody drives and that wait for nothing. */
	public function stalled(): array {
		$rows = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE status = 'running' AND lease_until < %d AND wait_until < %d AND heartbeat < %d ORDER BY id LIMIT 100", $this->table(), $this->clock->now(), $this->clock->now(), $this->clock->now() - Run::STALLED_AFTER ), ARRAY_A );
		return array_map( array( Run::class, 'from_row' ), $rows ?: array() );
	}

	/** A sign of life on behalf of whoever goes on with it. */
	public function touch( int $id ): void {
		$this->db->update( $this->table(), array( 'heartbeat' => $this->clock->now() ), array( 'id' => $id ) );
	}

	/** Keeps an answer and lets the run go on; false when it waits for none any more. @param array<string,string> $answers */
	public function keep_answers( int $id, array $answers ): bool {
		return 1 === $this->db->query( $this->db->prepare( "UPDATE %i SET answers = %s, question = NULL, status = 'queued', wait_until = 0, heartbeat = %d WHERE id = %d AND status = 'waiting'", $this->table(), (string) wp_json_encode( (object) $answers ), $this->clock->now(), $id ) );
	}

	public function set_plan_hash( int $id, string $hash ): void {
		$this->db->update( $this->table(), array( 'plan_hash' => $hash ), array( 'id' => $id ) );
	}

	public function delete( int $id ): void {
		$this->db->delete( $this->table(), array( 'id' => $id ) );
	}

	/** Counts a try; a step that was carried out sets the count back. */
	public function count_attempt( int $id ): void {
		unset( $this->cleared[ $id ] );
		$this->db->query( $this->db->prepare( 'UPDATE %i SET attempts = attempts + 1 WHERE id = %d', $this->table(), $id ) );
	}

	public function clear_attempts( int $id ): void {
		if ( isset( $this->cleared[ $id ] ) ) {
			return;
		}
		$this->cleared[ $id ] = true;
		$this->db->query( $this->db->prepare( 'UPDATE %i SET attempts = 0 WHERE id = %d AND attempts > 0', $this->table(), $id ) );
	}

	/** Takes every run from whoever drives it. It notices with its next step, and writes nothing more. */
	public function let_go(): void {
		$this->db->query( $this->db->prepare( "UPDATE %i SET lease_owner = '', lease_until = 0 WHERE lease_owner <> ''", $this->table() ) );
	}

	public function set_wait( int $id, int $until ): void {
		$this->db->update( $this->table(), array( 'wait_until' => $until ), array( 'id' => $id ) );
	}

	/** @param array<string> $from */
	public function change_status( int $id, array $from, string $to ): bool {
		$over = in_array( $to, Run::FINAL, true );
		$set  = $over ? ", lease_owner = '', lease_until = 0, checkpoint = NULL, question = NULL, finished_at = " . $this->db->prepare( '%s', $this->clock->utc() ) : '';
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
