<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** Compares an answer with the one expected, and keeps what the placeholders stand for. */
final class Pattern {

	/** @var array<string, mixed> */
	private array $bound = array();

	public function bind( string $name, mixed $value ): void {
		$this->bound[ $name ] = $value;
	}

	/** Puts values in place of placeholders. */
	public function filled( mixed $value ): mixed {
		if ( is_array( $value ) ) {
			return array_map( array( $this, 'filled' ), $value );
		}
		if ( ! is_string( $value ) || ! str_starts_with( $value, '$' ) ) {
			return $value;
		}
		if ( str_starts_with( $value, '$$' ) ) {
			return substr( $value, 1 );
		}
		if ( ! array_key_exists( $value, $this->bound ) ) {
			throw new \LogicException( "{$value} stands for nothing yet." );
		}
		return $this->bound[ $value ];
	}

	/** The first difference, with the path to it; null when there is none. */
	public function difference( mixed $expected, mixed $actual, string $path = '' ): ?string {
		if ( is_string( $expected ) && str_starts_with( $expected, '$' ) && ! str_starts_with( $expected, '$$' ) ) {
			return $this->placeholder( $expected, $actual, $path );
		}
		if ( is_array( $expected ) ) {
			return is_array( $actual ) ? $this->members( $expected, $actual, $path ) : self::found( $path, $expected, $actual );
		}
		$expected = is_string( $expected ) && str_starts_with( $expected, '$$' ) ? substr( $expected, 1 ) : $expected;
		return $expected === $actual ? null : self::found( $path, $expected, $actual );
	}

	private function placeholder( string $name, mixed $actual, string $path ): ?string {
		if ( '$_' === $name ) {
			return null;
		}
		if ( array_key_exists( $name, $this->bound ) ) {
			return $this->bound[ $name ] === $actual ? null : self::found( $path, "{$name} = " . json_encode( $this->bound[ $name ] ), $actual );
		}
		$twin = str_starts_with( $name, '$h' ) ? array_search( $actual, array_filter( $this->bound, static fn( string $other ): bool => str_starts_with( $other, substr( $name, 0, 3 ) ), ARRAY_FILTER_USE_KEY ), true ) : false;
		if ( false !== $twin ) {
			return self::found( $path, "a value other than {$twin}", $actual );
		}
		$this->bound[ $name ] = $actual;
		return null;
	}

	/**
	 * @param array<mixed> $expected
	 * @param array<mixed> $actual
	 */
	private function members( array $expected, array $actual, string $path ): ?string {
		$open = array_key_exists( '$*', $expected );
		unset( $expected['$*'] );
		foreach ( $expected as $key => $value ) {
			if ( ! array_key_exists( $key, $actual ) ) {
				return self::found( "{$path}/{$key}", $value, 'nothing' );
			}
			$difference = $this->difference( $value, $actual[ $key ], "{$path}/{$key}" );
			if ( null !== $difference ) {
				return $difference;
			}
		}
		$more = array_diff_key( $actual, $expected );
		return $open || array() === $more ? null : self::found( $path, 'no more than that', $more );
	}

	private static function found( string $path, mixed $expected, mixed $actual ): string {
		$show = static fn( mixed $value ): string => is_string( $value ) ? $value : (string) json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		return "{$path}: expected {$show( $expected )}, found {$show( $actual )}";
	}
}
