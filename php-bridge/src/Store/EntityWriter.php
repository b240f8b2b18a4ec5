<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** Carries out the operations of one kind of record. */
interface EntityWriter {

	/**
	 * Reads in bulk what the operations will need.
	 *
	 * @param array<Operation> $operations
	 */
	public function prepare( array $operations ): void;

	/**
	 * Writes the record; its link and its row in the history are the batch's business.
	 *
	 * @throws StoreError
	 */
	public function apply( Operation $operation ): Outcome;

	/**
	 * Hashes of fields as the shop holds them after the write.
	 *
	 * @param array<int, array{operation: Operation, id: int, fields: array<string>}> $wanted
	 * @return array<int, array<string, string>> By the key in `$wanted`, then by field.
	 */
	public function hashes( array $wanted ): array;
}
