<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** One operation of `store.apply`, as the engine sent it. */
final class Operation {

	/**
	 * @param array<array<string, mixed>> $fields
	 * @param array<string, mixed>|null   $link
	 */
	private function __construct(
		public readonly int $n,
		public readonly string $entity,
		public readonly string $key,
		public readonly string $channel,
		public readonly string $action,
		public readonly ?string $kind,
		public readonly ?int $id,
		public readonly mixed $parent,
		public readonly ?string $taxonomy,
		public readonly array $fields,
		public readonly ?array $link,
		public readonly string $reason
	) {}

	/** @param array<string, mixed> $raw */
	public static function of( array $raw ): self {
		$fields = array_values( (array) ( $raw['fields'] ?? array() ) );
		return new self(
			(int) ( $raw['n'] ?? 0 ),
			(string) ( $raw['entity'] ?? '' ),
			(string) ( $raw['key'] ?? '' ),
			(string) ( $raw['channel'] ?? '' ),
			(string) ( $raw['action'] ?? '' ),
			isset( $raw['kind'] ) ? (string) $raw['kind'] : null,
			isset( $raw['id'] ) ? (int) $raw['id'] : null,
			$raw['parent'] ?? null,
			isset( $raw['taxonomy'] ) ? (string) $raw['taxonomy'] : null,
			$fields,
			isset( $raw['link'] ) ? (array) $raw['link'] : null,
			(string) ( $raw['reason'] ?? $fields[0]['reason'] ?? '' )
		);
	}

	/** The channel that its link is kept under: attributes and options are the same for every channel. */
	public function link_channel(): string {
		return in_array( $this->entity, array( 'attribute', 'option' ), true ) ? '' : $this->channel;
	}

	/**
	 * The fields to write, by name.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	public function written(): array {
		$written = array();
		foreach ( $this->fields as $field ) {
			if ( true === ( $field['write'] ?? false ) ) {
				$written[ (string) $field['field'] ] = $field;
			}
		}
		return $written;
	}

	/** @return array<string> */
	public function field_names(): array {
		return array_values( array_unique( array_map( static fn( array $field ): string => (string) $field['field'], $this->fields ) ) );
	}

	/** The new value of a written field; null when it is not written. */
	public function value( string $field ): mixed {
		return $this->written()[ $field ]['new'] ?? null;
	}

	/**
	 * Fields whose shop half of the base is to be taken from what the shop holds after the write.
	 *
	 * @return array<string>
	 */
	public function fields_to_read_back(): array {
		$names = array();
		foreach ( (array) ( $this->link['bases'] ?? array() ) as $field => $base ) {
			if ( null !== $base && ! array_key_exists( 'shop', (array) $base ) ) {
				$names[] = (string) $field;
			}
		}
		return $names;
	}
}
