<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** What became of an operation. */
final class Outcome {

	/** @param array<string, mixed>|null $item */
	private function __construct(
		public readonly string $status,
		public readonly ?int $id,
		public readonly ?array $item,
		public readonly ?StoreError $error
	) {}

	public static function done( int $id ): self {
		return new self( 'done', $id, null, null );
	}

	/** @param array<string, mixed> $item What the shop holds now. */
	public static function changed( array $item ): self {
		return new self( 'changed', (int) $item['id'], $item, null );
	}

	public static function failed( StoreError $error ): self {
		return new self( 'failed', null, null, $error );
	}

	/** @return array<string, mixed> */
	public function result( int $n ): array {
		$result = array( 'n' => $n, 'status' => $this->status );
		return match ( $this->status ) {
			'done'    => $result + array( 'id' => $this->id ),
			'changed' => $result + array( 'item' => $this->item ),
			default   => $result + array( 'error' => $this->error->to_array() ),
		};
	}
}
