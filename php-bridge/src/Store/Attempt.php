<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Store\Import\ImportMode;

/** One try at a list of operations: in one transaction, all of them or none. */
final class Attempt {

	/** @param array<string, EntityWriter> $writers By entity. */
	public function __construct(
		private Transaction $transaction,
		private DatabaseErrors $errors,
		private ImportMode $mode,
		private Links $links,
		private OperationLog $log,
		private Touched $touched,
		private Caches $caches,
		private array $writers
	) {}

	/**
	 * @param array<int, Operation> $operations
	 * @return array<int, Outcome> By the same keys.
	 * @throws StoreError|LockConflict When nothing of it was kept.
	 */
	public function run( array $operations ): array {
		try {
			$outcomes = $this->transaction->run( fn(): array => $this->write( $operations ) );
			$this->caches->after_commit( $this->touched );
			return $outcomes;
		} catch ( \Throwable $error ) {
			$this->mode->leave(); // Before the taxonomies go that its term counts may concern.
			$this->caches->drop( $this->touched );
			throw $error instanceof LockConflict ? $error : StoreError::from_throwable( $error );
		} finally {
			$this->mode->leave();
			$this->links->forget();
			$this->log->forget();
			$this->touched->forget();
		}
	}

	/** @param array<int, Operation> $operations */
	private function write( array $operations ): array {
		$this->errors->mark();
		$this->load_links( $operations );
		foreach ( $this->writers as $entity => $writer ) {
			$writer->prepare( array_filter( $operations, static fn( Operation $operation ): bool => $entity === $operation->entity ) );
		}
		$this->mode->enter();
		$outcomes = array_map( fn( Operation $operation ): Outcome => $this->apply( $operation ), $operations );
		$this->mode->settle();
		$this->keep_links( $operations, $outcomes );
		foreach ( $operations as $key => $operation ) {
			$this->log->add( $operation, $outcomes[ $key ] );
		}
		$this->links->flush();
		$this->log->flush();
		$this->errors->raise();
		return $outcomes;
	}

	/** An operation that fails before it wrote anything does not disturb the others. */
	private function apply( Operation $operation ): Outcome {
		$this->touched->next();
		try {
			$outcome = $this->writer( $operation )->apply( $operation );
			$this->errors->raise();
		} catch ( LockConflict $error ) {
			throw $error;
		} catch ( \Throwable $error ) {
			if ( $this->touched->is_dirty() ) {
				throw $error;
			}
			return Outcome::failed( StoreError::from_throwable( $error ) );
		}
		if ( 'done' === $outcome->status ) {
			$this->links->announce( $operation->entity, $operation->link_channel(), $operation->key, (int) $outcome->id );
		}
		return $outcome;
	}

	/**
	 * @param array<int, Operation> $operations
	 * @param array<int, Outcome>   $outcomes
	 */
	private function keep_links( array $operations, array $outcomes ): void {
		$wanted = array();
		foreach ( $operations as $key => $operation ) {
			if ( 'done' === $outcomes[ $key ]->status && array() !== $operation->fields_to_read_back() ) {
				$wanted[ $operation->entity ][ $key ] = array( 'operation' => $operation, 'id' => (int) $outcomes[ $key ]->id, 'fields' => $operation->fields_to_read_back() );
			}
		}
		$hashes = array();
		foreach ( $wanted as $entity => $of_entity ) {
			$hashes += $this->writers[ $entity ]->hashes( $of_entity );
		}
		foreach ( $operations as $key => $operation ) {
			if ( 'done' === $outcomes[ $key ]->status && ( null !== $operation->link || 'sync' === $operation->action ) ) {
				$this->links->keep( $operation, (int) $outcomes[ $key ]->id, $hashes[ $key ] ?? array() );
			}
		}
	}

	/** @param array<int, Operation> $operations */
	private function load_links( array $operations ): void {
		$keys = array();
		foreach ( $operations as $operation ) {
			$keys[] = array( $operation->entity, $operation->link_channel(), $operation->key );
			array_push( $keys, ...Refs::keys_in( $operation ) );
		}
		$this->links->load( $keys );
	}

	private function writer( Operation $operation ): EntityWriter {
		return $this->writers[ $operation->entity ] ?? throw new StoreError( 'unsupported', "The store knows no entity {$operation->entity}.", null, 'Known are: ' . implode( ', ', array_keys( $this->writers ) ) . '.' );
	}
}
