<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * One database transaction over whatever WordPress, WooCommerce and other plugins write.
 *
 * `autocommit` is off meanwhile: after a deadlock the server has rolled back, and with it on, wpdb would carry on outside of any
 * transaction. A savepoint shows at the end whether the transaction is still the one that was begun. It is not when wpdb had to connect
 * anew (then the work is lost in part, and is to be done again), or when a plugin made the server commit by changing a table.
 */
final class Transaction {

	private const SAVEPOINT = 'unopim_batch';

	private bool $broken = false;

	public function __construct( private \wpdb $db ) {}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 * @throws LockConflict When the work was lost, at least in part.
	 */
	public function run( callable $work ): mixed {
		$this->db->query( 'SET autocommit = 0' );
		$this->db->query( 'START TRANSACTION' );
		$this->db->query( 'SAVEPOINT ' . self::SAVEPOINT );
		$connection = $this->connection();
		try {
			$result = $work();
			if ( $connection !== $this->connection() ) {
				throw new LockConflict( 'The connection to the database was lost.' );
			}
			$this->broken = ! $this->is_whole() || $this->broken;
			if ( false === $this->db->query( 'COMMIT' ) ) {
				throw new LockConflict( 'The database did not commit: ' . $this->db->last_error );
			}
			return $result;
		} catch ( LockConflict $conflict ) {
			$this->db->query( 'ROLLBACK' );
			throw $conflict;
		} catch ( \Throwable $error ) {
			$this->broken = ( $connection === $this->connection() && ! $this->is_whole() ) || $this->broken;
			$this->db->query( 'ROLLBACK' );
			throw $error;
		} finally {
			$this->db->query( 'SET autocommit = 1' );
		}
	}

	/** Something on this site commits in the midst of a transaction. What is written is kept then, but can no longer be undone as one. */
	public function is_broken(): bool {
		return $this->broken;
	}

	private function is_whole(): bool {
		$suppressed = $this->db->suppress_errors( true );
		$whole      = false !== $this->db->query( 'RELEASE SAVEPOINT ' . self::SAVEPOINT );
		$this->db->suppress_errors( $suppressed );
		return $whole;
	}

	private function connection(): ?int {
		return $this->db->dbh instanceof \mysqli ? $this->db->dbh->thread_id : null;
	}
}
