<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/**
 * Who drives a run. One host at a time: a browser page, or a chunk on the server. A lease that is not renewed ends by
 * itself, and the next host goes on from the checkpoint. Every write is one statement with the condition in it.
 */
class Lease {

	public const SECONDS = 60;

	/** A lease that is so many seconds old is not written again: it is asked for after every request of a step. */
	private const EARLY = 10;

	/** @var array<string,int> when this process was told last that an owner holds a run. */
	private array $known = array();

	/** @var array<mixed> what was stored last: run, owner, checkpoint, progress, and whether a wait was kept. */
	private array $saved = array();

	/** So many seconds a host waits for the row of a run. */
	private const PATIENCE = 2;

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/** Takes a run that nobody holds, or that this owner holds. */
	public function take( int $run, string $owner ): bool {
		// Without the server's long patience: a host whose lease has run out may still be about to commit, and the row is locked until then.
		$this->db->query( 'SET SESSION innodb_lock_wait_timeout = ' . self::PATIENCE );
		$suppressed = $this->db->suppress_errors( true );
		$this->take_over( $run, $owner );
		$this->db->suppress_errors( $suppressed );
		$this->db->query( 'SET SESSION innodb_lock_wait_timeout = DEFAULT' );
		return $this->is_held( $run, $owner );
	}

	private function take_over( int $run, string $owner ): void {
		$now = $this->clock->now();
		$this->db->query(
			$this->db->prepare(
				"UPDATE %i SET lease_owner = %s, lease_until = %d, heartbeat = %d, status = 'running', started_at = COALESCE(started_at, %s)
				WHERE id = %d AND status IN ('queued', 'running') AND (lease_owner = '' OR lease_owner = %s OR lease_until < %d)",
				$this->schema->table( 'runs' ),
				$owner,
				$now + self::SECONDS,
				$now,
				$this->clock->utc(),
				$run,
				$owner,
				$now
			)
		);
	}

	/** Within a transaction: nobody takes the run over before it ends. False when somebody has already. */
	public function hold( int $run, string $owner ): bool {
		return null !== $this->db->get_var( $this->db->prepare( 'SELECT id FROM %i' . self::HELD . ' FOR UPDATE', $this->schema->table( 'runs' ), $run, $owner ) );
	}

	/**
	 * Writes what a step brought, and renews the lease with it. False when another host has it now; nothing is written then.
	 */
	public function save_step( int $run, string $owner, string $checkpoint, string $progress, bool $keep_wait ): bool {
		$now  = $this->clock->now();
		$said = array( $run, $owner, $checkpoint, $progress, $keep_wait );
		if ( $said === $this->saved && $this->is_known( $run, $owner, $now ) ) {
			return true; // One of several steps for the same place.
		}
		$this->saved = $said;
		$changed     = $this->db->query(
			$this->db->prepare(
				'UPDATE %i SET checkpoint = %s, progress = %s, lease_until = %d, heartbeat = %d, wait_until = IF(%d, wait_until, 0)' . self::HELD,
				$this->schema->table( 'runs' ),
				$checkpoint,
				$progress,
				$now + self::SECONDS,
				$now,
				$keep_wait ? 1 : 0,
				$run,
				$owner
			)
		);
		return $changed > 0 ? $this->know( $run, $owner, $now ) : $this->is_held( $run, $owner );
	}

	/** @param bool $sure asks also where nobody can have taken the run in the meantime, but somebody may have stopped it */
	public function renew( int $run, string $owner, bool $sure = false ): bool {
		$now = $this->clock->now();
		// Nobody can have taken what was written just now; a transaction asks all the same, with `hold`.
		if ( ! $sure && $this->is_known( $run, $owner, $now ) ) {
			return true;
		}
		$until = $this->db->get_var( $this->db->prepare( 'SELECT lease_until FROM %i' . self::HELD, $this->schema->table( 'runs' ), $run, $owner ) );
		if ( null === $until || (int) $until > $now + self::SECONDS - self::EARLY ) {
			return null !== $until;
		}
		$changed = $this->db->query( $this->db->prepare( 'UPDATE %i SET lease_until = %d, heartbeat = %d' . self::HELD, $this->schema->table( 'runs' ), $now + self::SECONDS, $now, $run, $owner ) );
		return $changed > 0 || $this->is_held( $run, $owner );
	}

	private function know( int $run, string $owner, int $now ): bool {
		$this->known = array( "{$run} {$owner}" => $now );
		return true;
	}

	private function is_known( int $run, string $owner, int $now ): bool {
		return ( $this->known[ "{$run} {$owner}" ] ?? 0 ) > $now - self::EARLY;
	}

	/**
	 * @param string $result   JSON
	 * @param int    $warnings how many rows of its log warn
	 */
	public function finish( int $run, string $owner, string $status, int $warnings, string $result, string $progress ): bool {
		return 1 === $this->db->query(
			$this->db->prepare(
				"UPDATE %i SET status = %s, warnings = %d, result = %s, progress = %s, checkpoint = NULL, lease_owner = '', lease_until = 0, wait_until = 0, attempts = 0, heartbeat = %d, finished_at = %s" . self::HELD,
				$this->schema->table( 'runs' ),
				$status,
				$warnings,
				$result,
				$progress,
				$this->clock->now(),
				$this->clock->utc(),
				$run,
				$owner
			)
		);
	}

	/**
	 * Gives a run back that cannot go on without an answer.
	 *
	 * @param string $question JSON
	 */
	public function ask( int $run, string $owner, string $question ): bool {
		return 1 === $this->db->query(
			$this->db->prepare(
				"UPDATE %i SET status = 'waiting', question = %s, lease_owner = '', lease_until = 0, wait_until = 0, attempts = 0, heartbeat = %d" . self::HELD,
				$this->schema->table( 'runs' ),
				$question,
				$this->clock->now(),
				$run,
				$owner
			)
		);
	}

	public function release( int $run, string $owner ): void {
		$this->db->query( $this->db->prepare( "UPDATE %i SET lease_owner = '', lease_until = 0" . ' WHERE id = %d AND lease_owner = %s', $this->schema->table( 'runs' ), $run, $owner ) );
	}

	/** A stopped or cancelled run is nobody's, whatever its lease says. */
	private const HELD = " WHERE id = %d AND lease_owner = %s AND status = 'running'";

	private function is_held( int $run, string $owner ): bool {
		// Asked, because an update that changes nothing counts no row.
		return null !== $this->db->get_var( $this->db->prepare( 'SELECT id FROM %i' . self::HELD, $this->schema->table( 'runs' ), $run, $owner ) );
	}
}
