<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** A UnoPim record and the shop record that stands for it, within one channel. */
final class LinkRow {

	/** At the end of UnoPim's half of a base: another channel has written the field since (docs/wire.md, `store.apply`). */
	private const OVERWRITTEN = '@';

	/**
	 * @param array<string, array{0: string, 1: string}> $bases  Field to the pair of hashes: as UnoPim returned it, as the shop did.
	 * @param array<string>                                $flags
	 */
	public function __construct(
		public readonly string $entity,
		public readonly string $channel,
		public readonly string $code,
		public int $shop_id,
		public ?string $target = null,
		public array $bases = array(),
		public mixed $context = null,
		public array $flags = array(),
		public readonly int $row = 0,
		public readonly ?string $pushed_at = null
	) {}

	/** @param object $row A row of the table. */
	public static function from_row( object $row ): self {
		return new self(
			(string) $row->entity,
			(string) $row->channel,
			(string) $row->code,
			(int) $row->shop_id,
			null === $row->target ? null : (string) $row->target,
			(array) json_decode( (string) $row->bases, true ),
			null === $row->context ? null : json_decode( (string) $row->context ),
			self::flags_of( (string) $row->flags ),
			(int) $row->id,
			self::time( $row->last_push )
		);
	}

	/** As on the wire. */
	public static function time( ?string $utc ): ?string {
		return null === $utc ? null : str_replace( ' ', 'T', $utc ) . 'Z';
	}

	/** @return array<string> */
	public static function flags_of( string $column ): array {
		return '' === $column ? array() : explode( ',', $column );
	}

	/**
	 * Takes over what an operation says about its link. Bases that are not named are kept, null removes one.
	 *
	 * @param array<string, mixed>  $link   The operation's `link`.
	 * @param array<string, string> $hashes The shop's hashes after the write, by field.
	 */
	public function merge( array $link, array $hashes ): void {
		if ( array_key_exists( 'target', $link ) ) {
			$this->target = null === $link['target'] ? null : (string) $link['target'];
		}
		if ( array_key_exists( 'context', $link ) ) {
			$this->context = $link['context'];
		}
		if ( array_key_exists( 'flags', $link ) ) {
			$this->flags = array_values( array_map( 'strval', (array) $link['flags'] ) );
		}
		foreach ( (array) ( $link['bases'] ?? array() ) as $field => $base ) {
			if ( null === $base ) {
				unset( $this->bases[ $field ] );
				continue;
			}
			$base                  = (array) $base;
			$shop                  = array_key_exists( 'shop', $base ) ? $base['shop'] : ( $hashes[ $field ] ?? null );
			$this->bases[ $field ] = array( (string) ( $base['src'] ?? '' ), (string) $shop );
		}
	}

	/**
	 * Another channel has written these fields: what the shop holds is nobody's edit here either, and no longer what UnoPim said here.
	 *
	 * @param array<string, string> $hashes By field.
	 * @return bool Whether a base has changed.
	 */
	public function follow( array $hashes ): bool {
		$before = $this->bases;
		foreach ( array_intersect_key( $hashes, $this->bases ) as $field => $hash ) {
			list( $source, $shop ) = $this->bases[ $field ];
			if ( $shop !== $hash ) {
				$this->bases[ $field ] = array( self::overwritten( $source ), $hash );
			}
		}
		return $before !== $this->bases;
	}

	/**
	 * Bases as they are for a channel that has not met these fields: what the shop holds is nobody's edit, and not what UnoPim says there.
	 *
	 * @param array<string, array{0: string, 1: string}> $bases
	 * @return array<string, array{0: string, 1: string}>
	 */
	public static function of_another( array $bases ): array {
		return array_map( static fn( array $base ): array => array( self::overwritten( $base[0] ), $base[1] ), $bases );
	}

	private static function overwritten( string $source ): string {
		return str_ends_with( $source, self::OVERWRITTEN ) ? $source : $source . self::OVERWRITTEN;
	}

	/**
	 * As the engine is told about links of terms and attributes.
	 *
	 * @return array<string, mixed>
	 */
	public function to_wire(): array {
		return array(
			'code'    => $this->code,
			'id'      => $this->shop_id,
			'target'  => $this->target,
			'bases'   => (object) $this->bases,
			'context' => $this->context,
		);
	}
}
