<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * One database transaction over whatever WordPress, WooCommerce and other plugins write.
 *
 * `autocommit` is off meanwhile: after a deadlock the server has rolled back, and with it on, wpdb would carry on outside of any
 * transaction. A savepoint shows at the end whether the transaction is still the one that was begun; it is not after a deadlock, a
 * reconnect, or a statement that commits by itself.
 */
final class Transaction {

	private const SAVEPOINT = 'unopim_batch';

	public function __construct( private \wpdb $db ) {}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 * @throws LockConflict When the transaction was lost.
	 */
	public function run( callable $work ): mixed {
		$this->db->query( 'SET autocommit = 0' );
		$this->db->query( 'START TRANSACTION' );
		$this->db->query( 'SAVEPOINT ' . self::SAVEPOINT );
		try {
			$result = $work();
			if ( ! $this->is_whole() ) {
				throw new LockConflict( 'The database transaction was ended from outside: ' . $this->db->last_error );
			}
			if ( false === $this->db->query( 'COMMIT' ) ) {
				throw new LockConflict( 'The database did not commit: ' . $this->db->last_error );
			}
			return $result;
		} catch ( \Throwable $error ) {
			$this->db->query( 'ROLLBACK' );
			throw $error;
		} finally {
			$this->db->query( 'SET autocommit = 1' );
		}
	}

	private function is_whole(): bool {
		$suppressed = $this->db->suppress_errors( true );
		$whole      = false !== $this->db->query( 'RELEASE SAVEPOINT ' . self::SAVEPOINT );
		$this->db->suppress_errors( $suppressed );
		return $whole;
	}
}
