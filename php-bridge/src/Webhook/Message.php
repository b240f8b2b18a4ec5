<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

/**
 * What a message of UnoPim says: an event and SKUs. It is a hint and never data, so nothing else of it is read. Bulk messages of older
 * versions are a bare list, without event and time.
 */
final class Message {

	private const MAX_SKUS   = 100;
	private const MAX_LENGTH = 191;
	private const DEPTH      = 32;

	/** @param array<string> $skus */
	private function __construct( public readonly string $event, public readonly ?int $time, public readonly bool $is_list, public readonly array $skus ) {}

	/** Null when it is no message. */
	public static function read( string $body ): ?self {
		$value = json_decode( $body, true, self::DEPTH );
		if ( ! is_array( $value ) ) {
			return null;
		}
		$is_list = array_is_list( $value );
		$rows    = $is_list ? $value : ( $value['data'] ?? array() );
		$event   = $is_list ? '' : ( $value['event'] ?? '' );
		return new self( is_string( $event ) ? substr( $event, 0, 64 ) : '', $is_list ? null : self::time( $value['timestamp'] ?? null ), $is_list, self::skus( is_array( $rows ) ? $rows : array() ) );
	}

	public function is_test(): bool {
		return 'webhook.test' === $this->event;
	}

	/** UnoPim writes its own wall clock and does not say where it hangs; no clock is further from UTC than `$seconds`. */
	public function is_recent( int $now, int $seconds ): bool {
		return $this->is_list || ( null !== $this->time && abs( $now - $this->time ) <= $seconds );
	}

	private static function time( mixed $text ): ?int {
		$time = is_string( $text ) ? \DateTimeImmutable::createFromFormat( '!Y-m-d H:i:s', $text, new \DateTimeZone( 'UTC' ) ) : false;
		return false === $time ? null : $time->getTimestamp();
	}

	/**
	 * @param array<mixed> $rows
	 * @return array<string> each once
	 */
	private static function skus( array $rows ): array {
		$skus = array();
		foreach ( $rows as $row ) {
			$sku = is_array( $row ) ? ( $row['sku'] ?? null ) : null;
			$sku = is_int( $sku ) ? (string) $sku : $sku;
			if ( is_string( $sku ) && '' !== trim( $sku ) && strlen( $sku ) <= self::MAX_LENGTH && mb_check_encoding( $sku, 'UTF-8' ) && ! preg_match( '/[\x00-\x1f\x7f]/', $sku ) ) {
				$skus[ 's' . $sku ] = $sku;
			}
		}
		return array_slice( array_values( $skus ), 0, self::MAX_SKUS );
	}
}
