<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

/**
 * One frame of the wire (docs/wire.md): two lengths, JSON, blob.
 *
 * Objects of the JSON become arrays, except what only passes through this host (`OPAQUE`). PHP's arrays cannot tell `{}`
 * from `[]`, so those parts stay objects and are encoded again exactly as they came.
 */
final class Frame {

	public const MAX_BYTES = 64 * 1024 * 1024;

	private const HEAD   = 8;
	private const DEPTH  = 128;
	private const OPAQUE = array( 'checkpoint', 'body', 'context', 'value', 'mapping', 'capabilities' );

	/** Values of fields and their bases, which plans and the history keep: an empty map stays one. */
	private const KEPT = array( 'old', 'new', 'offered', 'bases' );

	/** @param array<string,mixed> $json */
	public function __construct( public readonly array $json, public readonly string $blob = '' ) {}

	/** @param array<string,mixed>|object $json */
	public static function encode( array|object $json, string $blob = '' ): string {
		try {
			$text = json_encode( $json, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- wp_json_encode would hide what cannot be encoded.
		} catch ( \JsonException $fault ) {
			throw EngineFault::bad_frame( $fault->getMessage() );
		}
		if ( self::HEAD + strlen( $text ) + strlen( $blob ) > self::MAX_BYTES ) {
			throw EngineFault::bad_frame( 'it is larger than 64 MiB' );
		}
		return pack( 'VV', strlen( $text ), strlen( $blob ) ) . $text . $blob;
	}

	public static function decode( string $bytes ): self {
		if ( strlen( $bytes ) < self::HEAD ) {
			throw EngineFault::bad_frame( 'it is shorter than its head' );
		}
		list( $json, $blob ) = self::lengths( $bytes );
		if ( strlen( $bytes ) !== self::HEAD + $json + $blob ) {
			throw EngineFault::bad_frame( sprintf( 'it has %d bytes and its head names %d', strlen( $bytes ), self::HEAD + $json + $blob ) );
		}
		try {
			$value = json_decode( substr( $bytes, self::HEAD, $json ), false, self::DEPTH, JSON_THROW_ON_ERROR );
		} catch ( \JsonException $fault ) {
			throw EngineFault::bad_frame( $fault->getMessage() );
		}
		if ( ! $value instanceof \stdClass || ! is_string( $value->type ?? null ) ) {
			throw EngineFault::bad_frame( 'it has no type' );
		}
		$plain = self::plain( $value );
		return new self( is_array( $plain ) ? $plain : array(), substr( $bytes, self::HEAD + $json ) );
	}

	/**
	 * Bytes of the whole frame that begins with this head; null while the head is not complete.
	 */
	public static function size( string $head ): ?int {
		if ( strlen( $head ) < self::HEAD ) {
			return null;
		}
		list( $json, $blob ) = self::lengths( $head );
		return self::HEAD + $json + $blob;
	}

	public function type(): string {
		return $this->json['type'];
	}

	/** @return array{0:int,1:int} */
	private static function lengths( string $bytes ): array {
		$head = unpack( 'Vjson/Vblob', $bytes );
		if ( false === $head || self::HEAD + $head['json'] + $head['blob'] > self::MAX_BYTES ) {
			throw EngineFault::bad_frame( 'it is larger than 64 MiB' );
		}
		return array( $head['json'], $head['blob'] );
	}

	/** @param bool $kept Whether a map that would be a list as an array stays an object. */
	private static function plain( mixed $value, bool $kept = false ): mixed {
		if ( $value instanceof \stdClass ) {
			$plain = array();
			foreach ( get_object_vars( $value ) as $key => $part ) {
				$plain[ $key ] = in_array( $key, self::OPAQUE, true ) ? $part : self::plain( $part, $kept || in_array( $key, self::KEPT, true ) );
			}
			return $kept && array_is_list( $plain ) ? (object) $plain : $plain;
		}
		return is_array( $value ) ? array_map( static fn( mixed $part ): mixed => self::plain( $part, $kept ), $value ) : $value;
	}
}
