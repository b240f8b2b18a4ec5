<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `store.apply`: batches of operations; a batch with a failure is done again one by one, so that only the failing one is missing. */
final class Apply {

	private const TRIES = 2;

	public function __construct(
		private Attempt $attempt,
		private Transaction $transaction,
		private OperationLog $log,
		private TableEngines $engines,
		private int $batch_size
	) {}

	/**
	 * @param array<array<string, mixed>> $raw
	 * @return array{results: array<array<string, mixed>>, notes: array<array<string, string>>}
	 */
	public function run( array $raw ): array {
		$operations = array_map( array( Operation::class, 'of' ), array_values( $raw ) );
		$outcomes   = $this->log->done( $operations );
		$left       = array_diff_key( $operations, $outcomes );
		while ( array() !== $left ) {
			$batch     = array_slice( $left, 0, $this->size(), true );
			$left      = array_diff_key( $left, $batch );
			$outcomes += $this->batch( $batch );
		}
		return array(
			'results' => array_map( static fn( Operation $operation, int $key ): array => $outcomes[ $key ]->result( $operation->n ), $operations, array_keys( $operations ) ),
			'notes'   => array_merge( $this->engines->notes(), $this->notes() ),
		);
	}

	/** Where nothing can be undone, a failure shall at most harm the operation that failed. */
	private function size(): int {
		return array() === $this->engines->without_transactions() && ! $this->transaction->is_broken() ? max( 1, $this->batch_size ) : 1;
	}

	/** @return array<array{code: string, message: string, hint: string}> */
	private function notes(): array {
		$notes = array();
		if ( $this->transaction->is_broken() ) {
			$notes[] = array(
				'code'    => 'implicit_commit',
				'message' => 'Another plugin ends the database transaction while products are saved (it changes a table then), so that batches cannot be undone.',
				'hint'    => 'Writing goes on one by one, which is slower. Find the plugin by deactivating those that act on saved products.',
			);
		}
		if ( $this->transaction->has_reconnected() ) {
			$notes[] = array(
				'code'    => 'connection_lost',
				'message' => 'The connection to the database was lost while a batch was written. The batch was undone and written again.',
				'hint'    => 'If it happens again, ask the host whether the database server restarts, or ends connections (wait_timeout, max_allowed_packet).',
			);
		}
		return $notes;
	}

	/**
	 * @param array<int, Operation> $batch
	 * @return array<int, Outcome>
	 */
	private function batch( array $batch ): array {
		try {
			return $this->persist( $batch );
		} catch ( StoreError $error ) {
			if ( 1 === count( $batch ) ) {
				return $this->failed( $batch, $error );
			}
		}
		$outcomes = array();
		foreach ( $batch as $key => $operation ) {
			$outcomes += $this->batch( array( $key => $operation ) );
		}
		return $outcomes;
	}

	/**
	 * @param array<int, Operation> $batch
	 * @return array<int, Outcome>
	 */
	private function persist( array $batch ): array {
		for ( $try = 1; ; $try++ ) {
			try {
				return $this->attempt->run( $batch );
			} catch ( LockConflict $conflict ) {
				if ( self::TRIES === $try ) {
					throw new StoreError( 'locked', $conflict->getMessage(), null, 'Another process writes to the same records. The next run tries again.', $conflict );
				}
			}
		}
	}

	/**
	 * The write is rolled back; that it failed is kept.
	 *
	 * @param array<int, Operation> $batch Of one.
	 * @return array<int, Outcome>
	 */
	private function failed( array $batch, StoreError $error ): array {
		$outcome = Outcome::failed( $error );
		foreach ( $batch as $operation ) {
			$this->log->add( $operation, $outcome );
		}
		$this->log->flush();
		return array_map( static fn(): Outcome => $outcome, $batch );
	}
}
