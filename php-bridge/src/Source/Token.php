<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** A token as UnoPim gave it, with the time it ends and the credentials it was given for. */
final class Token {

	/** A token is renewed this long before its end; for short-lived ones, at half their life. */
	private const MARGIN = 300;

	public function __construct(
		#[\SensitiveParameter] public readonly string $access,
		#[\SensitiveParameter] public readonly string $refresh,
		public readonly int $obtained_at,
		public readonly int $expires_in,
		public readonly string $mark
	) {}

	public function is_fresh( int $now ): bool {
		return $now < $this->renew_at();
	}

	public function renew_at(): int {
		return $this->expires_at() - min( self::MARGIN, intdiv( $this->expires_in, 2 ) );
	}

	public function expires_at(): int {
		return $this->obtained_at + $this->expires_in;
	}

	/** @return array<string,mixed> */
	public function to_array(): array {
		return get_object_vars( $this );
	}

	/** @param array<mixed> $data */
	public static function from_array( array $data ): ?self {
		if ( ! is_string( $data['access'] ?? null ) || '' === $data['access'] || ! is_int( $data['obtained_at'] ?? null ) || ! is_int( $data['expires_in'] ?? null ) ) {
			return null;
		}
		return new self( $data['access'], (string) ( $data['refresh'] ?? '' ), $data['obtained_at'], $data['expires_in'], (string) ( $data['mark'] ?? '' ) );
	}
}
