<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * One database transaction over whatever WordPress, WooCommerce and other plugins write.
 *
 * `autocommit` is off meanwhile: after a deadlock the server has rolled back, and with it on, wpdb would carry on outside of any
 * transaction. A savepoint shows at the end whether the transaction is still the one that was begun. It is not when wpdb had to connect
 * anew (then the work is lost in part, and is to be done again), or when a plugin made the server commit by changing a table.
 *
 * A connection that wpdb makes in the midst of the work knows nothing of the transaction: it would keep each of the remaining writes for
 * good. So it is told to keep none before it is used.
 */
final class Transaction {

	private const SAVEPOINT = 'unopim_batch';

	private bool $broken = false;

	private bool $reconnected = false;

	/** @var (callable(): void)|null */
	private $hold = null;

	public function __construct( private \wpdb $db ) {}

	/**
	 * What each transaction begins with: it locks whatever must not change hands until the commit, or throws.
	 *
	 * @param (callable(): void)|null $hold
	 */
	public function begin_with( ?callable $hold ): void {
		$this->hold = $hold;
	}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 * @throws LockConflict When the work was lost, at least in part.
	 */
	public function run( callable $work ): mixed {
		// The object, not its number: a server that was started again counts from the beginning.
		$connection = $this->db->dbh;
		$keep_none  = function ( mixed $value ) use ( $connection ): mixed {
			if ( $connection !== $this->db->dbh && $this->db->dbh instanceof \mysqli ) {
				$this->db->dbh->autocommit( false );
			}
			return $value;
		};
		add_filter( 'incompatible_sql_modes', $keep_none ); // Asked when wpdb has connected, before it repeats the query.
		add_filter( 'query', $keep_none );
		try {
			$this->db->query( 'SET autocommit = 0' );
			$this->db->query( 'START TRANSACTION' );
			$this->db->query( 'SAVEPOINT ' . self::SAVEPOINT );
			if ( null !== $this->hold ) {
				( $this->hold )();
			}
			$result = $work();
			if ( $connection !== $this->db->dbh ) {
				throw new LockConflict( 'The connection to the database was lost.' );
			}
			$this->broken = ! $this->is_whole() || $this->broken;
			if ( false === $this->db->query( 'COMMIT' ) || $connection !== $this->db->dbh ) {
				throw new LockConflict( 'The database did not commit: ' . $this->db->last_error );
			}
			return $result;
		} catch ( \Throwable $error ) {
			if ( $connection !== $this->db->dbh ) {
				$this->reconnected = true;
				$error             = new LockConflict( 'The connection to the database was lost.', 0, $error );
			} elseif ( ! $error instanceof LockConflict ) {
				$this->broken = ! $this->is_whole() || $this->broken;
			}
			$this->db->query( 'ROLLBACK' );
			throw $error;
		} finally {
			remove_filter( 'incompatible_sql_modes', $keep_none );
			remove_filter( 'query', $keep_none );
			$this->db->query( 'SET autocommit = 1' );
		}
	}

	/** The connection was lost in the midst of a transaction, and made again. */
	public function has_reconnected(): bool {
		return $this->reconnected;
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
}
