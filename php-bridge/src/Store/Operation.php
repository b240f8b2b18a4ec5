<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** One operation of `store.apply`, as the engine sent it. */
final class Operation {

	public const UNOPIM = 'unopim';

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
		public readonly string $reason,
		public readonly ?int $plan_row,
		public readonly string $side,
		public readonly ?string $asked_at,
		public readonly ?string $language,
		public readonly ?int $translation_of,
		/** @var array<int> */
		public readonly array $stay_disabled
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
			(string) ( $raw['reason'] ?? $fields[0]['reason'] ?? '' ),
			isset( $raw['plan_row'] ) ? (int) $raw['plan_row'] : null,
			(string) ( $raw['side'] ?? '' ),
			isset( $raw['asked_at'] ) ? (string) $raw['asked_at'] : null,
			isset( $raw['language'] ) ? (string) $raw['language'] : null,
			isset( $raw['translation_of'] ) ? (int) $raw['translation_of'] : null,
			array_map( 'intval', (array) ( $raw['stay_disabled'] ?? array() ) )
		);
	}

	/** The channel that its link is kept under. */
	public function link_channel(): string {
		return self::channel_of( $this->entity, $this->channel );
	}

	/** Attributes, options and the terms of other taxonomies are the same for every channel, their translations for every channel of a language. */
	public static function channel_of( string $entity, string $channel ): string {
		return in_array( $entity, array( 'attribute', 'option', 'term' ), true ) ? (string) strstr( $channel, '@' ) : $channel;
	}

	/** It was done in UnoPim: of the shop only the link and the history are concerned. */
	public function is_of_unopim(): bool {
		return self::UNOPIM === $this->side;
	}

	/** Whether there is a shop record whose fields can be read after it. */
	public function leaves_record(): bool {
		return ! in_array( $this->action, array( 'delete', 'unlink' ), true );
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
	 * Fields to be read after the write: the history keeps what was written, and bases take their shop's half from it.
	 *
	 * @return array<string>
	 */
	public function fields_to_read_back(): array {
		// What was written to UnoPim is named by its place there, and was read back by the engine.
		$names = $this->is_of_unopim() ? array() : array_keys( $this->written() );
		foreach ( (array) ( $this->link['bases'] ?? array() ) as $field => $base ) {
			if ( null !== $base && ! array_key_exists( 'shop', (array) $base ) ) {
				$names[] = (string) $field;
			}
		}
		return array_values( array_unique( array_map( 'strval', $names ) ) );
	}
}
