<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Store\Import\ImportMode;

/** One try at a list of operations: in one transaction, all of them or none. */
final class Attempt {

	/** What can be done in UnoPim. */
	private const IN_UNOPIM = array( 'create', 'update', 'delete', 'link' );

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
	 * @throws StoreError|LockConflict|Fault When nothing of it was kept.
	 */
	public function run( array $operations ): array {
		return OwnWrites::during( fn(): array => $this->try( $operations ) );
	}

	/**
	 * @param array<int, Operation> $operations
	 * @return array<int, Outcome>
	 */
	private function try( array $operations ): array {
		try {
			$outcomes = $this->transaction->run( fn(): array => $this->write( $operations ) );
			$this->caches->after_commit( $this->touched );
			return $outcomes;
		} catch ( \Throwable $error ) {
			$this->mode->leave(); // Before the taxonomies go that its term counts may concern.
			$this->caches->drop( $this->touched );
			// A fault is not about the operations: the host has lost the run.
			throw $error instanceof LockConflict || $error instanceof Fault ? $error : StoreError::from_throwable( $error );
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
		$this->links->lock( self::shared( $operations ) );
		foreach ( $this->writers as $entity => $writer ) {
			$writer->prepare( array_filter( $operations, static fn( Operation $operation ): bool => $entity === $operation->entity && ! $operation->is_of_unopim() ) );
		}
		$this->mode->enter();
		$outcomes = array_map( fn( Operation $operation ): Outcome => $this->apply( $operation ), $operations );
		$this->mode->settle();
		$hashes = $this->read_back( $operations, $outcomes );
		foreach ( $operations as $key => $operation ) {
			if ( 'done' === $outcomes[ $key ]->status ) {
				$this->keep_link( $operation, (int) $outcomes[ $key ]->id, $hashes[ $key ] ?? array() );
				$this->links->fill( $operation, (int) $outcomes[ $key ]->id, array_intersect_key( $hashes[ $key ] ?? array(), $operation->is_of_unopim() ? array() : $operation->written() ) );
			}
			$this->log->add( $operation, $outcomes[ $key ], $hashes[ $key ] ?? array() );
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
			$this->refuse_outdated( $operation );
			$outcome = match ( true ) {
				$operation->is_of_unopim() => Outcome::done( $this->noted( $operation ) ),
				'unlink' === $operation->action => Outcome::done( $this->linked( $operation ) ),
				default => $this->writer( $operation )->apply( $operation ),
			};
			$this->errors->raise();
		} catch ( LockConflict $error ) {
			throw $error;
		} catch ( \Throwable $error ) {
			if ( $this->touched->is_dirty() ) {
				throw $error;
			}
			return Outcome::failed( StoreError::from_throwable( $error ) );
		}
		if ( 'done' === $outcome->status && in_array( $operation->action, array( 'create', 'update', 'link' ), true ) ) {
			$this->links->announce( $operation->entity, $operation->link_channel(), $operation->key, (int) $outcome->id );
		}
		if ( 'done' === $outcome->status && ! $operation->leaves_record() ) {
			$this->links->remove( $operation->entity, $operation->link_channel(), $operation->key );
		}
		return $outcome;
	}

	/**
	 * What the shop holds after the writes: of the fields that were written, and of those whose base is to be kept.
	 *
	 * @param array<int, Operation> $operations
	 * @param array<int, Outcome>   $outcomes
	 * @return array<int, array<string, string>> Hashes by field.
	 */
	private function read_back( array $operations, array $outcomes ): array {
		$wanted = array();
		foreach ( $operations as $key => $operation ) {
			$fields = 'done' === $outcomes[ $key ]->status && $operation->leaves_record() ? $operation->fields_to_read_back() : array();
			if ( array() !== $fields ) {
				$wanted[ $operation->entity ][ $key ] = array( 'operation' => $operation, 'id' => (int) $outcomes[ $key ]->id, 'fields' => $fields );
			}
		}
		$hashes = array();
		foreach ( $wanted as $entity => $of_entity ) {
			$hashes += $this->writers[ $entity ]->hashes( $of_entity );
		}
		return $hashes;
	}

	/** @param array<string, string> $hashes */
	private function keep_link( Operation $operation, int $id, array $hashes ): void {
		if ( ! $operation->leaves_record() ) {
			$this->links->remove( $operation->entity, $operation->link_channel(), $operation->key );
			return;
		}
		$flags = ( $operation->is_of_unopim() || in_array( $operation->action, array( 'sync', 'trash', 'restore' ), true ) ) && null !== $this->links->find( $operation->entity, $operation->link_channel(), $operation->key );
		if ( $flags || null !== $operation->link ) {
			$this->links->keep( $operation, $id, $hashes );
		}
	}

	/**
	 * Links that a pull and a push may both be about to write.
	 *
	 * @param array<int, Operation> $operations
	 * @return array<array{0: string, 1: string, 2: string}>
	 */
	private static function shared( array $operations ): array {
		$shared = array_filter( $operations, static fn( Operation $operation ): bool => null !== $operation->asked_at || $operation->is_of_unopim() );
		return array_map( static fn( Operation $operation ): array => array( $operation->entity, $operation->link_channel(), $operation->key ), $shared );
	}

	/** What a push has written since UnoPim was asked is newer than what the operation knows. */
	private function refuse_outdated( Operation $operation ): void {
		$link = null === $operation->asked_at ? null : $this->links->find( $operation->entity, $operation->link_channel(), $operation->key );
		if ( null !== $link?->pushed_at && $link->pushed_at > $operation->asked_at ) {
			throw new StoreError( 'locked', 'The item was pushed to UnoPim while it was pulled.', null, 'Nothing to do: it is pulled again.' );
		}
	}

	private function linked( Operation $operation ): int {
		return $this->links->find( $operation->entity, $operation->link_channel(), $operation->key )->shop_id ?? (int) $operation->id;
	}

	/** What was done in UnoPim is only noted. */
	private function noted( Operation $operation ): int {
		if ( ! in_array( $operation->action, self::IN_UNOPIM, true ) ) {
			throw new StoreError( 'unsupported', "Nothing in UnoPim is done by {$operation->action}.", null, 'The actions are: ' . implode( ', ', self::IN_UNOPIM ) . '.' );
		}
		return $operation->id ?? $this->linked( $operation );
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
